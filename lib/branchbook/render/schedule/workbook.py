"""``outreach.xlsx``: the plan as Gantt charts, as a list, what changed, each target's plan,
and forms for the visits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from branchbook.render.schedule.forms import write_forms
from branchbook.render.schedule.gantt import spans, write_gantt
from branchbook.render.schedule.plans import write_plans
from branchbook.render.workbook.sheet import (
    Looks,
    Sheet,
    row_height,
    set_up_page,
    sheet_name,
    write_value,
    write_words,
    written_workbook,
)
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text

_LIST = (("day", 11), ("weekday", 6), ("owner", 11), ("step", 11), ("account", 45), ("address", 45), ("state", 8))
_CHANGES = (("task", 56), ("before", 14), ("after", 14), ("reason", 42))


def write_outreach(path: Path, schedule: Schedule, text: Text) -> None:
    """Write the plan as a workbook whose every sheet prints on A4, to be bound.

    Names are written as words, never as formulas.
    """
    taken: set[str] = set()
    footer = text("outreach.footer", branch=schedule.branch)
    with written_workbook(path, schedule.manifest_id) as (book, looks):

        def new(name: str, *, landscape: bool = True) -> Sheet:
            sheet = book.add_worksheet(sheet_name(text(f"outreach.sheet.{name}"), taken))
            set_up_page(sheet, footer, landscape=landscape)
            return sheet

        for days in spans(schedule):
            write_gantt(book, new("gantt"), schedule, days, text)
        tasks = [_listed(task, text) for task in schedule.tasks]
        _write_table(new("list"), _LIST, tasks, text("outreach.none.list"), looks, text)
        _write_table(new("changes"), _CHANGES, schedule.changes, schedule.unchanged, looks, text)
        write_plans(book, new("plans", landscape=False), schedule, text)
        write_forms(book, new("forms", landscape=False), schedule, text)


def _listed(task: ScheduledTask, text: Text) -> tuple[object, ...]:
    weekday = text(f"weekday.d{task.day.isoweekday()}")
    state = text("outreach.state.done" if task.done else "outreach.state.planned")
    return task.day, weekday, task.owner, task.step, task.account_name, task.address, state


def _write_table(
    sheet: Sheet,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[object]],
    nothing: str,
    looks: Looks,
    text: Text,
) -> None:
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        write_words(sheet, 0, column, text(f"outreach.column.{heading}"), looks.head)
    if not rows:
        write_words(sheet, 1, 0, nothing, looks.number)
    for row, cells in enumerate(rows, start=1):
        heights = [row_height(cell, columns[place][1]) for place, cell in enumerate(cells) if isinstance(cell, str)]
        sheet.set_row(row, max(heights))
        for column, value in enumerate(cells):
            write_value(sheet, row, column, value, looks, looks.wrapped if isinstance(value, str) else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
