"""Outreach plans against an independent checker, through weeks of doing, slipping and planning anew (OU1, OU2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analyses.outreach.cases import AS_OF, WORKDAYS, broken_rules, limits, targets

from branchbook.analyses.outreach import (
    Change,
    Key,
    Limits,
    Progress,
    Reason,
    Record,
    Status,
    Step,
    Target,
    changes,
    make_plan,
    progress,
)
from branchbook.rules import Rules

NOTHING = Progress({}, {}, frozenset(), frozenset())
ENDS = ("opened", "refused")
EASY = Limits({"S1": 1}, desk=6, preparation_days=1, follow_up_days=3, between_visits=10, near_km=2, weeks=12)


def _records(plan, draw, as_of):
    """What people bring back by ``as_of``: most tasks done on their day, some late, cancelled, or not at all."""
    found = []
    for task in plan.tasks:
        fate = (
            "done"
            if task.done
            else draw(st.sampled_from(["done", "done", "late", "moved", "open", "cancelled", "refused"]))
        )
        if task.done or (fate in ("done", "refused") and task.day <= as_of):
            result = "refused" if fate == "refused" and task.key.step is Step.VISIT else ""
            found.append(_record(task, task.day, task.day, Status.DONE, result))
        elif fate == "late" and task.day <= as_of:
            found.append(_record(task, task.day, None, Status.POSTPONED))
        elif fate == "moved":
            asked = task.day + timedelta(days=draw(st.integers(0, 25)))
            found.append(_record(task, asked, None, Status.POSTPONED))
        elif fate == "cancelled" and task.day <= as_of and draw(st.booleans()):
            found.append(_record(task, task.day, None, Status.CANCELLED))
    return found


def _record(task, planned, visited, status, result=""):
    """As a ledger brings it back: the task's id tells its round."""
    return Record(task.key.target, task.key.step, task.owner, planned, visited, status, result, task.key.round)


@settings(max_examples=250, deadline=None)
@given(targets(), limits(), st.data())
def test_a_plan_keeps_every_rule_however_often_it_is_made_anew(found, bounds, data):
    so_far, previous, as_of = NOTHING, {}, AS_OF
    for _ in range(3):
        plan = make_plan(found, so_far, previous, bounds, WORKDAYS, as_of)
        assert broken_rules(plan, found, so_far, bounds, WORKDAYS, as_of) == []
        early = [key for key, day in plan.days.items() if as_of < day < previous.get(key, day)]
        assert [key for key in early if key.step is Step.VISIT and key not in so_far.done] == []
        as_of += timedelta(days=data.draw(st.integers(1, 12)))
        so_far = progress(_records(plan, data.draw, as_of), as_of, ENDS)
        previous = plan.days


@settings(max_examples=150, deadline=None)
@given(targets(), limits(), st.integers(1, 30))
def test_while_everything_happens_on_its_day_no_day_changes(found, bounds, passed):
    plan = make_plan(found, NOTHING, {}, bounds, WORKDAYS, AS_OF)
    as_of = AS_OF + timedelta(days=passed)
    records = [
        Record(task.key.target, task.key.step, task.owner, task.day, task.day, Status.DONE)
        for task in plan.tasks
        if task.day <= as_of
    ]
    so_far = progress(records, as_of, ENDS)
    again = make_plan(found, so_far, plan.days, bounds, WORKDAYS, as_of)
    assert {key: again.days[key] for key in plan.days} == plan.days


@settings(max_examples=100, deadline=None)
@given(targets(), limits(), st.data())
def test_the_order_of_the_lists_changes_no_plan(found, bounds, data):
    shuffled = data.draw(st.permutations(found))
    assert make_plan(shuffled, NOTHING, {}, bounds, WORKDAYS, AS_OF) == make_plan(
        found, NOTHING, {}, bounds, WORKDAYS, AS_OF
    )


def _target(name: str, priority: int = 1, **more: object) -> Target:
    return Target(name, "S1", priority, **more)


def _visits(plan) -> list[tuple[str, int, date]]:
    return [(t.key.target, t.key.round, t.day) for t in plan.tasks if t.key.step is Step.VISIT]


