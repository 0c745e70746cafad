"""The bank's monthly figures against their targets (DX6, DX8), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.growth import Growth, MonthlySeries
from branchbook.analyses.diagnosis.lack import Lack
from branchbook.artifacts.diagnosis.making import made, missing
from branchbook.values.artifact import Artifact, Column, FigureData, FigureKind, Series, SeriesRole, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, Term

_SHOWN = ("aum", "deposits")


def artifacts(growth: Growth) -> tuple[Artifact, ...]:
    """The course of assets by month, and this year's attainment of every figure with a target."""
    return _series(growth), _attainment(growth)


def _series(growth: Growth) -> Artifact:
    shown = next((series for name in _SHOWN if (series := growth.of(name)) and len(series.months) > 1), None)
    if shown is None:
        return missing("growth.series", growth.missing or (Lack("kpi", _SHOWN),))
    lines = [Series(Term(f"column.kpi.{shown.indicator}"), shown.values, SeriesRole.BRANCH)]
    if any(target is not None for target in shown.targets):
        lines.append(Series(Term("diagnosis.series.target"), shown.targets, SeriesRole.PEERS))
    months = tuple(f"{month:%y}/{month.month}" for month in shown.months)
    return made("growth.series", FigureData(FigureKind.LINE, months, tuple(lines), Unit.MONEY), ["kpi"])


def _attainment(growth: Growth) -> Artifact:
    aimed = [series for series in growth.series if series.attainment.value is not None]
    if not aimed:
        return missing("growth.attainment", growth.missing or (Lack("kpi", ("target",)),))
    table = TableData(
        (
            Column("indicator", Term("diagnosis.column.figure"), weight=2),
            Column("done", Term("diagnosis.column.done_this_year"), Unit.PLAIN, 1.5),
            Column("target", Term("diagnosis.column.target"), Unit.PLAIN, 1.5),
            Column("attainment", Term("diagnosis.column.attainment"), Unit.SHARE, 1.2),
        ),
        tuple(_row(series) for series in aimed),
    )
    return made("growth.attainment", table, ["kpi"], Sentence("diagnosis.note.attainment"))


def _row(series: MonthlySeries) -> tuple[Term, Quantity, Quantity, float | None]:
    return Term(f"column.kpi.{series.indicator}"), series.done, series.target, series.attainment.value
