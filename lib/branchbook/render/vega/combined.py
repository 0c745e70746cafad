"""Columns with lines over them, and areas: views that lay one kind of mark upon another."""

from __future__ import annotations

from branchbook.render.chart.numbers import first_axis, is_line, printed, second_axis
from branchbook.render.chart.size import chart_height
from branchbook.render.chart.workbook import format_of
from branchbook.render.colours import Palette
from branchbook.render.vega.sheet import (
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


def columns_and_lines(figure: Figure, palette: Palette, width: float) -> Json:
    """Columns, and the lines over them; what is on the axis at the right has that axis to itself."""
    second = second_axis(figure)
    sides = [(first_axis(figure), False), *([(second, True)] if second else [])]
    layers = [layer for side, right in sides for layer in _side(figure, side, palette, width, right=right)]
    return {
        "data": {"values": _told_by_axis(figure)},
        "layer": layers,
        "resolve": {"scale": {"y": "independent"}} if second else {},
    }


def _told_by_axis(figure: Figure) -> list[Json]:
    """The rows, each number written as its axis writes it."""
    found = []
    for row in rows(figure):
        written = printed(row["value"], format_of(figure, figure.series[row["rank"]]))
        found.append({**row, "printed": written, "told": f"{row['category']}　{row['series']}　{written}"})
    return found


def _side(figure: Figure, side: Figure, palette: Palette, width: float, *, right: bool) -> list[Json]:
    axis = {**values_axis(side), "orient": "right" if right else "left", "grid": not right}
    value = {"field": "value", "type": "quantitative", "axis": axis, "scale": values_scale(side)}
    marks = []
    for line in (False, True):
        ranks = [rank for rank, one in enumerate(figure.series) if is_line(one) is line and one.second_axis is right]
        if ranks:
            marks.append(_marks(figure, palette, width, ranks, value, line=line))
    return marks


def _marks(figure: Figure, palette: Palette, width: float, ranks: list[int], value: Json, *, line: bool) -> Json:
    labels = fitting_labels(figure, width, chart_height(figure))
    place = {
        "field": "place",
        "type": "ordinal",
        "axis": categories_below(figure, labels),
        "scale": {"domain": list(range(len(figure.categories))), "paddingInner": 0.36, "paddingOuter": 0.18},
    }
    column: Json = {"type": "bar", "stroke": "white", "strokeWidth": 0.75}
    drawn: Json = {"type": "line", "point": {"filled": True, "size": 45}, "strokeWidth": 2, "strokeDash": [8, 3]}
    beside = {"xOffset": {"field": "rank", "type": "ordinal"}} if not line and len(ranks) > 1 else {}
    return {
        "transform": [{"filter": {"field": "rank", "oneOf": ranks}}],
        "mark": drawn if line else column,
        "encoding": {
            "x": place,
            **beside,
            "y": value,
            "color": by_series(figure, colours(figure, palette)),
            "tooltip": told(),
        },
    }


def areas(figure: Figure, palette: Palette, width: float) -> Json:
    """Areas stacked one upon the other, in the order of the series."""
    labels = fitting_labels(figure, width, chart_height(figure))
    domain = list(range(len(figure.categories)))
    place = {
        "field": "place", "type": "ordinal", "axis": categories_below(figure, labels),
        "scale": {"domain": domain, "padding": 0.5},
    }  # fmt: skip
    ends = {"field": "begin", "type": "quantitative", "axis": values_axis(figure), "scale": values_scale(figure)}
    return {
        "data": {"values": _stacked(figure)},
        "mark": {"type": "area", "stroke": "white", "strokeWidth": 1, "opacity": 1},
        "encoding": {
            "x": place, "y": ends, "y2": {"field": "end"},
            "color": by_series(figure, colours(figure, palette), "square"), "tooltip": told(),
        },
    }  # fmt: skip


def _stacked(figure: Figure) -> list[Json]:
    """The rows with where each area begins and ends."""
    reached: dict[int, float] = {}
    found = []
    for row in rows(figure):
        begin = reached.get(row["place"], 0.0)
        reached[row["place"]] = end = begin + row["value"]
        found.append({**row, "begin": begin, "end": end})
    return found
