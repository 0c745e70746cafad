"""The deck of the summary meeting (SM1): the consultants' review and what follows, the branches, the closing words.

Made from the artifacts of the meeting alone. What can't be had has its sentence in place of a table, never nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from branchbook.artifacts.meeting import CHAPTER
from branchbook.artifacts.meeting.pages import NOT_ASSESSED
from branchbook.report.blocks import BulletList, Cover, Figure, Paragraph, ParagraphStyle, Table
from branchbook.report.placing import blocks_of, finding_evidence, finding_title
from branchbook.report.slides import (
    Agenda,
    AgendaItem,
    AnySlide,
    BigNumber,
    BigNumbers,
    Closing,
    Deck,
    Mood,
    Section,
    Slide,
    SlideLook,
    SlidePart,
    deck_labels,
)
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Finding, Missing, TableData
from branchbook.values.quantity import Quantity
from branchbook.values.wording import Clauses, Names, Sentence

PARTS = ("review", "branches", "closing")
"""The three parts of the meeting (SM1)."""

_COUNTS = ("branches", "coached", "better", "high")
_FIGURES = 4
"""Headline figures on a branch's page, those that stand out from its peers first."""

_CHANGES = 3
_LEFT_OUT = ("branch_id", "interval")


@dataclass(frozen=True)
class MeetingFacts:
    """What the cover and the feet of the slides tell besides artifacts."""

    bank: str
    as_of: date
    manifest_id: str


@dataclass(frozen=True)
class _Desk:
    """The artifacts of the meeting and the words to tell them in."""

    artifacts: Mapping[str, Artifact]
    text: Text

    def artifact(self, name: str) -> Artifact:
        """An artifact of the meeting; KeyError where the chapter has not run."""
        return self.artifacts[f"{CHAPTER}.{name}"]

    def has(self, name: str) -> bool:
        """Whether there is such an artifact, with a value."""
        found = self.artifacts.get(f"{CHAPTER}.{name}")
        return found is not None and not isinstance(found.value, Missing) and found.value != ()

    def sentences(self, name: str) -> tuple[str, ...]:
        """The sentences of an artifact, or the one that says why there are none."""
        value = self.artifact(name).value
        if isinstance(value, Missing):
            return (self.text.sentence(value.reason),)
        told = value if isinstance(value, tuple) else ()
        return tuple(self.text.sentence(one) for one in told if isinstance(one, Sentence))

    def notes(self, name: str) -> tuple[str, ...]:
        """The small print of an artifact."""
        return tuple(self.text.sentence(note) for note in self.artifact(name).notes)

    def count(self, name: str) -> int:
        """One of the review's numbers."""
        value = self.artifact(f"count.{name}").value
        return round(value.value or 0) if isinstance(value, Quantity) else 0

    def table(self, name: str, *left_out: str) -> SlidePart:
        """A table without these columns and without its small print, which is for the speaker; or why there is none."""
        artifact = self.artifact(name)
        if isinstance(artifact.value, TableData) and left_out:
            artifact = replace(artifact, value=_without(artifact.value, left_out))
        block = blocks_of(artifact, self.text)[0]
        return replace(block, notes=()) if isinstance(block, Table) else _part(block)


def _part(block: object) -> SlidePart:
    if not isinstance(block, Paragraph | BulletList | Table | Figure):
        raise TypeError(f"{type(block).__name__} has no place in the deck")
    return block


def _without(table: TableData, names: Sequence[str]) -> TableData:
    kept = [place for place, column in enumerate(table.columns) if column.name not in names]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return TableData(tuple(table.columns[place] for place in kept), rows, table.marks)


def summary_meeting(artifacts: Mapping[str, Artifact], facts: MeetingFacts, text: Text) -> Deck:
    """The deck in one language, from the meeting's artifacts by key; KeyError if its chapter has not run."""
    desk = _Desk(artifacts, text)
    title = text("meeting.deck.title")
    slides: tuple[AnySlide, ...] = (
        _agenda(desk),
        _section("review", 1, desk),
        _review(desk),
        *_comparison(desk),
        *_courses(desk),
        *_ranking(desk),
        *_practices(desk),
        *_following(desk),
        _section("branches", 2, desk),
        *_pages(desk),
        _section("closing", 3, desk),
        _closing(facts, desk),
    )
    return Deck(
        text.language, deck_labels(facts.bank, title, text), _cover(facts, title, text), slides, "Branchbook",
        facts.manifest_id, facts.as_of, (text("meeting.speaker.cover"),),
    )  # fmt: skip


