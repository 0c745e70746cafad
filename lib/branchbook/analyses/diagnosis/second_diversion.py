"""When the lobby should have asked and redirected waiting customers: FL4, read from the queue log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class Episode:
    """One stretch of time in which the trigger held without a break."""

    start: datetime
    minutes: float


@dataclass(frozen=True)
class HourOfEpisodes:
    """Episodes that began in this hour of the day."""

    hour: int
    episodes: int


@dataclass(frozen=True)
class SecondDiversion:
    """How often the trigger held, when, and for how long."""

    episodes: tuple[Episode, ...]
    open_days: Quantity
    days_with: Quantity
    per_day: Quantity
    minutes_per_day: Quantity
    longest: Quantity
    hours: tuple[HourOfEpisodes, ...]


def second_diversion(tickets: pd.DataFrame, rules: Rules) -> SecondDiversion:
    """Episodes of a long wait or a long queue, from tickets with ``taken_at`` and ``called_at``.

    A ticket waits from ``taken_at`` to ``called_at``; one never called is left out, since nobody noted when its holder
    went, so that queues are if anything longer than counted. The trigger holds while somebody who waits has waited
    more than ``FL4.long_wait_minutes``, or more than ``FL4.long_queue`` customers wait *(reading: either)*.
    """
    called = tickets[tickets["called_at"].notna() & (tickets["called_at"] >= tickets["taken_at"])]
    open_days = int(tickets["taken_at"].dt.normalize().nunique())
    episodes = _episodes(_levels(called, rules), rules.number("FL4.long_queue"))
    return _summary(episodes, open_days)


def _levels(called: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """How many wait, and how many have waited too long, from each moment of change on."""
    late = called["taken_at"] + pd.to_timedelta(rules.number("FL4.long_wait_minutes"), unit="min")
    overdue = called["called_at"] > late
    changes = pd.concat(
        [
            _changes(called["taken_at"], waiting=1),
            _changes(called["called_at"], waiting=-1),
            _changes(late[overdue], overdue=1),
            _changes(called.loc[overdue, "called_at"], overdue=-1),
        ]
    )
    return changes.groupby("at").sum().sort_index().cumsum()


def _changes(at: pd.Series, waiting: int = 0, overdue: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"at": at.to_numpy(), "waiting": waiting, "overdue": overdue})


def _episodes(levels: pd.DataFrame, long_queue: float) -> tuple[Episode, ...]:
    """Runs of moments at which the trigger holds; a run ends at the first moment at which it does not."""
    long_wait = (levels["overdue"] > 0).to_numpy()
    crowded = (levels["waiting"] > long_queue).to_numpy()
    holds = np.concatenate([[False], long_wait | crowded, [False]])
    starts, ends = np.flatnonzero(~holds[:-1] & holds[1:]), np.flatnonzero(holds[:-1] & ~holds[1:])
    moments = pd.DatetimeIndex(levels.index)
    return tuple(
        Episode(
            moments[start].to_pydatetime(),
            (moments[end] - moments[start]).total_seconds() / 60,
        )
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    )


def _summary(episodes: tuple[Episode, ...], open_days: int) -> SecondDiversion:
    days_with = len({episode.start.date() for episode in episodes})
    hours = pd.Series([episode.start.hour for episode in episodes], dtype="int64").value_counts().sort_index()
    return SecondDiversion(
        episodes,
        open_days=Quantity(open_days, Unit.DAYS),
        days_with=Quantity(days_with, Unit.DAYS),
        per_day=Quantity(len(episodes) / open_days, Unit.RATIO),
        minutes_per_day=Quantity(sum(episode.minutes for episode in episodes) / open_days, Unit.MINUTES),
        longest=Quantity(max((episode.minutes for episode in episodes), default=None), Unit.MINUTES),
        hours=tuple(HourOfEpisodes(int(str(hour)), int(n)) for hour, n in hours.items()),
    )
