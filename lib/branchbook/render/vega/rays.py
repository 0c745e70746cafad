"""Radar charts: an axis for each category around a common middle."""

from __future__ import annotations

import math

from branchbook.render.chart.numbers import axis_format, drawable_values, printed, value_bounds
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import Palette
from branchbook.render.fonts import wrapped
from branchbook.render.plaintext import one_line
from branchbook.render.vega.sheet import GREY, GRID, LABEL, Json, inches, rows
from branchbook.render.vega.strokes import looks
from branchbook.report.blocks import Figure

_RINGS = 4
_REACH = 1.22  # of the circle, for the words around it
_WORDS_AT = 1.07
_BESIDE_THE_AXIS = 0.1


def rays(figure: Figure, palette: Palette, width: float) -> Json:
    """Each series as a closed line around the middle, with rings on round numbers."""
    step, top = _rings(figure)
    broad = width / chart_height(figure) * _REACH
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [-broad, broad], "nice": False}},
        "y": {
            "field": "y", "type": "quantitative", "axis": None,
            "scale": {"domain": [-_REACH, _REACH], "nice": False},
        },
        "order": {"field": "order", "type": "quantitative"},
    }  # fmt: skip
    return {
        "data": {"values": _closed(figure, top)},
        "encoding": encoding,
        "layer": [*_web(figure, step, top), *looks(figure, palette), *_words(figure, width)],
    }


def _rings(figure: Figure) -> tuple[float, float]:
    """The distance between rings, a round number, and the value of the outermost."""
    highest = value_bounds(figure)[1] or max(drawable_values(figure))
    power = 10.0 ** math.floor(math.log10(highest / _RINGS)) if highest > 0 else 1.0
    step = next(power * round_ for round_ in (1, 2, 5, 10) if power * round_ * _RINGS >= highest * 0.999)
    return step, step * max(1, math.ceil(highest / step * 0.999))


def _at(place: int, count: int, distance: float) -> Json:
    angle = 2 * math.pi * place / count
    return {"x": round(distance * math.sin(angle), 4), "y": round(distance * math.cos(angle), 4), "order": place}


def _closed(figure: Figure, top: float) -> list[Json]:
    """The rows in their places, the first of each series once more at the end."""
    count = len(figure.categories)
    placed = [{**row, **_at(row["place"], count, max(row["value"], 0.0) / top)} for row in rows(figure)]
    firsts = [{**row, "order": count} for row in placed if row["place"] == 0]
    return [*placed, *firsts]


def _web(figure: Figure, step: float, top: float) -> list[Json]:
    count = len(figure.categories)
    distances = [step * number for number in range(1, round(top / step) + 1)]
    lines = [
        {**_at(place, count, distance / top), "ring": ring}
        for ring, distance in enumerate(distances)
        for place in range(count + 1)
    ]
    spokes = [
        {**_at(place, count, far), "order": far, "ring": len(distances) + place}
        for place in range(count)
        for far in (0.0, 1.0)
    ]
    numbers = [
        {"x": 0.02, "y": distance / top, "words": printed(distance, axis_format(figure))} for distance in distances
    ]
    mark = {"type": "line", "color": GRID, "strokeWidth": 1}
    return [
        {"data": {"values": [*lines, *spokes]}, "mark": mark, "encoding": {"detail": {"field": "ring"}}},
        {
            "data": {"values": numbers},
            "mark": {"type": "text", "align": "left", "baseline": "top", "color": GREY, "dy": 2},
            "encoding": {"text": {"field": "words"}},
        },
    ]


def _words(figure: Figure, width: float) -> list[Json]:
    """The names of the categories, each beginning on the side on which it does not cover the circle."""
    count = len(figure.categories)
    room = inches(width - chart_height(figure)) / 2
    named = [
        {**_at(place, count, _WORDS_AT), "words": wrapped(one_line(name), 9.0, room, most_lines=3).splitlines()}
        for place, name in enumerate(figure.categories)
    ]
    sides: dict[tuple[str, str], list[Json]] = {}
    for one in named:
        sides.setdefault(_side(one["x"], one["y"]), []).append(one)
    return [
        {
            "data": {"values": placed},
            "mark": {"type": "text", "align": align, "baseline": baseline, "color": GREY, "fontSize": LABEL},
            "encoding": {"text": {"field": "words"}},
        }
        for (align, baseline), placed in sides.items()
    ]


def _side(x: float, y: float) -> tuple[str, str]:
    """Where words at this place have to begin, to stay off the circle."""
    if abs(x) < _BESIDE_THE_AXIS:
        return "center", "bottom" if y > 0 else "top"
    return "left" if x > 0 else "right", "middle"