def _cover(facts: MeetingFacts, title: str, text: Text) -> Cover:
    as_of = (text("report.cover.as_of"), text.date(facts.as_of))
    return Cover(title, facts.bank, (as_of,), text("meeting.deck.disclaimer"))


def _agenda(desk: _Desk) -> Agenda:
    items = tuple(
        AgendaItem(desk.text(f"meeting.deck.part.{part}"), desk.text(f"meeting.deck.detail.{part}")) for part in PARTS
    )
    return Agenda("slide.agenda", desk.text("meeting.deck.agenda"), items, (desk.text("meeting.speaker.agenda"),))


def _section(part: str, number: int, desk: _Desk) -> Section:
    return Section(
        f"slide.part.{part}",
        desk.text(f"meeting.deck.part.{part}"),
        desk.text(f"meeting.deck.detail.{part}"),
        desk.text("meeting.deck.number", number=number),
        (desk.text(f"meeting.speaker.{part}"),),
    )


def _slide(
    desk: _Desk, name: str, title: str, parts: Sequence[SlidePart], speaker: Sequence[str], topic: str = "review"
) -> Slide:
    told = tuple(line for line in speaker if line)
    return Slide(f"slide.{name}", title, tuple(parts), desk.text(f"meeting.deck.part.{topic}"), told)


def _review(desk: _Desk) -> Slide:
    """The few numbers that open the review, what was done, and who is missing."""
    compared, assessed = desk.has("comparison.table"), desk.count("assessed")
    key = "compared" if compared else "not_compared" if assessed else "unassessed"
    told = {name: desk.count(name) for name in _COUNTS}
    title = desk.text(f"meeting.deck.review.{key}", assessed=assessed, **told)
    unknown = {*(() if compared else ("better",)), *(() if assessed else ("high",))}
    shown = [name for name in _COUNTS if name not in unknown]
    numbers = tuple(
        BigNumber(desk.text.value(desk.count(name)), desk.text.wording(desk.artifact(f"count.{name}").title))
        for name in shown
    )
    lines = [*desk.sentences("review"), *desk.sentences("ranking.reading")[:2], *desk.sentences("next.branches")]
    parts: list[SlidePart] = [BigNumbers(f"{CHAPTER}.count", numbers), BulletList(f"{CHAPTER}.review", tuple(lines))]
    absent = desk.sentences("absent")
    if absent:
        parts.append(Paragraph(f"{CHAPTER}.absent", absent[0], ParagraphStyle.MISSING))
    return _slide(desk, "review", title, parts, (desk.text("meeting.speaker.review"), *absent))


def _comparison(desk: _Desk) -> Iterator[Slide]:
    """What the comparison says with its uncertainty, then the whole table; or the one sentence that says why not."""
    method = desk.notes("comparison.table")
    if not desk.has("comparison.table"):
        reason = desk.sentences("comparison.reading")
        part = Paragraph(f"{CHAPTER}.comparison.reading", reason[0], ParagraphStyle.MISSING)
        yield _slide(desk, "comparison", desk.text("meeting.deck.comparison.missing"), (part,), reason)
        return
    better = desk.count("better")
    title = desk.text(f"meeting.deck.comparison.{'better' if better else 'nothing'}", count=better)
    bullets = BulletList(f"{CHAPTER}.comparison.reading", tuple(_told(desk)))
    yield _slide(desk, "comparison", title, (bullets,), (desk.text("meeting.speaker.comparison"), *method))
    table = desk.table("comparison.table")
    small = (desk.text("meeting.deck.comparison.small"),)
    shown = replace(table, notes=small) if isinstance(table, Table) else table
    yield _slide(desk, "comparison.table", desk.text("meeting.deck.comparison.table"), (shown,), method)


def _told(desk: _Desk) -> Iterator[str]:
    """The sentences of the comparison, each of their clauses a line of its own."""
    value = desk.artifact("comparison.reading").value
    for one in value if isinstance(value, tuple) else ():
        if not isinstance(one, Sentence):
            continue
        clauses = one.values.get("clauses")
        if isinstance(clauses, Clauses):
            yield from (desk.text(f"{one.key}_one", clause=desk.text.sentence(clause)) for clause in clauses.items)
        else:
            yield desk.text.sentence(one)


