"""The faults of an engagement's input, as a workbook to send back to the bank: a list, and marked copies."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from branchbook.errors import Fault
from branchbook.render.workbook.sheet import Looks, sheet_name, write_value, write_words, written_workbook
from branchbook.text import Text

MOST_COPIED_ROWS = 50_000
"""Rows of a sheet that are copied; faults further down are in the list only."""

_MOST_COPIED_COLUMNS = 256
_COLUMNS = (
    ("number", 6), ("file", 26), ("sheet", 16), ("cell", 9), ("heading", 16), ("got", 22), ("problem", 46),
    ("allowed", 32), ("remedy", 52), ("count", 9),
)  # fmt: skip
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_WORKBOOKS = (".xlsx", ".xlsm")
_UNREADABLE = (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError)

Marks = dict[tuple[int, int], list[Fault]]
"""The faults of a sheet by row and column, both counted from zero."""


def write_check_workbook(path: Path, faults: Iterable[Fault], text: Text, folder: Path | None = None) -> None:
    """Write every fault into a list, in the language of ``text``, with place, value, what is allowed and the remedy.

    Where ``folder`` (the engagement's) is given, each sheet with a faulty cell follows as a copy of its values, the
    faulty cells red with a comment. At most 50,000 rows of a sheet are copied, and the copy says so. Sources
    themselves are never touched; a source that can't be opened is in the list only.
    """
    listed = tuple(faults)
    taken: set[str] = set()
    with written_workbook(path) as (book, looks):
        _write_list(book.add_worksheet(sheet_name(text("workbook.check.list"), taken)), listed, text, looks)
        if folder is None:
            return
        for (file, name), marks in _by_sheet(listed).items():
            rows = _rows_of(folder / file, name)
            if rows:
                copy = book.add_worksheet(sheet_name(name, taken))
                _write_copy(copy, rows, marks, text, looks)


def _write_list(sheet: Any, faults: Sequence[Fault], text: Text, looks: Looks) -> None:
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        write_words(sheet, 0, column, text(f"workbook.check.{name}"), looks.head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(faults)), len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for number, fault in enumerate(faults, start=1):
        _, problem, remedy = text.fault(fault)
        place = fault.place
        where = place.cell or (text("place.row", value=str(place.row)) if place.row else "")
        words = (place.file, place.sheet, where, place.column or place.key, fault.got, problem, fault.allowed, remedy)
        sheet.write_number(number, 0, number, looks.number)
        for column, cell in enumerate(words, start=1):
            write_words(sheet, number, column, cell, looks.wrapped)
        sheet.write_number(number, len(words) + 1, fault.count, looks.number)


def _by_sheet(faults: Iterable[Fault]) -> dict[tuple[str, str], Marks]:
    """The faults that stand in a cell of a workbook, by file and sheet."""
    sheets: dict[tuple[str, str], Marks] = {}
    for fault in faults:
        spot = _spot(fault)
        if spot and fault.place.file.lower().endswith(_WORKBOOKS) and fault.place.sheet:
            marks = sheets.setdefault((fault.place.file, fault.place.sheet), {})
            marks.setdefault(spot, []).append(fault)
    return sheets


def _spot(fault: Fault) -> tuple[int, int] | None:
    """The fault's row and column from zero; a fault of a whole row is marked in its first cell."""
    address = _ADDRESS.fullmatch(fault.place.cell)
    if address:
        return int(address[2]) - 1, column_index_from_string(address[1]) - 1
    return (fault.place.row - 1, 0) if fault.place.row else None


def _rows_of(file: Path, sheet: str) -> list[tuple[object, ...]]:
    """The values of a sheet, as many rows as are copied; none where the file can't be read."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except _UNREADABLE:
        return []
    try:
        if sheet not in book.sheetnames:
            return []
        return list(islice(_values(book[sheet]), MOST_COPIED_ROWS + 1))
    except _UNREADABLE:
        return []
    finally:
        book.close()


def _values(sheet: Any) -> Iterator[tuple[object, ...]]:
    yield from sheet.iter_rows(max_col=_MOST_COPIED_COLUMNS, values_only=True)


def _write_copy(
    sheet: Any,
    rows: Sequence[tuple[object, ...]],
    marks: Mapping[tuple[int, int], list[Fault]],
    text: Text,
    looks: Looks,
) -> None:
    width = max([len(row) for row in rows[:1000]] + [1])
    sheet.set_column(0, width - 1, 16)
    sheet.set_tab_color("#C44F36")
    by_row: dict[int, dict[int, list[Fault]]] = {}
    for (row, column), faults in marks.items():
        by_row.setdefault(row, {})[column] = faults
    for row, values in enumerate(rows[:MOST_COPIED_ROWS]):
        faulty = by_row.get(row, {})
        for column in range(max([len(values), *(c + 1 for c in faulty)])):
            value = values[column] if column < len(values) else None
            look = looks.faulty if column in faulty else None
            write_value(sheet, row, column, _holdable(value), looks, look)
        for column, faults in faulty.items():
            sheet.write_comment(row, column, _comment(faults, text), {"x_scale": 2.2, "y_scale": 1.6, "author": ""})
    if len(rows) > MOST_COPIED_ROWS:
        cut = text("workbook.check.cut", rows=MOST_COPIED_ROWS)
        write_words(sheet, MOST_COPIED_ROWS, 0, cut, looks.faulty)


def _holdable(value: object) -> object:
    """The value, or the words for a number that a workbook can't hold."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _comment(faults: Iterable[Fault], text: Text) -> str:
    return "\n".join(f"{problem} {remedy}" for _, problem, remedy in map(text.fault, faults))
