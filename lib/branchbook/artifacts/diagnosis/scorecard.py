"""The scorecard against peers and the focus score (DX4, DX5), as artifacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain

from branchbook.analyses.diagnosis.basis import Basis
from branchbook.analyses.diagnosis.lack import Lack
from branchbook.analyses.diagnosis.scorecard import FocusArea, PerspectiveScore, Scorecard
from branchbook.artifacts.diagnosis.making import CHAPTER, made, missing, scope_notes, standing_table
from branchbook.indicators import DEFINITIONS, PeerRow, Perspective
from branchbook.rules import Rules
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Provenance,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term


def artifacts(scorecard: Scorecard, basis: Basis, rules: Rules) -> tuple[Artifact, ...]:
    """The headline figures, the four perspectives and the focus score; ``basis`` tells what the branch has rows of."""
    held = {table.table for table in basis.tables if table.rows}
    if not _rows(scorecard):
        lacks = _lacks(dict.fromkeys(chain.from_iterable(_NEEDED.values())), held)
        return tuple(missing(f"scorecard.{name}", lacks) for name in (*_OVERVIEW, *Perspective))
    tables = sorted({table for row in _rows(scorecard) for table in row.indicator.tables})
    return (
        made("scorecard.reading", _reading(scorecard), tables),
        _headline(scorecard, rules, tables),
        made("scorecard.perspectives", _perspectives(scorecard), tables, *_unlisted(scorecard)),
        _focus(scorecard, tables),
        *(_perspective(score, held) for score in scorecard.perspectives),
        *chain.from_iterable(_numbers(row) for row in _rows(scorecard)),
    )


def is_compared(artifacts: Mapping[str, Artifact]) -> bool:
    """Whether any figure of the branch was read against its peers; without one, nothing found says nothing."""
    counted = artifacts.get(f"{CHAPTER}.scorecard.perspectives")
    shown = counted.value if counted else None
    return isinstance(shown, FigureData) and any(count for series in shown.series for count in series.values)


def _numbers(row: PeerRow) -> Iterator[Artifact]:
    """An indicator's own figure and its peers', each under the key by which sentences name it,
    to be placed anywhere."""
    tables, name = row.indicator.tables, Term(f"indicator.{row.indicator.name}")
    for number in (row.estimate, row.peer):
        if number.value is not None:
            yield Artifact(number.key, name, number, provenance=Provenance(CHAPTER, tuple(tables)))


def _rows(scorecard: Scorecard) -> list[PeerRow]:
    return [row for perspective in scorecard.perspectives for row in perspective.rows]


def _reading(scorecard: Scorecard) -> tuple[Sentence, ...]:
    worse, better = (sum(getattr(p, verdict) for p in scorecard.perspectives) for verdict in ("worse", "better"))
    counts = Sentence(
        "diagnosis.scorecard.counts", {"all": len(_rows(scorecard)), "worse": worse, "better": better}
    )  # fmt: skip
    if scorecard.focus.score.value is None:
        return (counts,)
    return counts, Sentence("diagnosis.scorecard.focus", {"score": scorecard.focus.score})


def _headline(scorecard: Scorecard, rules: Rules, tables: list[str]) -> Artifact:
    """The few figures that stand on the first page, in the order of the rule."""
    by_name = {row.indicator.name: row for row in _rows(scorecard)}
    rows = [by_name[name] for name in rules.names("DX9.headline_indicators") if name in by_name]
    return made("scorecard.headline", standing_table(rows), tables, *scope_notes(rows))


def _perspectives(scorecard: Scorecard) -> FigureData:
    roles = {"worse": SeriesRole.WARNING, "like": SeriesRole.PEERS, "better": SeriesRole.BRANCH}
    return FigureData(
        FigureKind.STACKED_BAR,
        tuple(Term(f"perspective.{score.perspective}") for score in scorecard.perspectives),
        tuple(
            Series(Term(f"verdict.{verdict}"), tuple(getattr(score, verdict) for score in scorecard.perspectives), role)
            for verdict, role in roles.items()
        ),
        Unit.COUNT,
        value_title=Term("diagnosis.axis.indicators"),
    )


def _unlisted(scorecard: Scorecard) -> tuple[Sentence, ...]:
    """How many indicators could not be had at all."""
    if not scorecard.missing:
        return ()
    return (Sentence("diagnosis.note.indicators_missing", {"missing": len(scorecard.missing), "of": len(DEFINITIONS)}),)


def _focus(scorecard: Scorecard, tables: list[str]) -> Artifact:
    weighted = [area for area in scorecard.focus.areas if area.weight.value]
    table = TableData(
        (
            Column("area", Term("diagnosis.column.area"), weight=1.6),
            Column("weight", Term("diagnosis.column.weight"), Unit.SHARE),
            Column("used", Term("diagnosis.column.used_weight"), Unit.SHARE),
            Column("score", Term("diagnosis.column.score"), Unit.SCORE),
            Column("indicators", Term("diagnosis.column.indicators"), weight=4),
        ),
        tuple(_area(area) for area in weighted),
    )
    notes = [Sentence("diagnosis.note.focus")]
    if scorecard.focus.reweighted:
        notes.append(Sentence("diagnosis.note.reweighted"))
    return made("scorecard.focus", table, tables, *notes)


def _area(area: FocusArea) -> tuple[Cell, ...]:
    names = Names(tuple(Term(f"indicator.{name}") for name in area.indicators))
    return (
        Term(f"focus.{area.area}"),
        area.weight.value,
        area.used.value,
        area.score.value,
        Sentence("diagnosis.listed", {"items": names}) if area.indicators else None,
    )


def _lacks(tables: Iterable[str], held: Set[str]) -> list[Lack]:
    """The tables that are wanting; all of them where the branch has rows of each, but none to reckon with."""
    needed = tuple(tables)
    return [Lack(table) for table in needed if table not in held] or [Lack(table) for table in needed]


def _perspective(score: PerspectiveScore, held: Set[str]) -> Artifact:
    name = f"scorecard.{score.perspective}"
    if not score.rows:
        return missing(name, _lacks(_NEEDED[score.perspective], held))
    tables = sorted({table for row in score.rows for table in row.indicator.tables})
    return made(name, standing_table(score.rows), tables, *scope_notes(score.rows))


_OVERVIEW = ("reading", "headline", "perspectives", "focus")
_NEEDED: Mapping[Perspective, tuple[str, ...]] = {
    perspective: tuple(
        dict.fromkeys(table for one in DEFINITIONS if one.perspective is perspective for table in one.tables)
    )
    for perspective in Perspective
}
