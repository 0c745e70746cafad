"""Everything that chapter 60 tells of a branch: the plan, what changed, how far people have come, events (OU)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from branchbook.analyses.outreach.changes import Change, changes
from branchbook.analyses.outreach.gatherings import (
    Gathering,
    GatheringStep,
    gathering_steps,
    gatherings,
    months_without_district_day,
)
from branchbook.analyses.outreach.plan import Limits, Plan, make_plan
from branchbook.analyses.outreach.tasks import Key, Progress, Record, Status, Step, Target, in_turn, progress
from branchbook.rules import Rules
from branchbook.values.workdays import Workdays


@dataclass(frozen=True)
class Advance:
    """How far the outreach has come (OU2): visits due by now, visits made, targets visited and won (opened)."""

    due: int
    made: int
    visited: int
    opened: int

    @property
    def completed(self) -> float | None:
        """Visits made as a share of those due; None where none was due."""
        return self.made / self.due if self.due else None

    @property
    def converted(self) -> float | None:
        """Targets won as a share of targets visited; None where none was visited."""
        return self.opened / self.visited if self.visited else None


@dataclass(frozen=True)
class Outreach:
    """The outreach of a branch. ``previous`` is the plan before this one, empty for a first plan.

    ``steps`` are those of the events to come, ``bare_months`` the plan's months without a business-district day (OU5);
    ``has_events`` tells whether the bank listed its events at all.
    """

    targets: tuple[Target, ...]
    names: Mapping[str, str]
    progress: Progress
    plan: Plan
    previous: Mapping[Key, date]
    changes: tuple[Change, ...]
    advance: Advance
    gatherings: tuple[Gathering, ...]
    steps: tuple[GatheringStep, ...]
    bare_months: tuple[date, ...]
    records: tuple[Record, ...]
    has_events: bool

    @property
    def is_first(self) -> bool:
        """Whether there is neither an earlier plan nor a visit on record to hold this plan against."""
        return not self.previous and not self.records


def outreach(
    targets: Sequence[Target],
    names: Mapping[str, str],
    tables: Mapping[str, pd.DataFrame],
    rules: Rules,
    workdays: Workdays,
    as_of: date,
    kept: Mapping[Key, date] | None = None,
) -> Outreach:
    """Plan a branch's outreach; pure.

    ``targets`` are those with an owner, ``names`` what a report may call them, ``tables`` the branch's rows of
    ``staff``, ``visits`` and ``events`` where given. ``kept`` is the plan that was kept last; without one the days that
    the records had planned stand for it.
    """
    people = _people(tables.get("staff"))
    records = _records(tables.get("visits"))
    so_far = progress(records, as_of, rules.names("OU2.ends"))
    held = gatherings(tables.get("events"))
    off = {
        person: frozenset(event.day for event in held if event.owner == person)
        for person in sorted({event.owner for event in held if event.owner})
    }
    previous = dict(kept) if kept else _planned(records)
    chosen = _chosen(targets, int(rules.number("OU1.most_per_person")))
    plan = make_plan(chosen, so_far, previous, Limits.of(rules, people, off), workdays, as_of)
    changed = changes(previous, plan, so_far, workdays, as_of) if previous else ()
    steps = gathering_steps(held, rules, workdays, as_of)
    bare = months_without_district_day(held, as_of, as_of + timedelta(weeks=rules.number("OU1.weeks")))
    return Outreach(
        chosen, names, so_far, plan, previous, changed, _advance(records, as_of), held, steps, bare, records,
        "events" in tables,
    )  # fmt: skip


def _people(staff: pd.DataFrame | None) -> dict[str, str]:
    return {} if staff is None else dict(zip(staff["staff_id"].astype(str), staff["position"].astype(str), strict=True))


def _chosen(targets: Sequence[Target], most: int) -> tuple[Target, ...]:
    """Each person's first targets in rank; those that are to be visited at all."""
    counts: dict[str, int] = {}
    chosen = []
    for target in sorted(targets, key=lambda target: (target.priority, target.id)):
        counts[target.owner] = counts.get(target.owner, 0) + (target.visits > 0)
        if target.visits > 0 and counts[target.owner] <= most:
            chosen.append(target)
    return tuple(chosen)


def _records(visits: pd.DataFrame | None) -> tuple[Record, ...]:
    rows: Sequence[Mapping[Hashable, Any]] = [] if visits is None else visits.to_dict("records")
    return tuple(_record(row) for row in rows)


def _record(row: Mapping[Hashable, Any]) -> Record:
    target, step = str(row["customer_id"]), Step(_text(row["step"]) or Step.VISIT)
    visited_on = _day(row["visited_on"])
    return Record(
        target,
        step,
        _text(row["staff_id"]),
        _day(row["planned_on"]),
        visited_on,
        Status(_text(row["status"]) or (Status.DONE if visited_on else Status.PLANNED)),
        _text(row["result"]),
        Key.round_in(_text(row["visit_id"]), target, step),
    )


def _planned(records: Sequence[Record]) -> dict[Key, date]:
    """The days that the records had planned, the n-th record of a step being its n-th round."""
    kept = [record for record in records if record.planned_on and record.status is not Status.CANCELLED]
    groups: dict[tuple[str, Step], list[Record]] = {}
    for record in kept:
        groups.setdefault((record.target, record.step), []).append(record)
    return {
        Key(target, round_, step): day
        for (target, step), own in groups.items()
        for round_, (day, _) in enumerate(in_turn(own), start=1)
    }


def _advance(records: Sequence[Record], as_of: date) -> Advance:
    visits = [record for record in records if record.step is Step.VISIT and record.status is not Status.CANCELLED]
    made = [
        visit for visit in visits
        if (visit.visited_on and visit.visited_on <= as_of) or (visit.status is Status.DONE and not visit.visited_on)
    ]  # fmt: skip
    due = [visit for visit in visits if visit in made or (visit.planned_on and visit.planned_on <= as_of)]
    opened = {visit.target for visit in made if visit.result == "opened"}
    return Advance(len(due), len(made), len({visit.target for visit in made}), len(opened))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
