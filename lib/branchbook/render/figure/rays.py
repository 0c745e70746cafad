"""Figures around a middle: doughnuts and radars."""

from __future__ import annotations

import math
from typing import Literal, cast

import numpy as np
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Patch, Wedge
from matplotlib.projections.polar import PolarAxes
from matplotlib.ticker import MaxNLocator

from branchbook.render.chart.category_labels import LABEL
from branchbook.render.chart.numbers import printed
from branchbook.render.chart.parts import LEAST_LABELLED_SHARE, part_shares, part_tones
from branchbook.render.colours import Palette, is_dark
from branchbook.render.figure.ink import EDGE, GREY, GRID, INK, SMALL, coloured_series, floats, line_style
from branchbook.render.figure.legend import legend_height, write_legend
from branchbook.render.figure.sheet import bound, number_formatter
from branchbook.render.fonts import text_height, wrapped
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Figure

_RADAR_PAD = 0.22  # inches between the circle and the words around it


def paint_doughnut(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """A ring of parts, their names beside it."""
    width, height = drawing.get_size_inches()
    side = height - 2 * EDGE
    axes = drawing.add_axes((0.06, EDGE / height, side / width, side / height))
    axes.set_axis_off()
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    colours, begun = [palette.css(tone) for tone in part_tones(figure)], 0.0
    for share, colour in zip(part_shares(figure), colours, strict=True):
        start, stop = 90 - 360 * (begun + share), 90 - 360 * begun
        axes.add_patch(Wedge((0, 0), 1.0, start, stop, width=0.44, facecolor=colour, edgecolor="white", linewidth=1.5))
        if share >= LEAST_LABELLED_SHARE:
            middle = math.radians((start + stop) / 2)
            ink = "white" if is_dark(colour[1:]) else INK
            where = 0.78 * math.cos(middle), 0.78 * math.sin(middle)
            axes.text(*where, printed(share, "0.0%"), ha="center", va="center", fontsize=SMALL, color=ink)
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
        handlelength=1.2, labelcolor=GREY,
    )  # fmt: skip


def paint_radar(drawing: Drawing, figure: Figure, palette: Palette) -> None:
    """A line for each series around a middle, from the top clockwise."""
    width, height = drawing.get_size_inches()
    foot = EDGE + legend_height(figure) + text_height(2, LABEL)
    side = height - foot - text_height(2, LABEL)
    box = ((width - side) / 2 / width, foot / height, side / width, side / height)
    axes = cast(PolarAxes, drawing.add_axes(box, projection="polar"))
    angles = np.linspace(0, 2 * np.pi, len(figure.categories), endpoint=False)
    for index, (series, colour) in enumerate(coloured_series(figure, palette)):
        axes.plot(
            np.append(angles, angles[0]), [*floats(series), floats(series)[0]], **line_style(figure, index, colour)
        )
    axes.set_theta_offset(np.pi / 2)
    axes.set_theta_direction(-1)
    room = (width - side) / 2 - EDGE - _RADAR_PAD
    axes.set_xticks(
        angles, [wrapped(one_line(words), LABEL, room, most_lines=3) for words in figure.categories], fontsize=LABEL
    )
    for angle, label in zip(angles, axes.get_xticklabels(), strict=True):
        label.set_horizontalalignment(_side_of(float(angle)))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(number_formatter(figure))
    axes.tick_params(labelcolor=GREY)
    axes.tick_params(axis="y", labelsize=SMALL)
    axes.grid(color=GRID, linewidth=0.75)
    axes.spines["polar"].set_color(GRID)
    bound(axes.set_ylim, axes.get_ylim(), figure)
    write_legend(drawing, figure, palette)


def _side_of(angle: float) -> Literal["left", "center", "right"]:
    """On which side a label at this angle (clockwise from the top) has to begin, to stay off the circle."""
    across = math.sin(angle)
    return "center" if abs(across) < 0.1 else "left" if across > 0 else "right"