def test_the_spring_festival_is_skipped_and_its_make_up_days_are_worked():
    """2026: holidays 15 to 23 February, Saturday 14 and Saturday 28 are worked; visits from the 12th, one a day."""
    found = [_target(f"T{n:02d}") for n in range(8)]
    plan = make_plan(found, NOTHING, {}, EASY, WORKDAYS, AS_OF)
    assert [day.isoformat() for _, _, day in _visits(plan)] == [
        "2026-02-12", "2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28",
    ]  # fmt: skip


def test_a_near_target_of_lower_rank_shares_the_day_of_the_first():
    found = [
        _target("T1", 1, point=(121.5, 29.8)),
        _target("T2", 2, point=(121.6, 29.8)),
        _target("T3", 3, point=(121.505, 29.8)),
    ]
    two = Limits({"S1": 2}, 6, 1, 3, 10, 2, 12)
    visits = _visits(make_plan(found, NOTHING, {}, two, WORKDAYS, AS_OF))
    assert [name for name, _, _ in visits] == ["T1", "T3", "T2"]
    assert visits[0][2] == visits[1][2] < visits[2][2]


def test_a_visit_that_slipped_goes_first_and_pushes_its_successors():
    found = [_target("T1", 2, visits=2), _target("T2", 1)]
    before = make_plan(found, NOTHING, {}, EASY, WORKDAYS, AS_OF)
    later = date(2026, 2, 26)
    day = {Key(*key): value for *key, value in [(t.key.target, t.key.round, t.key.step, t.day) for t in before.tasks]}
    records = [Record("T2", step, "S1", day[Key("T2", 1, step)], day[Key("T2", 1, step)], Status.DONE) for step in Step]
    so_far = progress(records, later, ENDS)
    after = make_plan(found, so_far, before.days, EASY, WORKDAYS, later)
    first, second = Key("T1", 1, Step.VISIT), Key("T1", 2, Step.VISIT)
    told = {change.key: change for change in changes(before.days, after, so_far, WORKDAYS, later)}
    assert told[first].reason is Reason.SLIPPED
    assert told[first].before == date(2026, 2, 13)
    assert told[first].after == date(2026, 2, 28)  # the 27th is for its preparation
    assert told[second].reason is Reason.PUSHED
    assert told[second].after == WORKDAYS.shifted(date(2026, 2, 28), 10)
    assert told[Key("T2", 1, Step.VISIT)] == Change(
        Key("T2", 1, Step.VISIT), date(2026, 2, 12), date(2026, 2, 12), Reason.DONE
    )


def test_a_result_that_ends_the_matter_drops_the_next_visit_and_keeps_the_follow_up():
    found = [_target("T1", visits=2)]
    before = make_plan(found, NOTHING, {}, EASY, WORKDAYS, AS_OF)
    visited = before.days[Key("T1", 1, Step.VISIT)]
    records = [Record("T1", Step.VISIT, "S1", visited, visited, Status.DONE, "opened")]
    so_far = progress(records, visited, ENDS)
    after = make_plan(found, so_far, before.days, EASY, WORKDAYS, visited)
    told = {change.key: change.reason for change in changes(before.days, after, so_far, WORKDAYS, visited)}
    assert told[Key("T1", 2, Step.VISIT)] is Reason.DROPPED
    assert Key("T1", 1, Step.FOLLOW_UP) in after.days


def test_a_day_that_becomes_a_holiday_is_left_and_said_so():
    found = [_target("T1")]
    before = make_plan(found, NOTHING, {}, EASY, WORKDAYS, AS_OF)
    visit = before.days[Key("T1", 1, Step.VISIT)]
    closed = type(WORKDAYS)({visit: False})
    after = make_plan(found, NOTHING, before.days, EASY, closed, AS_OF)
    told = {change.key: change.reason for change in changes(before.days, after, NOTHING, closed, AS_OF)}
    assert told[Key("T1", 1, Step.VISIT)] is Reason.DAY_OFF
    assert after.days[Key("T1", 1, Step.VISIT)] > visit


def test_a_day_that_a_person_asked_for_is_given():
    so_far = progress([Record("T1", Step.VISIT, "S1", date(2026, 3, 5), None, Status.POSTPONED)], AS_OF, ENDS)
    plan = make_plan([_target("T1")], so_far, {}, EASY, WORKDAYS, AS_OF)
    assert plan.days[Key("T1", 1, Step.VISIT)] == date(2026, 3, 5)


