"""One .ics file per person, as Outlook and phones take it (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from branchbook.render.archive import write_whole
from branchbook.render.plaintext import one_line
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text
from branchbook.values.places import safe_part

_MAKER = "-//Branchbook//Outreach plan//EN"


def write_calendars(folder: Path, schedule: Schedule, text: Text) -> tuple[Path, ...]:
    """Write ``<staff id>.ics`` for everybody with tasks; calendars of people who have none any more are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    staff = sorted({task.staff_id for task in schedule.tasks})
    paths = {folder / f"{safe_part(staff_id)}.ics": staff_id for staff_id in staff}
    for old in set(folder.glob("*.ics")) - set(paths):
        old.unlink()
    for path, staff_id in paths.items():
        write_whole(path, calendar_of(schedule, staff_id, text))
    return tuple(paths)


def calendar_of(schedule: Schedule, staff_id: str, text: Text) -> bytes:
    """One person's tasks as whole-day events.

    A task has the same UID in every plan, so that importing a new plan moves its events instead of adding them; the
    time stamp is that of the plan's data, never the clock's.
    """
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(text("outreach.calendar.name", branch=schedule.branch)))
    if schedule.manifest_id:
        calendar.add("x-branchbook-manifest", one_line(schedule.manifest_id))
    for task in schedule.tasks:
        if task.staff_id == staff_id:
            calendar.add_component(_event(task, schedule))
    return bytes(calendar.to_ical())


def _event(task: ScheduledTask, schedule: Schedule) -> Event:
    event = Event()
    event.add("uid", f"{safe_part(f'{schedule.branch_id}.{task.id}')}@branchbook")
    event.add("dtstamp", datetime.combine(schedule.as_of, time(), UTC))
    event.add("summary", one_line(f"{task.step} {task.account_name}"))
    event.add("dtstart", task.day)
    event.add("dtend", task.day + timedelta(days=1))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [task.kind])
    if task.address:
        event.add("location", one_line(task.address))
    return event