def _courses(desk: _Desk) -> Iterator[Slide]:
    """The courses, two a slide: whether both groups went along before, and parted after."""
    prefix = f"{CHAPTER}.course."
    figures = [
        (artifact, block)
        for key, artifact in desk.artifacts.items()
        if key.startswith(prefix) and isinstance(block := blocks_of(artifact, desk.text)[0], Figure)
    ]
    for place in range(0, len(figures), 2):
        pair = figures[place : place + 2]
        notes = dict.fromkeys(note for _, figure in pair for note in figure.notes)
        parts = [replace(figure, notes=()) for _, figure in pair]
        speaker = (desk.text("meeting.speaker.courses"), *notes)
        yield _slide(desk, f"courses.{place // 2 + 1}", desk.text("meeting.deck.courses"), parts, speaker)


def _ranking(desk: _Desk) -> Iterator[Slide]:
    """The ranking from high to low; of a long one its two ends, the rest being in the workbook."""
    title = desk.sentences("ranking.reading")[0]
    if not desk.has("ranking.table"):
        part = Paragraph(f"{CHAPTER}.ranking.reading", title, ParagraphStyle.MISSING)
        yield _slide(desk, "ranking", desk.text("meeting.deck.ranking.missing"), (part,), (title,))
        return
    speaker = (*desk.sentences("ranking.reading"), *desk.notes("ranking.table"))
    ends = [name for name in ("ranking.front", "ranking.back") if desk.has(name)]
    small = desk.text("meeting.deck.ranking.rest" if ends else "meeting.deck.ranking.small")
    for name in ends or ["ranking.table"]:
        table = desk.table(name, *_LEFT_OUT)
        shown = replace(table, notes=(small,)) if isinstance(table, Table) else table
        yield _slide(desk, name, _first_clause(title), (shown,), speaker)


def _first_clause(sentence: str) -> str:
    """A sentence without its full stop, to stand as a title."""
    return sentence.rstrip("。.")


def _practices(desk: _Desk) -> Iterator[Slide]:
    for name in ("leads", "collected"):
        part = desk.table(f"practices.{name}")
        given = "given" if desk.has(f"practices.{name}") else "missing"
        title = desk.text(f"meeting.deck.practices.{name}_{given}")
        speaker = (desk.text(f"meeting.speaker.{name}"), *desk.notes(f"practices.{name}"))
        yield _slide(desk, f"practices.{name}", title, (part,), speaker)


def _following(desk: _Desk) -> Iterator[Slide]:
    """What follows: the troubles that branches share, and who is coached next."""
    parts = [desk.table("next.topics"), Paragraph(f"{CHAPTER}.next.branches", desk.sentences("next.branches")[0])]
    yield _slide(desk, "next", desk.text("meeting.deck.next"), parts, (desk.text("meeting.speaker.next"),))


def _pages(desk: _Desk) -> Iterator[Slide]:
    """One page per branch, in the order of the ranking."""
    prefix, ending = f"{CHAPTER}.branch.", ".standing"
    for key in desk.artifacts:
        if key.startswith(prefix) and key.endswith(ending):
            yield _page(key.removeprefix(prefix).removesuffix(ending), desk)


def _page(part: str, desk: _Desk) -> Slide:
    """A branch's page: figures against peers, before and after, foremost troubles and the next steps."""
    page = f"branch.{part}"
    branch = desk.text.wording(desk.artifact(f"{page}.standing").title)
    value = desk.artifact(f"{page}.findings").value
    findings = tuple(one for one in value if isinstance(one, Finding)) if isinstance(value, tuple) else ()
    standing = desk.sentences(f"{page}.standing")
    parts: list[SlidePart] = [*_figures(page, desk)]
    change = _change(page, desk)
    if change:
        parts.append(Paragraph(f"{CHAPTER}.{page}.change", change))
    parts += _troubles_and_steps(page, findings, desk)
    return Slide(
        f"slide.{page}",
        _page_title(page, branch, findings, desk),
        tuple(parts),
        desk.text("meeting.deck.part.branches"),
        (desk.text("meeting.speaker.page", branch=branch), *standing, *_all_figures(page, desk)),
        SlideLook.BRANCH,
    )


