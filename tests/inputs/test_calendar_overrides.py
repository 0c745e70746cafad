"""An engagement's own calendar: read in both languages, every wrong line told."""

from __future__ import annotations

from datetime import date

import pytest

from branchbook.errors import InputFaults
from branchbook.inputs.calendar_overrides import FILE, read_workdays


def test_an_engagement_without_the_file_has_the_public_calendar(tmp_path):
    assert read_workdays(tmp_path).overrides == {}


def test_days_are_read_under_either_heading_and_in_any_spelling(tmp_path):
    (tmp_path / FILE).write_text(
        "说明,日期,工作日\n春节,2027/2/8,否\n调休,2027年2月20日,是\n,,\n", encoding="utf-8-sig"
    )
    assert read_workdays(tmp_path).overrides == {date(2027, 2, 8): False, date(2027, 2, 20): True}
    (tmp_path / FILE).write_text("date,workday\n2027-02-08,no\n", encoding="utf-8")
    assert read_workdays(tmp_path).overrides == {date(2027, 2, 8): False}


def test_every_wrong_line_is_told_with_its_row(tmp_path):
    lines = "日期,工作日\n2027-02-30,否\n2027-02-08,也许\n2027-02-09,否\n2027-02-09,是\n"
    (tmp_path / FILE).write_text(lines, encoding="utf-8")
    with pytest.raises(InputFaults) as told:
        read_workdays(tmp_path)
    assert [(fault.code, fault.place.row) for fault in told.value.faults] == [
        ("calendar_date_wrong", 2),
        ("calendar_answer_unknown", 3),
        ("calendar_date_twice", 5),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("日,工作\n1,2\n".encode(), "calendar_columns_missing"),
        ("日期,工作日\n".encode("gb18030"), "calendar_unreadable"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path, content, code):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(InputFaults) as told:
        read_workdays(tmp_path)
    assert told.value.faults[0].code == code
