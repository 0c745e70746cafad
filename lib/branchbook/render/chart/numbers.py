"""Numbers of a figure: what can be drawn, and roughly how wide it is when printed."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from branchbook.report.blocks import ChartSeries, Figure
from branchbook.text.numbers import DAY_FORMAT
from branchbook.values.artifact import FigureKind
from branchbook.values.quantity import Unit, day_of

STACKED = (FigureKind.STACKED_COLUMN, FigureKind.STACKED_BAR, FigureKind.AREA, FigureKind.GANTT)
BARS = (FigureKind.BAR, FigureKind.STACKED_BAR, FigureKind.GANTT)

DAYS_A_WEEK = 7
_MONDAY = 2  # what is left of a Monday's number (Unit.DATE) when it is divided by seven

_NEAR_WHOLE = 0.8
_WHOLE_SPAN = 5
_DECIMALS = re.compile(r"\.[0#]+")


def drawable(value: float | None) -> float | None:
    """The value, or None for what no chart can show (a gap): missing, not a number, infinite."""
    return value if value is not None and math.isfinite(value) else None


def drawable_values(figure: Figure) -> list[float]:
    """All values of a figure that can be drawn.

    Raises ValueError where there is none: a figure without a value would be an empty frame, and it is the report's
    business to say in words what is missing.
    """
    values = [v for series in figure.series for value in series.values if (v := drawable(value)) is not None]
    if not values:
        raise ValueError(f"figure {figure.key!r} has no value to draw")
    return values


def stack_totals(figure: Figure) -> list[float]:
    """What the series add up to in each category; a gap adds nothing."""
    return [
        sum(drawable(value) or 0.0 for value in stack)
        for stack in zip(*(series.values for series in figure.series), strict=True)
    ]


def first_axis(figure: Figure) -> Figure:
    """What is drawn against the axis at the left of a combined figure, as a figure of its own; any other as it is."""
    if figure.kind is FigureKind.SCATTER:
        return replace(figure, kind=FigureKind.LINE)
    if figure.kind is not FigureKind.COMBINED:
        return figure
    series = tuple(series for series in figure.series if not series.second_axis)
    return replace(figure, kind=FigureKind.COLUMN, series=series)


def second_axis(figure: Figure) -> Figure | None:
    """What is drawn against the axis at the right, as a figure of its own; None where there is no such axis.

    Both axes begin at zero, so that a line is not higher or lower beside the columns than its numbers are.
    """
    series = tuple(series for series in figure.series if series.second_axis)
    if figure.kind is not FigureKind.COMBINED or not series:
        return None
    return replace(
        figure, kind=FigureKind.COLUMN, series=series, number_format=figure.second_format,
        value_title=figure.second_title, unit=Unit.SHARE if "%" in figure.second_format else Unit.PLAIN,
    )  # fmt: skip


def axis_below(figure: Figure) -> Figure:
    """The places of a scatter along the axis below it, as a figure of their own."""
    series = tuple(replace(series, values=series.x) for series in figure.series)
    return replace(
        figure, kind=FigureKind.LINE, series=series, number_format=figure.x_format, value_title=figure.category_title
    )


def is_line(series: ChartSeries) -> bool:
    """Whether a series of a combined figure is a line over the columns."""
    return series.kind is FigureKind.LINE


def value_bounds(figure: Figure) -> tuple[float | None, float | None]:
    """Where the value axis begins and ends; None where the drawing program may choose.

    Bars begin at zero, always: left to themselves programs cut the axis where values are close together. Shares that
    come near the whole end there, because no share is greater.
    """
    values = drawable_values(figure)
    if figure.kind is FigureKind.GANTT:
        return _whole_weeks(figure)
    low = None if figure.kind is FigureKind.LINE or min(values) < 0 else 0.0
    tops = stack_totals(figure) if figure.kind in STACKED else values
    if max(tops) <= 0:
        return low, (0.0 if low is None and figure.kind is not FigureKind.LINE else None)
    whole = figure.unit is Unit.SHARE and _NEAR_WHOLE < max(tops) <= 1 + 1e-9
    return low, (1.0 if whole else None)


def _whole_weeks(figure: Figure) -> tuple[float, float]:
    """The Mondays around everything that a Gantt chart shows."""
    starts = [value for value in figure.series[0].values if value is not None]
    first = min(starts) - (min(starts) - _MONDAY) % DAYS_A_WEEK
    return first, first + DAYS_A_WEEK * math.ceil((max(stack_totals(figure)) - first) / DAYS_A_WEEK)


def printed(value: float, number_format: str) -> str:
    """The number as an Excel format code of the plain kind prints it (``0``, ``#,##0.0``, ``0.0%``, ``+0.0``)."""
    if number_format == DAY_FORMAT:
        day = day_of(value)
        return f"{day.month}/{day.day}"
    positive = number_format.split(";")[0]
    digits = _DECIMALS.search(positive)
    decimals = len(digits.group()) - 1 if digits else 0
    if "%" in positive:
        return f"{value:.{decimals}%}"
    return f"{value:,.{decimals}f}" if "," in positive else f"{value:.{decimals}f}"


def axis_format(figure: Figure) -> str:
    """The format of the numbers along the axis: without decimals where the gridlines fall on whole numbers.

    A chart has about five gridlines at 1, 2 or 5 times a power of ten, so they are whole once the values span five.
    """
    if figure.kind is FigureKind.GANTT:
        return figure.number_format
    low, high = value_bounds(figure)
    values = drawable_values(figure)
    tops = stack_totals(figure) if figure.kind in STACKED else values
    span = (max(tops) if high is None else high) - (min(values) if low is None else low)
    whole = _WHOLE_SPAN / 100 if "%" in figure.number_format else _WHOLE_SPAN
    return _DECIMALS.sub("", figure.number_format) if span >= whole else figure.number_format
