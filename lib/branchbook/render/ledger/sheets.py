"""The sheets of the ledger that have fields to be filled in, each with a description of its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from branchbook.inputs.ledger import ACCOUNT, BASE, RECORDS, VISIT_ID, WEEKLY
from branchbook.inputs.schema import VISITS
from branchbook.render.ledger.page import Page
from branchbook.render.workbook.sheet import row_height
from branchbook.report.ledger import Ledger, LedgerAccount, LedgerRecord, OwnerLedger
from branchbook.text import Text

TOP = 3
"""The row of the headings."""

BLANK_ROWS = 20
"""Empty lines at the end of every follow-up sheet, for visits that nobody had planned; paper holds fewer."""

_BASE = (
    ("number", 5), ("id", 11), ("name", 24), ("tier", 7), ("aim", 7), ("level", 8), ("deposits", 15), ("address", 18),
    ("reason", 23), ("contact", 9), ("phone", 13), ("remark", 16),
)  # fmt: skip
_OPEN_BASE = ("contact", "phone", "remark")
_WRAPPED_BASE = ("name", "level", "address", "reason", "remark")
_LEAST_ROW_POINTS = 30.0
_RECORD_POINTS = 36.0  # two lines, and room for a pen
_PAGE_POINTS = 460.0  # of a page of records below its headings, a little kept back
_LEAST_BLANK_ON_PAPER = 4
_WEEKLY_POINTS = 32.0
_RECORD = (
    (VISIT_ID, 13), (ACCOUNT, 20), ("step", 9), ("planned_on", 11), ("visited_on", 11), ("status", 9), ("sources", 10),
    ("hypotheses", 15), ("facts", 17), ("report", 15), ("advice", 11), ("result", 8),
)  # fmt: skip
_HEADS = {"advice": "advice_head"}
_FIXED_RECORD = (VISIT_ID, ACCOUNT, "step")
_CHOSEN = ("step", "status", "result")
_DAYS = ("planned_on", "visited_on")
_WEEKLY = (
    ("owner", 14), ("position", 16), ("accounts", 10), ("load", 10), ("ideal", 10), ("records", 10), ("done", 10),
    ("summary", 60),
)  # fmt: skip

Fields = dict[str, Any]


def label(column: str, value: str, text: Text) -> str:
    """How a ledger writes a category of the table of visits: as the table reads it, in the ledger's language."""
    if text.language == "en" or not value:
        return value.replace("_", "-").capitalize()
    return VISITS.column(column).allowed[value][0]


def weekly(page: Page, ledger: Ledger, record_sheets: Sequence[str], text: Text) -> Fields:
    """One line per person: what there is to do, what is done (counted from the records as they fill), and a summary."""
    page.put(1, 1, text("ledger.weekly.title", day=ledger.as_of), page.styles.title)
    page.heads(TOP, (text(f"ledger.weekly.{name}") for name, _ in _WEEKLY), (width for _, width in _WEEKLY))
    done = label("status", "done", text)
    for row, (owner, sheet) in enumerate(zip(ledger.owners, record_sheets, strict=True), start=TOP + 1):
        told = (owner.name, owner.position)
        cells: tuple[str | float, ...] = (*told, len(owner.accounts), owner.load, owner.ideal, len(owner.records))
        for column, value in enumerate(cells, start=1):
            page.put(row, column, value)
        page.count(row, 7, sheet, _letter("status"), done, sum(record.status == done for record in owner.records))
        page.put(row, 8, owner.weekly, page.styles.open_words)
        page.sheet.set_row(row - 1, max(_WEEKLY_POINTS, row_height(owner.weekly, dict(_WEEKLY)["summary"])))
    page.bind(text("ledger.footer", branch=ledger.branch))
    keys = {row: owner.staff_id for row, owner in enumerate(ledger.owners, start=TOP + 1)}
    return _fields(page, WEEKLY, "", {8: "summary"}, max(keys, default=TOP), keys)


def base(page: Page, owner: OwnerLedger, ledger: Ledger, text: Text) -> Fields:
    """The accounts of one person, with open fields for contact, telephone and remark."""
    page.put(1, 1, text("ledger.base.title", owner=owner.name, position=owner.position), page.styles.title)
    page.heads(TOP, (text(f"ledger.base.{name}") for name, _ in _BASE), (width for _, width in _BASE))
    for row, account in enumerate(owner.accounts, start=TOP + 1):
        for column, (name, _) in enumerate(_BASE, start=1):
            look = page.styles.open_words if name in _OPEN_BASE else None
            page.put(row, column, _base_cell(account, name, row - TOP), look)
        tall = (row_height(getattr(account, name), width) for name, width in _BASE if name in _WRAPPED_BASE)
        page.sheet.set_row(row - 1, max(_LEAST_ROW_POINTS, *tall))
    page.bind(text("ledger.footer", branch=ledger.branch))
    open_columns = {place: name for place, (name, _) in enumerate(_BASE, start=1) if name in _OPEN_BASE}
    keys = {row: account.id for row, account in enumerate(owner.accounts, start=TOP + 1)}
    return _fields(page, BASE, owner.staff_id, open_columns, max(keys, default=TOP), keys)


