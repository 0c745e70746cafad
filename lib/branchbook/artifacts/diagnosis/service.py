"""Service checks (SQ1), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.service import QuarterChecked, Service
from branchbook.artifacts.diagnosis.making import compared, made, missing, scope_notes
from branchbook.indicators import Verdict
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term

_TABLES = ("service_checks",)


def artifacts(service: Service) -> tuple[Artifact, ...]:
    """The six aspects against peers, and the quarters that were or were not checked."""
    if service.missing:
        return tuple(missing(f"service.{name}", service.missing) for name in ("reading", "aspects", "coverage"))
    return (
        made("service.reading", tuple(_reading(service)), _TABLES),
        _aspects(service),
        made("service.coverage", _coverage(service), _TABLES, Sentence("diagnosis.note.coverage")),
    )


def _reading(service: Service) -> list[Sentence]:
    sentences = []
    if service.row is not None:
        sentences.append(compared("diagnosis.service.score", service.row))
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        named = tuple(Term(f"indicator.{row.indicator.name}") for row in service.aspects if row.verdict is verdict)
        if named:
            sentences.append(Sentence(f"diagnosis.service.{verdict}", {"aspects": Names(named)}))
    told = {"overdue": len(service.overdue), "of": len(service.quarters)}
    sentences.append(Sentence("diagnosis.service.overdue" if service.overdue else "diagnosis.service.covered", told))
    return sentences


def _aspects(service: Service) -> Artifact:
    if not service.aspects:
        return made("service.aspects", (Sentence("diagnosis.service.no_aspects"),), _TABLES)
    figure = FigureData(
        FigureKind.RADAR if len(service.aspects) > 2 else FigureKind.BAR,
        tuple(Term(f"aspect.{row.indicator.name.removeprefix('service_')}") for row in service.aspects),
        (
            Series(
                Term("diagnosis.series.branch"),
                tuple(row.estimate.value for row in service.aspects),
                SeriesRole.BRANCH,
            ),
            Series(Term("diagnosis.series.peers"), tuple(row.median for row in service.aspects), SeriesRole.PEERS),
        ),
        Unit.SCORE,
    )
    return made("service.aspects", figure, _TABLES, *scope_notes(service.aspects))


def _coverage(service: Service) -> TableData:
    return TableData(
        (
            Column("quarter", Term("diagnosis.column.quarter"), weight=1.5),
            Column("checks", Term("diagnosis.column.checks"), Unit.COUNT),
            Column("score", Term("diagnosis.column.check_score"), Unit.SCORE),
            Column("state", Term("diagnosis.column.state"), weight=1.2),
        ),
        tuple(_quarter(quarter) for quarter in service.quarters),
        marks=tuple((place, "worse") for place, quarter in enumerate(service.quarters) if quarter.overdue),
    )


def _quarter(checked: QuarterChecked) -> tuple[Cell, ...]:
    quarter = Sentence("diagnosis.quarter", {"year": str(checked.quarter.year), "number": checked.quarter.number})
    state = Term("diagnosis.overdue" if checked.overdue else "diagnosis.checked")
    return quarter, checked.checks, checked.score.value, state
