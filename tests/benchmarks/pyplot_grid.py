"""A heat map as one would draw it by pyplot: a mesh, an artist for each number, a bar of colours."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from branchbook.render.chart.category_labels import LABEL, CategoryLabels, labels_beside, widest
from branchbook.render.chart.numbers import drawable_values, printed
from branchbook.render.colours import Palette, Tone, is_dark
from branchbook.render.figure.ink import EDGE, GAP, GREY, INK, SMALL, floats
from branchbook.render.figure.sheet import (
    DEEPEST_LABELS,
    Margins,
    add_axes,
    as_title,
    number_formatter,
    title_height,
    turned,
    write_titles,
)
from branchbook.render.fonts import text_width
from branchbook.report.blocks import Figure


def paint_heatmap(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """A cell for each value, a row for each series, with the scale of colours at the right."""
    width, height = drawing.get_size_inches()
    rows = labels_beside(tuple(series.name for series in figure.series), width, height * (1 - DEEPEST_LABELS))
    left = EDGE + widest(rows) + GAP
    scale = max(text_width(printed(value, figure.number_format), SMALL) for value in drawable_values(figure))
    right = EDGE + scale + 0.36
    top = 0.14 + title_height(figure.value_title)
    cell = (width - left - right) / len(figure.categories)
    labels = CategoryLabels.below(figure.categories, cell, height * DEEPEST_LABELS)
    left = max(left, labels.reach + EDGE - cell / 2)
    bottom = EDGE + title_height(figure.category_title) + labels.height + GAP
    axes = add_axes(drawing, Margins(left, bottom, right, top))
    grid = np.array([floats(series) for series in figure.series])
    norm, colours = _scale(grid, palette)
    mesh = axes.pcolormesh(np.ma.masked_invalid(grid), norm=norm, cmap=colours, edgecolors="white", linewidth=1.2)
    axes.invert_yaxis()
    axes.set_xticks(np.arange(len(labels.words)) + 0.5, labels.words, fontsize=LABEL, **turned(labels))
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows, fontsize=LABEL)
    axes.tick_params(length=0, labelcolor=GREY)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _write_cells(axes, figure, grid, cell, lambda value: colours(norm(value)))
    bar_box = (1 - (right - 0.16) / width, bottom / height, 0.13 / width, (height - bottom - top) / height)
    bar = drawing.colorbar(mesh, cax=drawing.add_axes(bar_box), format=number_formatter(figure))
    bar.locator = MaxNLocator(5, steps=[1, 2, 5, 10])
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=SMALL, labelcolor=GREY, length=0)
    title = as_title(figure.value_title, width)
    drawing.text(1 - EDGE / width, 1 - EDGE / height, title, ha="right", va="top", fontsize=SMALL)
    write_titles(drawing, figure, below=figure.category_title, beside="")


def _scale(grid: np.ndarray[Any, Any], palette: Palette) -> tuple[Normalize, Colormap]:
    """From light to dark, so that it reads in black and white; through white at zero where values go below it."""
    low, high = float(np.nanmin(grid)), float(np.nanmax(grid))
    if low < 0 < high:
        reach = max(-low, high)
        stops = [palette.css(Tone("accent4")), "#FFFFFF", palette.css(Tone("accent1"))]
        return TwoSlopeNorm(0.0, -reach, reach), LinearSegmentedColormap.from_list("around zero", stops)
    stops = [palette.css(Tone("bg2")), palette.css(Tone("accent1", 0.5)), palette.css(Tone("tx2"))]
    colours = LinearSegmentedColormap.from_list("light to dark", stops)
    return Normalize(low, high if high > low else low + 1), colours


def _write_cells(
    axes: Axes, figure: Figure, grid: np.ndarray[Any, Any], room: float, colour: Callable[[float], Any]
) -> None:
    """Print the values into the cells where all of them fit; a dash where a value is missing."""
    words = [[printed(value, figure.number_format) if math.isfinite(value) else "–" for value in row] for row in grid]
    broadest = max(text_width(cell, SMALL) for row in words for cell in row)
    fits = broadest * 1.1 <= room
    for (row, column), value in np.ndenumerate(grid):
        known = math.isfinite(value)
        if not fits and known:
            continue
        dark = known and is_dark(mpl.colors.to_hex(colour(float(value)))[1:])
        axes.text(
            column + 0.5, row + 0.5, words[row][column], ha="center", va="center", fontsize=SMALL,
            color="white" if dark else INK,
        )  # fmt: skip
