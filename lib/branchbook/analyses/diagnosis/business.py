"""The business of a branch: when it comes, by which channel, and what could leave the counter (FL1, FL3, DX6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import PeerRow
from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class WeekdayLoad:
    """Average transactions per open day of one weekday (1 is Monday), one number for each hour of :class:`Business`.

    ``open_days`` is how many such days there were; below ``FL1.least_open_days`` the numbers are None.
    """

    weekday: int
    open_days: int
    per_hour: tuple[float | None, ...]


@dataclass(frozen=True)
class Part:
    """A channel of business: transactions and their share."""

    key: str
    transactions: Quantity
    share: Quantity


@dataclass(frozen=True)
class Movable:
    """Counter transactions of one kind that need no counter (FL3); ``minutes`` is counter time per open day."""

    kind: str
    transactions: Quantity
    per_day: Quantity
    minutes: Quantity


@dataclass(frozen=True)
class CounterLoad:
    """What the counter does in an open day, and what of it could move."""

    per_day: Quantity
    movable_per_day: Quantity
    movable_share: Quantity
    freed_minutes: Quantity
    kinds: tuple[Movable, ...]


@dataclass(frozen=True)
class Business:
    """A branch's business. ``hours`` are the columns of the matrix, from the first to the last hour with business.

    ``at_counter`` tells whether matrix and open days are of counter transactions or, where none is known, of all.
    """

    transactions: Quantity
    open_days: Quantity
    at_counter: bool
    hours: tuple[int, ...]
    weekdays: tuple[WeekdayLoad, ...]
    channels: tuple[Part, ...]
    counter: CounterLoad | None
    smart: PeerRow | None
    missing: tuple[Lack, ...]


def business(transactions: pd.DataFrame | None, standing: Mapping[str, PeerRow], rules: Rules) -> Business:
    """The business from this branch's transactions, over the whole period that they cover."""
    missing = lacks(transactions, "transactions")
    if transactions is None or missing:
        nothing, unopened = Quantity(None, Unit.COUNT), Quantity(None, Unit.DAYS)
        return Business(nothing, unopened, False, (), (), (), None, None, missing)
    counter = transactions[transactions["channel"] == "counter"]
    at_counter = not counter.empty
    local = counter if at_counter else transactions
    dates = local["at"].dt.normalize()
    hours = _hours(local)
    return Business(
        Quantity(len(transactions), Unit.COUNT),
        Quantity(dates.nunique(), Unit.DAYS),
        at_counter,
        hours,
        _weekdays(local, hours, rules),
        _parts(transactions["channel"]),
        _counter(counter, dates.nunique(), rules) if at_counter else None,
        standing.get("smart_share"),
        (*lacks(transactions, "transactions", "channel", "amount"), *_no_hours(local)),
    )


def _has_clock(local: pd.DataFrame) -> bool:
    """Whether transactions carry a time of day; a bank that exports days alone has midnight everywhere."""
    return bool((local["at"] != local["at"].dt.normalize()).any())


def _no_hours(local: pd.DataFrame) -> tuple[Lack, ...]:
    return () if local.empty or _has_clock(local) else (Lack("transactions", ("at",)),)


def _hours(local: pd.DataFrame) -> tuple[int, ...]:
    if local.empty or not _has_clock(local):
        return ()
    hours = local["at"].dt.hour
    return tuple(range(int(hours.min()), int(hours.max()) + 1))


def _weekdays(local: pd.DataFrame, hours: tuple[int, ...], rules: Rules) -> tuple[WeekdayLoad, ...]:
    """The matrix of weekday by hour; a day is open when it has at least one transaction."""
    if not hours:
        return ()
    at = local["at"]
    open_days = at.dt.normalize().drop_duplicates().dt.day_of_week.value_counts()
    least = rules.number("FL1.least_open_days")
    counts = pd.crosstab(at.dt.day_of_week, at.dt.hour).reindex(index=range(7), columns=list(hours), fill_value=0)
    return tuple(
        WeekdayLoad(
            day + 1,
            int(open_days.get(day, 0)),
            tuple(
                float(n) / float(open_days[day]) if open_days.get(day, 0) >= least else None
                for n in counts.loc[day].to_numpy()
            ),
        )
        for day in range(7)
    )


def _parts(values: pd.Series) -> tuple[Part, ...]:
    """Counts and shares of each value, the greatest first and equals by name; unknown values are left out."""
    counts = values.value_counts()
    whole = int(counts.sum())
    ordered = sorted(counts.items(), key=lambda part: (-part[1], str(part[0])))
    return tuple(Part(str(key), Quantity(int(n), Unit.COUNT), Quantity(n / whole, Unit.SHARE)) for key, n in ordered)


def _counter(counter: pd.DataFrame, open_days: int, rules: Rules) -> CounterLoad:
    movable = counter[_is_movable(counter, rules)]
    minutes = rules.mapping("FL3.counter_minutes")
    counts = sorted(movable["kind"].value_counts().items(), key=lambda part: (-part[1], str(part[0])))
    kinds = tuple(
        Movable(
            str(kind),
            Quantity(int(n), Unit.COUNT),
            Quantity(n / open_days, Unit.RATIO),
            Quantity(n * minutes[str(kind)] / open_days, Unit.MINUTES),
        )
        for kind, n in counts
    )
    freed = sum(kind.minutes.value or 0.0 for kind in kinds)
    return CounterLoad(
        Quantity(len(counter) / open_days, Unit.RATIO),
        Quantity(len(movable) / open_days, Unit.RATIO),
        Quantity(len(movable) / len(counter), Unit.SHARE),
        Quantity(freed, Unit.MINUTES),
        kinds,
    )


def _is_movable(transactions: pd.DataFrame, rules: Rules) -> pd.Series:
    """Small cash, and what e-channels can do (FL3); cash of unknown amount is not counted as movable."""
    cash = transactions["kind"].isin(rules.names("FL3.cash_kinds"))
    small = transactions["amount"].abs() < rules.number("FL3.small_cash_limit")
    return (cash & small) | transactions["kind"].isin(rules.names("FL3.electronic_kinds"))
