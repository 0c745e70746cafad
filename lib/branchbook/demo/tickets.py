"""The queue log of the last quarter at the staffed branches, as the ticket machine would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from branchbook.demo.bank import Outlet, staffed_outlets
from branchbook.demo.days import AS_OF, TICKETS_START, draw_opening_seconds, load, open_days
from branchbook.demo.queue import Call, Shift, Visit, Window, serve
from branchbook.demo.seeds import stream
from branchbook.demo.troubles import suffers
from branchbook.values.branch import BranchType


@dataclass(frozen=True)
class Errand:
    """What people come for: share of visits, median service time in minutes."""

    name: str
    share: float
    minutes: float


ERRANDS: tuple[Errand, ...] = (
    Errand("现金业务", 0.46, 5.0),
    Errand("非现金业务", 0.26, 7.5),
    Errand("对公业务", 0.14, 10.0),
    Errand("开户及账户业务", 0.09, 15.0),
    Errand("理财业务", 0.05, 17.0),
)
_PACE: Mapping[BranchType, float] = {
    BranchType.WEALTH_CENTRE: 1.4,
    BranchType.PREMIUM: 1.2,
    BranchType.BASIC: 1.0,
}
"""How long an errand takes, relative to a basic branch: the wealthier the customers, the more there is to settle."""

_SERVICE_SPREAD = 0.45  # of the logarithm of the service time
_PATIENCE_MINUTES, _PATIENCE_SPREAD = 60.0, 0.4  # median, and spread of the logarithm

_VIP_SHARE: Mapping[BranchType, float] = {BranchType.WEALTH_CENTRE: 0.15, BranchType.PREMIUM: 0.1}
_HOUR = 3600
_ALL_DAY = (Shift(9 * _HOUR),)
_AROUND_LUNCH = (Shift(9 * _HOUR, 12 * _HOUR), Shift(13 * _HOUR, 17 * _HOUR))
_AT_THE_PEAKS = (Shift(10 * _HOUR, 13 * _HOUR), Shift(14 * _HOUR, 16 * _HOUR))
_FROM_NOON = (Shift(12 * _HOUR, 16 * _HOUR),)

_VIP_WINDOW = Window("V1", _ALL_DAY)
_ORDINARY_WINDOWS = (Window("1", _ALL_DAY), Window("2", _AROUND_LUNCH), Window("3", _AT_THE_PEAKS))
_TOWNSHIP_WINDOWS = (Window("1", _ALL_DAY),)
_TOO_FEW_WINDOWS = (Window("1", _ALL_DAY), Window("2", _FROM_NOON))
"""Where waits are long nobody opens a second window before noon, though three counters stand there."""


def tickets(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``tickets``: tickets A are called by the counters, tickets V by the window for VIPs, each in order."""
    return pd.concat([_tickets_of(one, staff) for one in staffed_outlets()], ignore_index=True)


def _tickets_of(one: Outlet, staff: pd.DataFrame) -> pd.DataFrame:
    rng = stream("tickets", one.id)
    rows = [row for day in open_days(TICKETS_START, AS_OF) for row in _day(rng, one, day)]
    frame = pd.DataFrame(rows).assign(branch_id=one.id)
    midnight = pd.to_datetime(frame.pop("day"))
    for moment in ("taken_at", "called_at", "finished_at"):
        frame[moment] = midnight + pd.to_timedelta(frame[moment].astype("float64"), unit="s")
    tellers = _tellers(staff[staff["branch_id"] == one.id])
    return frame.assign(abandoned=frame["finished_at"].isna(), staff_id=frame["window"].map(tellers))


def _tellers(team: pd.DataFrame) -> dict[str, str]:
    """The teller of each window: high counters at the numbered ones, a low counter at the window for VIPs."""
    cash = team.loc[team["position"] == "high_counter", "staff_id"]
    low = team.loc[team["position"] == "low_counter", "staff_id"]
    numbered = {str(number): staff_id for number, staff_id in enumerate(cash, start=1)}
    return numbered | dict.fromkeys([_VIP_WINDOW.number], low.max())


def _windows(one: Outlet) -> tuple[Window, ...]:
    if suffers(one.id, "long_waits"):
        return _TOO_FEW_WINDOWS
    return _TOWNSHIP_WINDOWS if one.grade == "township" else _ORDINARY_WINDOWS


class _Row(NamedTuple):
    """A line of the queue log; the three moments are seconds of the day."""

    day: date
    ticket_id: str
    business: str
    vip: bool
    taken_at: int
    called_at: int
    finished_at: int | None
    window: str


def _day(rng: np.random.Generator, one: Outlet, day: date) -> list[_Row]:
    count = int(rng.poisson(one.visitors * load(day)))
    errands = [ERRANDS[i] for i in rng.choice(len(ERRANDS), size=count, p=[errand.share for errand in ERRANDS])]
    visits = _visits(rng, _PACE[one.type] * np.array([errand.minutes for errand in errands]))
    vip = rng.random(count) < _VIP_SHARE.get(one.type, 0.0)
    rows = [
        _Row(day, ticket, errands[i].name, bool(vip[i]), visits[i].taken, call.called, call.finished, call.window)
        for members, letter, windows in ((~vip, "A", _windows(one)), (vip, "V", (_VIP_WINDOW,)))
        for i, ticket, call in _queue(np.flatnonzero(members), letter, windows, visits)
    ]
    return sorted(rows, key=attrgetter("taken_at", "ticket_id"))


def _queue(
    members: np.ndarray, letter: str, windows: tuple[Window, ...], visits: list[Visit]
) -> Iterator[tuple[int, str, Call]]:
    """The visits of one queue with their tickets, numbered from 1, and calls."""
    calls = serve([visits[i] for i in members], windows)
    tickets = (f"{letter}{number:04d}" for number in range(1, len(calls) + 1))
    return zip(members.tolist(), tickets, calls, strict=True)


def _visits(rng: np.random.Generator, minutes: np.ndarray) -> list[Visit]:
    """Visits in the order of arrival, one for each service time in minutes."""
    count = len(minutes)
    taken = np.sort(draw_opening_seconds(rng, count))
    service = 60 * minutes * np.exp(_SERVICE_SPREAD * rng.standard_normal(count))
    patience = 60 * _PATIENCE_MINUTES * np.exp(_PATIENCE_SPREAD * rng.standard_normal(count))
    return [Visit(*(int(n) for n in row)) for row in zip(taken, service, patience, strict=True)]
