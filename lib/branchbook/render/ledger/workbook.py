"""``ledger.xlsx``: cover, contents with links, weekly report,
and for every owner a base sheet and follow-up records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from branchbook.inputs.ledger import ORIGIN
from branchbook.render.ledger import sheets
from branchbook.render.ledger.page import Page, Styles
from branchbook.render.workbook.sheet import sheet_name, written_workbook
from branchbook.report.ledger import Ledger, OwnerLedger
from branchbook.text import Text

_PIECE = 30_000  # characters of the hidden description that one cell holds

_COVER_LINE_POINTS = 34.0

Parts = Sequence[tuple[OwnerLedger, Page, Page]]


def write_ledger(path: Path, ledger: Ledger, text: Text) -> None:
    """Write a branch's ledger in the language of ``text``.

    Names and notes are written as words, never as formulas; the workbook is protected without a password except for
    the fields to be filled in, which come back through :func:`branchbook.inputs.ledger.read_ledger`.
    """
    with written_workbook(path, ledger.manifest_id) as (book, _):
        pages = _Pages(book, Styles.of(book), {ORIGIN})
        cover, contents, weekly = (pages.new(text(f"ledger.sheet.{name}")) for name in ("cover", "contents", "weekly"))
        parts = [
            (
                owner,
                pages.new(text("ledger.sheet.base", owner=owner.name)),
                pages.new(text("ledger.sheet.records", owner=owner.name)),
            )
            for owner in ledger.owners
        ]
        fields = [sheets.weekly(weekly, ledger, [records.name for _, _, records in parts], text)]
        for owner, base, records in parts:
            fields += [sheets.base(base, owner, ledger, text), sheets.records(records, owner, ledger, text)]
        _write_cover(cover, ledger, text)
        _write_contents(contents, ledger, weekly, parts, text)
        if ledger.elsewhere:
            _write_elsewhere(pages.new(text("ledger.sheet.elsewhere")), ledger, text)
        _write_origin(book, ledger, fields, pages.all)


class _Pages:
    """The sheets of a workbook as they are made."""

    def __init__(self, book: Any, styles: Styles, taken: set[str]) -> None:
        self._book, self._styles, self._taken = book, styles, taken
        self.all: list[Page] = []

    def new(self, wanted: str) -> Page:
        name = sheet_name(wanted, self._taken)
        self.all.append(Page(name, self._book.add_worksheet(name), self._styles))
        return self.all[-1]


def _write_cover(page: Page, ledger: Ledger, text: Text) -> None:
    page.sheet.set_column(0, 0, 80)
    lines = (
        (8, ledger.bank, page.styles.title),
        (10, ledger.branch, page.styles.title),
        (13, text("ledger.title"), page.styles.cover),
        (17, text("ledger.cover.as_of", day=ledger.as_of), page.styles.title),
        (18, text("ledger.cover.state", state=ledger.state), page.styles.title),
        (24, text("ledger.cover.advice"), page.styles.plain),
        (26, text("ledger.cover.confidential"), page.styles.plain),
    )
    for row, words, look in lines:
        page.put(row, 1, words, look)
        page.sheet.set_row(row - 1, _COVER_LINE_POINTS)
    page.bind(text("ledger.footer", branch=ledger.branch), landscape=False)


def _write_contents(page: Page, ledger: Ledger, weekly: Page, parts: Parts, text: Text) -> None:
    page.put(1, 1, text("ledger.sheet.contents"), page.styles.title)
    page.heads(sheets.TOP, (text("ledger.contents.page"), text("ledger.contents.holds")), (40, 44))
    rows = [(weekly, text("ledger.contents.weekly"))]
    for owner, base, records in parts:
        rows.append((base, text("ledger.contents.accounts", count=len(owner.accounts))))
        rows.append((records, text("ledger.contents.records", count=len(owner.records))))
    for row, (other, holds) in enumerate(rows, start=sheets.TOP + 1):
        page.link(row, 1, other)
        page.put(row, 2, holds)
    page.bind(text("ledger.footer", branch=ledger.branch), landscape=False)


def _write_elsewhere(page: Page, ledger: Ledger, text: Text) -> None:
    """What was typed where no field is stays in every ledger after, until a person has dealt with it."""
    page.put(1, 1, text("ledger.elsewhere.title"), page.styles.title)
    page.heads(sheets.TOP, (text(f"ledger.elsewhere.{name}") for name in ("sheet", "cell", "words")), (30, 10, 70))
    for row, found in enumerate(ledger.elsewhere, start=sheets.TOP + 1):
        for column, words in enumerate(found, start=1):
            page.put(row, column, words)
    page.bind(text("ledger.footer", branch=ledger.branch))


def _write_origin(book: Any, ledger: Ledger, fields: Sequence[Mapping[str, Any]], pages: Sequence[Page]) -> None:
    """The hidden sheet that tells a returned ledger's fields and words of our own from what was typed."""
    told = {
        "branch_id": ledger.branch_id,
        "as_of": ledger.as_of.isoformat(),
        "fields": list(fields),
        "kept": [list(found) for found in ledger.elsewhere],
        "written": {
            page.name: [[row, column, words] for (row, column), words in sorted(page.written.items())] for page in pages
        },
    }
    words = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    hidden = book.add_worksheet(ORIGIN)
    for row, start in enumerate(range(0, len(words), _PIECE)):
        # a letter before each piece, so that none looks like a number, a formula or a link
        hidden.write_string(row, 0, f"|{words[start : start + _PIECE]}")
    hidden.very_hidden()
