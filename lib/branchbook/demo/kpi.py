"""The monthly figures of each branch, in keeping with its customers, transactions and growth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from branchbook.demo.bank import OUTLETS, Outlet
from branchbook.demo.customers import is_new
from branchbook.demo.days import COACHING_STARTS, MONTHS
from branchbook.demo.seeds import stream
from branchbook.demo.troubles import suffers
from branchbook.values.branch import BranchType

_PLANNED_GROWTH = 0.08  # of AUM over the year
_COACHED_FIRST_HALF = 0.35  # of the year's growth, where coaching starts in July
_DEPOSIT_SHARE: Mapping[BranchType, float] = {
    BranchType.WEALTH_CENTRE: 0.48,
    BranchType.PREMIUM: 0.55,
    BranchType.BASIC: 0.62,
}
_REVENUE_RATE = 0.0145  # of AUM a year
_FEE_SHARE = 0.22  # of revenue
_COST_SHARE = 0.48  # of revenue
_SALES_RATE = 0.03  # of AUM a month
_VISIT_RATE = 0.3  # of the customers a month
_SALES_SEASON = (1.5, 1.05, 1.2, 0.9, 0.85, 1.1, 0.9, 0.9, 1.05, 0.8, 0.85, 0.9)
"""January to December: the year opens with a sales campaign (开门红), and quarters end well."""

_COMPLAINTS_PER_10K = 35.0  # transactions of the sample
_COMPLAINTS_PER_10K_WHERE_MANY = 130.0
_COMPLAINTS_ALLOWED = 1.3  # of what is usual
_LIFT_PER_MONTH = 0.035  # of sales, fees and visits where coached, each month from July on
_NOISE = 0.03
_SELF_SERVICE_FEES = 9_000.0  # yuan a month
_SELF_SERVICE_COST = 6_500.0


@dataclass(frozen=True)
class Course:
    """An indicator over the twelve months: what was reached and what was planned."""

    indicator: str
    values: np.ndarray
    targets: np.ndarray


def kpi(customers: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    """The table ``kpi``: nine indicators of twelve months; the self-service bank has fees, cost and complaints only.

    AUM of December is the sum of the customers' and ``new_customers`` counts their opening dates, month by month.
    """
    volumes = transactions.groupby("branch_id").size()
    months = pd.DatetimeIndex(np.array(MONTHS, dtype="datetime64[s]"))
    parts = [
        pd.DataFrame(
            {
                "branch_id": one.id,
                "month": months,
                "indicator": course.indicator,
                "value": course.values,
                "target": course.targets,
            }
        )
        for one in OUTLETS
        for course in _courses(one, customers[customers["branch_id"] == one.id], int(volumes[one.id]))
    ]
    return pd.concat(parts, ignore_index=True)


def _courses(one: Outlet, customers: pd.DataFrame, volume: int) -> list[Course]:
    rng = stream("kpi", one.id)
    complaints = _complaints(rng, one, volume)
    if not one.staffed:
        flat = np.ones(len(MONTHS))
        return [
            _measured(rng, "fee_income", _SELF_SERVICE_FEES * flat, _SELF_SERVICE_FEES * flat),
            _measured(rng, "cost", _SELF_SERVICE_COST * flat, _SELF_SERVICE_COST * flat),
            complaints,
        ]
    return [*_money(rng, one, customers), *_counts(rng, one, customers), complaints]


def _money(rng: np.random.Generator, one: Outlet, customers: pd.DataFrame) -> list[Course]:
    start, end = float(customers["aum_previous"].sum()), float(customers["aum"].sum())
    aum = start + (end - start) * _progress(rng, one)
    planned = start * (1 + _PLANNED_GROWTH * np.arange(1, 13) / 12)
    share, revenue = _DEPOSIT_SHARE[one.type], _REVENUE_RATE / 12 * planned
    season, lift = np.array(_SALES_SEASON), _lift(one)
    fees, sales = _FEE_SHARE * revenue, _SALES_RATE * planned * season
    # Income, cost and sales go by the plan, so that money leaving shows in AUM and deposits alone.
    return [
        Course("aum", _hundreds(aum), _hundreds(planned)),
        _measured(rng, "deposits", share * aum, share * planned, _NOISE / 4),
        _measured(rng, "revenue", revenue, revenue),
        _measured(rng, "fee_income", fees * lift, fees),
        _measured(rng, "cost", _COST_SHARE * revenue, _COST_SHARE * revenue),
        _measured(rng, "product_sales", sales * lift, sales, 2 * _NOISE),
    ]


def _progress(rng: np.random.Generator, one: Outlet) -> np.ndarray:
    """How much of the year's growth was there at each month's end; all of it in December."""
    months = np.arange(1, 13)
    if one.coached:
        even = np.where(months <= 6, months / 6 * _COACHED_FIRST_HALF, 0.0)
        even = np.where(months > 6, _COACHED_FIRST_HALF + (months - 6) / 6 * (1 - _COACHED_FIRST_HALF), even)
    else:
        even = months / 12
    return even + np.where(months < 12, rng.normal(0, 0.02, 12), 0.0)


def _lift(one: Outlet) -> np.ndarray:
    """What coaching adds, month by month."""
    since = np.array([max(month.month - COACHING_STARTS.month + 1, 0) for month in MONTHS])
    return 1 + (_LIFT_PER_MONTH * since if one.coached else 0 * since)


def _counts(rng: np.random.Generator, one: Outlet, customers: pd.DataFrame) -> list[Course]:
    opened = customers.loc[is_new(customers), "opened_on"].dt.month
    new = np.array([(opened == month.month).sum() for month in MONTHS], dtype=float)
    usual = _VISIT_RATE * len(customers)
    visits = (usual * _lift(one) * rng.normal(1, _NOISE, 12)).round()
    return [
        Course("new_customers", new, np.full(12, max(round(new.sum() * 0.98 / 12), 1), dtype=float)),
        Course("customer_visits", visits, np.full(12, round(usual), dtype=float)),
    ]


def _complaints(rng: np.random.Generator, one: Outlet, volume: int) -> Course:
    """The year's complaints are what the volume lets expect; chance only spreads them over the months."""
    rate = _COMPLAINTS_PER_10K_WHERE_MANY if suffers(one.id, "low_nps") else _COMPLAINTS_PER_10K
    complaints = rng.multinomial(round(rate * volume / 10_000), [1 / 12] * 12)
    usual = _COMPLAINTS_PER_10K * volume / 10_000 / 12
    limit = np.full(12, float(np.ceil(_COMPLAINTS_ALLOWED * usual)))
    return Course("complaints", complaints.astype(float), limit)


def _measured(
    rng: np.random.Generator, indicator: str, expected: np.ndarray, planned: np.ndarray, noise: float = _NOISE
) -> Course:
    return Course(indicator, _hundreds(expected * rng.normal(1, noise, len(expected))), _hundreds(planned))


def _hundreds(amounts: np.ndarray) -> np.ndarray:
    """Whole hundreds of yuan, which 万元 with two decimals says exactly."""
    return np.asarray((amounts / 100).round() * 100)
