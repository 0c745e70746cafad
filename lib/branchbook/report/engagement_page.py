"""What the project lead's page shows of a whole engagement, in the words of one language.

It says how every branch stands, and nothing of when or where that was worked out, so that the same results give the
same page; times and machine stand in the manifest alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from branchbook.report.headline import FIGURES, Headline
from branchbook.text import Text
from branchbook.values.artifact import Severity
from branchbook.values.branch import Branch
from branchbook.values.quantity import Quantity, Unit

FILES = (
    "report.docx", "report.new.docx", "report.pdf", "presentation.pptx", "lists.xlsx", "ledger.xlsx", "outreach.xlsx",
    "ecosystem.html", "calendars", "notebooks",
)  # fmt: skip
"""What of a branch's folder the page leads to, in this order; folders open as lists of their files."""

_WORDS = (
    "search", "all", "state", "type", "shown", "reset", "nothing", "files", "failures", "more_failures", "go_on",
    "unfinished",
    "meeting", "meeting_failed", "under_way", "table", "id", "branch", "high", "medium", "low", "sort", "evidence",
)  # fmt: skip
_SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


class Standing(StrEnum):
    """How a branch stands."""

    READY = "ready"  #: its chapters were run and its documents stand
    ATTENTION = "attention"  #: the same, and its report asks for a person's decision
    FAILED = "failed"  #: its last run failed; what stood before still stands
    WAITING = "waiting"  #: it was never run, or the batch has not reached it


@dataclass(frozen=True)
class BranchLine:
    """One branch: how it stands, its headline, and which of :data:`FILES` lie in ``folder``.

    ``why`` says in a sentence why it failed or what its report asks; ``evidence`` is the file to look at.
    """

    branch: Branch
    standing: Standing
    headline: Headline
    folder: str
    files: tuple[str, ...] = ()
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class MeetingLine:
    """The summary meeting: its ``files``, and why it failed, with the file to look at, where it did."""

    files: tuple[str, ...] = ()
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Figure:
    """A column of figures: its heading with the unit, and one cell a branch, as a number to sort by and as words."""

    name: str
    title: str
    cells: tuple[tuple[float | None, str], ...]


@dataclass(frozen=True)
class EngagementPage:
    """The page: final words only. ``tiles`` are the numbers at its head."""

    language: str
    title: str
    subtitle: str
    noscript: str
    tiles: tuple[tuple[str, str], ...]
    standings: Mapping[str, str]
    types: tuple[str, ...]
    figures: tuple[Figure, ...]
    lines: tuple[BranchLine, ...]
    files: Mapping[str, str]
    meeting: MeetingLine
    go_on: str
    under_way: bool
    words: Mapping[str, str]


def engagement_page(
    bank: str,
    as_of: str,
    lines: Sequence[BranchLine],
    text: Text,
    *,
    meeting: MeetingLine = MeetingLine(),
    go_on: str = "",
    under_way: bool = False,
) -> EngagementPage:
    """The page of an engagement, branches in the order given; ``go_on`` is the command that runs what is not ready."""
    return EngagementPage(
        text.language,
        text("index.title", bank=bank),
        text("index.as_of", as_of=as_of),
        text("index.noscript"),
        tuple(_tiles(lines, text)),
        {standing.value: text(f"index.standing.{standing}") for standing in Standing},
        tuple(text(f"branch_type.{line.branch.type}") for line in lines),
        tuple(figure for name, unit in FIGURES.items() if (figure := _figure(name, unit, lines, text))),
        tuple(lines),
        {name: text(f"index.file.{name.replace('.', '_')}") for name in FILES},
        meeting,
        go_on if meeting.why or any(line.standing in (Standing.FAILED, Standing.WAITING) for line in lines) else "",
        under_way,
        {word: text.entries[f"index.word.{word}"] for word in _WORDS},
    )


def _tiles(lines: Sequence[BranchLine], text: Text) -> list[tuple[str, str]]:
    """Branches by standing, and the findings of all of them by severity."""
    count = Quantity(len(lines), Unit.COUNT)
    tiles = [(text("index.tile.branches"), text.quantity(count))]
    for standing in Standing:
        number = sum(line.standing is standing for line in lines)
        if number or standing is Standing.READY:
            tiles.append((text(f"index.standing.{standing}"), text.quantity(Quantity(number, Unit.COUNT))))
    if any(line.headline.findings for line in lines):
        for severity in _SEVERITIES:
            number = sum(line.headline.findings.get(severity, 0) for line in lines)
            tiles.append((text(f"index.tile.{severity}"), text.quantity(Quantity(number, Unit.COUNT))))
    return tiles


def _figure(name: str, unit: Unit, lines: Sequence[BranchLine], text: Text) -> Figure | None:
    """One column, in the scale that suits it as a whole; None where no branch has the figure."""
    values = [line.headline.figures.get(name) for line in lines]
    if all(value is None for value in values):
        return None
    scale = text.scale(unit, values)
    unit_name = text.unit_name(scale)
    title = text(f"index.figure.{name}")
    heading = text("index.heading", title=title, unit=unit_name) if unit_name else title
    return Figure(name, heading, tuple((value, "" if value is None else scale.write(value)) for value in values))
