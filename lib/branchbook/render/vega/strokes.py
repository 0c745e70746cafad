"""Lines with a mark at each value, broken where a value is missing."""

from __future__ import annotations

from branchbook.render.chart.labels import is_labelled
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import Palette, repeated
from branchbook.render.vega.sheet import (
    GREY,
    Json,
    by_series,
    categories_below,
    colours,
    fitting_labels,
    rows,
    told,
    values_axis,
    values_scale,
)
from branchbook.report.blocks import Figure

DASHES = ([1, 0], [4, 2], [8, 3], [1, 2], [5, 2, 1, 2])
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")


def strokes(figure: Figure, palette: Palette, width: float) -> Json:
    """Lines over the categories; a gap in the data is a gap in the line."""
    labels = fitting_labels(figure, width, chart_height(figure))
    domain = list(range(len(figure.categories)))
    place = {
        "field": "place",
        "type": "ordinal",
        "axis": categories_below(figure, labels),
        "scale": {"domain": domain, "padding": 0.5},
    }
    value = {
        "field": "value",
        "type": "quantitative",
        "axis": values_axis(figure),
        "scale": {**values_scale(figure), "padding": 12},
    }
    return {
        "data": {"values": _with_gaps(figure)},
        "encoding": {"x": place, "y": value},
        "layer": [*looks(figure, palette), *_numbers(figure)],
    }


def looks(figure: Figure, palette: Palette) -> list[Json]:
    """The line and the marks of each series, told apart by colour, dashes and shape."""
    count = len(figure.series)
    tint = by_series(figure, colours(figure, palette))
    dash = by_series(figure, [DASHES[rank % len(DASHES)] for rank in range(count)])
    shape = by_series(figure, repeated(SHAPES, count))
    return [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"color": tint, "strokeDash": dash}},
        {
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
            "encoding": {"color": tint, "shape": shape, "tooltip": told()},
        },
    ]


def _with_gaps(figure: Figure) -> list[Json]:
    """All rows, and one without a value for each gap, so that the line breaks there."""
    found = {(row["rank"], row["place"]): row for row in rows(figure)}
    return [
        found.get((rank, place)) or {"rank": rank, "place": place, "value": None}
        for rank in range(len(figure.series))
        for place in range(len(figure.categories))
    ]


def _numbers(figure: Figure) -> list[Json]:
    labelled = [rank for rank, series in enumerate(figure.series) if is_labelled(figure, series)]
    if not labelled:
        return []
    return [
        {
            "transform": [{"filter": {"field": "rank", "oneOf": labelled}}],
            "mark": {"type": "text", "color": GREY, "dy": -11},
            "encoding": {"text": {"field": "printed"}},
        }
    ]
