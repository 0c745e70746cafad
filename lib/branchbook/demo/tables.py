"""All tables of the demo bank as the schema knows them, before anyone has written them into workbooks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from branchbook.demo import bank, business, coverage, customers, enterprises, kpi, service, shelf, supervision, tickets


def demo_tables() -> Mapping[str, pd.DataFrame]:
    """The tables by name, with the schema's columns and values; the same at every call.

    The column ``customers.id_number`` is left out, as an engagement may: there are no identity numbers, real or not.
    """
    staff = bank.staff()
    clients = customers.customers(staff)
    transactions = business.transactions(clients, staff)
    firms = enterprises.corporate_customers(staff)
    return {
        "branches": bank.branches().merge(enterprises.places(), on="branch_id"),
        "staff": staff,
        "customers": clients,
        "products": shelf.products(),
        "holdings": shelf.holdings(clients),
        "transactions": transactions,
        "tickets": tickets.tickets(staff),
        "service_checks": service.service_checks(),
        "surveys": service.surveys(staff),
        "interviews": service.interviews(),
        "kpi": kpi.kpi(clients, transactions),
        "enterprises": enterprises.enterprises(staff),
        "corporate_customers": firms,
        "supply_links": enterprises.supply_links(staff),
        "scenes": enterprises.scenes(),
        "claims": coverage.claims(firms, staff),
        "locks": coverage.locks(firms, staff),
        "visits": coverage.visits(firms, staff),
        "events": coverage.events(staff),
        "coaching": supervision.coaching(),
        "contest_scores": supervision.contest_scores(),
        "best_practices": supervision.best_practices(),
    }