def _page_title(page: str, branch: str, findings: Sequence[Finding], desk: _Desk) -> str:
    value = desk.artifact(f"{page}.standing").value
    standing = value[-1] if isinstance(value, tuple) else None
    nothing = "not_assessed" if desk.artifact(f"{page}.findings").value == NOT_ASSESSED else "no_trouble"
    first = finding_title(findings[0], desk.text) if findings else desk.text(f"meeting.deck.page.{nothing}")
    if isinstance(standing, Sentence) and "place" in standing.values:
        told = {name: standing.values[name] for name in ("place", "of", "grade")}
        return desk.text("meeting.deck.page.ranked", branch=branch, first=first, **told)
    return desk.text("meeting.deck.page.unranked", branch=branch, first=first)


def _headline(page: str, desk: _Desk) -> list[tuple[dict[str, str], str]]:
    """The headline rows in words by column, each with its mark."""
    found = desk.artifacts.get(f"{CHAPTER}.{page}.headline")
    if found is None or not isinstance(found.value, TableData):
        return []
    marks = dict(found.value.marks)
    names = [column.name for column in found.value.columns]
    return [
        ({name: desk.text.cell(cell, None) for name, cell in zip(names, row, strict=True)}, marks.get(place, ""))
        for place, row in enumerate(found.value.rows)
    ]


def _figures(page: str, desk: _Desk) -> Iterator[SlidePart]:
    """The figures that stand out from the peers', then the first of the others."""
    rows = sorted(_headline(page, desk), key=lambda row: not row[1])[:_FIGURES]
    items = tuple(
        BigNumber(
            row["value"],
            row["indicator"],
            desk.text("meeting.deck.page.peers", median=row["median"], verdict=row["verdict"]),
            Mood(mark) if mark in (Mood.BETTER, Mood.WORSE) else Mood.PLAIN,
        )
        for row, mark in rows
    )
    if items:
        yield BigNumbers(f"{CHAPTER}.{page}.headline", items)


def _all_figures(page: str, desk: _Desk) -> Iterator[str]:
    """Every headline figure, and every change, for whoever is asked."""
    for row, _ in _headline(page, desk):
        yield desk.text("meeting.speaker.figure", **{name: row[name] for name in ("indicator", "value", "median", "n")})
    yield from (desk.text("meeting.speaker.change", **row) for row in _changes(page, desk))


def _changes(page: str, desk: _Desk) -> list[dict[str, str]]:
    value = desk.artifact(f"{page}.change").value
    if not isinstance(value, TableData):
        return []
    names = [column.name for column in value.columns]
    return [{name: desk.text.cell(cell, None) for name, cell in zip(names, row, strict=True)} for row in value.rows]


def _change(page: str, desk: _Desk) -> str:
    """Before and after, for the measures on which the comparison allows a conclusion, in one line."""
    table = desk.artifact("comparison.table").value
    if not isinstance(table, TableData):
        return ""
    told = {desk.text.cell(table.rows[place][0], None) for place, _ in table.marks}
    rows = [row for row in _changes(page, desk) if row["measure"] in told][:_CHANGES]
    if not rows:
        return ""
    return desk.text(
        "meeting.deck.page.changes", clauses=Names(tuple(desk.text("meeting.deck.page.change", **row) for row in rows))
    )


def _troubles_and_steps(page: str, findings: Sequence[Finding], desk: _Desk) -> Iterator[SlidePart]:
    if findings:
        told = tuple(
            desk.text(
                "meeting.deck.page.trouble",
                title=finding_title(one, desk.text),
                evidence=finding_evidence(one, desk.text),
            )
            for one in findings
        )
        yield BulletList(f"{CHAPTER}.{page}.findings", told)
    else:
        lack = desk.artifact(f"{page}.findings").value
        reason = desk.text.sentence(lack.reason) if isinstance(lack, Missing) else ""
        yield Paragraph(f"{CHAPTER}.{page}.findings", reason)
    steps = tuple(desk.text("meeting.deck.page.step", step=step) for step in desk.sentences(f"{page}.steps"))
    yield BulletList(f"{CHAPTER}.{page}.steps", steps, numbered=len(steps) > 1)


def _closing(facts: MeetingFacts, desk: _Desk) -> Closing:
    lines = (facts.bank, desk.text.date(facts.as_of))
    return Closing("slide.closing", desk.text("meeting.deck.closing"), lines, (desk.text("meeting.speaker.end"),))
