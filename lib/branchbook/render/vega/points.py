"""Points of a scatter, and the parts of a whole: views without categories along an axis."""

from __future__ import annotations

from branchbook.render.chart.numbers import axis_below, drawable, first_axis, printed
from branchbook.render.chart.parts import LEAST_LABELLED_SHARE, part_shares, part_tones
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import Palette, is_dark, repeated
from branchbook.render.plaintext import one_line
from branchbook.render.vega.sheet import (
    INK,
    OWN_INK,
    Json,
    by_series,
    colours,
    pixels,
    told,
    values_axis,
    values_scale,
    words_of,
)
from branchbook.render.vega.strokes import SHAPES
from branchbook.report.blocks import Figure
from branchbook.values.artifact import SeriesRole


def scattered(figure: Figure, palette: Palette, width: float) -> Json:
    """A point for each value that has a place; the branch's are larger."""
    del width  # nothing along the axes has to be fitted
    below, beside = axis_below(figure), first_axis(figure)
    sizes = [130 if series.role is SeriesRole.BRANCH else 50 for series in figure.series]
    return {
        "data": {"values": _points(figure)},
        "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "x": _axis(below, "x"), "y": _axis(beside, "value"), "tooltip": told(),
            "color": by_series(figure, colours(figure, palette)),
            "shape": by_series(figure, repeated(SHAPES, len(figure.series))),
            "size": {**by_series(figure, sizes), "legend": None},
        },
    }  # fmt: skip


def _axis(values: Figure, field: str) -> Json:
    scale = {**values_scale(values), "padding": 12}
    return {"field": field, "type": "quantitative", "axis": values_axis(values), "scale": scale}


def _points(figure: Figure) -> list[Json]:
    found = []
    for rank, series in enumerate(figure.series):
        for place, value in zip(series.x, series.values, strict=True):
            across, up = drawable(place), drawable(value)
            if across is None or up is None:
                continue
            where = f"{printed(across, figure.x_format)}, {printed(up, figure.number_format)}"
            found.append({"rank": rank, "x": across, "value": up, "told": f"{one_line(series.name)}　{where}"})
    return found


def ring(figure: Figure, palette: Palette, width: float) -> Json:
    """The parts of a whole as a ring, their names beside it."""
    del width
    radius = pixels(chart_height(figure)) / 2 - 12
    tones = [palette.css(tone) for tone in part_tones(figure)]
    names = [one_line(category) for category in figure.categories]
    places = list(range(len(names)))
    colour = {
        "field": "place", "type": "nominal", "scale": {"domain": places, "range": tones},
        "legend": {"orient": "right", "labelExpr": words_of(names, "datum.value"), "symbolType": "square"},
    }  # fmt: skip
    size = {"field": "share", "type": "quantitative", "stack": True}
    order = {"field": "place", "type": "quantitative"}
    return {
        "data": {"values": _parts(figure, tones)},
        "encoding": {"theta": size, "order": order},
        "layer": [
            {
                "mark": {"type": "arc", "outerRadius": radius, "innerRadius": radius * 0.56, "stroke": "white"},
                "encoding": {"color": colour, "tooltip": told()},
            },
            {
                "mark": {"type": "text", "radius": radius * 0.78, "color": OWN_INK},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }


def _parts(figure: Figure, tones: list[str]) -> list[Json]:
    return [
        {
            "rank": 0,
            "place": place,
            "category": one_line(name),
            "series": one_line(figure.series[0].name),
            "value": drawable(value),
            "share": share,
            "label": printed(share, "0.0%") if share >= LEAST_LABELLED_SHARE else "",
            "ink": "white" if is_dark(tone[1:]) else INK,
            "told": f"{one_line(name)}　{printed(share, '0.0%')}",
        }
        for place, (name, value, share, tone) in enumerate(
            zip(figure.categories, figure.series[0].values, part_shares(figure), tones, strict=True)
        )
        if drawable(value) is not None
    ]
