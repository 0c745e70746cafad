"""The plan as Gantt charts in cells, up to four weeks each, which read on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby, pairwise
from typing import Any

from branchbook.render.colours import HOUSE
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Format, Sheet, fits, row_height, write_words
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text

_TOP = 4
"""The row of the first target, counted from 0: title, notes and two rows of days stand above."""

_MARKS = {"preparation": "accent5", "visit": "accent1", "follow_up": "accent3"}
_DONE, _DAY_OFF = "accent2", "bg2"
_LINE = "#C9D2DC"
_OWNER, _ACCOUNT, _DAY, _SIZE = 9, 36, 2.4, 9
_PRINT_SCALE = 92  # programs differ in their margins and in the width of a digit
_WEEKS_A_PAGE, _DAYS_A_WEEK = 4, 7
_TALLEST_ROW = 32.0  # two lines of a name; a longer one is read in the list


@dataclass(frozen=True)
class _Looks:
    """The formats of the chart: ``free`` are empty days by whether they are off, ``tasks`` marks by kind."""

    title: Format
    small: Format
    boxed: Format
    head: Format
    free: Mapping[bool, Format]
    tasks: Mapping[str, Format]
    done: Format

    @classmethod
    def of(cls, book: Any) -> _Looks:
        plain = {"font_name": LATIN_AND_CHINESE, "font_size": _SIZE, "valign": "vcenter"}
        dark = {"bold": True, "font_color": f"#{HOUSE.slots['tx2']}"}
        head = plain | {"bold": True, "align": "center", "border": 1, "bg_color": f"#{HOUSE.slots['bg2']}"}
        return cls(
            title=book.add_format(plain | dark | {"font_size": 14}),
            small=book.add_format(plain),
            boxed=book.add_format(plain | {"border": 1, "border_color": _LINE, "text_wrap": True}),
            head=book.add_format(head),
            free={off: _filled(book, plain, _DAY_OFF if off else "bg1") for off in (False, True)},
            tasks={
                kind: _filled(book, plain | {"bold": True}, slot, light=kind == "preparation")
                for kind, slot in _MARKS.items()
            },
            done=_filled(book, plain, _DONE, light=True),
        )


def spans(schedule: Schedule) -> tuple[tuple[date, ...], ...]:
    """The days of each chart: at most four weeks, the weeks shared out evenly, days off among them; one empty span for
    no plan.

    Charts begin with the week of the plan's data. What came before stands in the list, unless there is nothing else.
    """
    monday = _monday(schedule.as_of)
    last = max((task.day for task in schedule.tasks), default=monday)
    weeks = [list(week) for _, week in groupby((d for d in _span(schedule) if d >= min(monday, last)), key=_monday)]
    charts = -(-len(weeks) // _WEEKS_A_PAGE)
    bounds = [len(weeks) * number // charts for number in range(charts + 1)] if charts else []
    pieces = (tuple(chain.from_iterable(weeks[first:after])) for first, after in pairwise(bounds))
    return tuple(piece for piece in pieces if any(task.day in piece for task in schedule.tasks)) or ((),)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def write_gantt(book: Any, sheet: Sheet, schedule: Schedule, days: Sequence[date], text: Text) -> None:
    """Write a row per target and owner with a task on these days, a column per day, a coloured letter per task.

    Days off are grey.
    """
    looks = _Looks.of(book)
    write_words(sheet, 0, 0, text("outreach.gantt.title", branch=schedule.branch), looks.title)
    legend = text("outreach.gantt.legend", **{kind: text(f"outreach.mark.{kind}") for kind in _MARKS})
    write_words(sheet, 1, 0, text("mark.sentence_space").join([legend, *schedule.notes]), looks.small)
    for column, (name, width) in enumerate((("owner", _OWNER), ("account", _ACCOUNT))):
        sheet.set_column(column, column, width)
        sheet.merge_range(_TOP - 2, column, _TOP - 1, column, text(f"outreach.column.{name}"), looks.head)
    sheet.set_column(2, 1 + _WEEKS_A_PAGE * _DAYS_A_WEEK, _DAY)
    _write_days(sheet, days, looks.head, text)
    worked = set(schedule.workdays)
    for row, (owner, account, tasks) in enumerate(_rows(schedule, days), start=_TOP):
        sheet.set_row(row, min(row_height(account, _ACCOUNT, _SIZE), _TALLEST_ROW))
        write_words(sheet, row, 0, owner, looks.boxed)
        write_words(sheet, row, 1, account, looks.boxed)
        for column, day in enumerate(days, start=2):
            due = [task for task in tasks if task.day == day]
            if due:
                marks = "".join(text(f"outreach.mark.{task.kind}") for task in due)
                write_words(sheet, row, column, marks, looks.done if due[-1].done else looks.tasks[due[-1].kind])
            else:
                sheet.write_blank(row, column, None, looks.free[day not in worked])
    sheet.freeze_panes(_TOP, 2)
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.repeat_rows(_TOP - 2, _TOP - 1)


def _filled(book: Any, plain: dict[str, Any], slot: str, *, light: bool = False) -> Format:
    dark = {"font_color": "#FFFFFF"} if slot in ("accent1", "accent3") and not light else {}
    fill = {"bg_color": f"#{HOUSE.slots[slot]}", "border": 1, "border_color": _LINE, "align": "center"}
    return book.add_format(plain | fill | dark)


def _span(schedule: Schedule) -> tuple[date, ...]:
    """Every day from the first to the last that the plan knows, days off among them."""
    known = sorted({*schedule.workdays, *(task.day for task in schedule.tasks)})
    if not known:
        return ()
    return tuple(known[0] + timedelta(days=n) for n in range((known[-1] - known[0]).days + 1))


def _rows(schedule: Schedule, days: Sequence[date]) -> list[tuple[str, str, Sequence[ScheduledTask]]]:
    """A row per owner and account with a task on these days, by owner and first day."""
    there = (task for task in schedule.tasks if task.day in days)
    tasks = sorted(there, key=lambda task: (task.owner, task.staff_id, task.account, task.day))
    rows = [
        (key, list(group)) for key, group in groupby(tasks, key=lambda task: (task.owner, task.staff_id, task.account))
    ]
    rows.sort(key=lambda row: (row[0][0], row[0][1], row[1][0].day, row[0][2]))
    return [(owner, group[0].account_name, group) for (owner, _, _), group in rows]


def _write_days(sheet: Sheet, days: Sequence[date], head: Format, text: Text) -> None:
    """Months above days, by as much of their name as there is room for."""
    column = 2
    for (year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        count = len(list(group))
        names = (text.month(date(year, month, 1)), text.month_name(month), text.short_month(month))
        words = next((name for name in names if fits(name, count * _DAY, _SIZE)), "")
        if count > 1:
            sheet.merge_range(_TOP - 2, column, _TOP - 2, column + count - 1, words, head)
        else:
            write_words(sheet, _TOP - 2, column, words, head)
        column += count
    for place, day in enumerate(days, start=2):
        sheet.write_number(_TOP - 1, place, day.day, head)
