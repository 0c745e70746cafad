"""A sheet of the ledger that remembers what it writes, so that what staff type can be told apart later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from branchbook.inputs.ledger import COUNTED, plain
from branchbook.render.plaintext import printable
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Format, Sheet, set_up_page, write_words

_HEAD_POINTS = 30.0  # two lines
_LONGEST_CHOICES = 255  # Excel's limit for choices that stand in the rule itself


@dataclass(frozen=True)
class Styles:
    """The formats of the ledger; ``open_`` ones are the fields that staff fill in, everything else is locked."""

    cover: Format
    title: Format
    head: Format
    cell: Format
    day: Format
    money: Format
    link: Format
    plain: Format
    open_words: Format
    open_day: Format

    @classmethod
    def of(cls, book: object) -> Styles:
        """The formats of a workbook of XlsxWriter."""
        plain_look = {"font_name": LATIN_AND_CHINESE, "font_size": 10, "valign": "vcenter"}
        boxed = plain_look | {"border": 1, "text_wrap": True}
        open_look = boxed | {"locked": False, "bg_color": "#FFFBE6"}

        def made(look: Mapping[str, object]) -> Format:
            return book.add_format(look)  # type: ignore[attr-defined]

        return cls(
            cover=made(plain_look | {"bold": True, "font_size": 26, "font_color": "#14375E"}),
            title=made(plain_look | {"bold": True, "font_size": 14, "font_color": "#14375E"}),
            head=made(boxed | {"bold": True, "bg_color": "#EDF2F7", "font_color": "#14375E", "align": "center"}),
            cell=made(boxed),
            day=made(boxed | {"num_format": "yyyy-mm-dd", "align": "center"}),
            money=made(boxed | {"num_format": "#,##0"}),
            plain=made(plain_look),
            link=made(plain_look | {"font_color": "#1B4F8A", "underline": 1}),
            open_words=made(open_look | {"num_format": "@"}),
            open_day=made(open_look | {"num_format": "yyyy-mm-dd", "align": "center"}),
        )


@dataclass
class Page:
    """One sheet with what was written on it, by (row, column) from 1."""

    name: str
    sheet: Sheet
    styles: Styles
    written: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, row: int, column: int, value: str | float | date | None, look: Format | None = None) -> None:
        """Write a value at row and column (from 1): words as words whatever they begin with, numbers, days."""
        at = (row - 1, column - 1)
        match value:
            case None | "":
                self.sheet.write_blank(*at, None, look or self.styles.cell)
            case str():
                write_words(self.sheet, *at, value, look or self.styles.cell)
            case date():
                self.sheet.write_datetime(*at, datetime.combine(value, time()), look or self.styles.day)
            case _:
                self.sheet.write_number(*at, value, look or self.styles.money)
        if value not in (None, ""):
            self.written[row, column] = plain(printable(value) if isinstance(value, str) else value)

    def link(self, row: int, column: int, other: Page) -> None:
        """A link to another sheet, under its name."""
        self.sheet.write_url(row - 1, column - 1, f"internal:'{other.name}'!A1", self.styles.link, other.name)
        self.written[row, column] = other.name

    def count(self, row: int, column: int, sheet: str, letter: str, words: str, value: int) -> None:
        """A number that Excel counts anew: how often ``words`` stand in a column of another sheet."""
        formula = f"=COUNTIF('{sheet}'!{letter}:{letter},\"{words}\")"
        self.sheet.write_formula(row - 1, column - 1, formula, self.styles.money, value)
        self.written[row, column] = COUNTED

    def choose_from(self, first: int, column: int, last: int, offered: Sequence[str], hint: str) -> None:
        """A drop-down; a list too long for one stays a field for words, and what is typed is checked on its return."""
        if offered and sum(len(word) + 1 for word in offered) <= _LONGEST_CHOICES and "," not in "".join(offered):
            options = {"validate": "list", "source": list(offered), "error_title": hint[:32], "error_message": hint}
            self.sheet.data_validation(first - 1, column - 1, last - 1, column - 1, options)

    def days_only(self, first: int, column: int, last: int, hint: str) -> None:
        """Let a column take days alone."""
        options = {
            "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_title": hint[:32],
            "error_message": hint,
        }  # fmt: skip
        self.sheet.data_validation(first - 1, column - 1, last - 1, column - 1, options)

    def heads(self, row: int, words: Iterable[str], widths: Iterable[float]) -> None:
        """A row of headings, each with the width of its column in characters."""
        for column, (word, width) in enumerate(zip(words, widths, strict=True), start=1):
            self.sheet.set_column(column - 1, column - 1, width)
            self.put(row, column, word, self.styles.head)
        self.sheet.set_row(row - 1, _HEAD_POINTS)
        self.sheet.repeat_rows(0, row - 1)
        self.sheet.freeze_panes(row, 0)

    def print_down_to(self, row: int, columns: int) -> None:
        """Print no further than this row, in so many columns; what is below stays for the screen."""
        self.sheet.print_area(0, 0, row - 1, columns - 1)

    def bind(self, footer: str, *, landscape: bool = True) -> None:
        """Set the page up for A4 with room for the binding on the left, protected but for the open fields."""
        set_up_page(self.sheet, footer, landscape=landscape)
        self.sheet.fit_to_pages(1, 0)
        allowed = {"format_rows": True, "format_columns": True, "autofilter": True, "select_locked_cells": True}
        self.sheet.protect("", allowed)
