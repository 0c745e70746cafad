"""How people write values into cells: amounts in 万元, full-width digits, dates as text, synonyms.

A style turns a value and its row number (from 0) into what stands in the cell. Nothing is lost: each way of writing
says the value exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from branchbook.inputs.schema import TABLES

Cell = str | int | float | datetime | None
Style = Callable[[Any, int], Cell]

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_IN_WAN_FROM = 1_000_000.0  # yuan


def plain(value: Any, _row: int) -> Cell:
    """As it is; whole numbers without a decimal point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def numbered(_value: Any, row: int) -> Cell:
    """The running number of the row."""
    return row + 1


def always(word: str) -> Style:
    """The same in every row."""
    return lambda _value, _row: word


def yes_or_no(value: Any, _row: int) -> Cell:
    """是 or 否."""
    return "是" if value else "否"


def first_word(table: str, column: str) -> Style:
    """The usual Chinese word of a category."""
    allowed = TABLES[table].column(column).allowed
    return lambda value, _row: allowed[value][0]


def any_word(table: str, column: str) -> Style:
    """Now this word of a category, now that, as many hands write it."""
    allowed = TABLES[table].column(column).allowed
    return lambda value, row: allowed[value][row % len(allowed[value])]


def full_width_at_times(value: Any, row: int) -> Cell:
    """Every thirteenth number with full-width digits."""
    return str(plain(value, row)).translate(_FULL_WIDTH) if row % 13 == 5 else plain(value, row)


def wan_at_times(value: float, row: int) -> Cell:
    """Every third large sum as ``1,234.50万元``; large sums are whole hundreds of yuan, so two decimals suffice."""
    return f"{value / 10_000:,.2f}万元" if value >= _IN_WAN_FROM and row % 3 == 0 else plain(value, row)


def with_commas(value: float, _row: int) -> Cell:
    """Text with separators of thousands: ``1,234,567.80``."""
    return f"{value:,.2f}"


def dates_of_many_hands(value: datetime, row: int) -> Cell:
    """Dates now as a true date, now as text in one of five forms."""
    y, m, d = value.year, value.month, value.day
    texts = (f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}.{m:02}.{d:02}", f"{y}{m:02}{d:02}")
    return value if row % 2 == 0 else texts[row // 2 % len(texts)]


def months_of_many_hands(value: datetime, row: int) -> Cell:
    """Months as text in one of three forms."""
    y, m = value.year, value.month
    return (f"{y}-{m:02}", f"{y}年{m}月", f"{y}{m:02}")[row % 3]


def iso_moment(value: datetime, _row: int) -> Cell:
    """``2025-03-05 09:07:00``."""
    return value.isoformat(sep=" ", timespec="seconds")


def short_moment(value: datetime, _row: int) -> Cell:
    """``2025/3/5 9:07:00``, as ticket machines write it."""
    return f"{value.year}/{value.month}/{value.day} {value.hour}:{value.minute:02}:{value.second:02}"


def short_date(value: datetime, _row: int) -> Cell:
    """``2025/3/5``."""
    return f"{value.year}/{value.month}/{value.day}"
