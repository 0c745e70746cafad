"""The ranking as sheets of a workbook: final words of one language, numbers still numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from branchbook.artifacts.meeting import CHAPTER
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Cell, Column, Missing, TableData
from branchbook.values.places import safe_part
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Sentence


@dataclass(frozen=True)
class NumberCell:
    """A number, its Excel format with the unit in it, and its decimals' worth of nothing else."""

    value: float
    number_format: str


@dataclass(frozen=True)
class LinkCell:
    """Words that lead to a file; ``target`` is the way there from the workbook's folder."""

    words: str
    target: str


SheetCell = str | NumberCell | LinkCell
"""What stands in a cell; words for anything that is no number, the missing mark among them."""


@dataclass(frozen=True)
class RankingSheet:
    """A sheet: its name, what stands above the table, headings with their widths in characters, rows and notes."""

    name: str
    title: str
    headings: tuple[tuple[str, float], ...]
    rows: tuple[tuple[SheetCell, ...], ...]
    notes: tuple[str, ...] = ()
    marks: Mapping[int, str] | None = None


def ranking_sheets(artifacts: Mapping[str, Artifact], bank: str, text: Text) -> tuple[RankingSheet, ...]:
    """The ranking with links to the branches' reports, their figures, before and after, and each coached branch's own.

    A part that can't be had is a sheet with the one sentence that says why.
    """
    parts = ("ranking.table", "ranking.figures", "comparison.table", "comparison.own")
    return tuple(
        _sheet(artifacts[f"{CHAPTER}.{part}"], bank, text, tuple(_lead(part, artifacts, text))) for part in parts
    )


def _lead(part: str, artifacts: Mapping[str, Artifact], text: Text) -> Iterator[str]:
    """Who is missing, and what the ranking says, below the first table."""
    if part == "ranking.table":
        for name in ("ranking.reading", "absent"):
            value = artifacts[f"{CHAPTER}.{name}"].value
            told = value if isinstance(value, tuple) else ()
            yield from (text.sentence(one) for one in told if isinstance(one, Sentence))


def _sheet(artifact: Artifact, bank: str, text: Text, lead: Sequence[str]) -> RankingSheet:
    name = text.wording(artifact.title)
    title = text("meeting.workbook.title", bank=bank, title=name)
    if isinstance(artifact.value, Missing):
        return RankingSheet(name, title, (), (), (*lead, text.sentence(artifact.value.reason)))
    if not isinstance(artifact.value, TableData):
        raise TypeError(f"{artifact.key} is no table")
    table = artifact.value
    linked = any(column.name == "branch_id" for column in table.columns)
    report = ((text("meeting.workbook.report"), 12.0),) if linked else ()
    return RankingSheet(
        name,
        title,
        (*(heading for column in table.columns for heading in _headings(column, text)), *report),
        tuple(tuple(_row(table.columns, row, text)) for row in table.rows),
        (*lead, *(text.sentence(note) for note in artifact.notes)),
        dict(table.marks),
    )


_WIDTH = 9.0  # characters for one weight
_NARROWEST = 16.0  # characters of a number with its unit


def _headings(column: Column, text: Text) -> Iterable[tuple[str, float]]:
    title, width = text.wording(column.title), max(_WIDTH * column.weight, 9.0 if column.unit is None else _NARROWEST)
    if column.name == "place":
        return ((title, 6.0),)
    if column.name != "interval":
        return ((title, width),)
    return ((text("meeting.workbook.low"), _NARROWEST), (text("meeting.workbook.high"), _NARROWEST))


def _row(columns: Sequence[Column], row: Sequence[Cell], text: Text) -> Iterator[SheetCell]:
    """The cells of a row: an interval as its two bounds, and the way to the branch's report at the end."""
    for column, cell in zip(columns, row, strict=True):
        if column.name != "interval":
            yield _cell(column, cell, text)
        elif isinstance(cell, Estimate) and cell.low is not None and cell.high is not None:
            yield from (_number(bound, cell.unit, text) for bound in (cell.low, cell.high))
        else:
            yield from (text("mark.missing"),) * 2
    ids = [cell for column, cell in zip(columns, row, strict=True) if column.name == "branch_id"]
    if ids:
        yield LinkCell(text("meeting.workbook.open"), f"../branches/{safe_part(str(ids[0]))}/report.docx")


def _cell(column: Column, cell: Cell, text: Text) -> SheetCell:
    match cell:
        case Quantity(value, unit) if value is not None:
            return _number(value, unit, text)
        case int() | float():
            return _number(float(cell), column.unit or Unit.PLAIN, text)
        case _:
            return text.cell(cell, None)


def _number(value: float, unit: Unit, text: Text) -> NumberCell:
    fitting = text.scale(unit, [value])
    words = text.unit_name(fitting).replace('"', "")
    percent = fitting.excel_format.endswith("%")
    shown = value if percent else value / fitting.divisor
    sections = [f'{section}"{words}"' if words else section for section in fitting.excel_format.split(";")]
    return NumberCell(round(shown, 10), ";".join(sections))
