"""Columns and lines in one figure, on one axis of values or two."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from branchbook.render.chart.numbers import drawable_values, first_axis, is_line, printed, second_axis
from branchbook.render.colours import Palette
from branchbook.render.figure.ink import EDGE, GAP, GREY, SMALL, coloured_series, floats, line_style
from branchbook.render.figure.numbers import label_points
from branchbook.render.figure.sheet import RIGHT, as_title, bound, locator, number_formatter, title_height, upright_axes
from branchbook.render.fonts import text_width
from branchbook.report.blocks import Figure


def paint_combined(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """Columns from the axis at the left or right, and over all of them the lines."""
    second = second_axis(figure)
    axes = upright_axes(drawing, figure, palette, _room_for(second) if second else RIGHT)
    axes.margins(y=0.1)
    right = _axes_at_right(drawing, axes, second) if second else axes
    columns = [series for series in figure.series if not is_line(series)]
    places, thickness = np.arange(len(figure.categories)), (0.62 if len(columns) == 1 else 0.72) / max(len(columns), 1)
    for index, (series, colour) in enumerate(coloured_series(figure, palette)):
        on = right if series.second_axis else axes
        if is_line(series):
            on.plot(places, floats(series), **line_style(figure, index, colour), zorder=3)
            label_points(on, figure, series)
            continue
        beside = next(i for i, one in enumerate(columns) if one is series) - (len(columns) - 1) / 2
        values = np.nan_to_num(np.array(floats(series)))
        on.bar(
            places + beside * thickness, values, thickness, color=colour, edgecolor="white", linewidth=0.75, zorder=2
        )
    bound(axes.set_ylim, axes.get_ylim(), first_axis(figure))
    if second:
        bound(right.set_ylim, right.get_ylim(), second)


def _room_for(second: Figure) -> float:
    """What the numbers and the title of the axis at the right need, in inches."""
    words = max(text_width(printed(value, second.number_format), SMALL) for value in drawable_values(second))
    return EDGE + words * 1.1 + 2 * GAP + title_height(second.value_title)


def _axes_at_right(drawing: Drawing, axes: Axes, second: Figure) -> Axes:
    right = axes.twinx()
    for spine in right.spines.values():
        spine.set_visible(False)
    right.margins(y=0.14)
    right.yaxis.set_major_formatter(number_formatter(second))
    right.yaxis.set_major_locator(locator(second))
    right.tick_params(length=0, labelcolor=GREY, labelsize=SMALL)
    width, height = drawing.get_size_inches()
    title, side = as_title(second.value_title, height), 1 - EDGE / width
    drawing.text(side, 0.55, title, rotation=90, ha="right", va="center", fontsize=SMALL)
    return right
