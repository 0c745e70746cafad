"""The plan's files: a Gantt sheet that reads, calendars that come back whole, a project of the published structure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from icalendar import Calendar

from branchbook.render.schedule import calendar_of, project_xml, write_calendars, write_outreach
from branchbook.render.schedule.gantt import spans
from branchbook.report.schedule import Schedule, ScheduledTask, TargetPlan
from branchbook.text import Text
from branchbook.values.workdays import Workdays

TEXT = Text.of("zh-CN")
HOSTILE = "=1+1；城东，\r\nBEGIN:VEVENT\n<script>😀" + "长" * 200
SPACE = "{http://schemas.microsoft.com/project}"


def _task(number: int, kind: str, day: date, owner: str = "S1", name: str = HOSTILE, **more: object) -> ScheduledTask:
    step = {"preparation": "访前准备", "visit": "拜访", "follow_up": "访后跟进"}[kind]
    return ScheduledTask(f"T{number}.1.{kind[0]}", owner, f"员工{owner}", f"T{number}", name, kind, step, day, **more)


def _schedule(*tasks: ScheduledTask) -> Schedule:
    days = [task.day for task in tasks] or [date(2026, 2, 10)]
    worked = Workdays().between(min(days), max(days))
    return Schedule(
        "007", "城东支行", "合成银行", date(2026, 2, 10), tasks, worked, ("提示。",), (("甲 拜访", "1", "2", "逾期"),)
    )


PLAN = _schedule(
    _task(1, "preparation", date(2026, 2, 12), done=True),
    _task(1, "visit", date(2026, 2, 13), after=("T1.1.p",), address="测试路1号"),
    _task(1, "follow_up", date(2026, 2, 24), after=("T1.1.v",)),
    _task(2, "visit", date(2026, 2, 28), "S2", "平常公司"),
)


def test_a_calendar_comes_back_whole_whatever_the_names_hold():
    calendar = Calendar.from_ical(calendar_of(PLAN, "S1", TEXT))
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [task.day for task in PLAN.tasks if task.staff_id == "S1"]
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events)
    assert str(events[1]["summary"]) == "拜访 " + HOSTILE.replace("\r\n", " ").replace("\n", " ")
    assert str(events[1]["location"]) == "测试路1号"


def test_a_calendar_keeps_the_limits_of_its_format():
    content = calendar_of(PLAN, "S1", TEXT)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert {b"VERSION:2.0", b"DTSTAMP:20260210T000000Z"} <= set(lines)


def test_a_task_that_moves_keeps_its_uid():
    moved = _schedule(_task(1, "visit", date(2026, 3, 3)))
    before, after = (
        {str(e["uid"]) for e in Calendar.from_ical(calendar_of(plan, "S1", TEXT)).walk("VEVENT")}
        for plan in (PLAN, moved)
    )
    assert after < before


def test_everybody_with_tasks_has_a_calendar_and_old_ones_go(tmp_path: Path):
    (tmp_path / "S9.ics").write_text("old", encoding="utf-8")
    written = write_calendars(tmp_path, PLAN, TEXT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["S1.ics", "S2.ics"] == sorted(p.name for p in written)


def _project(schedule: Schedule = PLAN) -> ET.Element:
    return ET.fromstring(project_xml(schedule, TEXT))  # noqa: S314 - our own bytes


ORDER = {
    "Project": ["SaveVersion", "Name", "Subject", "ScheduleFromStart", "StartDate", "FinishDate", "CurrencyCode",
                "CalendarUID", "DefaultStartTime", "DefaultFinishTime", "MinutesPerDay", "MinutesPerWeek",
                "DaysPerMonth", "Calendars", "Tasks", "Resources", "Assignments"],
    "Task": ["UID", "ID", "Name", "OutlineLevel", "Start", "Finish", "Duration", "DurationFormat", "Summary",
             "PercentComplete", "ConstraintType", "CalendarUID", "ConstraintDate", "PredecessorLink"],
    "Calendar": ["UID", "Name", "IsBaseCalendar", "WeekDays", "Exceptions"],
    "WeekDay": ["DayType", "DayWorking", "WorkingTimes"],
    "Exception": ["TimePeriod", "Occurrences", "Name", "Type", "DayWorking", "WorkingTimes"],
    "Resource": ["UID", "ID", "Name", "Type"],
    "Assignment": ["UID", "TaskUID", "ResourceUID", "Units"],
    "PredecessorLink": ["PredecessorUID", "Type", "CrossProject"],
}  # fmt: skip
"""The order of the published schema (mspdi), as far as we write its elements; the schema is a sequence."""


def test_elements_of_the_project_stand_in_the_order_of_the_schema():
    for element in _project().iter():
        name = element.tag.removeprefix(SPACE)
        if name in ORDER:
            children = list(dict.fromkeys(child.tag.removeprefix(SPACE) for child in element))
            assert children == [child for child in ORDER[name] if child in children]


REQUIRED = {
    "Project": {"SaveVersion", "CurrencyCode"}, "Calendar": {"UID"}, "WeekDay": {"DayType"}, "Task": {"UID"},
    "Resource": {"UID"}, "Assignment": {"UID"},
}  # fmt: skip
"""The elements that the published schema (mspdi_pj12.xsd) does not leave free to be missing."""


def test_the_project_has_every_element_that_the_schema_requires_and_none_that_our_list_does_not_know():
    for element in _project(replace(PLAN, manifest_id="m")).iter():
        name = element.tag.removeprefix(SPACE)
        children = {child.tag.removeprefix(SPACE) for child in element}
        assert REQUIRED.get(name, set()) <= children
        assert children <= set(ORDER.get(name, children))


WHOLE, TRUTH, MOMENT = r"-?\d+", r"[01]", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
CLOCK, LENGTH, WORDS = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d", r"PT\d+H\d+M\d+S", r"[^\r\n\t]+"
DURATIONS = [*range(3, 13), *range(19, 22), *range(35, 45), *range(51, 54)]
VALUES = {
    **dict.fromkeys(
        ("SaveVersion", "CalendarUID", "MinutesPerDay", "MinutesPerWeek", "DaysPerMonth", "UID", "ID", "OutlineLevel",
         "PercentComplete", "PredecessorUID", "TaskUID", "ResourceUID", "Occurrences"), WHOLE),
    **dict.fromkeys(("ScheduleFromStart", "Summary", "CrossProject", "IsBaseCalendar", "DayWorking"), TRUTH),
    **dict.fromkeys(("StartDate", "FinishDate", "Start", "Finish", "ConstraintDate", "FromDate", "ToDate"), MOMENT),
    **dict.fromkeys(("DefaultStartTime", "DefaultFinishTime", "FromTime", "ToTime"), CLOCK),
    "Duration": LENGTH, "DurationFormat": "|".join(map(str, DURATIONS)), "ConstraintType": "[0-7]", "DayType": "[0-7]",
    "Exception/Type": "[1-9]", "PredecessorLink/Type": "[0-3]", "Resource/Type": "[01]", "Units": r"\d+(\.\d+)?",
    "CurrencyCode": "[A-Z]{3}", "Name": WORDS, "Subject": WORDS,
}  # fmt: skip
"""What the published schema (mspdi_pj12.xsd) lets stand in each element that we write, as a pattern: whole numbers,
truths, moments, times of day, lengths, and the codes of its enumerations."""


def test_every_value_of_the_project_is_of_the_type_that_the_schema_gives_it():
    seen = set()
    for parent in _project(replace(PLAN, manifest_id="m")).iter():
        for element in (child for child in parent if not len(child)):
            name, above = (each.tag.removeprefix(SPACE) for each in (element, parent))
            known = f"{above}/{name}" if f"{above}/{name}" in VALUES else name
            seen.add(known)
            assert re.fullmatch(VALUES[known], element.text or ""), (above, name, element.text)
    assert seen == set(VALUES)


def test_every_number_that_points_somewhere_points_at_what_is_there():
    """Task numbers are unique, links and assignments name tasks and people of the file,
    every calendar is a known one."""
    root = _project()

    def told(path: str, name: str) -> list[str]:
        return [element.findtext(f"{SPACE}{name}", "") for element in root.iter(f"{SPACE}{path}")]

    for collection in ("Task", "Resource", "Assignment", "Calendar"):
        assert len(set(told(collection, "UID"))) == len(told(collection, "UID"))
    assert {*told("PredecessorLink", "PredecessorUID"), *told("Assignment", "TaskUID")} <= set(told("Task", "UID"))
    assert set(told("Assignment", "ResourceUID")) == set(told("Resource", "UID"))
    assert {root.findtext(f"{SPACE}CalendarUID"), *told("Task", "CalendarUID")} <= {*told("Calendar", "UID"), "-1", ""}


def test_a_persons_line_spans_that_persons_tasks():
    lines = [
        (task.findtext(f"{SPACE}Name"), task.findtext(f"{SPACE}Start"), task.findtext(f"{SPACE}Finish"))
        for task in _project().iter(f"{SPACE}Task")
        if task.findtext(f"{SPACE}Summary") == "1"
    ]
    assert lines == [
        ("员工S1", "2026-02-12T08:00:00", "2026-02-24T17:00:00"),
        ("员工S2", "2026-02-28T08:00:00", "2026-02-28T17:00:00"),
    ]


def test_names_keep_the_lengths_of_the_schema():
    long = replace(
        _schedule(_task(1, "visit", date(2026, 2, 12), name="长" * 700)), branch="支" * 700, currency="CNY元"
    )
    root = _project(long)
    assert max(len(name.text) for name in root.iter(f"{SPACE}Name")) == 512
    assert len(root.findtext(f"{SPACE}Name")) == 255
    assert root.findtext(f"{SPACE}CurrencyCode") == "CNY"


def test_the_project_tells_who_does_what_when_and_after_what():
    root = _project()
    tasks = {t.findtext(f"{SPACE}UID"): t for t in root.iter(f"{SPACE}Task")}
    named = {t.findtext(f"{SPACE}Name"): uid for uid, t in tasks.items()}
    assert next(iter(named)) == "员工S1"
    visit = tasks[named["拜访 平常公司"]]
    assert visit.findtext(f"{SPACE}Start") == "2026-02-28T08:00:00"
    assert visit.findtext(f"{SPACE}Finish") == "2026-02-28T17:00:00"
    assert len([t for t in tasks.values() if t.findtext(f"{SPACE}PercentComplete") == "100"]) == 1
    links = {
        t.findtext(f"{SPACE}UID"): t.findtext(f"{SPACE}PredecessorLink/{SPACE}PredecessorUID") for t in tasks.values()
    }
    assert list(links.values()) == [None, None, "2", "3", None, None]
    given = {
        (a.findtext(f"{SPACE}TaskUID"), a.findtext(f"{SPACE}ResourceUID")) for a in root.iter(f"{SPACE}Assignment")
    }
    assert given == {("2", "1"), ("3", "1"), ("4", "1"), ("6", "2")}


def test_the_projects_calendar_has_the_holidays_and_the_make_up_days():
    """2026: the 14th and the 28th of February are Saturdays at work, the 16th to 20th and the 23rd weekdays off."""
    days = {e.findtext(f"{SPACE}Name"): e.findtext(f"{SPACE}DayWorking") for e in _project().iter(f"{SPACE}Exception")}
    assert days == {
        "2026-02-14": "1", "2026-02-16": "0", "2026-02-17": "0", "2026-02-18": "0", "2026-02-19": "0",
        "2026-02-20": "0", "2026-02-23": "0", "2026-02-28": "1",
    }  # fmt: skip


def test_the_gantt_sheet_marks_each_task_on_its_day_and_greys_days_off(tmp_path: Path):
    write_outreach(tmp_path / "outreach.xlsx", PLAN, TEXT)
    book = openpyxl.load_workbook(tmp_path / "outreach.xlsx")
    sheet = book["甘特图"]
    days = {sheet.cell(4, column).value: column for column in range(3, 20)}
    assert [sheet.cell(5, days[day]).value for day in (12, 13, 24)] == ["备", "访", "跟"]
    assert sheet.cell(6, days[28]).value == "访"
    off, worked = (sheet.cell(6, days[day]).fill.fgColor.rgb for day in (16, 25))
    assert off != worked
    assert sheet.cell(5, 2).data_type == "s"
    assert next(cell.value for cell in book["任务清单"][2]).date() == date(2026, 2, 12)
    assert book["与上版变化"].max_row == 2


def test_every_sheet_prints_on_bound_a4_with_its_headings_repeated(tmp_path: Path):
    plan = TargetPlan(
        "T1",
        HOSTILE,
        "员工S1",
        "副职",
        "测试路1号",
        (("客户概况", HOSTILE), ("完成标准", "开户")),
        "主办银行",
        PLAN.tasks[1],
    )
    write_outreach(tmp_path / "outreach.xlsx", replace(PLAN, plans=(plan,) * 5), TEXT)
    book = openpyxl.load_workbook(tmp_path / "outreach.xlsx")
    assert book.sheetnames == ["甘特图", "任务清单", "与上版变化", "拓展计划", "拜访表"]
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_margins.left > sheet.page_margins.right
        assert "&P" in sheet.oddFooter.right.text
    assert book["任务清单"].print_title_rows == "$1:$1"
    assert book["甘特图"].print_title_rows == "$3:$4"
    assert len(book["拜访表"].row_breaks.brk) == 5
    assert [row[0].value for row in book["拜访表"].iter_rows(max_col=1)].count("客户拜访表") == 5 + 1  # and a blank one


def test_each_chart_holds_up_to_four_weeks_and_those_who_are_visited_in_them(tmp_path: Path):
    early, late = (
        _task(1, "visit", date(2026, 3, 2), name="早的公司"),
        _task(2, "visit", date(2026, 4, 10), name="晚的公司"),
    )
    write_outreach(tmp_path / "outreach.xlsx", _schedule(early, late), TEXT)
    book = openpyxl.load_workbook(tmp_path / "outreach.xlsx")
    charts = [sheet for sheet in book if sheet.title.startswith("甘特图")]
    assert [[sheet.cell(row, 2).value for row in range(5, sheet.max_row + 1)] for sheet in charts] == [
        ["早的公司"],
        ["晚的公司"],
    ]
    assert [sheet.max_column for sheet in charts] == [2 + 3 * 7, 2 + 2 * 7 + 5]  # to a Friday in the sixth week


@pytest.mark.parametrize("weeks", range(1, 27))
def test_the_weeks_of_a_plan_are_shared_out_evenly_over_its_charts(weeks: int):
    monday = date(2026, 3, 2)
    fridays = [monday + timedelta(weeks=week, days=4) for week in range(weeks)]
    plan = replace(
        _schedule(*(_task(n, "visit", friday) for n, friday in enumerate(fridays))),
        as_of=monday,
        workdays=tuple(monday + timedelta(days=n) for n in range(weeks * 7)),
    )
    charts = spans(plan)
    assert [day for days in charts for day in days] == list(plan.workdays)
    lengths = [len(days) // 7 for days in charts]
    assert max(lengths) <= 4
    assert max(lengths) - min(lengths) <= 1
    assert len(lengths) == -(-weeks // 4)


@pytest.mark.parametrize(("language", "short"), [("zh-CN", "9月"), ("en", "Sep")])
def test_a_month_of_few_days_is_named_shortly_or_not_at_all(tmp_path: Path, language: str, short: str):
    """From Monday the 28th of September 2026 there are three days of that month, from Monday the 31st of August one."""
    for monday, said in ((date(2026, 9, 28), short), (date(2026, 8, 31), None)):
        plan = replace(
            _schedule(_task(1, "visit", monday), _task(2, "visit", monday + timedelta(days=4))),
            as_of=monday,
            workdays=tuple(monday + timedelta(days=n) for n in range(5)),
        )
        write_outreach(tmp_path / "outreach.xlsx", plan, Text.of(language))
        sheet = openpyxl.load_workbook(tmp_path / "outreach.xlsx").worksheets[0]
        assert sheet.cell(3, 3).value == said


def test_charts_begin_with_the_week_of_the_plan_and_the_list_holds_what_came_before(tmp_path: Path):
    old, new = (_task(1, "visit", date(2025, 11, 3), done=True), _task(2, "visit", date(2026, 2, 9), done=True))
    plan = _schedule(old, new, _task(3, "visit", date(2026, 2, 27)))
    write_outreach(tmp_path / "outreach.xlsx", plan, TEXT)
    book = openpyxl.load_workbook(tmp_path / "outreach.xlsx")
    assert [sheet.title for sheet in book if sheet.title.startswith("甘特图")] == ["甘特图"]
    assert [book["甘特图"].cell(4, column).value for column in (3, 4, 21)] == [9, 10, 27]
    assert [cell.value.date() for cell in book["任务清单"]["A"][1:]] == [task.day for task in plan.tasks]


def test_a_visit_that_is_not_due_yet_has_no_form_and_a_blank_one_names_nobody(tmp_path: Path):
    visit = TargetPlan("T1", "甲公司", "员工S1", "副职", "测试路1号", (), "主办银行", PLAN.tasks[1])
    write_outreach(tmp_path / "outreach.xlsx", replace(PLAN, plans=(visit, replace(visit, visit=None))), TEXT)
    rows = list(openpyxl.load_workbook(tmp_path / "outreach.xlsx")["拜访表"].iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] == "客户"] == ["甲公司", None]
    assert [row[1] for row in rows if row[0] == "责任人"] == ["员工S1（副职）", None]


def test_a_first_plan_says_that_there_is_none_to_compare_with(tmp_path: Path):
    write_outreach(tmp_path / "outreach.xlsx", replace(PLAN, changes=(), unchanged="这是第一版计划。"), TEXT)
    assert openpyxl.load_workbook(tmp_path / "outreach.xlsx")["与上版变化"]["A2"].value == "这是第一版计划。"


def test_two_tasks_of_a_target_on_one_day_are_both_seen(tmp_path: Path):
    day = date(2026, 2, 12)
    both = _schedule(_task(1, "preparation", day, done=True), _task(1, "visit", day, done=True))
    write_outreach(tmp_path / "outreach.xlsx", both, TEXT)
    assert openpyxl.load_workbook(tmp_path / "outreach.xlsx")["甘特图"].cell(5, 3).value == "备访"


def test_a_plan_without_tasks_still_makes_sound_files(tmp_path: Path):
    nothing = _schedule()
    write_outreach(tmp_path / "outreach.xlsx", nothing, TEXT)
    assert openpyxl.load_workbook(tmp_path / "outreach.xlsx")["任务清单"]["A2"].value == "没有任务。"
    collections = [child.tag.removeprefix(SPACE) for child in _project(nothing) if len(child)]
    assert collections == ["Calendars"]  # the schema's notes want a task in a collection of tasks
    assert write_calendars(tmp_path / "calendars", nothing, TEXT) == ()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, language: str):
    text = Text.of(language)
    for name in ("one.xlsx", "two.xlsx"):
        write_outreach(tmp_path / name, PLAN, text)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert project_xml(PLAN, text) == project_xml(PLAN, text)
