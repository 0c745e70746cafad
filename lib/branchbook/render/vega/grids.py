"""Heat maps: a cell for each value, from light to dark."""

from __future__ import annotations

from branchbook.render.chart.category_labels import labels_beside
from branchbook.render.chart.numbers import axis_format, drawable, drawable_values
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import Palette, Tone, is_dark
from branchbook.render.fonts import text_width
from branchbook.render.vega.sheet import (
    DEEPEST_LABELS,
    INK,
    LABEL,
    OWN_INK,
    Json,
    categories_below,
    d3_format,
    fitting_labels,
    inches,
    rows,
    told,
    words_of,
)
from branchbook.report.blocks import Figure

_LETTERS = 8.0  # points
_CELLS = 0.72  # of the width, beside the names of the rows and the scale


def grid_of_cells(figure: Figure, palette: Palette, width: float) -> Json:
    """The cells with their numbers where these fit, and the scale of colours at the right."""
    cells = [*({**row, "ink": _ink(figure, row["value"], palette)} for row in rows(figure)), *_missing(figure)]
    layers: list[Json] = [{"mark": {"type": "rect", "stroke": "white"}, "encoding": _cell(figure, palette)}]
    if _fit(figure, width):
        layers.append({"mark": {"type": "text", "color": OWN_INK}, "encoding": {"text": {"field": "printed"}}})
    return {"data": {"values": cells}, "encoding": _places(figure, width), "layer": layers}


def _missing(figure: Figure) -> list[Json]:
    """A dash for each value that can't be had."""
    return [
        {"place": place, "rank": rank, "value": None, "printed": "–", "ink": INK}
        for rank, series in enumerate(figure.series)
        for place, value in enumerate(series.values)
        if drawable(value) is None
    ]


def _places(figure: Figure, width: float) -> Json:
    height = chart_height(figure)
    names = tuple(series.name for series in figure.series)
    beside = labels_beside(names, inches(width), inches(height) * (1 - DEEPEST_LABELS))
    down = {
        "domain": False,
        "labelExpr": words_of(beside, "datum.value"),
        "labelFontSize": LABEL,
        "labelPadding": 6,
        "title": None,
    }
    across = {**categories_below(figure, fitting_labels(figure, width * 0.85, height)), "domain": False}
    return {
        "x": {"field": "place", "type": "ordinal", "axis": across, "scale": _all(len(figure.categories))},
        "y": {"field": "rank", "type": "ordinal", "axis": down, "scale": _all(len(figure.series))},
    }


def _all(count: int) -> Json:
    return {"domain": list(range(count))}


def _cell(figure: Figure, palette: Palette) -> Json:
    low, high, stops = _scale(figure, palette)
    domain = [low, (low + high) / 2, high]
    legend = {
        "format": d3_format(axis_format(figure)),
        "orient": "right",
        "title": figure.value_title or None,
        "gradientThickness": 12,
    }
    scale = {"domain": domain, "range": stops, "clamp": True, "interpolate": "rgb"}
    return {
        "color": {"field": "value", "type": "quantitative", "scale": scale, "legend": legend},
        "tooltip": told(),
    }


def _scale(figure: Figure, palette: Palette) -> tuple[float, float, list[str]]:
    """From light to dark, so that it reads in black and white; through white at zero where values go below it."""
    values = drawable_values(figure)
    low, high = min(values), max(values)
    if low < 0 < high:
        reach = max(-low, high)
        return -reach, reach, [palette.css(Tone("accent4")), "#FFFFFF", palette.css(Tone("accent1"))]
    stops = [palette.css(Tone("bg2")), palette.css(Tone("accent1", 0.5)), palette.css(Tone("tx2"))]
    return low, (high if high > low else low + 1), stops


def _ink(figure: Figure, value: float, palette: Palette) -> str:
    """White on a dark cell, near-black on a light one."""
    low, high, stops = _scale(figure, palette)
    along = (value - low) / (high - low) * 2
    first = min(int(along), 1)
    share = along - first
    mixed = "".join(
        f"{round((1 - share) * int(stops[first][i : i + 2], 16) + share * int(stops[first + 1][i : i + 2], 16)):02X}"
        for i in (1, 3, 5)
    )
    return "white" if is_dark(mixed) else INK


def _fit(figure: Figure, width: float) -> bool:
    """Whether every number fits into its cell."""
    room = inches(width) * _CELLS / len(figure.categories)
    return max(text_width(row["printed"], _LETTERS) for row in rows(figure)) * 1.1 <= room
