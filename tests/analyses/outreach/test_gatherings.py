"""Events (OU5): the steps of one by a hand-counted calendar, and the months that have no business-district day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from branchbook.analyses.outreach import Gathering, gathering_steps, gatherings, months_without_district_day
from branchbook.rules import Rules
from branchbook.values.workdays import Workdays

AS_OF = date(2025, 9, 8)


def event(day: date, kind: str = "non_financial") -> Gathering:
    return Gathering("沙龙", day, kind, "event", "", "S1", None, None)


def test_the_six_steps_lie_on_the_working_days_that_a_person_counts_in_the_calendar_of_2025() -> None:
    """The event is on Friday, 17 October; National Day is free from 1 to 8 October, with 28 September and 11 October
    worked instead."""
    steps = gathering_steps([event(date(2025, 10, 17))], Rules.defaults(), Workdays(), AS_OF)
    assert [(step.name, step.day) for step in steps] == [
        ("aim", date(2025, 9, 15)),
        ("partner", date(2025, 9, 22)),
        ("invite", date(2025, 9, 28)),
        ("rehearse", date(2025, 10, 14)),
        ("hold", date(2025, 10, 17)),
        ("follow_up", date(2025, 10, 22)),
    ]
    assert not any(step.overdue for step in steps)


def test_steps_whose_day_has_passed_are_told() -> None:
    steps = gathering_steps([event(date(2025, 10, 17))], Rules.defaults(), Workdays(), date(2025, 9, 28))
    assert [step.name for step in steps if step.overdue] == ["aim", "partner"]


@pytest.mark.parametrize("done", [event(AS_OF), event(date(2025, 10, 17), "financial"), event(date(2025, 9, 1))])
def test_only_a_non_financial_event_still_to_come_has_steps(done: Gathering) -> None:
    assert gathering_steps([done], Rules.defaults(), Workdays(), AS_OF) == ()


def test_months_that_end_in_the_plan_want_a_business_district_day() -> None:
    held = [event(date(2025, 10, 18), "district_day"), event(date(2025, 11, 5))]
    bare = months_without_district_day(held, AS_OF, date(2025, 12, 30))
    assert bare == (date(2025, 9, 1), date(2025, 11, 1))
    assert date(2025, 12, 1) in months_without_district_day(held, AS_OF, date(2025, 12, 31))


def test_a_month_that_ended_on_the_day_of_the_analysis_asks_for_nothing() -> None:
    assert months_without_district_day([event(AS_OF)], date(2025, 9, 30), date(2025, 10, 30)) == ()


def test_without_any_event_no_month_is_missed() -> None:
    assert months_without_district_day([], AS_OF, date(2026, 9, 8)) == ()


def test_what_the_bank_left_open_stays_unknown() -> None:
    table = pd.DataFrame(
        {
            "name": ["年会", "茶会"],
            "held_on": pd.to_datetime(["2025-10-11", "2025-10-08"]),
            "kind": ["district_day", None],
            "touchpoint": [None, "event"],
            "partner": [None, "商会"],
            "staff_id": [None, "S1"],
            "invited": pd.array([None, 20], dtype="Int64"),
            "attended": pd.array([None, None], dtype="Int64"),
        }
    )
    first, second = gatherings(table)
    assert (first.name, first.invited, first.attended) == ("茶会", 20, None)
    assert (second.name, second.touchpoint, second.owner) == ("年会", "", "")
