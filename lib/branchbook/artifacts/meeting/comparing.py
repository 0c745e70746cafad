"""Before and after against branches not coached, as artifacts: never without its uncertainty (SM3, DX7)."""

from __future__ import annotations

from collections.abc import Iterator

from branchbook.analyses.meeting import Comparison, Effect, Meeting
from branchbook.analyses.meeting.comparison import MonthlyCourse, OwnChange
from branchbook.artifacts.meeting.making import branch_name, branch_names, made, missing, titled
from branchbook.indicators.monthly import Measure
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
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Clauses, Names, Sentence, Term

_TABLES = ("coaching", "branches", "kpi", "surveys", "service_checks", "transactions", "tickets")
_TOLD = (Effect.BETTER, Effect.WORSE)


def artifacts(found: Meeting) -> tuple[Artifact, ...]:
    """The reading, the table, the courses and every coached branch's own change; or why there are none."""
    lack = _lack(found)
    if lack:
        return tuple(missing(f"comparison.{name}", _TABLES, lack) for name in ("reading", "table", "own"))
    return (
        made("comparison.reading", tuple(_reading(found)), _TABLES),
        made("comparison.table", _table(found), _TABLES, *_notes(found)),
        made("comparison.own", _own(found), _TABLES, Sentence("meeting.note.own")),
        *(_course(one) for one in found.courses),
    )


def _lack(found: Meeting) -> str:
    """Why there is no comparison; empty where there is one."""
    if found.coaching.starts and not found.coaching.others:
        return "others"
    if found.coaching.starts:
        return "" if found.comparisons else "months"
    return "starts" if found.coaching.undated else "coaching"


def _reading(found: Meeting) -> Iterator[Sentence]:
    """What may be concluded, then what may not."""
    yield Sentence(
        "meeting.comparison.sides",
        {
            "coached": len(found.coaching.starts),
            "others": len(found.coaching.others),
            "first": found.coaching.first,
            "measures": len(found.comparisons),
        },
    )
    for effect in _TOLD:
        told = [one for one in found.comparisons if one.effect is effect]
        if told:
            yield Sentence(f"meeting.comparison.{effect}", {"clauses": Clauses(tuple(clause(one) for one in told))})
    open_ones = [one for one in found.comparisons if one.effect not in _TOLD]
    if len(open_ones) == len(found.comparisons):
        yield Sentence("meeting.comparison.nothing")
    elif open_ones:
        yield Sentence("meeting.comparison.unclear", {"measures": _measures(open_ones)})


def clause(one: Comparison) -> Sentence:
    """One measure's difference with its interval, in a few words."""
    return Sentence(
        "meeting.comparison.clause",
        {
            "measure": measure_name(one.measure),
            "coached": Quantity(one.coached, one.measure.change_unit),
            "others": Quantity(one.others, one.measure.change_unit),
            "difference": Quantity(one.contrast.difference, one.measure.difference_unit),
            "low": Quantity(one.contrast.low, one.measure.difference_unit),
            "high": Quantity(one.contrast.high, one.measure.difference_unit),
        },
    )


def measure_name(measure: Measure) -> Term:
    """What a measure's figure is called in a comparison."""
    return Term(f"measure.{measure.name}")


def _measures(compared: list[Comparison]) -> Names:
    return Names(tuple(measure_name(one.measure) for one in compared))


def _table(found: Meeting) -> TableData:
    return TableData(
        (
            Column("measure", Term("meeting.column.measure"), weight=2.2),
            Column("coached", Term("meeting.column.coached"), Unit.PLAIN, 1.7),
            Column("others", Term("meeting.column.others"), Unit.PLAIN, 1.7),
            Column("difference", Term("meeting.column.difference"), Unit.PLAIN, 1.8),
            Column("interval", Term("meeting.column.interval"), Unit.PLAIN, 2.1),
            Column("p", Term("meeting.column.p"), Unit.PLAIN, 1.1),
            Column("earlier", Term("meeting.column.earlier"), Unit.PLAIN, 1.8),
            Column("branches", Term("meeting.column.branches"), Unit.PLAIN, 1.2),
            Column("effect", Term("meeting.column.effect"), weight=1.9),
        ),
        tuple(_row(one) for one in found.comparisons),
        tuple((place, str(one.effect)) for place, one in enumerate(found.comparisons) if one.effect in _TOLD),
    )


