"""Events (营销活动, OU5): what is held when, the six steps of one that is no sale, and months without a
business-district day (商圈日)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from branchbook.rules import Rules
from branchbook.values.workdays import Workdays

NON_FINANCIAL = "non_financial"
DISTRICT_DAY = "district_day"


@dataclass(frozen=True)
class Gathering:
    """One event (OU5); numbers of people are None where not told."""

    name: str
    day: date
    kind: str
    touchpoint: str
    partner: str
    owner: str
    invited: int | None
    attended: int | None


@dataclass(frozen=True)
class GatheringStep:
    """A step towards an event, or after it: its name in the rule ``OU5.steps`` and the day by which it is done.

    ``overdue`` tells that this day has passed; nothing records whether the step was done.
    """

    gathering: Gathering
    name: str
    day: date
    overdue: bool


def gatherings(events: pd.DataFrame | None) -> tuple[Gathering, ...]:
    """The rows of the table ``events``, by day and name; none where the table was not given."""
    if events is None:
        return ()
    rows: Sequence[Mapping[Hashable, Any]] = events.to_dict("records")
    return tuple(sorted((_gathering(row) for row in rows), key=lambda event: (event.day, event.name)))


def gathering_steps(
    held: Sequence[Gathering], rules: Rules, workdays: Workdays, as_of: date
) -> tuple[GatheringStep, ...]:
    """The six steps of every non-financial event still to come (OU5), event by event.

    ``OU5.steps`` gives each step the working days by which it lies before the day of the event (below zero) or after
    it.
    """
    distances = rules.mapping("OU5.steps")
    return tuple(
        GatheringStep(event, name, day, day < as_of)
        for event in held
        if event.kind == NON_FINANCIAL and event.day > as_of
        for name, distance in sorted(distances.items(), key=lambda step: step[1])
        for day in (workdays.shifted(event.day, int(distance)),)
    )


def months_without_district_day(held: Sequence[Gathering], as_of: date, last: date) -> tuple[date, ...]:
    """The first days of the months that end after ``as_of`` and by ``last`` and in which no business-district day is
    held (OU5 wants one a month); empty where no event is known at all."""
    if not held:
        return ()
    taken = {(event.day.year, event.day.month) for event in held if event.kind == DISTRICT_DAY}
    bare, month = [], as_of.replace(day=1)
    while (after := (month + timedelta(days=32)).replace(day=1)) - timedelta(days=1) <= last:
        if after - timedelta(days=1) > as_of and (month.year, month.month) not in taken:
            bare.append(month)
        month = after
    return tuple(bare)


def _gathering(row: Mapping[Hashable, Any]) -> Gathering:
    return Gathering(
        _text(row["name"]), row["held_on"].date(), _text(row["kind"]), _text(row["touchpoint"]), _text(row["partner"]),
        _text(row["staff_id"]), _count(row["invited"]), _count(row["attended"]),
    )  # fmt: skip


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
