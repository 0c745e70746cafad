"""How tall a chart has to be for its categories, at the width of the page's text."""

from __future__ import annotations

from branchbook.render.chart.numbers import BARS, STACKED
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

_USUAL_CM = 6.6
_RADAR_CM = 9.6
_SCATTER_CM = 8.8
_TALLEST_CM = 21.0
_BAR_CM = 0.58
_AROUND_BARS_CM = 2.8


def chart_height(figure: Figure) -> float:
    """Height in centimetres. Bars and the rows of a heat map need room each; a page is the limit."""
    if figure.kind is FigureKind.RADAR:
        return _RADAR_CM
    if figure.kind is FigureKind.SCATTER:
        return _SCATTER_CM
    if figure.kind is FigureKind.HEATMAP:
        return min(_TALLEST_CM, _AROUND_BARS_CM + 0.72 * max(len(figure.series), 4))
    if figure.kind in BARS:
        beside = 1 if figure.kind in STACKED else len(figure.series)
        each = _BAR_CM + 0.32 * (beside - 1)
        return min(_TALLEST_CM, max(4.8, _AROUND_BARS_CM + each * len(figure.categories)))
    return _USUAL_CM
