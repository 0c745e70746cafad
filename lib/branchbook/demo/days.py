"""The year of the demo bank: 2025 with its public holidays, and how busy a day and an hour are.

Branches open Monday to Saturday from 9:00 to 17:00 and on the make-up workdays; on public holidays and other Sundays
there is no counter business. Machines and mobile banking work around the clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FIRST_DAY = date(2025, 1, 1)
AS_OF = date(2025, 12, 31)
MONTHS = tuple(date(2025, month, 1) for month in range(1, 13))
COACHING_STARTS = date(2025, 7, 1)
TICKETS_START = date(2025, 10, 1)

PUBLIC_HOLIDAYS: tuple[tuple[date, date], ...] = (
    (date(2025, 1, 1), date(2025, 1, 1)),  # 元旦
    (date(2025, 1, 28), date(2025, 2, 4)),  # 春节
    (date(2025, 4, 4), date(2025, 4, 6)),  # 清明节
    (date(2025, 5, 1), date(2025, 5, 5)),  # 劳动节
    (date(2025, 5, 31), date(2025, 6, 2)),  # 端午节
    (date(2025, 10, 1), date(2025, 10, 8)),  # 国庆节、中秋节
)
"""First and last day of each public holiday of 2025."""

MAKE_UP_WORKDAYS = frozenset(
    {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}
)
"""Weekend days of 2025 that are ordinary workdays (调休)."""

OPENING_SECOND = 9 * 3600
_SLOT_SECONDS = 1800

_WEEKDAY_LOAD = (1.25, 1.05, 1.0, 1.0, 1.1, 0.5, 1.0)  # Monday to Sunday; an open Sunday is a make-up workday
_MONTH_END_LOAD = 1.45
_MONTH_END_DAYS = 3  # open days at the end of a month that are busy
_SALARY_LOAD = 1.25
_SALARY_DAYS = frozenset({10, 15})
_BEFORE_HOLIDAY_LOAD = 1.3  # the last five days before the Spring Festival and the National Day
_BEFORE_HOLIDAY_DAYS = 5
_LONG_HOLIDAYS = (date(2025, 1, 28), date(2025, 10, 1))

_COUNTER_SLOTS = (5, 7.5, 10.5, 11, 9.5, 5.5, 3.5, 3.5, 4.5, 5.5, 7, 7.5, 7.5, 6, 4, 2)
"""Load of the sixteen half hours from 9:00 to 17:00; the peak is 10:00 to 11:30."""

_CLOCK_HOURS = (1, 0.5, 0.3, 0.2, 0.3, 0.8, 2, 4, 6, 7, 7.5, 7, 6.5, 5.5, 5.5, 6, 6, 6.5, 7, 7, 6.5, 5.5, 4, 2)
"""Load of the 24 hours of the day where machines and telephones serve."""

Seconds = NDArray[np.int64]
"""Seconds of the day."""


@cache
def days_between(first: date, last: date) -> tuple[date, ...]:
    """All days from ``first`` to ``last``, both included."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def is_open(day: date) -> bool:
    """Whether staffed branches do counter business on this day of 2025."""
    if any(first <= day <= last for first, last in PUBLIC_HOLIDAYS):
        return False
    return day in MAKE_UP_WORKDAYS or day.weekday() != 6


@cache
def open_days(first: date = FIRST_DAY, last: date = AS_OF) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` on which staffed branches are open."""
    return tuple(day for day in days_between(first, last) if is_open(day))


def is_month_end(day: date) -> bool:
    """Whether this is one of the last three open days of its month."""
    following = (date(day.year, day.month, 28) + timedelta(days=4)).replace(day=1)
    return day in open_days(day.replace(day=1), following - timedelta(days=1))[-_MONTH_END_DAYS:]


@cache
def load(day: date) -> float:
    """How busy an open day is, an ordinary Wednesday being 1: Mondays, month ends, salaries, before long holidays."""
    weight = 1.0 if day in MAKE_UP_WORKDAYS else _WEEKDAY_LOAD[day.weekday()]
    if is_month_end(day):
        weight *= _MONTH_END_LOAD
    if day.day in _SALARY_DAYS:
        weight *= _SALARY_LOAD
    if any(0 < (holiday - day).days <= _BEFORE_HOLIDAY_DAYS for holiday in _LONG_HOLIDAYS):
        weight *= _BEFORE_HOLIDAY_LOAD
    return weight


def draw_open_days(rng: np.random.Generator, count: int) -> pd.DatetimeIndex:
    """Days of counter business, busy days more often."""
    return _draw(rng, open_days(), count)


def draw_any_days(rng: np.random.Generator, count: int) -> pd.DatetimeIndex:
    """Days of business by machine or telephone, holidays and Sundays included."""
    return _draw(rng, days_between(FIRST_DAY, AS_OF), count)


def _draw(rng: np.random.Generator, days: tuple[date, ...], count: int) -> pd.DatetimeIndex:
    weights = np.array([load(day) for day in days])
    chosen = rng.choice(len(days), size=count, p=weights / weights.sum())
    return pd.DatetimeIndex(np.array(days, dtype="datetime64[s]")[chosen])


def draw_opening_seconds(rng: np.random.Generator, count: int) -> Seconds:
    """Moments within opening hours, with the peaks of a bank hall."""
    return OPENING_SECOND + _draw_slots(rng, _COUNTER_SLOTS, _SLOT_SECONDS, count)


def draw_clock_seconds(rng: np.random.Generator, count: int) -> Seconds:
    """Moments around the clock."""
    return _draw_slots(rng, _CLOCK_HOURS, 3600, count)


def _draw_slots(rng: np.random.Generator, loads: tuple[float, ...], length: int, count: int) -> Seconds:
    weights = np.array(loads) / sum(loads)
    slots = rng.choice(len(loads), size=count, p=weights)
    return np.asarray(slots * length + rng.integers(0, length, size=count), dtype=np.int64)


def at(days: pd.DatetimeIndex, seconds: Seconds) -> pd.DatetimeIndex:
    """The moments on these days."""
    return pd.DatetimeIndex(days + pd.to_timedelta(seconds, unit="s"))
