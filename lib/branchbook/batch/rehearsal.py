"""What a worker does once before its first branch, so that no branch pays for what libraries do on first use.

A child is forked from its worker with everything that the worker knows: catalogs and rules as they were parsed, the
typeface as it was opened, what matplotlib, lxml and pandas look up when they are first called. A small report of
made-up words, which no one sees, makes them do all of that.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from branchbook.render.map import map_drawing, map_picture, slide_sheet, wall_sheet
from branchbook.render.metrics import Letters
from branchbook.render.word.report import report_entries
from branchbook.render.workbook.sheet import write_value, written_workbook
from branchbook.report.blocks import (
    Block,
    ChartSeries,
    Cover,
    Document,
    EcosystemMap,
    Figure,
    Heading,
    Labels,
    MapWords,
    Paragraph,
    Table,
    TableColumn,
)
from branchbook.rules import Rules
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import FigureKind
from branchbook.values.ecosystem_map import MapData, MapMark
from branchbook.values.places import templates_folder
from branchbook.values.quantity import Unit

_WORDS = "字 a1"
_DRAWN = (FigureKind.COLUMN, FigureKind.LINE, FigureKind.HEATMAP)


def rehearse() -> None:
    """Read catalogs and rules, and write a report, a map and a workbook of a few words into the air."""
    Rules.defaults()
    for language in LANGUAGES:
        Text.of(language)
    for bold in (False, True):
        Letters(10, bold).width(_WORDS)
    report_entries(_report(), templates_folder() / "report.docx")
    map_picture(_map(), slide_sheet(12.0))
    map_drawing(_map(), wall_sheet())
    with tempfile.TemporaryDirectory() as folder, written_workbook(Path(folder) / "book.xlsx") as (book, looks):
        write_value(book.add_worksheet(), 0, 0, _WORDS, looks)


def _report() -> Document:
    labels = Labels(_WORDS, _WORDS, _WORDS, _WORDS, _WORDS, _WORDS, figures=_WORDS, tables=_WORDS)
    return Document(LANGUAGES[0], Cover(_WORDS, _WORDS, ((_WORDS, _WORDS),)), labels, _blocks(), _WORDS, _WORDS)


def _blocks() -> tuple[Block, ...]:
    table = Table("table", _WORDS, (TableColumn(_WORDS),), ((_WORDS,),), _WORDS)
    return (Heading("heading", _WORDS), Paragraph("paragraph", _WORDS), table, *map(_figure, _DRAWN), _map())


def _figure(kind: FigureKind) -> Figure:
    series = tuple(ChartSeries(name, (1.0, 2.5)) for name in ("one", "two"))
    return Figure(kind.value, _WORDS, kind, (_WORDS, _WORDS * 2), series, Unit.COUNT, "0.0", _WORDS)


def _map() -> EcosystemMap:
    marks = (
        MapMark("here", _WORDS, 0, 0, True, 0, 0, 0.5, _WORDS),
        MapMark("there", _WORDS, 0, 0, False, 1, None, None, _WORDS),
    )
    data = MapData(_WORDS, (_WORDS,), (_WORDS,), (_WORDS,), marks, measured=True)
    words = MapWords(*(_WORDS for _ in range(8)))
    return EcosystemMap("map", _WORDS, data, _WORDS, (_WORDS,), (_WORDS,), (_WORDS,), words, _WORDS)
