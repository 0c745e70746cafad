"""Indicators of the customer base: growth, who is managed, known and contacted, and what customers hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pandas as pd

from branchbook.indicators import measures
from branchbook.indicators.bank import Bank
from branchbook.indicators.catalog import CATEGORIES
from branchbook.rules import Rules

_BASE = """
SELECT branch_id,
    count(*) AS customers,
    count(manager_id) AS managed,
    count(contacted_on) AS contact_noted,
    count(*) FILTER (contacted_on > $contact_since) AS contacted,
    count(known) AS known_noted,
    count(*) FILTER (NOT known) AS unknown,
    count(opened_on) AS dated,
    count(*) FILTER (opened_on > $new_since) AS new
FROM customers GROUP BY branch_id ORDER BY branch_id
"""

_PERSONAL_AUM = """
SELECT branch_id, count(*) AS n, sum(exact) AS total, sum(exact * exact) AS squares
FROM (
    SELECT branch_id, aum::DECIMAL(19, 2) AS exact
    FROM customers WHERE aum IS NOT NULL AND kind IS DISTINCT FROM 'corporate'
)
GROUP BY branch_id ORDER BY branch_id
"""

_AUM_GROWTH = """
SELECT branch_id, count(*) AS n, sum(aum::DECIMAL(17, 2))::DOUBLE AS now, sum(before::DECIMAL(17, 2))::DOUBLE AS before
FROM (
    SELECT branch_id, aum, CASE WHEN aum_previous IS NULL AND opened_on >= $year THEN 0 ELSE aum_previous END AS before
    FROM customers
)
WHERE aum IS NOT NULL AND before IS NOT NULL
GROUP BY branch_id ORDER BY branch_id
"""

_ACTIVE_HOLDINGS = """
SELECT DISTINCT holdings.branch_id, customer_id, product_id, category
FROM holdings JOIN products USING (product_id)
WHERE NOT (list_contains($balanced, category) AND coalesce(balance, 1) = 0)
"""

_PRODUCTS = f"""
SELECT branch_id, count(*) AS n, sum(held) AS total, sum(held * held) AS squares
FROM (
    SELECT customers.branch_id, customers.customer_id, count(active.product_id) AS held
    FROM customers LEFT JOIN ({_ACTIVE_HOLDINGS}) AS active USING (branch_id, customer_id)
    GROUP BY customers.branch_id, customers.customer_id
)
GROUP BY branch_id ORDER BY branch_id
"""

_PENETRATION = f"""
SELECT branch_id, category, count(DISTINCT customer_id) AS holders
FROM ({_ACTIVE_HOLDINGS}) AS active JOIN customers USING (branch_id, customer_id)
GROUP BY branch_id, category ORDER BY branch_id, category
"""

_MOVED = """
SELECT customer_id FROM transactions JOIN new USING (customer_id)
WHERE CAST("at" AS DATE) > new.opened_on AND CAST("at" AS DATE) <= new.opened_on + to_days($month::INTEGER)
"""

_BOUGHT = """
SELECT customer_id FROM holdings JOIN products USING (product_id) JOIN new USING (customer_id)
WHERE category <> 'current_deposit'
    AND (holdings.opened_on IS NULL OR holdings.opened_on <= new.opened_on + to_days($month::INTEGER))
"""


def _newcomers_active(sources: Sequence[str]) -> str:
    """The query for new customers, and those of them whom one of the sources names."""
    return f"""
WITH new AS (
    SELECT branch_id, customer_id, opened_on FROM customers WHERE opened_on >= $first AND opened_on <= $month_over
), active AS ({" UNION ".join(sources)})
SELECT branch_id, count(*) AS n, count(active.customer_id) AS active
FROM new LEFT JOIN active USING (customer_id) GROUP BY branch_id ORDER BY branch_id
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """The indicator rows that the tables customers, holdings, products and transactions allow."""
    if not bank.has("customers"):
        return
    base = _base(bank, rules, as_of)
    yield from _care(bank, base)
    yield from _money(bank, as_of)
    if bank.has("holdings") and bank.has("products") and bank.has("customers", "customer_id"):
        yield from _holdings(bank, base, rules)
    if bank.has("customers", "opened_on"):
        yield from _newcomers(bank, rules, as_of)


