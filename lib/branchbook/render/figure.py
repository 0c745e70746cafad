"""Figures drawn by matplotlib: for notebooks, and for what Word has no native chart for.

No layout engine and no global state of pyplot: the axes' place is computed from the labels, which costs one drawing
and not two.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, cast

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.container import BarContainer
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Wedge
from matplotlib.projections.polar import PolarAxes
from matplotlib.ticker import FuncFormatter, Locator, MaxNLocator, MultipleLocator

from branchbook.render import fonts
from branchbook.render.chart.category_labels import LABEL, SLANT, CategoryLabels, labels_beside, widest
from branchbook.render.chart.labels import is_labelled
from branchbook.render.chart.numbers import (
    DAYS_A_WEEK,
    STACKED,
    axis_below,
    axis_format,
    drawable,
    drawable_values,
    first_axis,
    is_line,
    printed,
    second_axis,
    value_bounds,
)
from branchbook.render.chart.parts import LEAST_LABELLED_SHARE, part_shares, part_tones
from branchbook.render.chart.size import chart_height
from branchbook.render.chart.workbook import format_of
from branchbook.render.colours import HOUSE, Palette, Tone, is_dark, series_tones
from branchbook.render.fonts import text_height, text_width, wrapped
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind, SeriesRole

_CM_PER_INCH = 2.54
PRINT_DPI = 200
USUAL_WIDTH_CM = 16.2
"""The width of the text on a page of the shipped template."""

_SMALL = 8.0
_INK, _GREY, _GRID, _AXIS = "#1F2933", "#56616D", "#E0E3E7", "#A6ACB3"
_DASHES: tuple[Any, ...] = ("-", (0, (3, 1.5)), (0, (6, 2)), (0, (1, 1.2)), (0, (4, 1.2, 1, 1.2)))
_MARKERS = ("o", "D", "s", "^", "X")
_EDGE = 0.08  # inches between the outermost letters and the figure's edge
_DEEPEST_LABELS = 0.4  # of the figure's height
_RADAR_PAD = 0.22  # inches between the circle and the words around it
_PAPER = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}  # behind numbers over columns
_RIGHT = 0.18  # inches beside the axes where nothing is written
_GAP = 0.07  # inches between a label and what it belongs to


def draw(figure: Figure, palette: Palette = HOUSE) -> Drawing:
    """The figure as a notebook shows it: the same data, colours and order as the chart in Word.

    Raises ValueError where the figure has no value to draw.
    """
    return _drawn(figure, palette, USUAL_WIDTH_CM, chart_height(figure))


def picture(figure: Figure, width: float, height: float, palette: Palette = HOUSE, dpi: int = PRINT_DPI) -> bytes:
    """The figure as a PNG of this size in centimetres; the same bytes for the same figure.

    Raises ValueError where the figure has no value to draw.
    """
    drawing = _drawn(figure, palette, width, height)
    buffer = io.BytesIO()
    with _lettering():
        drawing.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _drawn(figure: Figure, palette: Palette, width: float, height: float) -> Drawing:
    drawable_values(figure)
    with _lettering():
        drawing = Drawing(figsize=(width / _CM_PER_INCH, height / _CM_PER_INCH), facecolor="white")
        FigureCanvasAgg(drawing)
        _PAINTERS[figure.kind](drawing, figure, palette)
    return drawing


def _lettering() -> AbstractContextManager[None]:
    # Only for as long as something is being drawn; a notebook's own settings of matplotlib come back afterwards.
    return mpl.rc_context(
        {
            "font.family": fonts.family(),
            "font.size": LABEL,
            "text.hinting": "none",  # the same outlines whatever the machine's rasterizer
            "text.color": _GREY,
            "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        }
    )


@dataclass(frozen=True)
class _Margins:
    """Inches between the figure's edges and its axes."""

    left: float
    bottom: float
    right: float = _RIGHT
    top: float = 0.14


