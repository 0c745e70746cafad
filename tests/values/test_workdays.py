"""Working days against the published notices of the State Council."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.values.workdays import Workdays

PLAIN = Workdays()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-01-26", True),  # Sunday, made up for the Spring Festival
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2025-10-11", True),  # Saturday, made up for the National Day
        ("2025-10-12", False),
        ("2026-01-04", True),  # Sunday, made up for the New Year
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-10-10", True),
    ],
)
def test_announced_holidays_and_make_up_days_are_known(day, worked):
    assert PLAIN.is_workday(date.fromisoformat(day)) is worked


def test_a_year_without_announcement_has_weekends_and_fixed_holidays_and_is_provisional():
    assert not PLAIN.is_workday(date(2033, 10, 3))
    assert PLAIN.is_workday(date(2033, 10, 4))
    assert PLAIN.provisional_years([date(2026, 5, 5), date(2033, 10, 4)]) == (2033,)


def test_an_override_goes_before_every_calendar_and_settles_a_day():
    own = Workdays({date(2033, 2, 1): False, date(2025, 10, 1): True})
    assert not own.is_workday(date(2033, 2, 1))
    assert own.is_workday(date(2025, 10, 1))
    assert own.provisional_years([date(2033, 2, 1)]) == ()


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)), st.integers(1, 30))
def test_shifting_there_and_back_from_a_working_day_comes_home(day, count):
    start = PLAIN.on_or_after(day)
    there = PLAIN.shifted(start, count)
    assert PLAIN.shifted(there, -count) == start
    assert len(PLAIN.between(start, there)) == count + 1
    assert all(PLAIN.is_workday(worked) for worked in PLAIN.between(start, there))


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)))
def test_the_next_working_day_has_only_days_off_before_it(day):
    after = PLAIN.on_or_after(day)
    assert not PLAIN.between(day, after - timedelta(days=1))
