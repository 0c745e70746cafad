"""``ranking.xlsx``: the ranking of all branches, to sort and to print, with the way to each branch's report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from branchbook.render.colours import HOUSE
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Looks, sheet_name, write_words, written_workbook
from branchbook.report.ranking import LinkCell, NumberCell, RankingSheet, SheetCell

_A4 = 9
_TOP = 2
"""The row of the headings, counted from 0: a title and an empty row stand above."""

_LINE, _SAFE = 13.5, 1.15  # points of a line of small print; programs break lines a little early
_LATIN = "\u2e80"  # signs from here on are twice as wide
_FILLS = {"better": "#E3F1E6", "worse": "#FBE9E4"}


def write_ranking(path: Path, sheets: Sequence[RankingSheet], manifest_id: str = "") -> None:
    """Write the sheets; each prints on A4 across, its headings on every page. Words never become formulas, and numbers
    are numbers in the form of their unit. ``manifest_id`` names the run, as in the reports."""
    taken: set[str] = set()
    with written_workbook(path, manifest_id) as (book, looks):
        formats: dict[tuple[str, str], Any] = {}
        for sheet in sheets:
            _write(book, book.add_worksheet(sheet_name(sheet.name, taken)), sheet, looks, formats)


def _write(book: Any, page: Any, sheet: RankingSheet, looks: Looks, formats: dict[tuple[str, str], Any]) -> None:
    write_words(page, 0, 0, sheet.title, looks.title)
    page.set_row(0, 26)
    page.set_row(_TOP, 32)
    for column, (heading, width) in enumerate(sheet.headings):
        page.set_column(column, column, width)
        write_words(page, _TOP, column, heading, looks.head)
    for place, row in enumerate(sheet.rows):
        fill = _FILLS.get((sheet.marks or {}).get(place, ""), "")
        for column, cell in enumerate(row):
            _write_cell(book, page, (_TOP + 1 + place, column), cell, fill, formats)
    last = max(len(sheet.headings) - 1, 9 if not sheet.headings else 0)
    _write_notes(book, page, sheet, last)
    if sheet.rows:
        page.freeze_panes(_TOP + 1, 3)
        page.autofilter(_TOP, 0, _TOP + len(sheet.rows), last)
        page.repeat_rows(_TOP)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&R&P / &N")
    page.hide_gridlines(2)


def _write_notes(book: Any, page: Any, sheet: RankingSheet, last: int) -> None:
    """The notes below the table, each across its whole width."""
    small = book.add_format(
        {"font_name": LATIN_AND_CHINESE, "font_size": 9, "text_wrap": True, "valign": "top", "font_color": "#555555"}
    )
    width = sum(width for _, width in sheet.headings) or 90
    start = _TOP + len(sheet.rows) + 2 if sheet.rows else _TOP
    for row, note in enumerate(sheet.notes, start=start):
        page.merge_range(row, 0, row, max(last, 1), "", small)
        write_words(page, row, 0, note, small)
        page.set_row(row, _LINE * (1 + int(_SAFE * sum(2 if mark > _LATIN else 1 for mark in note) / width)))


def _write_cell(
    book: Any, page: Any, at: tuple[int, int], cell: SheetCell, fill: str, formats: dict[tuple[str, str], Any]
) -> None:
    match cell:
        case NumberCell(value, number_format):
            page.write_number(*at, value, _format(book, number_format, fill, formats))
        case LinkCell(words, target):
            look = _format(book, "link", fill, formats)
            page.write_url(*at, f"external:{target}", look, string=words)
        case str():
            write_words(page, *at, cell, _format(book, "@", fill, formats))


def _format(book: Any, number_format: str, fill: str, formats: dict[tuple[str, str], Any]) -> Any:
    key = number_format, fill
    if key not in formats:
        look: dict[str, Any] = {"font_name": LATIN_AND_CHINESE, "font_size": 10, "valign": "vcenter"}
        look |= {"bottom": 4, "bottom_color": "#C9D2DC"}
        if number_format == "link":
            look |= {"font_color": f"#{HOUSE.slots['accent1']}", "underline": 1}
        else:
            look |= {"num_format": number_format, "align": "left" if number_format == "@" else "right"}
            look |= {"text_wrap": True, "indent": 1} if number_format == "@" else {}
        formats[key] = book.add_format(look | ({"bg_color": fill} if fill else {}))
    return formats[key]
