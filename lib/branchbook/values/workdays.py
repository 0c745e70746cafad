"""Working days in China: weekends, public holidays and the make-up days that go with them (PJ1, OU1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

_DAY = timedelta(days=1)
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
"""Statutory holidays that fall on the same days every year; the others follow the moon."""


@dataclass(frozen=True)
class Workdays:
    """Which days are worked. ``overrides`` are an engagement's own days and go before everything else.

    Holidays and make-up days are announced year by year. For a year without announcement only weekends and the fixed
    holidays are known: its days are *provisional*, and whoever plans with them must say so.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether this day is worked, as far as is known."""
        if day in self.overrides:
            return self.overrides[day]
        return _is_publicly_worked(day)

    def on_or_after(self, day: date) -> date:
        """The first working day from this day on."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to this day."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def shifted(self, day: date, count: int) -> date:
        """The working day that is ``count`` working days after this day (before it where count is negative).

        A day that is not worked counts as standing just before the next working day, so that shifting it by one gives
        that day.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day = (self.on_or_after if count > 0 else self.on_or_before)(day + step)
        return day

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from first to last, both included."""
        days = (first + n * _DAY for n in range((last - first).days + 1))
        return tuple(day for day in days if self.is_workday(day))

    def provisional_years(self, days: Iterable[date]) -> tuple[int, ...]:
        """The years among these days whose holidays are not announced, save for days that an override settles."""
        return tuple(sorted({day.year for day in days if day not in self.overrides and not is_announced(day.year)}))


@lru_cache(maxsize=4096)
def _is_publicly_worked(day: date) -> bool:
    if is_announced(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS


@lru_cache(maxsize=64)
def is_announced(year: int) -> bool:
    """Whether the holidays of this year are known to the calendar."""
    try:
        chinese_calendar.is_workday(date(year, 7, 1))
    except NotImplementedError:
        return False
    return True
