"""What is planned and what has happened: targets, tasks and the records that people bring back (OU1, OU2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """The kinds of task; each round of a target has them in this order, the preparation before the first visit only."""

    PREPARATION = "preparation"  #: 访前准备
    VISIT = "visit"  #: 拜访
    FOLLOW_UP = "follow_up"  #: 访后跟进


@dataclass(frozen=True)
class Target:
    """A customer or enterprise to be visited by its owner.

    ``priority`` orders targets, 1 first; ``visits`` is how often it is to be visited; ``point`` is (longitude,
    latitude), ``area`` the district or street, either of which may be missing.
    """

    id: str
    owner: str
    priority: int
    visits: int = 1
    point: tuple[float, float] | None = None
    area: str = ""


@dataclass(frozen=True, order=True)
class Key:
    """A task's name from one plan to the next: the target, the round (1 for the first visit) and the step."""

    target: str
    round: int
    step: Step

    @property
    def id(self) -> str:
        """The key as one word, for ledgers and calendars: ``C39.1.v`` is the first visit of C39."""
        return f"{self.target}.{self.round}.{self.step.value[0]}"


@dataclass(frozen=True)
class Task:
    """One task of one person on one day; ``done`` once it has happened."""

    key: Key
    owner: str
    day: date
    done: bool = False


class Status(StrEnum):
    """What a record says of its task."""

    PLANNED = "planned"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Record:
    """One line that a person brought back: a task as planned, and what became of it. Empty parts are unknown."""

    target: str
    step: Step
    owner: str = ""
    planned_on: date | None = None
    visited_on: date | None = None
    status: Status = Status.PLANNED
    result: str = ""


@dataclass(frozen=True)
class Progress:
    """Where each target stands. ``done`` and ``asked`` (a future day that a person wrote) are by key.

    ``dropped`` targets were cancelled; ``ended`` ones have a result after which no visit follows (OU2.ends).
    """

    done: Mapping[Key, date]
    asked: Mapping[Key, date]
    dropped: frozenset[str]
    ended: frozenset[str]


def progress(records: Iterable[Record], as_of: date, ends: tuple[str, ...]) -> Progress:
    """Read records in their order of time: the n-th visit of a target belongs to its n-th round.

    A task is done when its record says so or tells a day of completion, up to ``as_of``; what is dated later has not
    happened yet and counts as asked for that day. A follow-up that is done shows that its visit took place: on its
    planned day, if that was before.
    """
    done: dict[Key, date] = {}
    asked: dict[Key, date] = {}
    counts: dict[tuple[str, Step], int] = {}
    listed = sorted(records, key=_when)
    for record in (record for record in listed if record.status is not Status.CANCELLED):
        place = (record.target, record.step)
        counts[place] = counts.get(place, 0) + 1
        key = Key(record.target, counts[place], record.step)
        happened = _happened(record, as_of)
        if happened:
            done[key] = happened
        elif record.planned_on:
            asked[key] = record.planned_on
    _infer_visits(done, asked)
    return Progress(
        done,
        asked,
        dropped=frozenset(record.target for record in listed if record.status is Status.CANCELLED),
        ended=frozenset(record.target for record in listed if record.result in ends and _happened(record, as_of)),
    )


def _infer_visits(done: dict[Key, date], asked: dict[Key, date]) -> None:
    followed = {key: day for key, day in done.items() if key.step is Step.FOLLOW_UP}
    for key, day in followed.items():
        visit = Key(key.target, key.round, Step.VISIT)
        if visit not in done:
            done[visit] = min(asked.pop(visit, day), day)


def _when(record: Record) -> tuple[str, str, date]:
    return record.target, record.step.value, record.visited_on or record.planned_on or date.max


def _happened(record: Record, as_of: date) -> date | None:
    if record.visited_on:
        return record.visited_on if record.visited_on <= as_of else None
    if record.status is Status.DONE and record.planned_on and record.planned_on <= as_of:
        return record.planned_on
    return None
