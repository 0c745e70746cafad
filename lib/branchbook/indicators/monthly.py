"""The course of the effect indicators by month, for comparing before and after (DX6, DX7, SM3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from branchbook.indicators.bank import Bank, opened
from branchbook.indicators.catalog import Better
from branchbook.inputs.schema import KPI
from branchbook.inputs.store import Store
from branchbook.rules import Rules
from branchbook.values.quantity import Unit

COLUMNS = ("branch_id", "month", "measure", "value", "n")
"""``value`` is the month's figure, ``n`` how many answers, checks or transactions it is the mean of (1 for a figure of
the books)."""


class Course(StrEnum):
    """What a measure's figures are, and with it how two periods are compared."""

    FLOW = "flow"  #: an amount of each month; periods differ by a share of the earlier one
    STOCK = "stock"  #: a balance at each month's end; periods differ in their growth, as of a year
    SAMPLE = "sample"  #: a mean of answers, checks or transactions; periods differ in its own unit


@dataclass(frozen=True)
class Measure:
    """A figure with a monthly course. ``unit`` is that of a period's figure (for a balance, its growth as of a year;
    for a count, a month's mean); ``least`` names the rule of the smallest sample (DX9)."""

    name: str
    course: Course
    better: Better
    unit: Unit
    least: str = ""

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.better == "higher" else -1

    @property
    def change_unit(self) -> Unit:
        """The unit of the change from one period to the next."""
        return Unit.SHARE if self.course is Course.FLOW else self.difference_unit

    @property
    def difference_unit(self) -> Unit:
        """The unit of a difference of changes."""
        if self.course is not Course.SAMPLE or self.unit is Unit.SHARE:
            return Unit.SHARE_POINTS
        return Unit.RATIO if self.unit is Unit.RATING else self.unit


_LESS_IS_BETTER = ("cost", "complaints")
_STOCKS = ("aum", "deposits")
_COUNTED = ("new_customers", "complaints", "customer_visits")


def _book(name: str) -> Measure:
    better: Better = "lower" if name in _LESS_IS_BETTER else "higher"
    if name in _STOCKS:
        return Measure(name, Course.STOCK, better, Unit.SHARE)
    return Measure(name, Course.FLOW, better, Unit.PLAIN if name in _COUNTED else Unit.MONEY)


MEASURES: tuple[Measure, ...] = (
    *(_book(name) for name in KPI.column("indicator").allowed),
    Measure("nps", Course.SAMPLE, "higher", Unit.NPS, "nps"),
    Measure("customer_satisfaction", Course.SAMPLE, "higher", Unit.RATING, "mean"),
    Measure("service_score", Course.SAMPLE, "higher", Unit.SCORE, "score"),
    Measure("smart_share", Course.SAMPLE, "higher", Unit.SHARE, "share"),
    Measure("long_wait_share", Course.SAMPLE, "lower", Unit.SHARE, "share"),
)
"""All measures, the books' first."""

_KPI = "SELECT branch_id, month, indicator AS measure, value, 1 AS n FROM kpi ORDER BY measure, branch_id, month"

_SURVEYS = """
SELECT branch_id, date_trunc('month', answered_on) AS month, measure, avg(answer) AS value, count(*) AS n
FROM (
    SELECT branch_id, answered_on, 'nps' AS measure,
        CASE WHEN recommend >= $promoter THEN 100 WHEN recommend <= $detractor THEN -100 ELSE 0 END::DECIMAL(9, 3)
            AS answer
    FROM surveys WHERE recommend IS NOT NULL AND respondent IS DISTINCT FROM 'staff'
    UNION ALL
    SELECT branch_id, answered_on, 'customer_satisfaction', satisfaction::DECIMAL(9, 3)
    FROM surveys WHERE satisfaction IS NOT NULL AND coalesce(respondent, 'customer') = 'customer'
)
GROUP BY ALL ORDER BY measure, branch_id, month
"""

_CHECKS = """
SELECT branch_id, date_trunc('month', checked_on) AS month, 'service_score' AS measure,
    avg(score) AS value, count(*) AS n
FROM (
    SELECT branch_id, checked_on, (sum(score::DECIMAL(9, 3)) / count(*))::DECIMAL(9, 3) AS score
    FROM service_checks WHERE method IS DISTINCT FROM 'competitor' GROUP BY branch_id, checked_on
)
GROUP BY ALL ORDER BY branch_id, month
"""

_MOVED = """
SELECT branch_id, date_trunc('month', "at") AS month, 'smart_share' AS measure,
    count(*) FILTER (channel <> 'counter') / count(*) AS value, count(*) AS n
FROM transactions
WHERE channel IS NOT NULL
    AND (list_contains($cash, kind) AND abs(amount) < $limit OR list_contains($electronic, kind))
GROUP BY ALL ORDER BY branch_id, month
"""

_WAITS = """
SELECT branch_id, date_trunc('month', taken_at) AS month, 'long_wait_share' AS measure,
    count(*) FILTER (epoch_ms(called_at - taken_at) / 60000.0 > $long) / count(*) AS value, count(*) AS n
FROM tickets WHERE called_at >= taken_at
GROUP BY ALL ORDER BY branch_id, month
"""


def monthly(store: Store, rules: Rules, as_of: date) -> pd.DataFrame:
    """Every measure of every branch by month, see :data:`COLUMNS`; only months that had ended by ``as_of``."""
    with opened(store) as bank:
        parts = [part for part in _courses(bank, rules) if len(part)]
    joined = pd.concat(parts) if parts else pd.DataFrame(columns=list(COLUMNS))
    joined = joined.astype(
        {"branch_id": "str", "month": "datetime64[us]", "measure": "str", "value": float, "n": float}
    )
    ended = pd.Timestamp(as_of + timedelta(days=1)).to_period("M").start_time
    return joined[joined["month"] < ended].reset_index(drop=True)[list(COLUMNS)]


def _courses(bank: Bank, rules: Rules) -> Iterator[pd.DataFrame]:
    if bank.has("kpi"):
        yield bank.query(_KPI)
    if bank.has("surveys"):
        yield bank.query(
            _SURVEYS, promoter=rules.number("DX6.nps_promoter"), detractor=rules.number("DX6.nps_detractor")
        )
    if bank.has("service_checks"):
        yield bank.query(_CHECKS)
    if bank.has("transactions", "channel"):
        yield bank.query(
            _MOVED,
            cash=list(rules.names("FL3.cash_kinds")),
            electronic=list(rules.names("FL3.electronic_kinds")),
            limit=rules.number("FL3.small_cash_limit"),
        )
    if bank.has("tickets", "called_at"):
        yield bank.query(_WAITS, long=rules.number("FL4.long_wait_minutes"))
