"""One .ics file per person, as Outlook and phones take it (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from branchbook.render.archive import write_whole
from branchbook.render.plaintext import one_line
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text
from branchbook.values.places import safe_part

_MAKER = "-//Branchbook//Outreach plan//EN"
_DIVIDING = re.compile(r"[\\;,]")
_LONGEST_LINE = 75  # bytes, without the line's end


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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_MAKER}", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_words(text('outreach.calendar.name', branch=schedule.branch))}")
    if schedule.manifest_id:
        lines.append(f"X-BRANCHBOOK-MANIFEST:{_words(schedule.manifest_id)}")
    for task in schedule.tasks:
        if task.staff_id == staff_id:
            lines += _event(task, schedule)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(task: ScheduledTask, schedule: Schedule) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_words(f'{task.step} {task.account_name}')}"
    yield f"DTSTART;VALUE=DATE:{task.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{task.day + timedelta(days=1):%Y%m%d}"
    yield f"DTSTAMP:{schedule.as_of:%Y%m%d}T000000Z"
    yield f"UID:{_words(safe_part(f'{schedule.branch_id}.{task.id}'))}@branchbook"
    yield f"CATEGORIES:{_words(task.kind)}"
    if task.address:
        yield f"LOCATION:{_words(task.address)}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _words(words: str) -> str:
    """Words on one line with the signs escaped that divide others (RFC 5545, 3.3.11)."""
    return _DIVIDING.sub(r"\\\g<0>", one_line(words))


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes, none of which breaks a character;
    each further piece begins with a space."""
    rest = line.encode("utf-8")
    pieces = []
    while len(rest) > _LONGEST_LINE:
        end = _LONGEST_LINE
        while rest[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(rest[:end])
        rest = b" " + rest[end:]
    return b"\r\n".join([*pieces, rest]) + b"\r\n"
