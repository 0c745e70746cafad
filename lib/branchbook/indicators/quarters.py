"""Calendar quarters, as service checks are due by them (SQ1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter; ``number`` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before this one."""
        return Quarter.of(self.first - timedelta(days=1))


def ended_quarters(as_of: date, most: int, begun: date | None) -> tuple[Quarter, ...]:
    """The last ``most`` quarters that are over on ``as_of``, the oldest first, none before the quarter of ``begun``."""
    quarter = Quarter.of(as_of + timedelta(days=1)).previous
    ended: list[Quarter] = []
    while len(ended) < most and (begun is None or quarter.last >= begun):
        ended.insert(0, quarter)
        quarter = quarter.previous
    return tuple(ended)
