"""Numbers with their unit, and estimates with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What a number counts. Formatting (decimals, percent signs, 万元) is the text floor's business alone."""

    COUNT = "count"  #: whole things: customers, tickets, branches
    SHARE = "share"  #: 0 to 1; becomes percent only when text is made
    SHARE_POINTS = "share_points"  #: a difference of two shares; becomes percentage points (个百分点)
    MONEY = "money"  #: in the engagement's currency, whole units (yuan), not 万元
    MINUTES = "minutes"
    DAYS = "days"
    MONTHS = "months"
    SCORE = "score"  #: points of a scale of 100
    NPS = "nps"  #: net promoter score, -100 to 100
    RATIO = "ratio"  #: a plain number with two decimals: products per customer, coefficients
    PER_10K = "per_10k"  #: events per ten thousand (每万笔)
    RATING = "rating"  #: a rating on a short scale, one decimal
    HOUR = "hour"  #: an hour of the day, 0 to 23; 9 is shown as 09:00
    KILOMETRES = "kilometres"
    DATE = "date"  #: a day as Excel counts it, from 1899-12-30; 46023 is shown as 1/1
    PLAIN = "plain"  #: a number without a unit


_FIRST_DAY = date(1899, 12, 30)


def serial(day: date) -> float:
    """A day in :attr:`Unit.DATE`."""
    return float((day - _FIRST_DAY).days)


def day_of(serial: float) -> date:
    """The day of a number in :attr:`Unit.DATE`."""
    return _FIRST_DAY + timedelta(days=round(serial))


@dataclass(frozen=True)
class Quantity:
    """A number and its unit; ``value`` is None when the number can't be had (never zero, never nan).

    ``key`` names the number where it is known by a name of its own, whatever sentence tells it; two numbers are equal
    by what they say.
    """

    value: float | None
    unit: Unit
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class Estimate:
    """A number estimated from a sample.

    ``n`` is the sample size; ``low`` and ``high`` bound the 95 % interval and are None where the number is a full
    count and not a sample, or where the sample is too small for an interval. ``key`` is as in :class:`Quantity`.
    """

    value: float | None
    unit: Unit
    n: int
    low: float | None = None
    high: float | None = None
    key: str = field(default="", compare=False)

    @property
    def quantity(self) -> Quantity:
        """The bare number."""
        return Quantity(self.value, self.unit, self.key)