def _base_cell(account: LedgerAccount, name: str, number: int) -> str | float | None:
    return number if name == "number" else getattr(account, name)


def records(page: Page, owner: OwnerLedger, ledger: Ledger, text: Text) -> Fields:
    """The follow-up records of one person: what is planned, what was done, and empty lines for more."""
    page.put(1, 1, text("ledger.records.title", owner=owner.name), page.styles.title)
    page.put(2, 1, text("ledger.records.advice"), page.styles.plain)
    page.heads(
        TOP, (text(f"ledger.records.{_HEADS.get(name, name)}") for name, _ in _RECORD), (width for _, width in _RECORD)
    )
    named = _named(owner.accounts)
    words = {account: name for name, account in named.items()}
    last = TOP + len(owner.records) + BLANK_ROWS
    heights = [_record_points(record, words) for record in owner.records]
    for row in range(TOP + 1, last + 1):
        place = row - TOP - 1
        record = owner.records[place] if place < len(owner.records) else None
        for column, (name, _) in enumerate(_RECORD, start=1):
            fixed = record is not None and name in _FIXED_RECORD
            look = None if fixed else page.styles.open_day if name in _DAYS else page.styles.open_words
            page.put(row, column, _record_cell(record, name, words), look)
        page.sheet.set_row(row - 1, heights[place] if record else _RECORD_POINTS)
    page.print_down_to(TOP + len(owner.records) + _blank_on_paper(heights), len(_RECORD))
    _offer_choices(page, last, text)
    page.choose_from(TOP + 1, 2, last, list(named), text("ledger.records.choose"))
    page.bind(text("ledger.footer", branch=ledger.branch))
    columns = {place: name for place, (name, _) in enumerate(_RECORD, start=1)}
    return {**_fields(page, RECORDS, owner.staff_id, columns, last, {}), "accounts": named}


def _record_points(record: LedgerRecord, accounts: Mapping[str, str]) -> float:
    """The height of a row that shows all that is written in it."""
    cells = ((_record_cell(record, name, accounts), width) for name, width in _RECORD)
    return max(_RECORD_POINTS, *(row_height(cell, width) for cell, width in cells if isinstance(cell, str)))


def _blank_on_paper(heights: Sequence[float]) -> int:
    """How many of the empty lines are printed: some, and those that fill the page on which they stand."""
    used = sum(heights) + _LEAST_BLANK_ON_PAPER * _RECORD_POINTS
    return min(BLANK_ROWS, _LEAST_BLANK_ON_PAPER + int(-used % _PAGE_POINTS // _RECORD_POINTS))


def _record_cell(record: LedgerRecord | None, name: str, accounts: Mapping[str, str]) -> Any:
    if record is None:
        return None
    if name == VISIT_ID:
        return record.id
    return accounts.get(record.account, record.account) if name == ACCOUNT else getattr(record, name)


def _named(accounts: Sequence[LedgerAccount]) -> dict[str, str]:
    """The words by which a line names an account, to its id; a name that occurs twice gets its id after it."""
    known = Counter(account.name for account in accounts)
    alone = {name for name, times in known.items() if name and times == 1}
    return {(one.name if one.name in alone else f"{one.name} {one.id}".strip()): one.id for one in accounts}


def _offer_choices(page: Page, last: int, text: Text) -> None:
    for column, (name, _) in enumerate(_RECORD, start=1):
        if name in _CHOSEN:
            offered = [label(name, value, text) for value in VISITS.column(name).allowed]
            page.choose_from(TOP + 1, column, last, offered, text("ledger.records.choose"))
        if name in _DAYS:
            page.days_only(TOP + 1, column, last, text("ledger.records.day"))


def _letter(name: str) -> str:
    return chr(ord("A") + [column for column, _ in _RECORD].index(name))


def _fields(
    page: Page, kind: str, staff_id: str, columns: Mapping[int, str], last: int, keys: Mapping[int, str]
) -> Fields:
    return {
        "sheet": page.name, "kind": kind, "staff_id": staff_id, "columns": dict(columns), "first": TOP + 1,
        "last": last, "keys": dict(keys), "accounts": {},
    }  # fmt: skip
