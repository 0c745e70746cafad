"""Lines and areas over categories."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure as Drawing

from branchbook.render.colours import Palette
from branchbook.render.figure.ink import coloured_series, floats, line_style
from branchbook.render.figure.numbers import label_points
from branchbook.render.figure.sheet import bound, upright_axes
from branchbook.report.blocks import Figure


def paint_lines(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """A line for each series."""
    axes = upright_axes(drawing, figure, palette)
    places = np.arange(len(figure.categories))
    for index, (series, colour) in enumerate(coloured_series(figure, palette)):
        axes.plot(places, floats(series), **line_style(figure, index, colour), zorder=3)
        label_points(axes, figure, series)
    axes.margins(y=0.12)
    axes.set_xlim(-0.5, len(places) - 0.5)


def paint_area(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """Areas stacked one upon the other."""
    axes = upright_axes(drawing, figure, palette)
    coloured = coloured_series(figure, palette)
    axes.stackplot(
        np.arange(len(figure.categories)), *(floats(series) for series, _ in coloured),
        colors=[colour for _, colour in coloured], edgecolor="white", linewidth=1.0, zorder=2,
    )  # fmt: skip
    bound(axes.set_ylim, axes.get_ylim(), figure)
