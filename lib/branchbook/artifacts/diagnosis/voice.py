"""Voices of customers and staff, and able, willing, skilled by position (DX1, DX6, SQ6), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.lack import Lack
from branchbook.analyses.diagnosis.voice import Answers, PositionRead, Voice
from branchbook.artifacts.diagnosis.making import compared, lacking, made, missing, scope_notes, standing_table
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

_SURVEYS = (Lack("surveys"),)
_INTERVIEWS = (Lack("interviews"),)


def artifacts(voice: Voice) -> tuple[Artifact, ...]:
    """Recommendation, ratings against peers, and what interviews say of causes."""
    return (_reading(voice), _nps(voice), _ratings(voice), *_causes(voice))


def _reading(voice: Voice) -> Artifact:
    sentences = []
    if voice.answers is not None:
        sentences.append(compared("diagnosis.voice.nps", voice.answers.row))
    if voice.complaints.value is not None:
        sentences.append(
            Sentence("diagnosis.voice.complaints", {"complaints": voice.complaints, "months": voice.complaint_months})
        )
    if not sentences:
        return missing("voice.reading", _SURVEYS)
    return made("voice.reading", tuple(sentences), ("surveys", "kpi"))


def _nps(voice: Voice) -> Artifact:
    if voice.answers is None:
        return missing("voice.nps", [lack for lack in voice.missing if lack.table == "surveys"] or _SURVEYS)
    figure = FigureData(
        FigureKind.COLUMN,
        tuple(Term(f"answers.{name}") for name in ("promoters", "passives", "detractors")),
        (Series(Term("diagnosis.series.answers"), _shares(voice.answers), SeriesRole.BRANCH),),
        Unit.SHARE,
    )
    asked = Sentence("diagnosis.note.answers", {"answers": voice.answers.row.estimate.n})
    return made("voice.nps", figure, ["surveys"], asked)


def _shares(answers: Answers) -> tuple[float | None, ...]:
    counts = [answers.promoters.value, answers.passives.value, answers.detractors.value]
    asked = sum(count or 0 for count in counts)
    return tuple(None if count is None or not asked else count / asked for count in counts)


def _ratings(voice: Voice) -> Artifact:
    nps = voice.answers.row if voice.answers else None
    given = (nps, voice.customer_satisfaction, voice.staff_satisfaction, voice.complaint_rate)
    rows = [row for row in given if row is not None]
    if not rows:
        return missing("voice.ratings", _SURVEYS)
    tables = sorted({table for row in rows for table in row.indicator.tables})
    lacks = [lack for lack in voice.missing if lack.table != "interviews"]
    notes = (*scope_notes(rows), *((lacking(lacks),) if lacks else ()))
    return made("voice.ratings", standing_table(rows), tables, *notes)


def _causes(voice: Voice) -> tuple[Artifact, ...]:
    """What interviews say, position by position."""
    if not voice.positions:
        return missing("voice.causes_reading", _INTERVIEWS), missing("voice.causes", _INTERVIEWS)
    table = TableData(
        (
            Column("position", Term("diagnosis.column.position"), weight=2),
            Column("interviews", Term("diagnosis.column.interviews"), Unit.COUNT),
            Column("able", Term("cause.able"), Unit.RATING),
            Column("willing", Term("cause.willing"), Unit.RATING),
            Column("skilled", Term("cause.skilled"), Unit.RATING),
            Column("weakest", Term("diagnosis.column.weakest"), weight=1.6),
        ),
        tuple(_position(read) for read in voice.positions),
        marks=tuple((place, "worse") for place, read in enumerate(voice.positions) if read.weakest),
    )
    return (
        made("voice.causes_reading", (_causes_reading(voice.positions),), ["interviews"]),
        made("voice.causes", table, ["interviews"], Sentence("diagnosis.note.causes")),
    )


def _causes_reading(positions: tuple[PositionRead, ...]) -> Sentence:
    weak = tuple(Term(f"position.{read.position}") for read in positions if read.weakest)
    if not weak:
        return Sentence("diagnosis.voice.no_cause", {"interviews": sum(read.interviews for read in positions)})
    return Sentence(
        "diagnosis.voice.cause", {"positions": Names(weak), "interviews": sum(read.interviews for read in positions)}
    )


def _position(read: PositionRead) -> tuple[Cell, ...]:
    return (
        Term(f"position.{read.position}"), read.interviews, read.able.value, read.willing.value, read.skilled.value,
        Term(f"cause.{read.weakest}") if read.weakest else Term("diagnosis.no_cause"),
    )  # fmt: skip
