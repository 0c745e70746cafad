"""Which values are printed at their points: where these are few, and their labels don't run into one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from branchbook.render.chart.numbers import BARS, STACKED, drawable_values, is_line, printed, second_axis, stack_totals
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind, SeriesRole

_UNLABELLED = (FigureKind.RADAR, FigureKind.GANTT, FigureKind.AREA, FigureKind.SCATTER)
_MOST_LABELLED_POINTS = 12
_MOST_LABELLED_SERIES = 2
_LABEL_ROOM = 84  # characters of labels that stand beside one another across a page at 8 pt


def is_labelled(figure: Figure, series: ChartSeries) -> bool:
    """Whether the values of this series are printed in the chart."""
    if figure.kind in _UNLABELLED:
        return False
    if figure.kind is FigureKind.COMBINED:
        return _is_labelled_line(figure, series)
    if len(figure.categories) > _MOST_LABELLED_POINTS or len(figure.series) > _MOST_LABELLED_SERIES:
        return False
    if figure.kind is FigureKind.LINE and len(figure.series) > 1:
        return series.role is SeriesRole.BRANCH and not _lines_meet(figure)
    if figure.kind in BARS:
        return figure.kind is FigureKind.BAR or not _has_sliver(figure)
    if figure.kind in STACKED and _has_sliver(figure):
        return False
    beside = 1 if figure.kind in STACKED else len(figure.series)
    widest = max(len(printed(value, figure.number_format)) for value in drawable_values(figure))
    return (widest + 1) * beside * len(figure.categories) <= _LABEL_ROOM


def _is_labelled_line(figure: Figure, series: ChartSeries) -> bool:
    """Whether this is the one line over the columns: labels of columns would run into it."""
    lines = [one for one in figure.series if is_line(one)]
    if len(lines) != 1 or not is_line(series):
        return False
    return is_labelled(second_axis(figure) or replace(figure, kind=FigureKind.LINE, series=(series,)), series)


def _has_sliver(figure: Figure) -> bool:
    """Whether a part of a stack is too thin for a label, or is negative and so overlaps another."""
    return min(drawable_values(figure)) < 0.08 * max(stack_totals(figure))


def _lines_meet(figure: Figure) -> bool:
    """Whether two lines come so close that the label of one would hide the other."""
    values = drawable_values(figure)
    near = 0.1 * (max(values) - min(values))
    return any(
        abs(a - b) < near
        for first, second in pairwise(figure.series)
        for a, b in zip(first.values, second.values, strict=True)
        if a is not None and b is not None
    )
