"""Sheets of our workbooks: their names, looks, and cells that never turn words into formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from branchbook.render.archive import issue_time, write_whole
from branchbook.render.colours import HOUSE
from branchbook.render.fonts import text_width, wrapped
from branchbook.render.living.origin import MANIFEST_PROPERTY
from branchbook.render.plaintext import one_line, printable

Format = Any
Sheet = Any
"""XlsxWriter's objects; it ships no types."""

_A4 = 9
_BINDING_INCHES, _MARGIN_INCHES, _TOP_AND_BOTTOM_INCHES = 1.0, 0.5, 0.7
_MEASURE = {"font_name": "Arial", "font_size": 10}
"""The font that column widths are counted in: Excel, WPS and LibreOffice have it or its equal, so that a page that fits
on one machine fits on all."""
_COLUMN_INCHES = 7 / 96  # one digit of the measure
_AIR_INCHES = 4 / 96  # what a cell leaves free on its left and right
_LINE_HEIGHT, _ROW_PADDING_POINTS, _TALLEST_ROW_POINTS = 1.4, 5.0, 409.0  # the last is Excel's own limit

LATIN_AND_CHINESE = "微软雅黑"  # holds both scripts, and every Chinese Windows and Mac Office has it
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Looks:
    """The formats of one workbook."""

    title: Format
    head: Format
    required_head: Format
    text: Format
    wrapped: Format
    number: Format
    day: Format
    moment: Format
    faulty: Format


@contextmanager
def written_workbook(path: Path, manifest_id: str = "") -> Iterator[tuple[Any, Looks]]:
    """A new workbook and its looks; the file appears whole at the end, with the same bytes for the same content.

    ``manifest_id`` is stated in its properties, as in those of a report.
    """
    buffer = io.BytesIO()
    measure = dict(_MEASURE)  # XlsxWriter writes into what it is given
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": measure})
    book.set_properties({"created": issue_time().replace(tzinfo=None)})
    if manifest_id:
        book.set_custom_property(MANIFEST_PROPERTY, one_line(manifest_id), "text")
    yield book, _looks(book)
    book.close()
    write_whole(path, buffer.getvalue())


def _looks(book: Any) -> Looks:
    plain = {"font_name": LATIN_AND_CHINESE, "font_size": 10, "valign": "top"}
    head = plain | {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    slots = {slot: f"#{colour}" for slot, colour in HOUSE.slots.items()}
    return Looks(
        title=book.add_format(plain | {"bold": True, "font_size": 16, "font_color": slots["tx2"]}),
        head=book.add_format(head | {"font_color": slots["tx2"], "bg_color": slots["bg2"]}),
        required_head=book.add_format(head | {"font_color": "#FFFFFF", "bg_color": slots["accent1"]}),
        text=book.add_format(plain | {"num_format": "@"}),
        wrapped=book.add_format(plain | {"text_wrap": True}),
        number=book.add_format(plain),
        day=book.add_format(plain | {"num_format": "yyyy-mm-dd", "align": "left"}),
        moment=book.add_format(plain | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
        faulty=book.add_format(plain | {"bg_color": "#F4B6A9", "font_color": "#7A1F0E", "border": 1}),
    )


def set_up_page(sheet: Sheet, footer: str, *, landscape: bool = True) -> None:
    """A4 with room for the binding on the left, the footer's words and the page number below, and no grid lines."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(
        left=_BINDING_INCHES, right=_MARGIN_INCHES, top=_TOP_AND_BOTTOM_INCHES, bottom=_TOP_AND_BOTTOM_INCHES
    )
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")
    sheet.hide_gridlines(2)


def row_height(words: str, columns: float, size: float = 10) -> float:
    """The height in points of a row that shows all of these words, this many points large,
    in a cell so many digits wide."""
    lines = sum(wrapped(line, size, columns * _COLUMN_INCHES).count("\n") + 1 for line in words.split("\n"))
    return min(lines * size * _LINE_HEIGHT + _ROW_PADDING_POINTS, _TALLEST_ROW_POINTS)


def fits(words: str, columns: float, size: float = 10) -> bool:
    """Whether these words, this many points large, stand on one line of a cell so many digits wide,
    with air beside them."""
    return text_width(words, size) <= columns * _COLUMN_INCHES - _AIR_INCHES


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts, different from all in ``taken`` (to which it is added)."""
    plain = _UNNAMEABLE.sub("_", printable(wanted)).strip()[:_LONGEST_NAME] or "_"
    name, count = plain, 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


def write_words(sheet: Sheet, row: int, column: int, words: str, look: Format) -> None:
    """Write words as words, whatever they begin with."""
    plain = printable(words)[:_LONGEST_CELL]
    if plain:
        sheet.write_string(row, column, plain, look)
    else:
        sheet.write_blank(row, column, None, look)


def write_value(sheet: Sheet, row: int, column: int, value: object, looks: Looks, look: Format | None = None) -> None:
    """Write a value as a workbook holds it: number, day, moment, truth or words; ``look`` overrides the usual one."""
    match value:
        case None:
            if look is not None:
                sheet.write_blank(row, column, None, look)
        case bool():
            sheet.write_boolean(row, column, value, look or looks.number)
        case int() | float():
            sheet.write_number(row, column, value, look or looks.number)
        case datetime() if value.tzinfo is None and value.year >= 1900:
            usual = looks.day if value.time() == time() else looks.moment
            sheet.write_datetime(row, column, value, look or usual)
        case date() if not isinstance(value, datetime) and value.year >= 1900:
            sheet.write_datetime(row, column, datetime.combine(value, time()), look or looks.day)
        case _:
            write_words(sheet, row, column, str(value), look or looks.text)
