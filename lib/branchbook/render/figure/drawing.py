"""Figures drawn by matplotlib: for notebooks, and for what Word has no native chart for.

Nothing of pyplot's global state is used or left.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing

from branchbook.render import fonts
from branchbook.render.chart.category_labels import LABEL
from branchbook.render.chart.numbers import drawable_values
from branchbook.render.chart.size import chart_height
from branchbook.render.colours import HOUSE, Palette
from branchbook.render.figure.combined import paint_combined
from branchbook.render.figure.grids import grid_picture
from branchbook.render.figure.ink import CM_PER_INCH, GREY, USUAL_WIDTH_CM
from branchbook.render.figure.points import paint_scatter
from branchbook.render.figure.rays import paint_doughnut, paint_radar
from branchbook.render.figure.rectangles import paint_bars, paint_columns
from branchbook.render.figure.strokes import paint_area, paint_lines
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

PRINT_DPI = 200


def draw(figure: Figure, palette: Palette = HOUSE) -> Drawing:
    """The figure, of any kind but a heat map, as a notebook shows it: the same data, colours and order as the chart in
    Word.

    Raises ValueError where the figure has no value to draw.
    """
    drawable_values(figure)
    return _drawn(figure, palette, USUAL_WIDTH_CM, chart_height(figure))


def picture(figure: Figure, width: float, height: float, palette: Palette = HOUSE, dpi: int = PRINT_DPI) -> bytes:
    """The figure as a PNG of this size in centimetres; the same bytes for the same figure.

    Raises ValueError where the figure has no value to draw.
    """
    drawable_values(figure)
    if figure.kind is FigureKind.HEATMAP:
        return grid_picture(figure, width / CM_PER_INCH, height / CM_PER_INCH, palette, dpi)
    drawing = _drawn(figure, palette, width, height)
    buffer = io.BytesIO()
    with _lettering():
        drawing.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _drawn(figure: Figure, palette: Palette, width: float, height: float) -> Drawing:
    with _lettering():
        drawing = Drawing(figsize=(width / CM_PER_INCH, height / CM_PER_INCH), facecolor="white")
        FigureCanvasAgg(drawing)
        PAINTERS[figure.kind](drawing, figure, palette)
    return drawing


def _lettering() -> AbstractContextManager[None]:
    # Only for as long as something is being drawn; a notebook's own settings of matplotlib come back afterwards.
    return mpl.rc_context(
        {
            "font.family": fonts.family(),
            "font.size": LABEL,
            "text.hinting": "none",  # the same outlines whatever the machine's rasterizer
            "text.color": GREY,
            "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        }
    )


PAINTERS: dict[FigureKind, Callable[[Drawing, Figure, Palette], None]] = {
    FigureKind.COLUMN: paint_columns,
    FigureKind.STACKED_COLUMN: paint_columns,
    FigureKind.BAR: paint_bars,
    FigureKind.STACKED_BAR: paint_bars,
    FigureKind.GANTT: paint_bars,
    FigureKind.LINE: paint_lines,
    FigureKind.AREA: paint_area,
    FigureKind.RADAR: paint_radar,
    FigureKind.DOUGHNUT: paint_doughnut,
    FigureKind.SCATTER: paint_scatter,
    FigureKind.COMBINED: paint_combined,
}
"""How each kind but the heat map is drawn on a drawing of its own."""
