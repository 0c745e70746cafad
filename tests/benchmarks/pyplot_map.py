"""The map of firms as one would draw it by pyplot: figure, axes, and an artist for each shape and each name."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Circle, FancyBboxPatch, Wedge

from branchbook.render.colours import HOUSE, Palette, Tone, is_dark
from branchbook.render.map.layout import Layout, lay_out
from branchbook.render.map.legend import LegendItem, owner_slot
from branchbook.render.map.sheet import Sheet
from branchbook.render.map.words import Lettering, arc_text, counted_words
from branchbook.render.map_tones import NOBODY, OWNERS, RIMS, SECTORS
from branchbook.report.blocks import EcosystemMap

_INK, _GREY, _LINE, _PAPER = "#1F2933", "#56616D", "#FFFFFF", "#FFFFFF"


def draw_map(block: EcosystemMap, sheet: Sheet, palette: Palette = HOUSE) -> Drawing:
    """The map on this sheet as a figure of pyplot."""
    layout = lay_out(block, sheet)
    drawing = plt.figure(figsize=(sheet.width / 72, layout.height / 72), facecolor=_PAPER)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(0, layout.height)
    axes.set_axis_off()
    _paint(axes, block, layout, palette)
    return drawing


def _paint(axes: Axes, block: EcosystemMap, layout: Layout, palette: Palette) -> None:
    _paint_field(axes, layout, palette)
    _paint_rim(axes, block, layout, palette)
    for title in layout.bands:
        box = title.box
        axes.add_artist(
            FancyBboxPatch(
                (box.left, box.bottom), box.right - box.left, box.top - box.bottom,
                boxstyle="round,pad=0,rounding_size=2", facecolor=_PAPER, edgecolor="none", alpha=0.85, zorder=3,
            )
        )  # fmt: skip
        _write(axes, title, _GREY)
    _paint_centre(axes, layout, palette)
    _paint_clusters(axes, layout, palette)
    for one in layout.named:
        _paint_mark(axes, one.x, one.y, one.radius, one.mark.existing, one.mark.owner, palette)
        weight = "bold" if one.mark.existing else "normal"
        _write(axes, Lettering(one.text, layout.sheet.label, one.box), _INK, weight=weight)
    for item in layout.legend:
        _paint_legend(axes, item, layout.sheet, palette)
    if layout.not_drawn:
        words = block.words.not_drawn.replace("{count}", str(layout.not_drawn))
        axes.text(layout.sheet.width - layout.sheet.margin, layout.height - layout.sheet.margin, words,
                  fontsize=layout.sheet.label, color=_GREY, ha="right", va="top")  # fmt: skip


def _paint_field(axes: Axes, layout: Layout, palette: Palette) -> None:
    """Sectors in pale tones, bands alternately a little stronger, white lines between."""
    field = layout.field
    middle = (field.x, field.y)
    for sector, (start, end) in enumerate(zip(field.starts, field.starts[1:], strict=False)):
        tone = SECTORS[sector % len(SECTORS)]
        for band, (inner, outer) in enumerate(zip(field.radii, field.radii[1:], strict=False)):
            shade = Tone(tone.slot, tone.lighter - 0.05 * (band % 2))
            axes.add_artist(
                Wedge(middle, outer, *_degrees(start, end), width=outer - inner, facecolor=palette.css(shade),
                      edgecolor=_LINE, linewidth=1.0, zorder=1)
            )  # fmt: skip


def _paint_rim(axes: Axes, block: EcosystemMap, layout: Layout, palette: Palette) -> None:
    field, size = layout.field, layout.sheet.title
    outer = field.radii[-1] + layout.rim
    for sector, (start, end) in enumerate(zip(field.starts, field.starts[1:], strict=False)):
        tone = RIMS[sector % len(RIMS)]
        axes.add_artist(
            Wedge((field.x, field.y), outer, *_degrees(start, end), width=layout.rim - 1.5,
                  facecolor=palette.css(tone), edgecolor=_LINE, linewidth=1.5, zorder=2)
        )  # fmt: skip
        ink = "white" if is_dark(palette.hex(tone)) else _INK
        middle, radius = (start + end) / 2, field.radii[-1] + layout.rim / 2 + 0.7
        upside_down = math.cos(middle) < 0
        for letter, angle in arc_text(block.sectors[sector], size, middle, radius, 0.94 * (end - start)):
            x, y = field.at([angle], [radius])[0]
            turn = -math.degrees(angle) + (180 if upside_down else 0)
            axes.text(x, y, letter, fontsize=size, color=ink, weight="bold", rotation=turn, ha="center",
                      va="center_baseline" if letter.isascii() else "center", zorder=4)  # fmt: skip


def _paint_centre(axes: Axes, layout: Layout, palette: Palette) -> None:
    field = layout.field
    axes.add_artist(
        Circle((field.x, field.y), layout.sheet.centre - 1, facecolor=palette.css(Tone("tx2")), edgecolor=_LINE,
               linewidth=1.5, zorder=4)
    )  # fmt: skip
    for line in layout.centre:
        _write(axes, line, "white", weight="bold")


def _paint_clusters(axes: Axes, layout: Layout, palette: Palette) -> None:
    size = layout.sheet.label
    for cluster in layout.clusters:
        box = cluster.box
        axes.add_artist(
            FancyBboxPatch(
                (box.left + 0.6, box.bottom + 0.6), box.right - box.left - 1.2, box.top - box.bottom - 1.2,
                boxstyle="round,pad=0,rounding_size=2.5", facecolor=_PAPER, edgecolor=palette.css(NOBODY),
                linewidth=0.6, zorder=5,
            )
        )  # fmt: skip
        x, middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        lines = [(counted_words(cluster.existing, cluster.targets), _GREY)]
        if cluster.text:
            lines.insert(0, (cluster.text, _INK))
        for number, (words, colour) in enumerate(lines):
            y = middle + ((len(lines) - 1) / 2 - number) * 1.25 * size
            axes.text(x, y, words, fontsize=size, color=colour, ha="center", va="center", zorder=6)


def _paint_mark(
    axes: Axes, x: float, y: float, radius: float, existing: bool, owner: int | None, palette: Palette
) -> None:
    slot = owner_slot(owner)
    colour = palette.css(NOBODY if slot is None else OWNERS[slot])
    line = 1.1 if radius < 4 else 1.5
    inner = radius - line / 2
    face = colour if existing else _PAPER
    axes.add_artist(Circle((x, y), inner, facecolor=face, edgecolor=colour, linewidth=line, zorder=5))


def _paint_legend(axes: Axes, item: LegendItem, sheet: Sheet, palette: Palette) -> None:
    size = sheet.label
    y = (item.text.box.bottom + item.text.box.top) / 2
    x = item.text.box.left - 1.1 * size
    match item.sign:
        case "existing":
            axes.add_artist(Circle((x, y), 0.45 * size, facecolor=_GREY, edgecolor=_GREY, zorder=5))
        case "target":
            axes.add_artist(Circle((x, y), 0.4 * size, facecolor=_PAPER, edgecolor=_GREY, linewidth=1.2, zorder=5))
        case "size":
            for shift, radius in ((-0.95, 0.18), (-0.45, 0.28), (0.25, 0.42)):
                axes.add_artist(
                    Circle(
                        (x + shift * size, y), radius * size, facecolor=_PAPER, edgecolor=_GREY, linewidth=0.9, zorder=5
                    )
                )
        case "cluster":
            axes.add_artist(
                FancyBboxPatch((x - 0.7 * size, y - 0.45 * size), 1.3 * size, 0.9 * size,
                               boxstyle="round,pad=0,rounding_size=2",
                               facecolor=_PAPER, edgecolor=_GREY, linewidth=0.7, zorder=5)
            )  # fmt: skip
        case _:
            slot = owner_slot(item.owner)
            colour = palette.css(NOBODY if slot is None else OWNERS[slot])
            axes.add_artist(Circle((x, y), 0.45 * size, facecolor=colour, edgecolor=colour, zorder=5))
    _write(axes, item.text, _INK)


def _write(axes: Axes, line: Lettering, colour: str, *, weight: str = "normal") -> None:
    box = line.box
    x = (box.left + box.right) / 2
    axes.text(
        x,
        (box.bottom + box.top) / 2,
        line.text,
        fontsize=line.size,
        color=colour,
        weight=weight,
        ha="center",
        va="center",
        zorder=6,
    )


def _degrees(start: float, end: float) -> tuple[float, float]:
    """Angles clockwise from the top as matplotlib's, counter-clockwise from the right."""
    return 90 - math.degrees(end), 90 - math.degrees(start)
