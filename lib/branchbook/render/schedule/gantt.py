"""``outreach.xlsx``: the plan as a Gantt chart that reads on screen and on paper, as a list, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from branchbook.render.colours import HOUSE
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, sheet_name, write_value, write_words, written_workbook
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text

_TOP = 4
"""The row of the first target, counted from 0: title, notes and two rows of days stand above."""

_MARKS = {"preparation": "accent5", "visit": "accent1", "follow_up": "accent3"}
_DONE, _DAY_OFF = "accent2", "bg2"
_A3 = 8
_LIST = (("day", 12), ("weekday", 8), ("owner", 12), ("step", 12), ("account", 34), ("address", 34), ("state", 10))
_CHANGES = (("task", 44), ("before", 14), ("after", 14), ("reason", 40))


def write_outreach(path: Path, schedule: Schedule, text: Text) -> None:
    """Write the plan: a row per target and owner, a column per day, a coloured letter per task; days off are grey."""
    taken: set[str] = set()
    with written_workbook(path, schedule.manifest_id) as (book, looks):
        _write_gantt(book, book.add_worksheet(sheet_name(text("outreach.sheet.gantt"), taken)), schedule, text)
        tasks = book.add_worksheet(sheet_name(text("outreach.sheet.list"), taken))
        _write_table(tasks, "list", _LIST, [_listed(task, text) for task in schedule.tasks], looks, text)
        changes = book.add_worksheet(sheet_name(text("outreach.sheet.changes"), taken))
        _write_table(changes, "changes", _CHANGES, schedule.changes, looks, text)


def _write_gantt(book: Any, sheet: Any, schedule: Schedule, text: Text) -> None:
    days = _span(schedule)
    plain = {"font_name": LATIN_AND_CHINESE, "font_size": 9, "valign": "vcenter"}
    title = book.add_format(plain | {"bold": True, "font_size": 14, "font_color": f"#{HOUSE.slots['tx2']}"})
    small, boxed = book.add_format(plain), book.add_format(plain | {"border": 1, "border_color": "#C9D2DC"})
    head = book.add_format(plain | {"bold": True, "align": "center", "border": 1, "bg_color": f"#{HOUSE.slots['bg2']}"})
    empty = {off: _filled(book, plain, _DAY_OFF if off else "bg1") for off in (False, True)}
    marks = {
        kind: _filled(book, plain | {"bold": True}, slot, light=kind == "preparation") for kind, slot in _MARKS.items()
    }
    done = _filled(book, plain, _DONE, light=True)
    write_words(sheet, 0, 0, text("outreach.gantt.title", branch=schedule.branch), title)
    legend = text("outreach.gantt.legend", **{kind: text(f"outreach.mark.{kind}") for kind in _MARKS})
    write_words(sheet, 1, 0, text("mark.sentence_space").join([legend, *schedule.notes]), small)
    for column, (name, width) in enumerate((("owner", 12), ("account", 30))):
        sheet.set_column(column, column, width)
        sheet.merge_range(_TOP - 2, column, _TOP - 1, column, text(f"outreach.column.{name}"), head)
    sheet.set_column(2, 1 + len(days), 2.6)
    _write_days(sheet, days, head, text)
    worked = set(schedule.workdays)
    for row, (owner, account, tasks) in enumerate(_rows(schedule), start=_TOP):
        write_words(sheet, row, 0, owner, boxed)
        write_words(sheet, row, 1, account, boxed)
        by_day = {task.day: task for task in tasks}
        for column, day in enumerate(days, start=2):
            task = by_day.get(day)
            if task is None:
                sheet.write_blank(row, column, None, empty[day not in worked])
            else:
                write_words(
                    sheet, row, column, text(f"outreach.mark.{task.kind}"), done if task.done else marks[task.kind]
                )
    sheet.freeze_panes(_TOP, 2)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP - 2, _TOP - 1)
    sheet.set_footer("&R&P / &N")
    sheet.hide_gridlines(2)


def _filled(book: Any, plain: dict[str, Any], slot: str, *, light: bool = False) -> Any:
    dark = {"font_color": "#FFFFFF"} if slot in ("accent1", "accent3") and not light else {}
    fill = {"bg_color": f"#{HOUSE.slots[slot]}", "border": 1, "border_color": "#C9D2DC", "align": "center"}
    return book.add_format(plain | fill | dark)


def _span(schedule: Schedule) -> tuple[date, ...]:
    """Every day from the first to the last that the plan knows, days off among them."""
    known = sorted({*schedule.workdays, *(task.day for task in schedule.tasks)})
    if not known:
        return ()
    return tuple(known[0] + timedelta(days=n) for n in range((known[-1] - known[0]).days + 1))


def _rows(schedule: Schedule) -> list[tuple[str, str, Sequence[ScheduledTask]]]:
    """A row per owner and account, by owner and first day."""
    tasks = sorted(schedule.tasks, key=lambda task: (task.owner, task.staff_id, task.account, task.day))
    rows = [
        (key, list(group)) for key, group in groupby(tasks, key=lambda task: (task.owner, task.staff_id, task.account))
    ]
    rows.sort(key=lambda row: (row[0][0], row[0][1], row[1][0].day, row[0][2]))
    return [(owner, group[0].account_name, group) for (owner, _, _), group in rows]


def _write_days(sheet: Any, days: Sequence[date], head: Any, text: Text) -> None:
    column = 2
    for (year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        count = len(list(group))
        words = text.month(date(year, month, 1))
        if count > 1:
            sheet.merge_range(_TOP - 2, column, _TOP - 2, column + count - 1, words, head)
        else:
            write_words(sheet, _TOP - 2, column, words, head)
        column += count
    for place, day in enumerate(days, start=2):
        sheet.write_number(_TOP - 1, place, day.day, head)


def _listed(task: ScheduledTask, text: Text) -> tuple[object, ...]:
    weekday = text(f"weekday.d{task.day.isoweekday()}")
    state = text("outreach.state.done" if task.done else "outreach.state.planned")
    return task.day, weekday, task.owner, task.step, task.account_name, task.address, state


def _write_table(
    sheet: Any,
    name: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[object]],
    looks: Any,
    text: Text,
) -> None:
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        write_words(sheet, 0, column, text(f"outreach.column.{heading}"), looks.head)
    if not rows:
        write_words(sheet, 1, 0, text(f"outreach.none.{name}"), looks.number)
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            write_value(sheet, row, column, value, looks)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
