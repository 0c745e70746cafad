"""What all views of figures have in common: sizes, letters, rows of data, axes, and which colour is whose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from branchbook.render.chart.category_labels import SLANT, CategoryLabels, widest
from branchbook.render.chart.numbers import axis_format, drawable, printed, value_bounds
from branchbook.render.colours import Palette, series_tones
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Figure
from branchbook.values.artifact import SeriesRole

Json = dict[str, Any]

FONTS = "Branchbook Sans, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
INK, GREY, GRID = "#1F2933", "#56616D", "#E0E3E7"
OWN_INK = {"expr": "datum.ink"}
"""The colour of letters that each row tells for itself."""

LABEL, SMALL = 12, 11
DEEPEST_LABELS = 0.4
"""Of the figure's height: what the names below it may take."""

_LEGEND_ROOM, _LEGEND_SIGN = 5.4, 0.4  # inches: below a figure; a sign and the space around it
_PIXELS_PER_INCH = 96
_CM_PER_INCH = 2.54


def inches(centimetres: float) -> float:
    """A length on paper in inches."""
    return centimetres / _CM_PER_INCH


def pixels(centimetres: float) -> int:
    """A length on paper in a browser's pixels."""
    return round(inches(centimetres) * _PIXELS_PER_INCH)


def rows(figure: Figure) -> list[Json]:
    """One row for each value that there is, in the order of the series.

    ``place`` and ``rank`` are the positions of its category and series, which may have names in common; ``told`` is
    what a reader sees who points at it.
    """
    return [
        {
            "place": place,
            "rank": rank,
            "category": one_line(category),
            "series": one_line(series.name),
            "value": known,
            "printed": printed(known, figure.number_format),
            "told": f"{one_line(category)}　{one_line(series.name)}　{printed(known, figure.number_format)}",
        }
        for rank, series in enumerate(figure.series)
        for place, (category, value) in enumerate(zip(figure.categories, series.values, strict=True))
        if series.role is not SeriesRole.HIDDEN and (known := drawable(value)) is not None
    ]


def told() -> Json:
    """The words that appear where a reader points."""
    return {"field": "told", "type": "nominal"}


def colours(figure: Figure, palette: Palette) -> list[str]:
    """A colour for each series; hidden ones have one too, which is never drawn."""
    return [palette.css(tone) for tone in series_tones([series.role for series in figure.series])]


def by_series(figure: Figure, styles: Sequence[object], symbol: str = "") -> Json:
    """The look of each series, and the legend below the figure where there are several.

    Looks that say the same of the same series share one legend; ``symbol`` is for those that have no shape.
    """
    seen = [rank for rank, series in enumerate(figure.series) if series.role is not SeriesRole.HIDDEN]
    names = [one_line(series.name) for series in figure.series]
    legend = {
        "values": seen,
        "labelExpr": words_of(names, "datum.value"),
        "columns": max(1, min(len(seen), int(_LEGEND_ROOM / (widest(names) + _LEGEND_SIGN)))),
        **({"symbolType": symbol} if symbol else {}),
    }
    return {
        "field": "rank",
        "type": "nominal",
        "scale": {"domain": list(range(len(figure.series))), "range": list(styles)},
        "legend": legend if len(figure.series) > 1 else None,
    }


def words_of(names: Sequence[str], place: str) -> str:
    """An expression that names the thing at a place; lines of a name stay lines."""
    return f"{json.dumps([name.splitlines() or [''] for name in names], ensure_ascii=False)}[{place}]"


def categories_below(figure: Figure, labels: CategoryLabels) -> Json:
    """The category axis below a figure, its labels as they fit."""
    turned = {"labelAngle": -SLANT, "labelAlign": "right"} if labels.slanted else {"labelAngle": 0}
    return {
        "domain": True,
        "grid": False,
        "labelExpr": words_of(labels.words, "datum.value"),
        "labelFontSize": LABEL,
        "labelPadding": 6,
        "title": figure.category_title or None,
        **turned,
    }


def fitting_labels(figure: Figure, width: float, height: float) -> CategoryLabels:
    """The labels of categories below a figure of this size in centimetres."""
    room = inches(width) * 0.86 / len(figure.categories)
    return CategoryLabels.below(figure.categories, room, inches(height) * DEEPEST_LABELS)


def values_axis(figure: Figure) -> Json:
    """The axis of values: light gridlines on round numbers."""
    return {
        "domain": False,
        "format": d3_format(axis_format(figure)),
        "grid": True,
        "tickCount": 5,
        "title": figure.value_title or None,
    }


def values_scale(figure: Figure) -> Json:
    """From where to where values go."""
    low, high = value_bounds(figure)
    known = {"domainMin": low, "domainMax": high}
    return {"nice": high is None, "zero": False, **{name: end for name, end in known.items() if end is not None}}


def d3_format(number_format: str) -> str:
    """An Excel format code of the plain kind as Vega writes it."""
    positive = number_format.split(";")[0]
    decimals = len(positive.partition(".")[2].rstrip("%").strip())
    return f"{',' if ',' in positive else ''}.{decimals}{'%' if '%' in positive else 'f'}"
