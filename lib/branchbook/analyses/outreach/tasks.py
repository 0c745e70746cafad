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

    @classmethod
    def round_in(cls, id_: str, target: str, step: Step) -> int | None:
        """The round that an id tells; None for an id of the bank's own, or of a visit that nobody had planned."""
        number = id_.removeprefix(f"{target}.").removesuffix(f".{step.value[0]}")
        told = number.isdecimal() and cls(target, int(number), step).id == id_
        return int(number) if told else None


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
    """One line that a person brought back: a task as planned, and what became of it. Empty parts are unknown.

    ``round`` is the one for which the task was planned, where its id tells.
    """

    target: str
    step: Step
    owner: str = ""
    planned_on: date | None = None
    visited_on: date | None = None
    status: Status = Status.PLANNED
    result: str = ""
    round: int | None = None


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
    """Read records: the n-th visit that took place is a target's n-th round, those still open are the rounds after it,
    in the order of :func:`in_turn`.

    A task is done when its record says so or tells a day of completion, up to ``as_of``; what is dated later has not
    happened yet and counts as asked for that day. A follow-up belongs to the last visit before it that has none yet;
    where there is no such visit, it shows that one took place: on its planned day, if that was before.
    """
    listed = sorted(records, key=_when)
    done: dict[Key, date] = {}
    asked: dict[Key, date] = {}
    for target in sorted({record.target for record in listed}):
        own = [record for record in listed if record.target == target and record.status is not Status.CANCELLED]
        made, coming = _read(target, own, as_of)
        done |= made
        asked |= coming
    return Progress(
        done,
        asked,
        dropped=frozenset(record.target for record in listed if record.status is Status.CANCELLED),
        ended=frozenset(record.target for record in listed if record.result in ends and _happened(record, as_of)),
    )


def _read(target: str, records: Iterable[Record], as_of: date) -> tuple[dict[Key, date], dict[Key, date]]:
    """What is done and what was asked for, of one target."""
    done: dict[Step, list[date]] = {step: [] for step in Step}
    open_: dict[Step, list[Record]] = {step: [] for step in Step}
    for record in records:
        happened = _happened(record, as_of)
        if happened:
            done[record.step].append(happened)
        else:
            open_[record.step].append(record)
    asked = {step: [day for day, _ in in_turn(open_[step])] for step in Step}
    visits, followed = _rounds(done[Step.VISIT], sorted(done[Step.FOLLOW_UP]), asked[Step.VISIT])
    made = {Key(target, place, Step.VISIT): day for place, day in enumerate(visits, start=1)}
    made |= {Key(target, place, Step.FOLLOW_UP): day for place, day in followed.items()}
    made |= {Key(target, 1, Step.PREPARATION): day for day in done[Step.PREPARATION][:1]}
    open_rounds = [place for place in range(1, len(visits) + len(asked[Step.FOLLOW_UP]) + 1) if place not in followed]
    coming = {Key(target, place, Step.VISIT): day for place, day in enumerate(asked[Step.VISIT], start=len(visits) + 1)}
    days = zip(open_rounds, asked[Step.FOLLOW_UP], strict=False)
    coming |= {Key(target, place, Step.FOLLOW_UP): day for place, day in days}
    if not done[Step.PREPARATION]:
        coming |= {Key(target, 1, Step.PREPARATION): day for day in asked[Step.PREPARATION][:1]}
    return made, coming


def in_turn(records: Iterable[Record]) -> list[tuple[date, Record]]:
    """The dated records of one target and step in the order of their rounds, each with its planned day.

    They are ordered by day; but a round that was put off does not change places with the one after it.
    """
    dated = [(record.planned_on, record) for record in records if record.planned_on]
    places = [(day, 0, day, record) for day, record in dated if record.round is None]
    latest = date.min
    numbered = [(record.round, day, record) for day, record in dated if record.round is not None]
    for round_, day, record in sorted(numbered, key=lambda found: found[:2]):
        latest = max(latest, day)
        places.append((latest, round_, day, record))
    return [(day, record) for _, _, day, record in sorted(places, key=lambda place: place[:3])]


def _rounds(visits: list[date], follow_ups: list[date], open_visits: list[date]) -> tuple[list[date], dict[int, date]]:
    """Days of all visits that took place, and of the follow-ups by round; takes what it infers from ``open_visits``."""
    free = sorted(visits)
    pairs: list[tuple[date, date]] = []
    for day in follow_ups:
        before = [visit for visit in free if visit <= day]
        if before:
            free.remove(before[-1])
            pairs.append((before[-1], day))
        else:
            planned = open_visits.pop(0) if open_visits else day
            pairs.append((min(planned, day), day))
    together = sorted([*((visit, day) for visit, day in pairs), *((visit, date.max) for visit in free)])
    followed = {place: day for place, (_, day) in enumerate(together, start=1) if day != date.max}
    return [visit for visit, _ in together], followed


def _when(record: Record) -> tuple[str, str, date]:
    return record.target, record.step.value, record.visited_on or record.planned_on or date.max


def _happened(record: Record, as_of: date) -> date | None:
    if record.visited_on:
        return record.visited_on if record.visited_on <= as_of else None
    if record.status is Status.DONE and record.planned_on and record.planned_on <= as_of:
        return record.planned_on
    return None
