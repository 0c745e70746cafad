"""The numbers printed at columns, bars and points."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.container import BarContainer

from branchbook.render.chart.labels import is_labelled
from branchbook.render.chart.numbers import STACKED, is_line, printed
from branchbook.render.chart.workbook import format_of
from branchbook.render.colours import is_dark
from branchbook.render.figure.ink import GREY, INK, SMALL, floats
from branchbook.report.blocks import ChartSeries, Figure

_PAPER = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}  # behind numbers over columns


def label_bars(axes: Axes, figure: Figure, index: int, bars: BarContainer, colour: str) -> None:
    """The numbers at the ends of a series' columns or bars, within them where they are stacked."""
    series = figure.series[index]
    if not is_labelled(figure, series):
        return
    inside = figure.kind in STACKED
    axes.bar_label(
        bars, _printed_values(figure, series), label_type="center" if inside else "edge", padding=0 if inside else 2,
        fontsize=SMALL, color=("white" if is_dark(colour[1:]) else INK) if inside else GREY,
    )  # fmt: skip


def label_points(axes: Axes, figure: Figure, series: ChartSeries) -> None:
    """The numbers above a series' points; none where it is not labelled."""
    if not is_labelled(figure, series):
        return
    for place, (value, words) in enumerate(zip(floats(series), _printed_values(figure, series), strict=True)):
        if words:
            axes.annotate(
                words, (place, value), (0, 6), textcoords="offset points", ha="center", fontsize=SMALL, color=GREY,
                bbox=_PAPER if is_line(series) else None, zorder=4,
            )  # fmt: skip


def _printed_values(figure: Figure, series: ChartSeries) -> list[str]:
    written = format_of(figure, series)
    return [printed(value, written) if math.isfinite(value) else "" for value in floats(series)]
