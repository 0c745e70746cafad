"""What a new plan says otherwise than the last one, and why (OU2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branchbook.analyses.outreach.plan import Plan
from branchbook.analyses.outreach.tasks import Key, Progress, Step
from branchbook.values.workdays import Workdays

_STEPS = tuple(Step)


class Reason(StrEnum):
    """Why a task stands otherwise than in the last plan."""

    DONE = "done"  #: it has happened
    SLIPPED = "slipped"  #: its day has passed and it has not happened
    DAY_OFF = "day_off"  #: its day is not worked, as is known now
    PUSHED = "pushed"  #: a task before it moved, or its day was full
    ADDED = "added"  #: it is new
    DROPPED = "dropped"  #: cancelled, ended, or no longer among the targets


@dataclass(frozen=True)
class Change:
    """One task's day before and after; None where it had or has none."""

    key: Key
    before: date | None
    after: date | None
    reason: Reason


def changes(
    previous: Mapping[Key, date], plan: Plan, progress: Progress, workdays: Workdays, as_of: date
) -> tuple[Change, ...]:
    """Every task that is done now, has moved, is new or gone since the last plan, by target, round and step."""
    days = plan.days
    found = [
        Change(key, previous.get(key), days.get(key), _reason(key, previous, days, progress, workdays, as_of))
        for key in sorted({*previous, *days}, key=_place)
        if previous.get(key) != days.get(key) or key in progress.done
    ]
    return tuple(change for change in found if change.reason is not Reason.DONE or change.before is not None)


def _place(key: Key) -> tuple[str, int, int]:
    return key.target, key.round, _STEPS.index(key.step)


def _reason(
    key: Key,
    previous: Mapping[Key, date],
    days: Mapping[Key, date],
    progress: Progress,
    workdays: Workdays,
    as_of: date,
) -> Reason:
    before = previous.get(key)
    if key in progress.done:
        return Reason.DONE
    if key not in days:
        return Reason.DROPPED
    if before is None:
        return Reason.ADDED
    if before <= as_of:
        return Reason.SLIPPED
    return Reason.PUSHED if workdays.is_workday(before) else Reason.DAY_OFF
