"""What all figures are drawn on: axes with their gridlines, numbers and titles.

No layout engine: the axes' place is computed from the labels, which costs one drawing and not two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import FuncFormatter, Locator, MaxNLocator, MultipleLocator

from branchbook.render.chart.category_labels import LABEL, SLANT, CategoryLabels
from branchbook.render.chart.numbers import DAYS_A_WEEK, axis_format, drawable_values, first_axis, printed, value_bounds
from branchbook.render.colours import Palette
from branchbook.render.figure.ink import AXIS, EDGE, GAP, GREY, GRID, SMALL
from branchbook.render.figure.legend import legend_height, write_legend
from branchbook.render.fonts import text_height, text_width, wrapped
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

RIGHT = 0.18
"""Inches beside the axes where nothing is written."""

DEEPEST_LABELS = 0.4
"""How much of a figure's height the labels below it may take."""


@dataclass(frozen=True)
class Margins:
    """Inches between the figure's edges and its axes."""

    left: float
    bottom: float
    right: float = RIGHT
    top: float = 0.14


def add_axes(drawing: Drawing, margins: Margins) -> Axes:
    """Axes that leave these margins."""
    width, height = drawing.get_size_inches()
    return drawing.add_axes(
        (
            margins.left / width,
            margins.bottom / height,
            (width - margins.left - margins.right) / width,
            (height - margins.bottom - margins.top) / height,
        )
    )


def upright_axes(drawing: Drawing, figure: Figure, palette: Palette, right: float = RIGHT) -> Axes:
    """Axes with the categories below and the values at the left, and ``right`` inches beside them."""
    width, height = drawing.get_size_inches()
    own = first_axis(figure)
    values = [printed(value, figure.number_format) for value in drawable_values(own)]
    left = EDGE + max(text_width(words, SMALL) for words in values) * 1.1 + GAP + title_height(figure.value_title)
    slot = (width - left - right) / len(figure.categories)
    labels = CategoryLabels.below(figure.categories, slot, height * DEEPEST_LABELS)
    left = max(left, labels.reach + EDGE - slot / 2)
    bottom = EDGE + legend_height(figure) + title_height(figure.category_title) + labels.height + GAP
    axes = add_axes(drawing, Margins(left, bottom, right))
    style(axes, own, value_axis="y")
    axes.set_xticks(range(len(labels.words)), labels.words, fontsize=LABEL, **turned(labels))
    axes.set_xlim(-0.5, len(labels.words) - 0.5)
    write_titles(drawing, figure, below=figure.category_title, beside=figure.value_title)
    write_legend(drawing, figure, palette)
    return axes


def turned(labels: CategoryLabels) -> dict[str, Any]:
    """How labels are turned, for matplotlib."""
    return {"rotation": SLANT, "ha": "right", "rotation_mode": "anchor"} if labels.slanted else {}


def style(axes: Axes, figure: Figure, value_axis: str) -> None:
    """A calm frame: light gridlines across the values, one line along the categories, no ticks."""
    for name, spine in axes.spines.items():
        spine.set_visible(name == ("bottom" if value_axis == "y" else "left"))
        spine.set_color(AXIS)
    axis = axes.yaxis if value_axis == "y" else axes.xaxis
    axis.grid(visible=True, color=GRID, linewidth=0.75)
    axis.set_major_formatter(number_formatter(figure))
    axis.set_major_locator(locator(figure))
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=GREY)
    axes.tick_params(axis="y" if value_axis == "y" else "x", labelsize=SMALL)


def locator(figure: Figure) -> Locator:
    """Where gridlines fall: on round numbers; in a Gantt chart on Mondays."""
    if figure.kind is not FigureKind.GANTT:
        return MaxNLocator(6, steps=[1, 2, 5, 10])
    low, high = value_bounds(figure)
    weeks = ((high or 0) - (low or 0)) / DAYS_A_WEEK
    return MultipleLocator(DAYS_A_WEEK * math.ceil(weeks / 14), offset=low or 0)


def number_formatter(figure: Figure) -> FuncFormatter:
    """How the numbers along an axis are printed: as in Word."""
    number_format = axis_format(figure)
    return FuncFormatter(lambda value, _position: printed(value, number_format))


def bound(set_limits: Callable[[float, float], object], limits: tuple[float, float], figure: Figure) -> None:
    """Set the ends of an axis of values: those that the figure asks for, else the present ones."""
    low, high = value_bounds(figure)
    set_limits(limits[0] if low is None else low, limits[1] if high is None else high)


def title_height(words: str) -> float:
    """What the title of an axis takes, in inches; nothing for none."""
    return text_height(1, SMALL) + GAP if words else 0.0


def write_titles(drawing: Drawing, figure: Figure, below: str, beside: str) -> None:
    """The titles of the axes, each on one line."""
    width, height = drawing.get_size_inches()
    foot = (EDGE + legend_height(figure)) / height
    drawing.text(0.5, foot, as_title(below, width), ha="center", va="bottom", fontsize=SMALL)
    side = EDGE / width
    drawing.text(side, 0.55, as_title(beside, height), rotation=90, ha="left", va="center", fontsize=SMALL)


def as_title(words: str, room: float) -> str:
    """The words on one line of this length in inches, cut where they are longer."""
    return wrapped(one_line(words), SMALL, room * 0.85, most_lines=1)
