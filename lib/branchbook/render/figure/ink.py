"""What figures are drawn with: sizes of letters, colours, dashes and markers, and the values of a series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from branchbook.render.chart.numbers import drawable
from branchbook.render.colours import Palette, series_tones
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import SeriesRole

CM_PER_INCH = 2.54
USUAL_WIDTH_CM = 16.2
"""The width of the text on a page of the shipped template."""

SMALL = 8.0
"""The height of numbers and titles, in points."""

EDGE = 0.08
"""Inches between the outermost letters and the figure's edge."""

GAP = 0.07
"""Inches between a label and what it belongs to."""

INK, GREY, GRID, AXIS = "#1F2933", "#56616D", "#E0E3E7", "#A6ACB3"
MARKERS = ("o", "D", "s", "^", "X")
_DASHES: tuple[Any, ...] = ("-", (0, (3, 1.5)), (0, (6, 2)), (0, (1, 1.2)), (0, (4, 1.2, 1, 1.2)))


def coloured_series(figure: Figure, palette: Palette) -> list[tuple[ChartSeries, str]]:
    """Each series with its colour; ``none`` for one that only lifts others."""
    tones = series_tones([series.role for series in figure.series])
    return [
        (series, "none" if series.role is SeriesRole.HIDDEN else palette.css(tone))
        for series, tone in zip(figure.series, tones, strict=True)
    ]


def floats(series: ChartSeries) -> list[float]:
    """The values, with a gap (not a number) for what is missing."""
    return known(series.values)


def known(values: Sequence[float | None]) -> list[float]:
    """Values as numbers, with a gap (not a number) for what is missing."""
    return [math.nan if (given := drawable(value)) is None else given for value in values]


def line_style(figure: Figure, index: int, colour: str) -> dict[str, Any]:
    """Colour, width, dashes and markers of a line; the branch's is the broadest."""
    strong = figure.series[index].role is SeriesRole.BRANCH or len(figure.series) == 1
    return {
        "color": colour,
        "linewidth": 2.25 if strong else 1.75,
        "linestyle": _DASHES[index % len(_DASHES)],
        "marker": MARKERS[index % len(MARKERS)],
        "markersize": 5,
    }
