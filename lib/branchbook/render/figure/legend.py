"""The legend below a figure: how high it is, and the signs of its series."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from branchbook.render.chart.category_labels import LABEL, widest
from branchbook.render.chart.numbers import is_line
from branchbook.render.colours import Palette
from branchbook.render.figure.ink import CM_PER_INCH, GREY, MARKERS, USUAL_WIDTH_CM, coloured_series, line_style
from branchbook.render.fonts import text_height, wrapped
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind, SeriesRole


def legend_height(figure: Figure) -> float:
    """What the legend takes at the foot of a figure, in inches; nothing for a single series."""
    if len(figure.series) < 2 or figure.kind is FigureKind.HEATMAP:
        return 0.0
    return text_height(_legend_rows(figure), LABEL) + 0.12


def _legend_rows(figure: Figure) -> int:
    return math.ceil(len(figure.series) / _legend_columns(figure))


def _legend_names(figure: Figure) -> list[str]:
    room = USUAL_WIDTH_CM / CM_PER_INCH - 1.0
    seen = [series for series in figure.series if series.role is not SeriesRole.HIDDEN]
    return [wrapped(one_line(series.name), LABEL, room, most_lines=1) for series in seen]


def _legend_columns(figure: Figure) -> int:
    each = widest(_legend_names(figure)) + 0.55
    return max(1, min(len(figure.series), int((USUAL_WIDTH_CM / CM_PER_INCH - 0.3) / each)))


def write_legend(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """The signs and names of the series at the foot; nothing for a single series."""
    if len(figure.series) < 2:
        return
    coloured = enumerate(coloured_series(figure, palette))
    handles = [_handle(figure, index, colour) for index, (_, colour) in coloured if colour != "none"]
    drawing.legend(
        handles, _legend_names(figure), loc="lower center", ncols=_legend_columns(figure),
        frameon=False, fontsize=LABEL, handlelength=1.6, borderaxespad=0.3, labelcolor=GREY, columnspacing=1.6,
    )  # fmt: skip


def _handle(figure: Figure, index: int, colour: str) -> Any:
    if figure.kind in (FigureKind.LINE, FigureKind.RADAR) or is_line(figure.series[index]):
        return Line2D([], [], **line_style(figure, index, colour))
    if figure.kind is FigureKind.SCATTER:
        return Line2D([], [], linestyle="none", color=colour, marker=MARKERS[index % len(MARKERS)], markersize=6)
    return Patch(facecolor=colour, edgecolor="white")
