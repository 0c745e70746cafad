"""From a figure to a Vega-Lite specification: the same data, order, words and colours as in Word."""

from __future__ import annotations

from collections.abc import Callable

from branchbook.render.chart.numbers import drawable_values
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import HOUSE, Palette
from branchbook.render.vega.combined import areas, columns_and_lines
from branchbook.render.vega.grids import grid_of_cells
from branchbook.render.vega.points import ring, scattered
from branchbook.render.vega.rays import rays
from branchbook.render.vega.rectangles import rectangles
from branchbook.render.vega.sheet import FONTS, GREY, GRID, LABEL, SMALL, Json, pixels
from branchbook.render.vega.strokes import strokes
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

MIME_TYPE = "application/vnd.vegalite.v5+json"
"""What JupyterLab 4 shows without a network and without an extension."""

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

_VIEWS: dict[FigureKind, Callable[[Figure, Palette, float], Json]] = {
    FigureKind.COLUMN: rectangles,
    FigureKind.STACKED_COLUMN: rectangles,
    FigureKind.BAR: rectangles,
    FigureKind.STACKED_BAR: rectangles,
    FigureKind.GANTT: rectangles,
    FigureKind.LINE: strokes,
    FigureKind.AREA: areas,
    FigureKind.COMBINED: columns_and_lines,
    FigureKind.SCATTER: scattered,
    FigureKind.DOUGHNUT: ring,
    FigureKind.RADAR: rays,
    FigureKind.HEATMAP: grid_of_cells,
}


def vega_lite(figure: Figure, width: float, palette: Palette = HOUSE) -> Json:
    """The specification of a figure ``width`` centimetres wide.

    Raises ValueError where the figure has no value to draw.
    """
    drawable_values(figure)
    return {
        "$schema": _SCHEMA,
        "description": figure.alt,
        "width": pixels(width),
        "height": pixels(chart_height(figure)),
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "white",
        "padding": 8,
        "config": _CONFIG,
        **_VIEWS[figure.kind](figure, palette, width),
    }


_CONFIG: Json = {
    "font": FONTS,
    "view": {"stroke": None},
    "axis": {
        "domainColor": "#A6ACB3", "gridColor": GRID, "labelColor": GREY, "labelFontSize": SMALL, "labelLimit": 0,
        "ticks": False, "titleColor": GREY, "titleFontSize": SMALL, "titleFontWeight": "normal", "titlePadding": 8,
    },
    "legend": {
        "labelColor": GREY, "labelFontSize": LABEL, "labelLimit": 0, "orient": "bottom", "title": None,
        "titleColor": GREY, "titleFontSize": SMALL, "titleFontWeight": "normal",
    },
    "text": {"fontSize": SMALL},
}  # fmt: skip
