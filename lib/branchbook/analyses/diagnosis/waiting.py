"""Flow and waits of a branch, from its queue log: arrivals, waits, who left, and second diversion (FL1, FL2, FL4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.analyses.diagnosis.second_diversion import SecondDiversion, second_diversion
from branchbook.indicators import PeerRow
from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class HourOfWaits:
    """One hour of the day, by when tickets were taken.

    Waits are of tickets that were called, and not before they were taken; below ``FL4.least_per_hour`` of them in all
    there is no median and no ninetieth percentile. ``abandoned_share`` is of tickets known to be served or left.
    """

    hour: int
    tickets: Quantity
    per_day: Quantity
    median: Quantity
    ninetieth: Quantity
    long_share: Quantity
    abandoned_share: Quantity


@dataclass(frozen=True)
class Waiting:
    """The queue of a branch: by hour, in all and against peers, and when customers should have been redirected."""

    tickets: Quantity
    open_days: Quantity
    per_day: Quantity
    hours: tuple[HourOfWaits, ...]
    busiest: int | None
    rows: tuple[PeerRow, ...]
    diversion: SecondDiversion | None
    missing: tuple[Lack, ...]


_INDICATORS = ("median_wait_minutes", "long_wait_share", "abandoned_share", "within_promise_share")


def waiting(tickets: pd.DataFrame | None, standing: Mapping[str, PeerRow], rules: Rules) -> Waiting:
    """The queue from this branch's tickets, over the whole period that they cover."""
    missing = lacks(tickets, "tickets")
    if tickets is None or missing:
        nothing = Quantity(None, Unit.COUNT)
        return Waiting(nothing, Quantity(None, Unit.DAYS), nothing, (), None, (), None, missing)
    open_days = int(tickets["taken_at"].dt.normalize().nunique())
    hours = _hours(tickets, open_days, rules)
    return Waiting(
        Quantity(len(tickets), Unit.COUNT),
        Quantity(open_days, Unit.DAYS),
        Quantity(len(tickets) / open_days, Unit.RATIO),
        hours,
        busiest=_busiest(hours),
        rows=tuple(standing[name] for name in _INDICATORS if name in standing),
        diversion=second_diversion(tickets, rules) if tickets["called_at"].notna().any() else None,
        missing=lacks(tickets, "tickets", "called_at", "finished_at", "abandoned"),
    )


def _hours(tickets: pd.DataFrame, open_days: int, rules: Rules) -> tuple[HourOfWaits, ...]:
    """The hours from the first to the last with a ticket."""
    hour = tickets["taken_at"].dt.hour
    waits = (tickets["called_at"] - tickets["taken_at"]).dt.total_seconds() / 60
    frame = pd.DataFrame({"wait": waits.where(waits >= 0), "left": _left(tickets)})
    return tuple(_hour(number, frame[hour == number], open_days, rules) for number in range(hour.min(), hour.max() + 1))


def _left(tickets: pd.DataFrame) -> pd.Series:
    """Whether the customer left: 1, 0, or nan where the log does not tell. A called ticket without a mark
    was served."""
    noted = tickets["abandoned"].astype("float64")
    if not tickets["abandoned"].notna().any():
        return noted
    return noted.mask(noted.isna() & tickets["called_at"].notna(), 0.0)


def _hour(number: int, tickets: pd.DataFrame, open_days: int, rules: Rules) -> HourOfWaits:
    waits, left = tickets["wait"].dropna(), tickets["left"].dropna()
    enough = len(waits) >= rules.number("FL4.least_per_hour")
    long = waits > rules.number("FL4.long_wait_minutes")
    return HourOfWaits(
        int(number),
        Quantity(len(tickets), Unit.COUNT),
        Quantity(len(tickets) / open_days, Unit.RATIO),
        Quantity(float(waits.median()) if enough else None, Unit.MINUTES),
        Quantity(float(waits.quantile(0.9)) if enough else None, Unit.MINUTES),
        Quantity(float(long.mean()) if enough else None, Unit.SHARE),
        Quantity(float(left.mean()) if len(left) else None, Unit.SHARE),
    )


def _busiest(hours: tuple[HourOfWaits, ...]) -> int:
    """The hour with the most tickets a day, the earliest of equals."""
    return max(hours, key=lambda row: row.tickets.value or 0).hour
