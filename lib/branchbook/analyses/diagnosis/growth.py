"""The bank's own monthly figures of a branch, against their targets (DX4, DX6, DX8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import PeerRow
from branchbook.inputs.schema import KPI
from branchbook.values.quantity import Quantity, Unit

_COUNTED = ("new_customers", "complaints", "customer_visits")
_STOCKS = ("aum", "deposits")
_INDICATORS = (
    "aum_growth", "aum_monthly_growth", "deposits_growth", "fee_income_share", "cost_income_ratio",
    "product_sales_attainment", "new_customers_attainment",
)  # fmt: skip


@dataclass(frozen=True)
class MonthlySeries:
    """A figure by month. A month that is not on record is None, and so is a month without target.

    ``done`` and ``target`` are of this year: sums over the months with a target, for stocks the last such month's.
    """

    indicator: str
    unit: Unit
    months: tuple[date, ...]
    values: tuple[float | None, ...]
    targets: tuple[float | None, ...]
    done: Quantity
    target: Quantity
    attainment: Quantity


@dataclass(frozen=True)
class Growth:
    """Monthly figures over thirteen months, and the growth indicators against peers."""

    series: tuple[MonthlySeries, ...]
    rows: tuple[PeerRow, ...]
    missing: tuple[Lack, ...]

    def of(self, indicator: str) -> MonthlySeries | None:
        """The series of a figure, None where the bank gave none."""
        return next((series for series in self.series if series.indicator == indicator), None)


def growth(kpi: pd.DataFrame | None, standing: Mapping[str, PeerRow], as_of: date) -> Growth:
    """Growth from this branch's monthly figures."""
    rows = tuple(standing[name] for name in _INDICATORS if name in standing)
    missing = lacks(kpi, "kpi")
    if kpi is None or missing:
        return Growth((), rows, missing)
    recent = kpi[kpi["month"] >= pd.Timestamp(as_of.year - 1, as_of.month, 1)]
    names = KPI.column("indicator").allowed
    series = tuple(
        _series(name, recent[recent["indicator"] == name], as_of)
        for name in names
        if (recent["indicator"] == name).any()
    )
    absent = tuple(name for name in names if not (recent["indicator"] == name).any())
    return Growth(series, rows, (Lack("kpi", absent),) if absent else ())


def _series(indicator: str, figures: pd.DataFrame, as_of: date) -> MonthlySeries:
    unit = Unit.COUNT if indicator in _COUNTED else Unit.MONEY
    by_month = figures.set_index("month").sort_index()
    months = pd.date_range(by_month.index.min(), by_month.index.max(), freq="MS")
    whole = by_month.reindex(months)
    done, target = _year(indicator, by_month, as_of)
    return MonthlySeries(
        indicator,
        unit,
        tuple(month.date() for month in months),
        tuple(None if pd.isna(value) else float(value) for value in whole["value"]),
        tuple(None if pd.isna(value) else float(value) for value in whole["target"]),
        Quantity(done, unit),
        Quantity(target, unit),
        Quantity(done / target if done is not None and target else None, Unit.SHARE),
    )


def _year(indicator: str, by_month: pd.DataFrame, as_of: date) -> tuple[float | None, float | None]:
    """What was done and aimed at this year, over the months that have a target."""
    aimed = by_month[(by_month.index >= pd.Timestamp(as_of.year, 1, 1)) & by_month["target"].notna()]
    if aimed.empty:
        return None, None
    part = aimed.tail(1) if indicator in _STOCKS else aimed
    return float(part["value"].sum()), float(part["target"].sum())
