"""Calendar quarters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.indicators.quarters import Quarter, ended_quarters


@pytest.mark.parametrize(
    ("day", "year", "number"), [("2025-01-01", 2025, 1), ("2025-03-31", 2025, 1), ("2025-12-31", 2025, 4)]
)
def test_a_day_lies_in_its_quarter(day: str, year: int, number: int) -> None:
    assert Quarter.of(date.fromisoformat(day)) == Quarter(year, number)


def test_a_quarter_is_over_on_its_last_day() -> None:
    assert ended_quarters(date(2025, 12, 31), 4, None) == tuple(Quarter(2025, number) for number in (1, 2, 3, 4))


def test_a_quarter_that_runs_is_not_yet_due() -> None:
    assert ended_quarters(date(2025, 12, 30), 2, None) == (Quarter(2025, 2), Quarter(2025, 3))


def test_no_quarter_is_due_before_the_bank_began_to_check() -> None:
    assert ended_quarters(date(2025, 12, 31), 4, date(2025, 6, 30)) == tuple(Quarter(2025, n) for n in (2, 3, 4))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_quarters_follow_each_other_without_gap(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.next.first == quarter.last + timedelta(days=1)
    assert quarter.next.previous == quarter
