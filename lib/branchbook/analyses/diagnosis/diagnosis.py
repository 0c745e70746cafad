"""The whole diagnosis of a branch: one result per chapter, from its own rows and its standing among peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from branchbook.analyses.diagnosis.basis import Basis, basis
from branchbook.analyses.diagnosis.business import Business, business
from branchbook.analyses.diagnosis.customers import CustomerBase, customer_base
from branchbook.analyses.diagnosis.growth import Growth, growth
from branchbook.analyses.diagnosis.products import ProductReach, product_reach
from branchbook.analyses.diagnosis.scorecard import Scorecard, scorecard
from branchbook.analyses.diagnosis.service import Service, service
from branchbook.analyses.diagnosis.voice import Voice, voice
from branchbook.analyses.diagnosis.waiting import Waiting, waiting
from branchbook.indicators import PeerTable
from branchbook.inputs.branch_data import BranchData
from branchbook.rules import Rules
from branchbook.values.branch import Branch


@dataclass(frozen=True)
class Diagnosis:
    """What was found out about a branch; what could not be is named in each part's ``missing``."""

    branch: Branch
    as_of: date
    basis: Basis
    scorecard: Scorecard
    customers: CustomerBase
    products: ProductReach
    business: Business
    waiting: Waiting
    service: Service
    voice: Voice
    growth: Growth


def diagnose(data: BranchData, peers: PeerTable, rules: Rules, as_of: date) -> Diagnosis:
    """The diagnosis of one branch (DX); pure: the same rows, peers, rules and date give the same result."""
    standing = peers.of(data.branch.id)
    table = data.table
    customers, holdings, products = table("customers"), table("holdings"), table("products")
    transactions, kpi = table("transactions"), table("kpi")
    return Diagnosis(
        data.branch,
        as_of,
        basis(data.tables),
        scorecard(standing, data.branch.type, rules.under("scorecard")),
        customer_base(customers, holdings, products, transactions, standing, rules.under("customers"), as_of),
        product_reach(customers, holdings, products, standing, rules.under("products")),
        business(transactions, standing, rules.under("business")),
        waiting(table("tickets"), standing, rules.under("waiting")),
        service(table("service_checks"), standing, as_of),
        voice(table("surveys"), table("interviews"), kpi, standing, rules.under("voice"), as_of),
        growth(kpi, standing, as_of),
    )
