"""Points between two axes of values."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure as Drawing

from branchbook.render.chart.numbers import axis_below, drawable_values, first_axis, printed
from branchbook.render.colours import Palette
from branchbook.render.figure.ink import EDGE, GAP, MARKERS, SMALL, coloured_series, floats, known
from branchbook.render.figure.legend import legend_height, write_legend
from branchbook.render.figure.sheet import (
    Margins,
    add_axes,
    bound,
    locator,
    number_formatter,
    style,
    title_height,
    write_titles,
)
from branchbook.render.fonts import text_height, text_width
from branchbook.report.blocks import Figure
from branchbook.values.artifact import SeriesRole


def paint_scatter(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """A point for each pair of values."""
    values, below = first_axis(figure), axis_below(figure)
    widths = [text_width(printed(value, figure.number_format), SMALL) for value in drawable_values(values)]
    left = EDGE + max(widths) * 1.1 + GAP + title_height(figure.value_title)
    foot = EDGE + legend_height(figure) + title_height(figure.category_title) + text_height(1, SMALL) + GAP
    axes = add_axes(drawing, Margins(left, foot, right=0.4))
    style(axes, values, value_axis="y")
    axes.margins(x=0.08, y=0.12)
    for index, (series, colour) in enumerate(coloured_series(figure, palette)):
        axes.scatter(known(series.x), floats(series), zorder=3, **_point_style(figure, index, colour))
    axes.xaxis.set_major_formatter(number_formatter(below))
    axes.xaxis.set_major_locator(locator(below))
    axes.tick_params(axis="x", labelsize=SMALL)
    bound(axes.set_xlim, axes.get_xlim(), below)
    bound(axes.set_ylim, axes.get_ylim(), values)
    write_titles(drawing, figure, below=figure.category_title, beside=figure.value_title)
    write_legend(drawing, figure, palette)


def _point_style(figure: Figure, index: int, colour: str) -> dict[str, Any]:
    """A marker for each series; the branch's is larger."""
    size = 90 if figure.series[index].role is SeriesRole.BRANCH else 36
    return {
        "color": colour,
        "marker": MARKERS[index % len(MARKERS)],
        "s": size,
        "edgecolors": "white",
        "linewidths": 0.6,
    }
