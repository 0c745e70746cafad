"""The months before and after a start, and how a branch's figure changed from the one to the other (SM3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from branchbook.indicators.monthly import Course, Measure
from branchbook.rules import Rules

Floats = npt.NDArray[np.float64]

_YEAR = 12  # months


@dataclass(frozen=True)
class Periods:
    """Whole months before and after, first to last. The month in which coaching began belongs to neither, unless it
    began on the first."""

    before: tuple[pd.Timestamp, ...]
    after: tuple[pd.Timestamp, ...]

    @property
    def halves(self) -> Periods:
        """The earlier and the later half of the months before: what a comparison must find nothing between."""
        middle = len(self.before) // 2
        return Periods(self.before[:middle], self.before[middle:])


def periods(start: date, months: Sequence[pd.Timestamp], rules: Rules) -> Periods | None:
    """The months on record around a start, at most so many as ``SM3.months`` says; None with fewer than
    ``SM3.least_months`` on a side."""
    most, least = rules.mapping("SM3.months"), int(rules.number("SM3.least_months"))
    day = pd.Timestamp(start)
    before = [month for month in months if month + pd.offsets.MonthBegin(1) <= day][-int(most["before"]) :]
    after = [month for month in months if month >= day][: int(most["after"])]
    return Periods(tuple(before), tuple(after)) if min(len(before), len(after)) >= least else None


@dataclass(frozen=True)
class Panel:
    """A measure's figures: a row per branch, a column per month, nan where there is none; ``n`` as in the series."""

    measure: Measure
    value: pd.DataFrame
    n: pd.DataFrame

    @property
    def months(self) -> tuple[pd.Timestamp, ...]:
        """The months on record."""
        return tuple(pd.Timestamp(month) for month in self.value.columns)


def panel(measure: Measure, series: pd.DataFrame) -> Panel:
    """The panel of one measure from the series of all, see ``branchbook.indicators.monthly.COLUMNS``."""
    rows = series[series["measure"] == measure.name]
    months = pd.date_range(rows["month"].min(), rows["month"].max(), freq="MS") if len(rows) else pd.DatetimeIndex([])
    tables = [
        rows.pivot(index="branch_id", columns="month", values=name).reindex(columns=months) for name in ("value", "n")
    ]
    return Panel(measure, *tables)


@dataclass(frozen=True)
class Changes:
    """For each branch of a panel the figure of the months before and after, and the change; nan where there is none."""

    before: pd.Series
    after: pd.Series
    change: pd.Series


def changes(panel: Panel, around: Periods, least: float) -> Changes:
    """How every branch's figure changed between the same months.

    A flow: the mean months after over those before, less one. A stock: its growth after, as of a year, less that
    before; growth counts from the month ahead of a period, or from its first where that is not on record. A sample: the
    difference of the means, where each period has at least ``least`` answers. A figure of the books counts only where
    no month is missing: months differ by season.
    """
    match panel.measure.course:
        case Course.FLOW:
            before, after = _mean(panel.value, around.before), _mean(panel.value, around.after)
            return Changes(before, after, (after / before.where(before > 0)) - 1)
        case Course.STOCK:
            before, after = _growth(panel.value, around.before), _growth(panel.value, around.after)
        case Course.SAMPLE:
            before, after = _sample(panel, around.before, least), _sample(panel, around.after, least)
    return Changes(before, after, after - before)


def _mean(values: pd.DataFrame, months: Sequence[pd.Timestamp]) -> pd.Series:
    return values[list(months)].mean(axis=1, skipna=False)


def _growth(values: pd.DataFrame, months: Sequence[pd.Timestamp]) -> pd.Series:
    ahead = months[0] - pd.offsets.MonthBegin(1)
    base = ahead if ahead in values and values[ahead].notna().any() else months[0]
    steps = (months[-1].year - base.year) * 12 + months[-1].month - base.month
    first, last = values[base], values[months[-1]]
    if not steps:
        return pd.Series(np.nan, index=values.index)
    return (last / first.where(first > 0)).where(last > 0) ** (_YEAR / steps) - 1


def _sample(panel: Panel, months: Sequence[pd.Timestamp], least: float) -> pd.Series:
    n = panel.n[list(months)].fillna(0)
    total = (panel.value[list(months)].fillna(0) * n).sum(axis=1)
    return (total / n.sum(axis=1)).where(n.sum(axis=1) >= least)
