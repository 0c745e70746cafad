"""Second diversion (FL4), on queues small enough to follow with a finger."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stored import rows

from branchbook.analyses.diagnosis.second_diversion import second_diversion
from branchbook.rules import Rules

NINE = pd.Timestamp("2025-11-03 09:00")


def rules(minutes: float = 10, queue: float = 10) -> Rules:
    return Rules.defaults().with_overrides({"FL4": {"long_wait_minutes": minutes, "long_queue": queue}})


def queue(*stays: tuple[float, float | None]) -> pd.DataFrame:
    """Tickets from (minute taken, minute called) after nine o'clock; None was never called."""
    return rows(
        "tickets", *({"branch_id": "A", "taken_at": _at(taken), "called_at": _at(called)} for taken, called in stays)
    )


def _at(minute: float | None) -> pd.Timestamp | None:
    return None if minute is None else NINE + timedelta(minutes=minute)


def test_one_long_wait_is_one_episode_from_its_tenth_minute_on() -> None:
    """Taken 9:00, called 9:25: from 9:10 on somebody has waited too long, for 15 minutes."""
    found = second_diversion(queue((0, 25), (30, 31)), rules())
    (episode,) = found.episodes
    assert (episode.start, episode.minutes) == (NINE + timedelta(minutes=10), 15)
    assert [(hour.hour, hour.episodes) for hour in found.hours] == [(9, 1)]


def test_a_wait_of_exactly_the_limit_calls_for_nothing() -> None:
    assert second_diversion(queue((0, 10)), rules()).episodes == ()


def test_long_waits_that_touch_are_one_episode() -> None:
    """10 to 20 and 15 to 30 overlap, 40 to 45 stands alone."""
    found = second_diversion(queue((0, 20), (5, 30), (30, 45)), rules())
    assert [episode.minutes for episode in found.episodes] == [20, 5]
    assert found.longest.value == 20
    assert found.minutes_per_day.value == 25


def test_a_long_queue_calls_for_it_before_anybody_has_waited_long() -> None:
    """Three wait from minute 2 to 3, when the limit is two."""
    found = second_diversion(queue((0, 3), (1, 4), (2, 5)), rules(queue=2))
    (episode,) = found.episodes
    assert (episode.start, episode.minutes) == (NINE + timedelta(minutes=2), 1)


def test_who_goes_as_another_comes_does_not_make_the_queue_longer() -> None:
    assert second_diversion(queue((0, 3), (1, 4), (3, 5)), rules(queue=2)).episodes == ()


def test_a_ticket_that_was_never_called_is_left_out() -> None:
    found = second_diversion(queue((0, None), (1, 2)), rules())
    assert found.episodes == ()
    assert found.open_days.value == 1


def test_days_with_an_episode_are_counted_once() -> None:
    found = second_diversion(queue((0, 20), (60, 80), (24 * 60, 24 * 60 + 5)), rules())
    assert (found.days_with.value, found.open_days.value) == (1, 2)
    assert found.per_day.value == 1


STAYS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), min_size=1, max_size=40)


@given(STAYS, st.integers(1, 20), st.integers(1, 5))
def test_episodes_last_as_long_as_a_minute_by_minute_count_says(
    stays: list[tuple[int, int]], minutes: int, people: int
) -> None:
    """Everything happens at whole minutes, so looking at the middle of each minute tells the truth."""
    found = second_diversion(queue(*((taken, taken + wait) for taken, wait in stays)), rules(minutes, people))
    middles = np.arange(0, 261) + 0.5
    taken, wait = (np.array(side)[:, None] for side in zip(*stays, strict=True))
    present = (taken <= middles) & (middles < taken + wait)
    overdue = present & (middles - taken > minutes)
    holds = overdue.any(axis=0) | (present.sum(axis=0) > people)
    assert sum(episode.minutes for episode in found.episodes) == pytest.approx(holds.sum())
    assert len(found.episodes) == int(holds[0]) + int((holds[1:] & ~holds[:-1]).sum())


@given(STAYS)
def test_a_stricter_standard_never_calls_for_less(stays: list[tuple[int, int]]) -> None:
    tickets = queue(*((taken, taken + wait) for taken, wait in stays))
    strict, lax = second_diversion(tickets, rules(5, 2)), second_diversion(tickets, rules(15, 8))
    assert (strict.minutes_per_day.value or 0) >= (lax.minutes_per_day.value or 0)