def test_a_visit_that_was_put_off_beyond_the_next_one_pushes_that_one_instead_of_changing_places():
    records = [
        Record("T1", Step.VISIT, "S1", date(2026, 3, 5), None, Status.POSTPONED, round=1),
        Record("T1", Step.VISIT, "S1", date(2026, 2, 26), None, round=2),
    ]
    so_far = progress(records, AS_OF, ENDS)
    assert so_far.asked == {Key("T1", 1, Step.VISIT): date(2026, 3, 5), Key("T1", 2, Step.VISIT): date(2026, 2, 26)}
    plan = make_plan([_target("T1", visits=2)], so_far, {}, EASY, WORKDAYS, AS_OF)
    assert plan.days[Key("T1", 1, Step.VISIT)] == date(2026, 3, 5)
    assert plan.days[Key("T1", 2, Step.VISIT)] == WORKDAYS.shifted(date(2026, 3, 5), 10)


def test_an_extra_visit_takes_its_turn_by_its_day():
    planned = Record("T1", Step.VISIT, "S1", date(2026, 3, 5), None, round=1)
    for extra in (date(2026, 2, 26), date(2026, 3, 12)):
        asked = progress([planned, Record("T1", Step.VISIT, "S1", extra, None)], AS_OF, ENDS).asked
        assert [asked[Key("T1", number, Step.VISIT)] for number in (1, 2)] == sorted([extra, date(2026, 3, 5)])


@pytest.mark.parametrize(
    ("id_", "round_"),
    [("T1.12.v", 12), ("T1.1.p", None), ("T2.1.v", None), ("T1..v", None), ("V1", None), ("", None), ("T1.01.v", None)],
)
def test_only_an_id_of_a_plan_tells_its_round(id_: str, round_: int | None):
    assert Key.round_in(id_, "T1", Step.VISIT) == round_


def test_a_follow_up_that_is_done_shows_that_its_visit_took_place():
    planned, called = date(2026, 2, 5), date(2026, 2, 6)
    records = [
        Record("T1", Step.VISIT, "S1", planned, None),
        Record("T1", Step.FOLLOW_UP, "S1", called, called, Status.DONE),
    ]
    assert progress(records, AS_OF, ENDS).done[Key("T1", 1, Step.VISIT)] == planned


def test_the_second_visit_that_took_place_is_the_second_round_whatever_was_skipped():
    days = [date(2026, 1, day) for day in (5, 12, 19)]
    records = [
        Record("T1", Step.VISIT, "S1", days[0], days[0], Status.DONE),
        Record("T1", Step.VISIT, "S1", days[1], None, Status.POSTPONED),
        Record("T1", Step.VISIT, "S1", days[2], days[2], Status.DONE),
        Record("T1", Step.FOLLOW_UP, "S1", days[2], date(2026, 1, 20), Status.DONE),
    ]
    so_far = progress(records, AS_OF, ENDS)
    assert so_far.done == {
        Key("T1", 1, Step.VISIT): days[0],
        Key("T1", 2, Step.VISIT): days[2],
        Key("T1", 2, Step.FOLLOW_UP): date(2026, 1, 20),
    }
    assert so_far.asked == {Key("T1", 3, Step.VISIT): days[1]}


def test_a_day_in_the_future_has_not_happened_yet():
    so_far = progress([Record("T1", Step.VISIT, "S1", None, date(2026, 3, 5), Status.DONE)], AS_OF, ENDS)
    assert so_far.done == {}


def test_a_plan_into_a_year_without_announcement_is_provisional():
    plan = make_plan([_target(f"T{n}") for n in range(9)], NOTHING, {}, EASY, WORKDAYS, date(2026, 12, 22))
    assert plan.provisional == (2027,)
    assert make_plan([_target("T1")], NOTHING, {}, EASY, WORKDAYS, AS_OF).provisional == ()


def test_targets_beyond_the_weeks_of_the_plan_are_listed():
    short = Limits({"S1": 1}, 6, 1, 3, 10, 2, weeks=1)
    plan = make_plan([_target(f"T{n:02d}", n + 1) for n in range(5)], NOTHING, {}, short, WORKDAYS, date(2026, 3, 1))
    assert plan.left == ("T04",)
    assert len(_visits(plan)) == 4


def test_the_limits_come_from_the_rules():
    bounds = Limits.of(Rules.defaults(), {"S1": "head", "S2": "corporate_manager"})
    assert bounds.visits == {"S1": 1, "S2": 2}
