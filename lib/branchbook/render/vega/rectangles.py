"""Columns and bars, side by side, stacked, or on an axis of days."""

from __future__ import annotations

import math

from branchbook.render.chart.category_labels import labels_beside
from branchbook.render.chart.labels import is_labelled
from branchbook.render.chart.numbers import BARS, DAYS_A_WEEK, STACKED, drawable_values, printed, value_bounds
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import Palette, is_dark
from branchbook.render.vega.sheet import (
    GREY,
    INK,
    LABEL,
    OWN_INK,
    Json,
    by_series,
    categories_below,
    colours,
    fitting_labels,
    inches,
    rows,
    told,
    values_axis,
    values_scale,
    words_of,
)
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

_MOST_MONDAYS = 14


def rectangles(figure: Figure, palette: Palette, width: float) -> Json:
    """A column or bar from where it begins to where it ends for each value, with its number where there is room."""
    along, across = ("y", "x") if figure.kind in BARS else ("x", "y")
    place = {"field": "place", "type": "ordinal", "axis": _categories(figure, width), "scale": _bands(figure)}
    side = {} if figure.kind in STACKED or len(figure.series) == 1 else {f"{along}Offset": _beside(figure)}
    ends = {"field": "begin", "type": "quantitative", "axis": _values(figure), "scale": values_scale(figure)}
    shape = {along: place, **side, across: ends, f"{across}2": {"field": "end"}, "tooltip": told()}
    layers = [
        {
            "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.75},
            "encoding": {**shape, "color": by_series(figure, colours(figure, palette), "square")},
        },
        *_numbers(figure, across, {along: place, **side}),
    ]
    if min(drawable_values(figure)) < 0:
        layers.append({"mark": {"type": "rule", "color": GREY}, "encoding": {across: {"datum": 0}}})
    return {"data": {"values": _placed(figure, palette)}, "layer": layers}


def _placed(figure: Figure, palette: Palette) -> list[Json]:
    """The rows with where each rectangle begins and ends; what is stacked below zero goes down."""
    tones = colours(figure, palette)
    reached: dict[tuple[int, bool], float] = {}
    if figure.kind is FigureKind.GANTT:
        reached = {(place, True): start or 0.0 for place, start in enumerate(figure.series[0].values)}
    found = []
    for row in rows(figure):
        stack = (row["place"], row["value"] >= 0)
        begin = reached.get(stack, 0.0) if figure.kind in STACKED else 0.0
        end = reached[stack] = begin + row["value"]
        at = (begin + end) / 2 if figure.kind in STACKED else max(end, 0.0)
        ink = "white" if is_dark(tones[row["rank"]][1:]) else INK
        named = printed(row["value"], figure.number_format) if is_labelled(figure, figure.series[row["rank"]]) else ""
        found.append({**row, "begin": begin, "end": end, "at": at, "ink": ink, "label": named})
    if figure.kind is FigureKind.GANTT:
        return [{**row, "told": f"{row['category']}　{row['series']}　{_span(row, figure)}"} for row in found]
    return found


def _span(row: Json, figure: Figure) -> str:
    return f"{printed(row['begin'], figure.number_format)}–{printed(row['end'], figure.number_format)}"


def _numbers(figure: Figure, across: str, place: Json) -> list[Json]:
    if not any(is_labelled(figure, series) for series in figure.series):
        return []
    encoding = {**place, across: {"field": "at", "type": "quantitative"}, "text": {"field": "label"}}
    if figure.kind in STACKED:
        return [{"mark": {"type": "text", "align": "center", "color": OWN_INK}, "encoding": encoding}]
    beyond = {"align": "left", "dx": 4} if across == "x" else {"baseline": "bottom", "dy": -3}
    return [{"mark": {"type": "text", "color": GREY, **beyond}, "encoding": encoding}]


def _bands(figure: Figure) -> Json:
    share = 0.36 if figure.kind in STACKED or len(figure.series) == 1 else 0.28
    return {"domain": list(range(len(figure.categories))), "paddingInner": share, "paddingOuter": share / 2}


def _beside(figure: Figure) -> Json:
    return {"field": "rank", "type": "ordinal", "scale": {"domain": list(range(len(figure.series)))}}


def _categories(figure: Figure, width: float) -> Json:
    if figure.kind not in BARS:
        return categories_below(figure, fitting_labels(figure, width, chart_height(figure)))
    words = labels_beside(figure.categories, inches(width), inches(chart_height(figure)) * 0.8)
    return {
        "domain": True,
        "grid": False,
        "labelExpr": words_of(words, "datum.value"),
        "labelFontSize": LABEL,
        "labelPadding": 6,
        "title": figure.category_title or None,
    }


def _values(figure: Figure) -> Json:
    if figure.kind is not FigureKind.GANTT:
        return values_axis(figure)
    low, high = value_bounds(figure)
    first, last = low or 0.0, high or 0.0
    step = DAYS_A_WEEK * math.ceil((last - first) / DAYS_A_WEEK / _MOST_MONDAYS)
    days = [first + step * number for number in range(int((last - first) // step) + 1)]
    words = words_of([printed(day, figure.number_format) for day in days], f"(datum.value - {first:g}) / {step}")
    return {**values_axis(figure), "format": "d", "labelExpr": words, "values": days}
