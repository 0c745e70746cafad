"""The ranking, the practices and what follows, as artifacts (SV4, SV7, SM3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from branchbook.analyses.meeting import Basis, Grade, Meeting, Ranked
from branchbook.artifacts.meeting.making import branch_name, branch_names, made, missing
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Names, Sentence, Term

_RANKED = ("contest_scores", "branches")


def artifacts(found: Meeting, rules: Rules) -> tuple[Artifact, ...]:
    """The ranking (with its first and last places alone where it is long, SM1),
    best practices from the data and from the collection, the shared troubles, the next branches."""
    if not found.ranking.rows:
        ranked = tuple(missing(f"ranking.{name}", _RANKED, "ranking") for name in ("reading", "table"))
    else:
        ranked = (
            made("ranking.reading", tuple(_reading(found)), _RANKED),
            made("ranking.table", _ranking(found), _RANKED, *_ranking_notes(found)),
            *_ends(found, int(rules.number("SM1.most_ranked"))),
        )
    return *ranked, _leads(found), _collected(found), _topics(found), _next(found)


def _reading(found: Meeting) -> Iterator[Sentence]:
    rows = found.ranking.rows
    counts = {grade: sum(row.grade is grade for row in rows) for grade in Grade}
    yield Sentence(
        f"meeting.ranking.{found.ranking.basis}",
        {
            "branches": len(rows),
            "front": branch_names(row.branch_id for row in rows if row.place <= rows[min(2, len(rows) - 1)].place),
            **{str(grade): count for grade, count in counts.items()},
        },
    )
    unsure = sum(row.unsure for row in rows)
    if unsure:
        yield Sentence("meeting.ranking.unsure", {"count": unsure})
    if found.ranking.unranked:
        yield Sentence("meeting.ranking.unranked", {"branches": branch_names(found.ranking.unranked)})


def _ranking(found: Meeting) -> TableData:
    types = {branch.id: branch.type for branch in found.branches}
    return TableData(
        (
            Column("place", Term("meeting.column.place"), Unit.COUNT, 0.8),
            Column("branch_id", Term("column.branches.branch_id"), weight=1),
            Column("branch", Term("column.branches.name"), weight=2.4),
            Column("type", Term("column.branches.type"), weight=1.4),
            Column("score", Term(f"meeting.column.{found.ranking.basis}"), Unit.SCORE, 1.3),
            Column("interval", Term("meeting.column.interval"), Unit.SCORE, 1.7),
            Column("places", Term("meeting.column.places"), Unit.PLAIN, 1.4),
            Column("grade", Term("meeting.column.grade"), weight=1.1),
            Column("remark", Term("meeting.column.remark"), weight=1.6),
        ),
        tuple(_ranked(row, Term(f"branch_type.{types[row.branch_id]}"), found) for row in found.ranking.rows),
        tuple(
            (place, "better" if row.grade is Grade.EXCELLENT else "worse")
            for place, row in enumerate(found.ranking.rows)
            if row.grade is not Grade.QUALIFIED
        ),
    )


def _ends(found: Meeting, most: int) -> Iterator[Artifact]:
    """The first and the last places of a ranking with more than ``most`` branches."""
    whole = _ranking(found)
    if len(whole.rows) <= most:
        return
    half = most // 2
    last = len(whole.rows) - half
    marks = dict(whole.marks)
    for name, first, rows in (("front", 0, whole.rows[:half]), ("back", last, whole.rows[last:])):
        own = tuple((place, marks[first + place]) for place in range(half) if first + place in marks)
        yield made(f"ranking.{name}", replace(whole, rows=rows, marks=own), _RANKED)


def _ranked(row: Ranked, kind: Term, found: Meeting) -> tuple[Cell, ...]:
    remarks = [Term("meeting.remark.unsure")] if row.unsure else []
    if row.branch_id in found.coaching.starts:
        remarks.insert(0, Term("meeting.remark.coached"))
    return (
        row.place,
        row.branch_id,
        branch_name(row.branch_id),
        kind,
        row.score,
        Estimate(row.score, Unit.SCORE, 0, row.low, row.high),
        Sentence("meeting.places", {"first": row.first, "last": row.last}),
        Term(f"meeting.grade.{row.grade}"),
        Sentence("diagnosis.listed", {"items": Names(tuple(remarks))}) if remarks else "",
    )


def _ranking_notes(found: Meeting) -> Iterator[Sentence]:
    if found.ranking.basis is Basis.CONTEST and found.ranking.months:
        first, last = found.ranking.months
        yield Sentence("meeting.note.contest", {"first": first.date(), "last": last.date()})
    else:
        yield Sentence("meeting.note.focus")
    yield Sentence("meeting.note.places")


def _leads(found: Meeting) -> Artifact:
    if not found.practices.leads:
        return missing("practices.leads", _RANKED, "leads")
    table = TableData(
        (
            Column("indicator", Term("diagnosis.column.indicator"), weight=2.4),
            Column("front", Term("meeting.column.front"), Unit.PLAIN, 1.4),
            Column("rest", Term("meeting.column.rest"), Unit.PLAIN, 1.4),
            Column("lead", Term("meeting.column.lead"), Unit.RATIO, 1.4),
        ),
        tuple(
            (
                Term(f"indicator.{one.indicator.name}"),
                Quantity(one.front, one.indicator.unit),
                Quantity(one.rest, one.indicator.unit),
                one.lead,
            )
            for one in found.practices.leads
        ),
    )
    tables = tuple(dict.fromkeys(table for one in found.practices.leads for table in one.indicator.tables))
    front = Sentence("meeting.note.leads", {"branches": branch_names(found.practices.front)})
    return made("practices.leads", table, tables, front)


def _collected(found: Meeting) -> Artifact:
    if not found.practices.collected:
        return missing(
            "practices.collected", ("best_practices",), "none_collected" if found.practices.given else "practices"
        )
    table = TableData(
        (
            Column("branch", Term("column.branches.name"), weight=1.5),
            Column("practice", Term("column.best_practices.practice"), weight=4),
            Column("effect", Term("column.best_practices.effect"), weight=2.4),
            Column("template", Term("column.best_practices.template"), weight=0.9),
        ),
        tuple(
            (
                branch_name(one.branch_id),
                one.practice,
                one.effect or None,
                None if one.template is None else Term(f"meeting.template.{'yes' if one.template else 'no'}"),
            )
            for one in found.practices.collected
        ),
    )
    return made("practices.collected", table, ("best_practices",))


def _topics(found: Meeting) -> Artifact:
    if not found.following.topics:
        return missing("next.topics", (), "topics" if _is_any_assessed(found) else "topics_unassessed")
    table = TableData(
        (
            Column("trouble", Term("meeting.column.trouble"), weight=2.4),
            Column("count", Term("meeting.column.count"), Unit.COUNT, 0.9),
            Column("high", Term("meeting.column.high"), Unit.COUNT, 0.9),
            Column("branches", Term("meeting.column.where"), weight=2.6),
            Column("contents", Term("meeting.column.contents"), weight=2.6),
        ),
        tuple(
            (
                Sentence(f"finding.{one.finding.code}.title", one.finding.evidence),
                len(one.branch_ids),
                one.high,
                _some(one.branch_ids),
                Sentence(
                    "diagnosis.listed",
                    {"items": Names(tuple(Term(f"content.{content}") for content in one.finding.contents))},
                ),
            )
            for one in found.following.topics
        ),
    )
    return made("next.topics", table, ())


_MOST_NAMES = 4


def _some(branch_ids: tuple[str, ...]) -> Sentence:
    """The first branches by name; how many more there are."""
    if len(branch_ids) <= _MOST_NAMES:
        return Sentence("diagnosis.listed", {"items": branch_names(branch_ids)})
    return Sentence(
        "meeting.and_more",
        {"branches": branch_names(branch_ids[:_MOST_NAMES]), "count": len(branch_ids)},
    )


def _is_any_assessed(found: Meeting) -> bool:
    return len(found.unassessed) < len(found.branches)


def _next(found: Meeting) -> Artifact:
    if not found.following.next_branches:
        return missing("next.branches", (), "next_branches" if _is_any_assessed(found) else "next_unassessed")
    names = branch_names(found.following.next_branches)
    return made("next.branches", (Sentence("meeting.next.branches", {"branches": names}),), ())
