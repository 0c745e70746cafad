"""What a map consists of once it is laid out: few kinds of shapes, in the order in which they are painted.

Lengths are points, y grows upwards, colours are six hexadecimal digits. Whoever paints them, as dots or as lines of a
file, paints the same map.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from branchbook.render.colours import Palette, Tone, is_dark
from branchbook.render.fonts import text_width
from branchbook.render.lettering import Words
from branchbook.render.map.geometry import Box
from branchbook.render.map.layout import Layout
from branchbook.render.map.legend import LegendItem, owner_slot
from branchbook.render.map.words import Lettering, arc_text, counted_words
from branchbook.render.map_tones import NOBODY, OWNERS, RIMS, SECTORS
from branchbook.report.blocks import EcosystemMap

_INK, _GREY, _PAPER = "1F2933", "56616D", "FFFFFF"
_CENTRE = Tone("tx2")
_SEE_THROUGH = 0.85


@dataclass(frozen=True)
class Ring:
    """A part of a ring around ``(x, y)``, its angles clockwise from the top; edged in white."""

    x: float
    y: float
    inner: float
    outer: float
    start: float
    end: float
    face: str
    line: float


@dataclass(frozen=True)
class Disc:
    """A disc with its edge half within and half beyond ``radius``."""

    x: float
    y: float
    radius: float
    face: str
    edge: str
    line: float


@dataclass(frozen=True)
class Card:
    """A box with round corners; without an edge where ``line`` is 0."""

    box: Box
    corner: float
    edge: str
    line: float
    opacity: float = 1.0


Shape = Ring | Disc | Card | Words


def shapes_of(block: EcosystemMap, layout: Layout, palette: Palette) -> Iterator[Shape]:
    """The map's shapes from the ground up."""
    yield from _field(layout, palette)
    yield from _rim(block, layout, palette)
    for title in layout.bands:
        yield Card(title.box, 2, _PAPER, 0, _SEE_THROUGH)
        yield _line(title, _GREY)
    yield Disc(layout.field.x, layout.field.y, layout.sheet.centre - 1, palette.hex(_CENTRE), _PAPER, 1.5)
    for line in layout.centre:
        yield _line(line, _PAPER, bold=True)
    yield from _clusters(layout, palette)
    yield from _named(layout, palette)
    for item in layout.legend:
        yield from _legend(item, layout.sheet.label, palette)
    if layout.not_drawn:
        yield _not_drawn(block, layout)


def _field(layout: Layout, palette: Palette) -> Iterator[Shape]:
    """Sectors in pale tones, bands alternately a little stronger, white lines between."""
    field = layout.field
    for sector, (start, end) in enumerate(zip(field.starts, field.starts[1:], strict=False)):
        tone = SECTORS[sector % len(SECTORS)]
        for band, (inner, outer) in enumerate(zip(field.radii, field.radii[1:], strict=False)):
            shade = Tone(tone.slot, tone.lighter - 0.05 * (band % 2))
            yield Ring(field.x, field.y, inner, outer, start, end, palette.hex(shade), 1.0)


def _rim(block: EcosystemMap, layout: Layout, palette: Palette) -> Iterator[Shape]:
    field, size = layout.field, layout.sheet.title
    outer = field.radii[-1] + layout.rim
    for sector, (start, end) in enumerate(zip(field.starts, field.starts[1:], strict=False)):
        face = palette.hex(RIMS[sector % len(RIMS)])
        yield Ring(field.x, field.y, field.radii[-1] + 1.5, outer, start, end, face, 1.5)
        ink = _PAPER if is_dark(face) else _INK
        middle, radius = (start + end) / 2, field.radii[-1] + layout.rim / 2 + 0.7
        upside_down = math.pi if math.cos(middle) < 0 else 0.0
        for letter, angle in arc_text(block.sectors[sector], size, middle, radius, 0.94 * (end - start)):
            x, y = field.x + radius * math.sin(angle), field.y + radius * math.cos(angle)
            yield Words(x, y, letter, size, ink, bold=True, turn=angle + upside_down)


def _clusters(layout: Layout, palette: Palette) -> Iterator[Shape]:
    size = layout.sheet.label
    for cluster in layout.clusters:
        box = cluster.box
        inside = Box(box.left + 0.6, box.bottom + 0.6, box.right - 0.6, box.top - 0.6)
        yield Card(inside, 2.5, palette.hex(NOBODY), 0.6)
        x, middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        count = counted_words(cluster.existing, cluster.targets)
        if cluster.text:
            yield Words(x, middle + 0.625 * size, cluster.text, size, _INK)
            yield Words(x, middle - 0.625 * size, count, size, _GREY)
        else:
            yield Words(x, middle, count, size, _GREY)


def _named(layout: Layout, palette: Palette) -> Iterator[Shape]:
    for one in layout.named:
        slot = owner_slot(one.mark.owner)
        colour = palette.hex(NOBODY if slot is None else OWNERS[slot])
        line = 1.1 if one.radius < 4 else 1.5
        face = colour if one.mark.existing else _PAPER
        yield Disc(one.x, one.y, one.radius - line / 2, face, colour, line)
        yield _line(Lettering(one.text, layout.sheet.label, one.box), _INK, bold=one.mark.existing)


def _legend(item: LegendItem, size: float, palette: Palette) -> Iterator[Shape]:
    y = (item.text.box.bottom + item.text.box.top) / 2
    x = item.text.box.left - 1.1 * size
    match item.sign:
        case "existing":
            yield Disc(x, y, 0.45 * size, _GREY, _GREY, 1.0)
        case "target":
            yield Disc(x, y, 0.4 * size, _PAPER, _GREY, 1.2)
        case "size":
            for shift, radius in ((-0.95, 0.18), (-0.45, 0.28), (0.25, 0.42)):
                yield Disc(x + shift * size, y, radius * size, _PAPER, _GREY, 0.9)
        case "cluster":
            yield Card(Box(x - 0.7 * size, y - 0.45 * size, x + 0.6 * size, y + 0.45 * size), 2, _GREY, 0.7)
        case _:
            slot = owner_slot(item.owner)
            colour = palette.hex(NOBODY if slot is None else OWNERS[slot])
            yield Disc(x, y, 0.45 * size, colour, colour, 1.0)
    yield _line(item.text, _INK)


def _not_drawn(block: EcosystemMap, layout: Layout) -> Words:
    """How many firms have no place, in the upper right corner."""
    words, size = block.words.not_drawn.replace("{count}", str(layout.not_drawn)), layout.sheet.label
    half = text_width(words, size) * 36
    away = layout.sheet.margin + half
    return Words(layout.sheet.width - away, layout.height - layout.sheet.margin - size / 2, words, size, _GREY)


def _line(line: Lettering, colour: str, *, bold: bool = False) -> Words:
    box = line.box
    return Words((box.left + box.right) / 2, (box.bottom + box.top) / 2, line.text, line.size, colour, bold)