def _base(bank: Bank, rules: Rules, as_of: date) -> pd.DataFrame:
    return bank.query(
        _BASE,
        contact_since=as_of - timedelta(days=rules.number("DX6.contact_days")),
        new_since=as_of - timedelta(days=rules.number("CU3.new_customer_days")),
    )


def _care(bank: Bank, base: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Shares of customers managed, contacted and unknown; a branch that noted it for nobody has no figure."""
    if bank.has("customers", "manager_id"):
        yield measures.share("managed_share", base[base["managed"] > 0], "managed", "customers")
    if bank.has("customers", "contacted_on"):
        yield measures.share("contacted_share", base[base["contact_noted"] > 0], "contacted", "customers")
    yield measures.share("unknown_share", base, "unknown", "known_noted")
    yield measures.share("new_customer_share", base, "new", "dated")


def _money(bank: Bank, as_of: date) -> Iterator[pd.DataFrame]:
    if bank.has("customers", "aum"):
        yield measures.mean("aum_per_customer", bank.query(_PERSONAL_AUM), "total", "squares", "n")
    if bank.has("customers", "aum", "aum_previous"):
        sums = bank.query(_AUM_GROWTH, year=date(as_of.year, 1, 1))
        growth = sums.assign(growth=(sums["now"] / sums["before"] - 1).where(sums["before"] > 0))
        yield measures.total("aum_growth", growth, "growth", "n")


def _holdings(bank: Bank, base: pd.DataFrame, rules: Rules) -> Iterator[pd.DataFrame]:
    """Products per customer and the share of customers with each category that the bank offers.

    A branch without a single holding on record has no figure.
    """
    balanced = list(rules.names("DX6.balance_categories"))
    held = bank.query(_PRODUCTS, balanced=balanced)
    holding = held[held["total"] > 0]
    yield measures.mean("products_per_customer", holding, "total", "squares", "n")
    holders = bank.query(_PENETRATION, balanced=balanced)
    customers = base.loc[base["branch_id"].isin(holding["branch_id"]), ["branch_id", "customers"]]
    offered = set(bank.query("SELECT DISTINCT category FROM products")["category"])
    for category in (name for name in CATEGORIES if name in offered):
        counted = customers.merge(holders[holders["category"] == category], on="branch_id", how="left")
        counted = counted.fillna({"holders": 0})
        yield measures.share(f"penetration_{category}", counted, "holders", "customers")


def _newcomers(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """New customers whose first month is over, and how many of them did something in it (CU3).

    Doing something is holding more than a current account or making a transaction after the day of opening.
    Transactions count where they reach back far enough; else holdings alone tell.
    """
    since = as_of - timedelta(days=rules.number("CU3.new_customer_days") - 1)
    month = rules.number("CU3.first_month_days")
    moves_since = _moves_since(bank, since + timedelta(days=rules.number("CU3.late_start_days")))
    sources = [_MOVED] if moves_since else []
    sources += [_BOUGHT] if bank.has("holdings") and bank.has("products") else []
    if not sources:
        return
    counted = bank.query(
        _newcomers_active(sources),
        first=max(since, moves_since or since),
        month_over=as_of - timedelta(days=month),
        month=int(month),
    )
    yield measures.share("new_customer_active_share", counted, "active", "n")


def _moves_since(bank: Bank, latest: date) -> date | None:
    """The first day of transactions with a customer, if it is no later than ``latest``."""
    first = bank.store.tables["transactions"].first if bank.has("transactions", "customer_id") else None
    return first if first is not None and first <= latest else None
