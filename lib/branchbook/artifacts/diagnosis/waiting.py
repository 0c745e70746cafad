"""Flow, waits and second diversion (FL1, FL2, FL4), as artifacts."""

from __future__ import annotations

from dataclasses import replace

from branchbook.analyses.diagnosis.lack import Lack
from branchbook.analyses.diagnosis.second_diversion import SecondDiversion
from branchbook.analyses.diagnosis.waiting import HourOfWaits, Waiting
from branchbook.artifacts.diagnosis.making import compared, made, missing, scope_notes
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, SentenceValue, Term

_TABLES = ("tickets",)
_NAMES = ("reading", "arrivals", "by_hour", "by_hour_table", "diversion_reading", "diversion")


def artifacts(waiting: Waiting) -> tuple[Artifact, ...]:
    """The queue by hour and in all, and when customers should have been redirected."""
    if waiting.tickets.value is None:
        return tuple(missing(f"waiting.{name}", waiting.missing) for name in _NAMES)
    return (
        made("waiting.reading", tuple(_reading(waiting)), _TABLES),
        _arrivals(waiting),
        *_waits(waiting),
        *_diversion(waiting),
    )


def _reading(waiting: Waiting) -> list[Sentence]:
    told: dict[str, SentenceValue] = {"tickets": waiting.tickets, "days": waiting.open_days, "per_day": waiting.per_day}
    sentences = [Sentence("diagnosis.waiting.volume", told)]
    if waiting.busiest is not None:
        sentences.append(Sentence("diagnosis.waiting.busiest", {"hour": Quantity(waiting.busiest, Unit.HOUR)}))
    sentences += [compared(f"diagnosis.waiting.{row.indicator.name}", row) for row in waiting.rows]
    return sentences


def _hours(waiting: Waiting) -> tuple[str, ...]:
    return tuple(f"{hour.hour:02d}:00" for hour in waiting.hours)


def _arrivals(waiting: Waiting) -> Artifact:
    """Tickets by hour and, where calls are on record, how long their takers waited, on an axis at the right."""
    arrivals = Series(Term("diagnosis.series.arrivals"), tuple(hour.per_day.value for hour in waiting.hours))
    waits = tuple(hour.median.value for hour in waiting.hours)
    title = Term("diagnosis.axis.per_open_hour_people")
    if all(wait is None for wait in waits):
        alone = (replace(arrivals, role=SeriesRole.BRANCH),)
        figure = FigureData(FigureKind.COLUMN, _hours(waiting), alone, Unit.RATIO, value_title=title)
        return made("waiting.arrivals", figure, _TABLES)
    over = Series(
        Term("diagnosis.series.median_wait"), waits, SeriesRole.BRANCH, kind=FigureKind.LINE, second_axis=True
    )
    figure = FigureData(
        FigureKind.COMBINED,
        _hours(waiting),
        (replace(arrivals, role=SeriesRole.PEERS), over),
        Unit.RATIO,
        value_title=title,
        second_unit=Unit.MINUTES,
        second_title=Term("diagnosis.axis.wait"),
    )
    both = Term("diagnosis.title.waiting.arrivals_and_waits")
    return replace(made("waiting.arrivals", figure, _TABLES), title=both)


def _waits(waiting: Waiting) -> tuple[Artifact, ...]:
    """Waits by hour; without call times there are none, and the sentence says so."""
    if all(hour.median.value is None for hour in waiting.hours):
        lacks = waiting.missing or (Lack("tickets", ("called_at",)),)
        return missing("waiting.by_hour", lacks), missing("waiting.by_hour_table", lacks)
    figure = FigureData(
        FigureKind.LINE,
        _hours(waiting),
        (
            Series(
                Term("diagnosis.series.ninetieth"), tuple(h.ninetieth.value for h in waiting.hours), SeriesRole.WARNING
            ),
            Series(Term("diagnosis.series.median"), tuple(h.median.value for h in waiting.hours), SeriesRole.BRANCH),
        ),
        Unit.MINUTES,
        value_title=Term("diagnosis.axis.wait"),
    )
    return (
        made("waiting.by_hour", figure, _TABLES, *scope_notes(waiting.rows)),
        made("waiting.by_hour_table", _hour_table(waiting), _TABLES, Sentence("diagnosis.note.waits")),
    )


def _hour_table(waiting: Waiting) -> TableData:
    return TableData(
        (
            Column("hour", Term("diagnosis.column.hour"), weight=1.1),
            Column("tickets", Term("diagnosis.column.tickets"), Unit.COUNT),
            Column("per_day", Term("diagnosis.column.per_open_day"), Unit.RATIO, 1.1),
            Column("median", Term("diagnosis.column.median_wait"), Unit.MINUTES, 1.5),
            Column("ninetieth", Term("diagnosis.column.ninetieth_wait"), Unit.MINUTES, 1.6),
            Column("long", Term("diagnosis.column.long_share"), Unit.SHARE, 1.3),
            Column("abandoned", Term("diagnosis.column.abandoned_share"), Unit.SHARE),
        ),
        tuple(_hour(hour) for hour in waiting.hours),
    )


def _hour(hour: HourOfWaits) -> tuple[Cell, ...]:
    numbers = (hour.tickets, hour.per_day, hour.median, hour.ninetieth, hour.long_share, hour.abandoned_share)
    return (f"{hour.hour:02d}:00", *(number.value for number in numbers))


def _diversion(waiting: Waiting) -> tuple[Artifact, ...]:
    found = waiting.diversion
    if found is None:
        lacks = (Lack("tickets", ("called_at",)),)
        return missing("waiting.diversion_reading", lacks), missing("waiting.diversion", lacks)
    reading = made("waiting.diversion_reading", (_diversion_reading(found),), _TABLES)
    if not found.episodes:
        return reading, made("waiting.diversion", (Sentence("diagnosis.waiting.no_diversion"),), _TABLES)
    hours = range(found.hours[0].hour, found.hours[-1].hour + 1)
    by_hour = {row.hour: row.episodes for row in found.hours}
    figure = FigureData(
        FigureKind.COLUMN,
        tuple(f"{hour:02d}:00" for hour in hours),
        (Series(Term("diagnosis.series.episodes"), tuple(by_hour.get(hour, 0) for hour in hours), SeriesRole.WARNING),),
        Unit.COUNT,
    )
    return reading, made("waiting.diversion", figure, _TABLES, Sentence("diagnosis.note.diversion"))


def _diversion_reading(found: SecondDiversion) -> Sentence:
    if not found.episodes:
        return Sentence("diagnosis.waiting.diversion_none", {"days": found.open_days})
    return Sentence(
        "diagnosis.waiting.diversion",
        {
            "episodes": len(found.episodes), "days": found.open_days, "days_with": found.days_with,
            "minutes": found.minutes_per_day, "longest": found.longest,
        },
    )  # fmt: skip