def _row(one: Comparison) -> tuple[Cell, ...]:
    unit, difference = one.measure.change_unit, one.measure.difference_unit
    few = one.effect is Effect.FEW
    bounds = Estimate(
        one.contrast.difference,
        difference,
        one.coached_branches + one.other_branches,
        one.contrast.low,
        one.contrast.high,
    )
    return (
        measure_name(one.measure),
        Quantity(one.coached, unit),
        Quantity(one.others, unit),
        Quantity(one.contrast.difference, difference),
        None if few else bounds,
        None if few else one.contrast.p,
        None if one.earlier is None else Quantity(one.earlier.difference, difference),
        Sentence("meeting.sides", {"coached": one.coached_branches, "others": one.other_branches}),
        Term(f"meeting.effect.{one.effect}"),
    )


def _notes(found: Meeting) -> Iterator[Sentence]:
    spans = [span for one in found.comparisons for span in (one.months_before, one.months_after)]
    most = max(high for _, high in spans)
    least = min(low for low, _ in spans)
    yield (
        Sentence("meeting.note.months", {"months": most})
        if least == most
        else Sentence("meeting.note.months_between", {"least": least, "most": most})
    )
    yield Sentence("meeting.note.method")
    yield Sentence("meeting.note.chance", {"measures": len(found.comparisons)})
    if found.coaching.undated:
        yield Sentence("meeting.note.undated", {"branches": branch_names(found.coaching.undated)})
    left_out = [one for one in found.comparisons if one.left_out]
    if left_out:
        yield Sentence("meeting.note.left_out", {"measures": _measures(left_out)})


def _own(found: Meeting) -> TableData:
    """A row per coached branch and measure."""
    return TableData(
        (
            Column("branch_id", Term("column.branches.branch_id")),
            Column("branch", Term("column.branches.name"), weight=2),
            Column("measure", Term("meeting.column.measure"), weight=2),
            Column("before", Term("meeting.column.before"), Unit.PLAIN),
            Column("after", Term("meeting.column.after"), Unit.PLAIN),
            Column("change", Term("meeting.column.change"), Unit.PLAIN),
            Column("beyond", Term("meeting.column.beyond"), Unit.PLAIN),
        ),
        tuple(
            (branch_id, branch_name(branch_id), *own_cells(one.measure, one.own[branch_id]))
            for branch_id in found.coaching.starts
            for one in found.comparisons
            if branch_id in one.own
        ),
    )


def own_cells(measure: Measure, own: OwnChange) -> tuple[Cell, ...]:
    """A measure's name with a branch's figure before and after, its change, and the change beyond the others'."""
    return (
        measure_name(measure),
        Quantity(own.before, measure.unit),
        Quantity(own.after, measure.unit),
        Quantity(own.change, measure.change_unit),
        Quantity(own.beyond, measure.difference_unit),
    )


def _course(one: MonthlyCourse) -> Artifact:
    figure = FigureData(
        FigureKind.LINE,
        tuple(f"{month:%y}/{month.month}" for month in one.months),
        (
            Series(Term("meeting.series.coached"), one.coached, SeriesRole.BRANCH),
            Series(Term("meeting.series.others"), one.others, SeriesRole.PEERS),
        ),
        Unit.PLAIN if one.indexed else one.measure.unit,
        value_title=Term("meeting.axis.index") if one.indexed else "",
    )
    note = Sentence("meeting.note.index" if one.indexed else "meeting.note.mean")
    return titled(f"course.{one.measure.name}", Term(f"measure_course.{one.measure.name}"), figure, _TABLES, note)
