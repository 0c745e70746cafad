"""Columns and bars, side by side, stacked, or on an axis of days."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure as Drawing

from branchbook.render.chart.category_labels import LABEL, labels_beside, widest
from branchbook.render.chart.numbers import STACKED, drawable_values
from branchbook.render.colours import Palette
from branchbook.render.figure.ink import AXIS, EDGE, GAP, SMALL, coloured_series, floats
from branchbook.render.figure.legend import legend_height, write_legend
from branchbook.render.figure.numbers import label_bars
from branchbook.render.figure.sheet import Margins, add_axes, bound, style, title_height, upright_axes, write_titles
from branchbook.render.fonts import text_height
from branchbook.report.blocks import Figure


def paint_columns(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """Columns side by side or stacked."""
    axes = upright_axes(drawing, figure, palette)
    axes.margins(y=0.1)
    for index, (place, width, base, values, colour) in enumerate(_rectangles(figure, palette)):
        bars = axes.bar(place, values, width, bottom=base, color=colour, edgecolor="white", linewidth=0.75, zorder=2)
        label_bars(axes, figure, index, bars, colour)
    bound(axes.set_ylim, axes.get_ylim(), figure)
    if min(drawable_values(figure)) < 0:
        axes.axhline(0, color=AXIS, linewidth=0.75, zorder=1)


def paint_bars(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """Bars side by side or stacked, the first at the top; a Gantt chart's on an axis of days."""
    width, height = drawing.get_size_inches()
    around = EDGE + legend_height(figure) + title_height(figure.value_title) + text_height(1, SMALL) + GAP
    labels = labels_beside(figure.categories, width, height - around)
    left = EDGE + widest(labels) + GAP + title_height(figure.category_title)
    axes = add_axes(drawing, Margins(left, around, right=0.3))
    style(axes, figure, value_axis="x")
    axes.margins(x=0.1)
    for index, (place, thickness, base, values, colour) in enumerate(_rectangles(figure, palette)):
        edge = "none" if colour == "none" else "white"
        bars = axes.barh(place, values, thickness, left=base, color=colour, edgecolor=edge, linewidth=0.75, zorder=2)
        label_bars(axes, figure, index, bars, colour)
    axes.set_yticks(range(len(labels)), labels, fontsize=LABEL)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    bound(axes.set_xlim, axes.get_xlim(), figure)
    if min(drawable_values(figure)) < 0:
        axes.axvline(0, color=AXIS, linewidth=0.75, zorder=1)
    write_titles(drawing, figure, below=figure.value_title, beside=figure.category_title)
    write_legend(drawing, figure, palette)


def _rectangles(figure: Figure, palette: Palette) -> list[tuple[Any, float, Any, Any, str]]:
    """For each series: places along the category axis, thickness, where the bars begin, their lengths, colour."""
    places = np.arange(len(figure.categories))
    coloured = coloured_series(figure, palette)
    values = [np.nan_to_num(np.array(floats(series))) for series, _ in coloured]
    if figure.kind in STACKED:
        return [
            (places, 0.64, _stacked_base(values, index), values[index], colour)
            for index, (_, colour) in enumerate(coloured)
        ]
    thickness = (0.62 if len(coloured) == 1 else 0.72) / len(coloured)
    middle = (len(coloured) - 1) / 2
    return [
        (places + (index - middle) * thickness, thickness, 0.0, values[index], colour)
        for index, (_, colour) in enumerate(coloured)
    ]


def _stacked_base(values: list[Any], index: int) -> Any:
    """Where the bars of a series begin: what is above zero stacks upwards, what is below downwards."""
    below = values[:index]
    up = sum((np.clip(part, 0, None) for part in below), np.zeros_like(values[index]))
    down = sum((np.clip(part, None, 0) for part in below), np.zeros_like(values[index]))
    return np.where(values[index] >= 0, up, down)
