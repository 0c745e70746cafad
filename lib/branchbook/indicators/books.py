"""Indicators from the bank's own monthly figures: growth, cost, attainment of targets, complaints (DX4, DX6, DX8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from branchbook.indicators import measures
from branchbook.indicators.bank import Bank
from branchbook.rules import Rules

_KPI = """
SELECT branch_id, CAST(month AS DATE) AS month, indicator, value, target FROM kpi
WHERE month >= $first AND month <= $last ORDER BY branch_id, indicator, month
"""

_COVERED = """
SELECT CAST(date_trunc('month', "at") AS DATE) AS month FROM transactions WHERE "at" >= $first
GROUP BY ALL HAVING count(DISTINCT CAST("at" AS DATE)) >= $days
"""

_BUSINESS = """
SELECT branch_id, CAST(date_trunc('month', "at") AS DATE) AS month, count(*) AS transactions
FROM transactions WHERE "at" >= $first GROUP BY ALL ORDER BY branch_id, month
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """The indicator rows that the monthly figures allow; the window is thirteen months, for twelve of growth."""
    if not bank.has("kpi"):
        return
    first, last = date(as_of.year - 1, as_of.month, 1), date(as_of.year, as_of.month, 1)
    kpi = bank.query(_KPI, first=first, last=last).assign(month=lambda frame: pd.to_datetime(frame["month"]))
    if not bank.has("customers", "aum", "aum_previous"):
        yield _growth_in_year(kpi, "aum", "aum_growth", as_of)
    yield _growth_in_year(kpi, "deposits", "deposits_growth", as_of)
    yield _monthly_growth(kpi)
    yield _ratio(kpi, "fee_income", "fee_income_share")
    yield _ratio(kpi, "cost", "cost_income_ratio")
    yield _attainment(kpi, "product_sales", "product_sales_attainment", as_of)
    yield _attainment(kpi, "new_customers", "new_customers_attainment", as_of)
    if bank.has("transactions"):
        yield _complaints(bank, kpi, rules, first)


def _wide(kpi: pd.DataFrame, indicator: str, since: date = date.min) -> pd.DataFrame:
    """One row per branch, one column per month from ``since`` on, for one figure."""
    wanted = kpi.loc[(kpi["indicator"] == indicator) & (kpi["month"].dt.date >= since)]
    return pd.DataFrame(wanted).pivot(index="branch_id", columns="month", values="value")


def _growth_in_year(kpi: pd.DataFrame, source: str, indicator: str, as_of: date) -> pd.DataFrame:
    """Growth from the end of last year (or the year's first month, where the bank's figures begin there) until now.

    Both ends are the same months for every branch, so that branches compare.
    """
    return measures.total(indicator, _change(_wide(kpi, source, date(as_of.year - 1, 12, 1))), "change", "n")


def _monthly_growth(kpi: pd.DataFrame) -> pd.DataFrame:
    """Average growth a month, as the constant rate that leads from the first month's AUM to the last's."""
    change = _change(_wide(kpi, "aum"))
    steps = change["n"] - 1
    return measures.total(
        "aum_monthly_growth", change.assign(change=(1 + change["change"]) ** (1 / steps) - 1), "change", "n"
    )  # fmt: skip


def _change(months: pd.DataFrame) -> pd.DataFrame:
    """The relative change from the first to the last month of the bank's figures, of branches that have both."""
    if months.shape[1] < 2:
        return pd.DataFrame({"branch_id": [], "change": [], "n": []})
    (first, start), *_, (last, end) = months.items()
    change = (end / start - 1).where((start > 0) & (end >= 0))
    spanned = pd.period_range(pd.Timestamp(str(first)), pd.Timestamp(str(last)), freq="M").size
    return change.rename("change").reset_index().assign(n=spanned)


def _ratio(kpi: pd.DataFrame, part: str, indicator: str) -> pd.DataFrame:
    """A figure's sum as a share of revenue, over the last twelve months that have both."""
    latest = kpi[kpi["month"] > kpi["month"].max() - pd.DateOffset(months=12)]
    both = latest[latest["indicator"].isin((part, "revenue"))].pivot(
        index=["branch_id", "month"], columns="indicator", values="value"
    )
    if {part, "revenue"} - set(both.columns):
        return measures.nothing()
    sums = both.dropna().groupby("branch_id").agg(part=(part, "sum"), revenue=("revenue", "sum"), n=(part, "size"))
    shares = (sums["part"] / sums["revenue"]).where(sums["revenue"] > 0)
    return measures.total(indicator, sums.assign(share=shares).reset_index(), "share", "n")


def _attainment(kpi: pd.DataFrame, source: str, indicator: str, as_of: date) -> pd.DataFrame:
    """This year's sum as a share of this year's targets, over the months that have a target."""
    year = kpi[(kpi["indicator"] == source) & (kpi["month"] >= pd.Timestamp(as_of.year, 1, 1)) & kpi["target"].notna()]
    sums = year.groupby("branch_id").agg(done=("value", "sum"), target=("target", "sum"), n=("value", "size"))
    share = (sums["done"] / sums["target"]).where(sums["target"] > 0)
    return measures.total(indicator, sums.assign(share=share).reset_index(), "share", "n")


def _complaints(bank: Bank, kpi: pd.DataFrame, rules: Rules, first: date) -> pd.DataFrame:
    """Complaints per ten thousand transactions, over the months that the transactions cover."""
    covered = bank.query(_COVERED, first=first, days=rules.number("DX6.covered_month_days"))
    business = bank.query(_BUSINESS, first=first).merge(covered, on="month")
    business["month"] = pd.to_datetime(business["month"])
    complaints = kpi.loc[kpi["indicator"] == "complaints", ["branch_id", "month", "value"]]
    both = complaints.merge(business, on=["branch_id", "month"])
    sums = both.groupby("branch_id", as_index=False).agg(events=("value", "sum"), exposure=("transactions", "sum"))
    return measures.rate("complaints_per_10k", sums, "events", "exposure", 10_000)
