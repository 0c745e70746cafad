"""The queue in front of windows."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from branchbook.demo.queue import NEVER, NO_SHOW_SECONDS, Call, Shift, Visit, Window, serve

PATIENT = 10**8


def always_open(count: int) -> tuple[Window, ...]:
    return tuple(Window(str(number), (Shift(0),)) for number in range(1, count + 1))


visits = st.lists(
    st.builds(Visit, taken=st.integers(0, 3600), service=st.integers(1, 900), patience=st.sampled_from([60, PATIENT])),
    max_size=40,
).map(lambda drawn: sorted(drawn, key=lambda visit: visit.taken))

shift_times = st.lists(st.integers(0, 5000), min_size=4, max_size=4, unique=True).map(sorted)


def and_part_time(times: list[list[int]]) -> tuple[Window, ...]:
    """One window that is always open, and one with two shifts for each four times."""
    return (
        *always_open(1),
        *(Window(f"P{number}", (Shift(a, b), Shift(c, d))) for number, (a, b, c, d) in enumerate(times)),
    )


windows = st.lists(shift_times, max_size=3).map(and_part_time)


def test_one_window_serves_one_after_another() -> None:
    people = [Visit(0, 100, PATIENT), Visit(10, 50, PATIENT), Visit(200, 30, PATIENT)]

    assert serve(people, always_open(1)) == [Call("1", 0, 100), Call("1", 100, 150), Call("1", 200, 230)]


def test_who_has_left_is_called_in_vain_and_costs_the_window_a_moment() -> None:
    people = [Visit(0, 100, PATIENT), Visit(10, 50, 20), Visit(20, 50, PATIENT)]

    assert serve(people, always_open(1))[1:] == [Call("1", 100, None), Call("1", 125, 175)]
    assert NO_SHOW_SECONDS == 25


def test_a_window_at_lunch_calls_nobody_but_finishes_whom_it_has() -> None:
    window = Window("1", (Shift(0, 100), Shift(500)))
    people = [Visit(0, 90, PATIENT), Visit(1, 90, PATIENT), Visit(2, 10, PATIENT)]

    assert [call.called for call in serve(people, (window,))] == [0, 90, 500]


def test_a_window_that_has_closed_for_good_never_calls() -> None:
    assert Window("1", (Shift(0, 100),)).next_call(100) == NEVER


@given(visits, windows)
def test_tickets_are_called_in_their_order_and_never_before_they_are_taken(
    people: list[Visit], open_windows: tuple[Window, ...]
) -> None:
    calls = serve(people, open_windows)
    called = [call.called for call in calls]

    assert called == sorted(called)
    assert all(call.called >= visit.taken for call, visit in zip(calls, people, strict=True))


@given(visits, windows)
def test_a_window_serves_one_person_at_a_time(people: list[Visit], open_windows: tuple[Window, ...]) -> None:
    for number in [window.number for window in open_windows]:
        own = [call for call in serve(people, open_windows) if call.window == number]
        for earlier, later in pairwise(own):
            assert later.called >= (earlier.finished or earlier.called)


@given(visits)
def test_another_window_makes_nobody_wait_longer_when_all_are_patient(people: list[Visit]) -> None:
    patient = [Visit(visit.taken, visit.service, PATIENT) for visit in people]
    two, three = serve(patient, always_open(2)), serve(patient, always_open(3))

    assert all(more.called <= fewer.called for more, fewer in zip(three, two, strict=True))


@given(visits, windows)
def test_the_number_waiting_over_time_adds_up_to_the_waits(
    people: list[Visit], open_windows: tuple[Window, ...]
) -> None:
    """Little's law: the area under the number waiting, counted second by second, is the sum of all waits."""
    calls = serve(people, open_windows)
    end = max((call.called for call in calls), default=0) + 1
    taken = np.bincount([visit.taken for visit in people], minlength=end)
    called = np.bincount([call.called for call in calls], minlength=end)
    waiting = np.cumsum(taken - called)

    assert waiting.min(initial=0) >= 0
    assert waiting.sum() == sum(call.called - visit.taken for call, visit in zip(calls, people, strict=True))


def test_waits_agree_with_the_formula_of_erlang() -> None:
    """M/M/3 at 80 % load: the mean wait is C(3, a) / (c mu - lambda), with Erlang's C from its textbook sum.

    The tolerance is four standard errors of the mean of batches, since waits of neighbours resemble each other.
    """
    windows_open, load, mean_service = 3, 0.8, 300.0
    offered = windows_open * load
    rng = np.random.default_rng(3)
    count, batches = 200_000, 100
    taken = np.cumsum(rng.exponential(mean_service / offered, count)).astype(int)
    service = np.maximum(rng.exponential(mean_service, count).round(), 1).astype(int)
    people = [Visit(int(at), int(takes), 10**12) for at, takes in zip(taken, service, strict=True)]

    waits = np.array([call.called for call in serve(people, always_open(windows_open))]) - taken

    busy = offered**windows_open / math.factorial(windows_open) / (1 - load)
    chance_to_wait = busy / (sum(offered**k / math.factorial(k) for k in range(windows_open)) + busy)
    expected = chance_to_wait * mean_service / (windows_open - offered)
    means = waits.reshape(batches, -1).mean(axis=1)
    assert abs(means.mean() - expected) < 4 * means.std(ddof=1) / math.sqrt(batches)
