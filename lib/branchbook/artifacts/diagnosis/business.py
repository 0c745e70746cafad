"""Business by hour, channel and what could leave the counter (FL1, FL3), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.business import Business, CounterLoad
from branchbook.analyses.diagnosis.lack import Lack
from branchbook.artifacts.diagnosis.making import compared, made, missing
from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, Term

_TABLES = ("transactions",)


def artifacts(business: Business) -> tuple[Artifact, ...]:
    """When business comes, by which channel, and what could move."""
    if business.transactions.value is None:
        names = ("reading", "hours", "channels", "counter_load")
        return tuple(missing(f"business.{name}", business.missing) for name in names)
    return (
        made("business.reading", tuple(_reading(business)), _TABLES),
        _hours(business),
        _channels(business),
        _counter_load(business),
    )


def _reading(business: Business) -> list[Sentence]:
    sentences = [
        Sentence("diagnosis.business.volume", {"transactions": business.transactions, "days": business.open_days})
    ]
    peak = _peak(business)
    if peak:
        weekday, hour, per_hour = peak
        kind = "peak" if business.at_counter else "peak_all"
        sentences.append(
            Sentence(
                f"diagnosis.business.{kind}",
                {"weekday": Term(f"weekday.d{weekday}"), "hour": Quantity(hour, Unit.HOUR), "number": per_hour},
            )
        )
    if business.smart is not None:
        sentences.append(compared("diagnosis.business.smart", business.smart))
    if business.counter is not None:
        load = business.counter
        sentences.append(
            Sentence("diagnosis.business.movable", {"share": load.movable_share, "minutes": load.freed_minutes})
        )
    return sentences


def _peak(business: Business) -> tuple[int, int, Quantity] | None:
    """The weekday and hour with the most transactions, the earliest of equals."""
    known = [
        (number, -day.weekday, -hour)
        for day in business.weekdays
        for hour, number in zip(business.hours, day.per_hour, strict=True)
        if number is not None
    ]
    if not known:
        return None
    number, weekday, hour = max(known)
    return -weekday, -hour, Quantity(number, Unit.RATIO)


def _hours(business: Business) -> Artifact:
    if not business.hours:
        return missing("business.hours", [Lack("transactions", ("at",))])
    days = [day for day in business.weekdays if any(number is not None for number in day.per_hour)]
    if not days:
        return made("business.hours", (Sentence("diagnosis.business.too_few_days"),), _TABLES)
    figure = FigureData(
        FigureKind.HEATMAP,
        tuple(f"{hour:02d}:00" for hour in business.hours),
        tuple(Series(Term(f"weekday.d{day.weekday}"), day.per_hour) for day in days),
        Unit.RATIO,
        value_title=Term("diagnosis.axis.per_open_hour"),
    )
    kind = "counter" if business.at_counter else "all"
    return made("business.hours", figure, _TABLES, Sentence(f"diagnosis.note.hours_{kind}"))


def _channels(business: Business) -> Artifact:
    if not business.channels:
        return missing("business.channels", [Lack("transactions", ("channel",))])
    figure = FigureData(
        FigureKind.BAR,
        tuple(Term(f"channel.{part.key}") for part in business.channels),
        (
            Series(
                Term("diagnosis.series.transactions"),
                tuple(part.share.value for part in business.channels),
                SeriesRole.BRANCH,
            ),
        ),
        Unit.SHARE,
    )
    return made("business.channels", figure, _TABLES)


def _counter_load(business: Business) -> Artifact:
    if business.counter is None and business.channels:
        return made("business.counter_load", (Sentence("diagnosis.business.no_counter"),), _TABLES)
    if business.counter is None:
        return missing("business.counter_load", [Lack("transactions", ("channel",))])
    return made("business.counter_load", _load(business.counter), _TABLES, Sentence("diagnosis.note.counter_load"))


def _load(load: CounterLoad) -> TableData:
    rows = tuple(
        (Term(f"business.{kind.kind}"), kind.transactions.value, kind.per_day.value, kind.minutes.value)
        for kind in load.kinds
    )
    whole = sum(kind.transactions.value or 0 for kind in load.kinds)
    total = (Term("diagnosis.total"), whole, load.movable_per_day.value, load.freed_minutes.value)
    return TableData(
        (
            Column("kind", Term("diagnosis.column.movable_kind"), weight=2),
            Column("transactions", Term("diagnosis.column.transactions"), Unit.COUNT, 1.3),
            Column("per_day", Term("diagnosis.column.per_open_day"), Unit.RATIO, 1.3),
            Column("minutes", Term("diagnosis.column.minutes_per_day"), Unit.MINUTES, 1.6),
        ),
        (*rows, total),
        marks=((len(rows), "total"),),
    )
