"""The plan as Microsoft Project's XML (MSPDI), which Project, WPS and ProjectLibre open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from branchbook.render.archive import write_whole
from branchbook.render.plaintext import one_line
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text

NAMESPACE = "http://schemas.microsoft.com/project"
_MORNING, _EVENING = "T08:00:00", "T17:00:00"
_DAY = "PT8H0M0S"
_HOURS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
_LONGEST_NAME, _LONGEST_PROJECT_NAME = 512, 255  # the schema's limits
_FINISH_TO_START, _WORK_RESOURCE, _MUST_START_ON = "1", "1", "2"

Fields = Mapping[str, str]


def write_project(path: Path, schedule: Schedule, text: Text) -> None:
    """Write the plan as a project: one summary task per person, its tasks below, predecessors and the working days."""
    write_whole(path, project_xml(schedule, text))


def project_xml(schedule: Schedule, text: Text) -> bytes:
    """The project file's bytes; elements stand in the order of the published schema."""
    root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})
    days = schedule.workdays or (schedule.as_of,)
    _fill(root, {
        "SaveVersion": "14",
        "Name": one_line(text("outreach.calendar.name", branch=schedule.branch))[:_LONGEST_PROJECT_NAME],
        **({"Subject": one_line(schedule.manifest_id)} if schedule.manifest_id else {}),
        "ScheduleFromStart": "1", "StartDate": f"{days[0]}{_MORNING}", "FinishDate": f"{days[-1]}{_EVENING}",
        "CurrencyCode": schedule.currency[:3], "CalendarUID": "1", "DefaultStartTime": "08:00:00",
        "DefaultFinishTime": "17:00:00", "MinutesPerDay": "480", "MinutesPerWeek": "2400", "DaysPerMonth": "20",
    })  # fmt: skip
    _fill_calendar(_child(_child(root, "Calendars"), "Calendar"), days)
    owners = {task.staff_id: task.owner for task in schedule.tasks}
    if not owners:  # the schema wants no empty collections
        return _written(root)
    lines = list(_lines(schedule.tasks, owners))
    tasks = _child(root, "Tasks")
    uids = {key: uid for uid, (key, _, _) in enumerate(lines, start=1)}
    for uid, (_, below, name) in enumerate(lines, start=1):
        _fill_task(_child(tasks, "Task"), uid, below, name, uids)
    resources = _child(root, "Resources")
    people = {staff_id: uid for uid, staff_id in enumerate(sorted(owners), start=1)}
    for staff_id, uid in people.items():
        named = {
            "UID": str(uid),
            "ID": str(uid),
            "Name": one_line(owners[staff_id])[:_LONGEST_NAME],
            "Type": _WORK_RESOURCE,
        }
        _fill(_child(resources, "Resource"), named)
    assignments = _child(root, "Assignments")
    for number, task in enumerate(schedule.tasks, start=1):
        _fill(_child(assignments, "Assignment"), {
            "UID": str(number), "TaskUID": str(uids[task.id]), "ResourceUID": str(people[task.staff_id]), "Units": "1",
        })  # fmt: skip
    return _written(root)


def _written(root: etree._Element) -> bytes:
    etree.indent(root, " ")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _lines(
    tasks: Sequence[ScheduledTask], owners: Mapping[str, str]
) -> Iterator[tuple[str, ScheduledTask | Sequence[ScheduledTask], str]]:
    """The outline: every person with all of the person's tasks, then these by day."""
    for staff_id, owner in sorted(owners.items()):
        own = [task for task in tasks if task.staff_id == staff_id]
        yield f"person {staff_id}", own, owner
        for task in own:
            yield task.id, task, f"{task.step} {task.account_name}"


def _fill_task(
    element: etree._Element, uid: int, task: ScheduledTask | Sequence[ScheduledTask], name: str, uids: Mapping[str, int]
) -> None:
    _fill(element, {"UID": str(uid), "ID": str(uid), "Name": one_line(name)[:_LONGEST_NAME]})
    if not isinstance(task, ScheduledTask):
        days = [below.day for below in task]
        span = {"Start": f"{min(days)}{_MORNING}", "Finish": f"{max(days)}{_EVENING}"}
        _fill(element, {"OutlineLevel": "1", **span, "Summary": "1"})
        return
    _fill(element, {
        "OutlineLevel": "2", "Start": f"{task.day}{_MORNING}", "Finish": f"{task.day}{_EVENING}", "Duration": _DAY,
        "DurationFormat": "7", "Summary": "0", "PercentComplete": "100" if task.done else "0",
        "ConstraintType": _MUST_START_ON, "CalendarUID": "-1", "ConstraintDate": f"{task.day}{_MORNING}",
    })  # fmt: skip
    for before in task.after:
        link = {"PredecessorUID": str(uids[before]), "Type": _FINISH_TO_START, "CrossProject": "0"}
        _fill(_child(element, "PredecessorLink"), link)


def _fill_calendar(element: etree._Element, workdays: Sequence[date]) -> None:
    """Monday to Friday worked, every day of the span that differs as an exception of its own."""
    _fill(element, {"UID": "1", "Name": "Standard", "IsBaseCalendar": "1"})
    weekdays = _child(element, "WeekDays")
    for number in range(1, 8):  # 1 is Sunday
        day = _child(weekdays, "WeekDay")
        worked = 2 <= number <= 6
        _fill(day, {"DayType": str(number), "DayWorking": str(int(worked))})
        _fill_hours(day, worked)
    worked_days = set(workdays)
    exceptions = _child(element, "Exceptions")
    span = (workdays[0] + timedelta(days=n) for n in range((workdays[-1] - workdays[0]).days + 1))
    for day_ in span:
        if (day_ in worked_days) != (day_.weekday() < 5):
            exception = _child(exceptions, "Exception")
            period = _child(exception, "TimePeriod")
            _fill(period, {"FromDate": f"{day_}T00:00:00", "ToDate": f"{day_}T23:59:00"})
            _fill(exception, {"Occurrences": "1", "Name": day_.isoformat(), "Type": "1"})
            _fill(exception, {"DayWorking": str(int(day_ in worked_days))})
            _fill_hours(exception, day_ in worked_days)


def _fill_hours(element: etree._Element, worked: bool) -> None:
    if worked:
        times = _child(element, "WorkingTimes")
        for start, end in _HOURS:
            _fill(_child(times, "WorkingTime"), {"FromTime": start, "ToTime": end})


def _child(element: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(element, f"{{{NAMESPACE}}}{name}")


def _fill(element: etree._Element, fields: Fields) -> None:
    for name, words in fields.items():
        _child(element, name).text = words