def _add_axes(drawing: Drawing, margins: _Margins) -> Axes:
    width, height = drawing.get_size_inches()
    return drawing.add_axes(
        (
            margins.left / width,
            margins.bottom / height,
            (width - margins.left - margins.right) / width,
            (height - margins.bottom - margins.top) / height,
        )
    )


def _turned(labels: CategoryLabels) -> dict[str, Any]:
    """How labels are turned, for matplotlib."""
    return {"rotation": SLANT, "ha": "right", "rotation_mode": "anchor"} if labels.slanted else {}


def _paint_columns(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    axes = _upright_axes(drawing, figure, palette)
    axes.margins(y=0.1)
    for index, (place, width, base, values, colour) in enumerate(_rectangles(figure, palette)):
        bars = axes.bar(place, values, width, bottom=base, color=colour, edgecolor="white", linewidth=0.75, zorder=2)
        _label_bars(axes, figure, index, bars, colour)
    _bound(axes.set_ylim, axes.get_ylim(), figure)
    if min(drawable_values(figure)) < 0:
        axes.axhline(0, color=_AXIS, linewidth=0.75, zorder=1)


def _paint_lines(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    axes = _upright_axes(drawing, figure, palette)
    places = np.arange(len(figure.categories))
    for index, (series, colour) in enumerate(_coloured(figure, palette)):
        axes.plot(places, _floats(series), **_line_style(figure, index, colour), zorder=3)
        _label_points(axes, figure, series)
    axes.margins(y=0.12)
    axes.set_xlim(-0.5, len(places) - 0.5)


def _paint_area(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    axes = _upright_axes(drawing, figure, palette)
    coloured = _coloured(figure, palette)
    axes.stackplot(
        np.arange(len(figure.categories)), *(_floats(series) for series, _ in coloured),
        colors=[colour for _, colour in coloured], edgecolor="white", linewidth=1.0, zorder=2,
    )  # fmt: skip
    _bound(axes.set_ylim, axes.get_ylim(), figure)


def _paint_combined(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """Columns from the axis at the left or right, and over all of them the lines."""
    second = second_axis(figure)
    axes = _upright_axes(drawing, figure, palette, _room_for(second) if second else _RIGHT)
    axes.margins(y=0.1)
    right = _axes_at_right(drawing, axes, second) if second else axes
    columns = [series for series in figure.series if not is_line(series)]
    places, thickness = np.arange(len(figure.categories)), (0.62 if len(columns) == 1 else 0.72) / max(len(columns), 1)
    for index, (series, colour) in enumerate(_coloured(figure, palette)):
        on = right if series.second_axis else axes
        if is_line(series):
            on.plot(places, _floats(series), **_line_style(figure, index, colour), zorder=3)
            _label_points(on, figure, series)
            continue
        beside = next(i for i, one in enumerate(columns) if one is series) - (len(columns) - 1) / 2
        values = np.nan_to_num(np.array(_floats(series)))
        on.bar(
            places + beside * thickness, values, thickness, color=colour, edgecolor="white", linewidth=0.75, zorder=2
        )
    _bound(axes.set_ylim, axes.get_ylim(), first_axis(figure))
    if second:
        _bound(right.set_ylim, right.get_ylim(), second)


def _room_for(second: Figure) -> float:
    """What the numbers and the title of the axis at the right need, in inches."""
    words = max(text_width(printed(value, second.number_format), _SMALL) for value in drawable_values(second))
    return _EDGE + words * 1.1 + 2 * _GAP + _title_height(second.value_title)


def _axes_at_right(drawing: Drawing, axes: Axes, second: Figure) -> Axes:
    right = axes.twinx()
    for spine in right.spines.values():
        spine.set_visible(False)
    right.margins(y=0.14)
    right.yaxis.set_major_formatter(_number_formatter(second))
    right.yaxis.set_major_locator(_locator(second))
    right.tick_params(length=0, labelcolor=_GREY, labelsize=_SMALL)
    width, height = drawing.get_size_inches()
    title, side = _as_title(second.value_title, height), 1 - _EDGE / width
    drawing.text(side, 0.55, title, rotation=90, ha="right", va="center", fontsize=_SMALL)
    return right


def _paint_scatter(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    values, below = first_axis(figure), axis_below(figure)
    widths = [text_width(printed(value, figure.number_format), _SMALL) for value in drawable_values(values)]
    left = _EDGE + max(widths) * 1.1 + _GAP + _title_height(figure.value_title)
    foot = _EDGE + _legend_height(figure) + _title_height(figure.category_title) + text_height(1, _SMALL) + _GAP
    axes = _add_axes(drawing, _Margins(left, foot, right=0.4))
    _style(axes, values, value_axis="y")
    axes.margins(x=0.08, y=0.12)
    for index, (series, colour) in enumerate(_coloured(figure, palette)):
        axes.scatter(_known(series.x), _floats(series), zorder=3, **_point_style(figure, index, colour))
    axes.xaxis.set_major_formatter(_number_formatter(below))
    axes.xaxis.set_major_locator(_locator(below))
    axes.tick_params(axis="x", labelsize=_SMALL)
    _bound(axes.set_xlim, axes.get_xlim(), below)
    _bound(axes.set_ylim, axes.get_ylim(), values)
    _write_titles(drawing, figure, below=figure.category_title, beside=figure.value_title)
    _write_legend(drawing, figure, palette)


def _point_style(figure: Figure, index: int, colour: str) -> dict[str, Any]:
    """A marker for each series; the branch's is larger."""
    size = 90 if figure.series[index].role is SeriesRole.BRANCH else 36
    return {
        "color": colour,
        "marker": _MARKERS[index % len(_MARKERS)],
        "s": size,
        "edgecolors": "white",
        "linewidths": 0.6,
    }


def _paint_doughnut(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    width, height = drawing.get_size_inches()
    side = height - 2 * _EDGE
    axes = drawing.add_axes((0.06, _EDGE / height, side / width, side / height))
    axes.set_axis_off()
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    colours, begun = [palette.css(tone) for tone in part_tones(figure)], 0.0
    for share, colour in zip(part_shares(figure), colours, strict=True):
        start, stop = 90 - 360 * (begun + share), 90 - 360 * begun
        axes.add_patch(Wedge((0, 0), 1.0, start, stop, width=0.44, facecolor=colour, edgecolor="white", linewidth=1.5))
        if share >= LEAST_LABELLED_SHARE:
            middle = math.radians((start + stop) / 2)
            ink = "white" if is_dark(colour[1:]) else _INK
            where = 0.78 * math.cos(middle), 0.78 * math.sin(middle)
            axes.text(*where, printed(share, "0.0%"), ha="center", va="center", fontsize=_SMALL, color=ink)
        begun += share
    _write_parts(drawing, figure, colours, 0.06 + side / width + 0.05)


def _write_parts(drawing: Drawing, figure: Figure, colours: list[str], left: float) -> None:
    """The names of the parts beside the ring, in as much room as is left."""
    width, height = drawing.get_size_inches()
    lines = max(1, int(height * 0.9 / len(colours) / text_height(1, LABEL)))
    room = width * (1 - left) - 0.5
    names = [wrapped(one_line(name), LABEL, room, most_lines=min(lines, 3)) for name in figure.categories]
    handles = [Patch(facecolor=colour, edgecolor="white") for colour in colours]
    drawing.legend(
        handles, names, loc="center left", bbox_to_anchor=(left, 0.5), frameon=False, fontsize=LABEL,
        handlelength=1.2, labelcolor=_GREY,
    )  # fmt: skip


def _paint_bars(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    width, height = drawing.get_size_inches()
    around = _EDGE + _legend_height(figure) + _title_height(figure.value_title) + text_height(1, _SMALL) + _GAP
    labels = labels_beside(figure.categories, width, height - around)
    left = _EDGE + widest(labels) + _GAP + _title_height(figure.category_title)
    axes = _add_axes(drawing, _Margins(left, around, right=0.3))
    _style(axes, figure, value_axis="x")
    axes.margins(x=0.1)
    for index, (place, thickness, base, values, colour) in enumerate(_rectangles(figure, palette)):
        edge = "none" if colour == "none" else "white"
        bars = axes.barh(place, values, thickness, left=base, color=colour, edgecolor=edge, linewidth=0.75, zorder=2)
        _label_bars(axes, figure, index, bars, colour)
    axes.set_yticks(range(len(labels)), labels, fontsize=LABEL)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    _bound(axes.set_xlim, axes.get_xlim(), figure)
    if min(drawable_values(figure)) < 0:
        axes.axvline(0, color=_AXIS, linewidth=0.75, zorder=1)
    _write_titles(drawing, figure, below=figure.value_title, beside=figure.category_title)
    _write_legend(drawing, figure, palette)


def _upright_axes(drawing: Drawing, figure: Figure, palette: Palette, right: float = _RIGHT) -> Axes:
    """Axes with the categories below and the values at the left, and ``right`` inches beside them."""
    width, height = drawing.get_size_inches()
    own = first_axis(figure)
    values = [printed(value, figure.number_format) for value in drawable_values(own)]
    left = _EDGE + max(text_width(words, _SMALL) for words in values) * 1.1 + _GAP + _title_height(figure.value_title)
    slot = (width - left - right) / len(figure.categories)
    labels = CategoryLabels.below(figure.categories, slot, height * _DEEPEST_LABELS)
    left = max(left, labels.reach + _EDGE - slot / 2)
    bottom = _EDGE + _legend_height(figure) + _title_height(figure.category_title) + labels.height + _GAP
    axes = _add_axes(drawing, _Margins(left, bottom, right))
    _style(axes, own, value_axis="y")
    axes.set_xticks(range(len(labels.words)), labels.words, fontsize=LABEL, **_turned(labels))
    axes.set_xlim(-0.5, len(labels.words) - 0.5)
    _write_titles(drawing, figure, below=figure.category_title, beside=figure.value_title)
    _write_legend(drawing, figure, palette)
    return axes


def _paint_radar(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    width, height = drawing.get_size_inches()
    foot = _EDGE + _legend_height(figure) + text_height(2, LABEL)
    side = height - foot - text_height(2, LABEL)
    box = ((width - side) / 2 / width, foot / height, side / width, side / height)
    axes = cast(PolarAxes, drawing.add_axes(box, projection="polar"))
    angles = np.linspace(0, 2 * np.pi, len(figure.categories), endpoint=False)
    for index, (series, colour) in enumerate(_coloured(figure, palette)):
        axes.plot(
            np.append(angles, angles[0]), [*_floats(series), _floats(series)[0]], **_line_style(figure, index, colour)
        )
    axes.set_theta_offset(np.pi / 2)
    axes.set_theta_direction(-1)
    room = (width - side) / 2 - _EDGE - _RADAR_PAD
    axes.set_xticks(
        angles, [wrapped(one_line(words), LABEL, room, most_lines=3) for words in figure.categories], fontsize=LABEL
    )
    for angle, label in zip(angles, axes.get_xticklabels(), strict=True):
        label.set_horizontalalignment(_side_of(float(angle)))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(_number_formatter(figure))
    axes.tick_params(labelcolor=_GREY)
    axes.tick_params(axis="y", labelsize=_SMALL)
    axes.grid(color=_GRID, linewidth=0.75)
    axes.spines["polar"].set_color(_GRID)
    _bound(axes.set_ylim, axes.get_ylim(), figure)
    _write_legend(drawing, figure, palette)


def _side_of(angle: float) -> Literal["left", "center", "right"]:
    """On which side a label at this angle (clockwise from the top) has to begin, to stay off the circle."""
    across = math.sin(angle)
    return "center" if abs(across) < 0.1 else "left" if across > 0 else "right"


def _paint_heatmap(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    width, height = drawing.get_size_inches()
    rows = labels_beside(tuple(series.name for series in figure.series), width, height * (1 - _DEEPEST_LABELS))
    left = _EDGE + widest(rows) + _GAP
    scale = max(text_width(printed(value, figure.number_format), _SMALL) for value in drawable_values(figure))
    right = _EDGE + scale + 0.36
    top = 0.14 + _title_height(figure.value_title)
    cell = (width - left - right) / len(figure.categories)
    labels = CategoryLabels.below(figure.categories, cell, height * _DEEPEST_LABELS)
    left = max(left, labels.reach + _EDGE - cell / 2)
    bottom = _EDGE + _title_height(figure.category_title) + labels.height + _GAP
    axes = _add_axes(drawing, _Margins(left, bottom, right, top))
    grid = np.array([_floats(series) for series in figure.series])
    norm, colours = _scale(grid, palette)
    mesh = axes.pcolormesh(np.ma.masked_invalid(grid), norm=norm, cmap=colours, edgecolors="white", linewidth=1.2)
    axes.invert_yaxis()
    axes.set_xticks(np.arange(len(labels.words)) + 0.5, labels.words, fontsize=LABEL, **_turned(labels))
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows, fontsize=LABEL)
    axes.tick_params(length=0, labelcolor=_GREY)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _write_cells(axes, figure, grid, cell, lambda value: colours(norm(value)))
    bar_box = (1 - (right - 0.16) / width, bottom / height, 0.13 / width, (height - bottom - top) / height)
    bar = drawing.colorbar(mesh, cax=drawing.add_axes(bar_box), format=_number_formatter(figure))
    bar.locator = MaxNLocator(5, steps=[1, 2, 5, 10])
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=_SMALL, labelcolor=_GREY, length=0)
    title = _as_title(figure.value_title, width)
    drawing.text(1 - _EDGE / width, 1 - _EDGE / height, title, ha="right", va="top", fontsize=_SMALL)
    _write_titles(drawing, figure, below=figure.category_title, beside="")


def _scale(grid: np.ndarray[Any, Any], palette: Palette) -> tuple[Normalize, Colormap]:
    """From light to dark, so that it reads in black and white; through white at zero where values go below it."""
    low, high = float(np.nanmin(grid)), float(np.nanmax(grid))
    if low < 0 < high:
        reach = max(-low, high)
        stops = [palette.css(Tone("accent4")), "#FFFFFF", palette.css(Tone("accent1"))]
        return TwoSlopeNorm(0.0, -reach, reach), LinearSegmentedColormap.from_list("around zero", stops)
    stops = [palette.css(Tone("bg2")), palette.css(Tone("accent1", 0.5)), palette.css(Tone("tx2"))]
    colours = LinearSegmentedColormap.from_list("light to dark", stops)
    return Normalize(low, high if high > low else low + 1), colours


def _write_cells(
    axes: Axes, figure: Figure, grid: np.ndarray[Any, Any], room: float, colour: Callable[[float], Any]
) -> None:
    """Print the values into the cells where all of them fit; a dash where a value is missing."""
    words = [[printed(value, figure.number_format) if math.isfinite(value) else "–" for value in row] for row in grid]
    broadest = max(text_width(cell, _SMALL) for row in words for cell in row)
    fits = broadest * 1.1 <= room
    for (row, column), value in np.ndenumerate(grid):
        known = math.isfinite(value)
        if not fits and known:
            continue
        dark = known and is_dark(mpl.colors.to_hex(colour(float(value)))[1:])
        axes.text(
            column + 0.5, row + 0.5, words[row][column], ha="center", va="center", fontsize=_SMALL,
            color="white" if dark else _INK,
        )  # fmt: skip


def _coloured(figure: Figure, palette: Palette) -> list[tuple[ChartSeries, str]]:
    tones = series_tones([series.role for series in figure.series])
    return [
        (series, "none" if series.role is SeriesRole.HIDDEN else palette.css(tone))
        for series, tone in zip(figure.series, tones, strict=True)
    ]


def _floats(series: ChartSeries) -> list[float]:
    """The values, with a gap (not a number) for what is missing."""
    return _known(series.values)


def _known(values: Sequence[float | None]) -> list[float]:
    return [math.nan if (known := drawable(value)) is None else known for value in values]


def _line_style(figure: Figure, index: int, colour: str) -> dict[str, Any]:
    strong = figure.series[index].role is SeriesRole.BRANCH or len(figure.series) == 1
    return {
        "color": colour,
        "linewidth": 2.25 if strong else 1.75,
        "linestyle": _DASHES[index % len(_DASHES)],
        "marker": _MARKERS[index % len(_MARKERS)],
        "markersize": 5,
    }


def _rectangles(figure: Figure, palette: Palette) -> list[tuple[Any, float, Any, Any, str]]:
    """For each series: places along the category axis, thickness, where the bars begin, their lengths, colour."""
    places = np.arange(len(figure.categories))
    coloured = _coloured(figure, palette)
    values = [np.nan_to_num(np.array(_floats(series))) for series, _ in coloured]
    if figure.kind in STACKED:
        return [
            (places, 0.64, _stacked_base(values, index), values[index], colour)
            for index, (_, colour) in enumerate(coloured)
        ]
    thickness = (0.62 if len(coloured) == 1 else 0.72) / len(coloured)
    middle = (len(coloured) - 1) / 2
    return [
        (places + (index - middle) * thickness, thickness, 0.0, values[index], colour)
        for index, (_, colour) in enumerate(coloured)
    ]


def _label_bars(axes: Axes, figure: Figure, index: int, bars: BarContainer, colour: str) -> None:
    series = figure.series[index]
    if not is_labelled(figure, series):
        return
    inside = figure.kind in STACKED
    axes.bar_label(
        bars, _printed_values(figure, series), label_type="center" if inside else "edge", padding=0 if inside else 2,
        fontsize=_SMALL, color=("white" if is_dark(colour[1:]) else _INK) if inside else _GREY,
    )  # fmt: skip


def _label_points(axes: Axes, figure: Figure, series: ChartSeries) -> None:
    if not is_labelled(figure, series):
        return
    for place, (value, words) in enumerate(zip(_floats(series), _printed_values(figure, series), strict=True)):
        if words:
            axes.annotate(
                words, (place, value), (0, 6), textcoords="offset points", ha="center", fontsize=_SMALL, color=_GREY,
                bbox=_PAPER if is_line(series) else None, zorder=4,
            )  # fmt: skip


def _printed_values(figure: Figure, series: ChartSeries) -> list[str]:
    written = format_of(figure, series)
    return [printed(value, written) if math.isfinite(value) else "" for value in _floats(series)]


def _stacked_base(values: list[Any], index: int) -> Any:
    """Where the bars of a series begin: what is above zero stacks upwards, what is below downwards."""
    below = values[:index]
    up = sum((np.clip(part, 0, None) for part in below), np.zeros_like(values[index]))
    down = sum((np.clip(part, None, 0) for part in below), np.zeros_like(values[index]))
    return np.where(values[index] >= 0, up, down)


def _bound(set_limits: Callable[[float, float], object], limits: tuple[float, float], figure: Figure) -> None:
    low, high = value_bounds(figure)
    set_limits(limits[0] if low is None else low, limits[1] if high is None else high)


def _style(axes: Axes, figure: Figure, value_axis: str) -> None:
    """A calm frame: light gridlines across the values, one line along the categories, no ticks."""
    for name, spine in axes.spines.items():
        spine.set_visible(name == ("bottom" if value_axis == "y" else "left"))
        spine.set_color(_AXIS)
    axis = axes.yaxis if value_axis == "y" else axes.xaxis
    axis.grid(visible=True, color=_GRID, linewidth=0.75)
    axis.set_major_formatter(_number_formatter(figure))
    axis.set_major_locator(_locator(figure))
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=_GREY)
    axes.tick_params(axis="y" if value_axis == "y" else "x", labelsize=_SMALL)


def _locator(figure: Figure) -> Locator:
    """Where gridlines fall: on round numbers; in a Gantt chart on Mondays."""
    if figure.kind is not FigureKind.GANTT:
        return MaxNLocator(6, steps=[1, 2, 5, 10])
    low, high = value_bounds(figure)
    weeks = ((high or 0) - (low or 0)) / DAYS_A_WEEK
    return MultipleLocator(DAYS_A_WEEK * math.ceil(weeks / 14), offset=low or 0)


def _number_formatter(figure: Figure) -> FuncFormatter:
    number_format = axis_format(figure)
    return FuncFormatter(lambda value, _position: printed(value, number_format))


def _title_height(words: str) -> float:
    return text_height(1, _SMALL) + _GAP if words else 0.0


def _write_titles(drawing: Drawing, figure: Figure, below: str, beside: str) -> None:
    width, height = drawing.get_size_inches()
    foot = (_EDGE + _legend_height(figure)) / height
    drawing.text(0.5, foot, _as_title(below, width), ha="center", va="bottom", fontsize=_SMALL)
    side = _EDGE / width
    drawing.text(side, 0.55, _as_title(beside, height), rotation=90, ha="left", va="center", fontsize=_SMALL)


def _as_title(words: str, room: float) -> str:
    return wrapped(one_line(words), _SMALL, room * 0.85, most_lines=1)


def _legend_height(figure: Figure) -> float:
    if len(figure.series) < 2 or figure.kind is FigureKind.HEATMAP:
        return 0.0
    return text_height(_legend_rows(figure), LABEL) + 0.12


def _legend_rows(figure: Figure) -> int:
    return math.ceil(len(figure.series) / _legend_columns(figure))


def _legend_names(figure: Figure) -> list[str]:
    room = USUAL_WIDTH_CM / _CM_PER_INCH - 1.0
    seen = [series for series in figure.series if series.role is not SeriesRole.HIDDEN]
    return [wrapped(one_line(series.name), LABEL, room, most_lines=1) for series in seen]


def _legend_columns(figure: Figure) -> int:
    each = widest(_legend_names(figure)) + 0.55
    return max(1, min(len(figure.series), int((USUAL_WIDTH_CM / _CM_PER_INCH - 0.3) / each)))


def _write_legend(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    if len(figure.series) < 2:
        return
    coloured = enumerate(_coloured(figure, palette))
    handles = [_handle(figure, index, colour) for index, (_, colour) in coloured if colour != "none"]
    drawing.legend(
        handles, _legend_names(figure), loc="lower center", ncols=_legend_columns(figure),
        frameon=False, fontsize=LABEL, handlelength=1.6, borderaxespad=0.3, labelcolor=_GREY, columnspacing=1.6,
    )  # fmt: skip


def _handle(figure: Figure, index: int, colour: str) -> Any:
    if figure.kind in (FigureKind.LINE, FigureKind.RADAR) or is_line(figure.series[index]):
        return Line2D([], [], **_line_style(figure, index, colour))
    if figure.kind is FigureKind.SCATTER:
        return Line2D([], [], linestyle="none", color=colour, marker=_MARKERS[index % len(_MARKERS)], markersize=6)
    return Patch(facecolor=colour, edgecolor="white")


_PAINTERS: dict[FigureKind, Callable[[Drawing, Figure, Palette], None]] = {
    FigureKind.COLUMN: _paint_columns,
    FigureKind.STACKED_COLUMN: _paint_columns,
    FigureKind.BAR: _paint_bars,
    FigureKind.STACKED_BAR: _paint_bars,
    FigureKind.GANTT: _paint_bars,
    FigureKind.LINE: _paint_lines,
    FigureKind.AREA: _paint_area,
    FigureKind.RADAR: _paint_radar,
    FigureKind.DOUGHNUT: _paint_doughnut,
    FigureKind.SCATTER: _paint_scatter,
    FigureKind.COMBINED: _paint_combined,
    FigureKind.HEATMAP: _paint_heatmap,
}
