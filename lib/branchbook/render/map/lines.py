"""A map as an SVG file, which browsers show and print and which Word and PowerPoint take as a picture.

Letters are left to the reader's own fonts: a Chinese character is as wide as it is tall in each of them, and Latin
letters have room to spare in their boxes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from branchbook.render import fonts
from branchbook.render.lettering import Words
from branchbook.render.map.shapes import Card, Disc, Ring, Shape
from branchbook.render.plaintext import xml_attribute, xml_text

_FAMILIES = f"{fonts.FAMILY}, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_MM = 25.4 / 72


def svg_of(shapes: Iterable[Shape], width: float, height: float, told: str) -> str:
    """The shapes on a white sheet of this size (points); ``told`` says in words what is to be seen."""
    size = f'width="{_number(width * _MM)}mm" height="{_number(height * _MM)}mm"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_number(width)} {_number(height)}" role="img" '
        f'aria-label="{xml_attribute(told)}" font-family="{_FAMILIES}" text-anchor="middle" xml:space="preserve">'
    )
    ground = '<rect width="100%" height="100%" fill="#FFFFFF"/>'
    return "\n".join([head, ground, *_drawn(shapes, height), "</svg>", ""])


def _drawn(shapes: Iterable[Shape], height: float) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Ring():
                yield f'<path d="{_ring(shape, height)}" fill="#{shape.face}" {_edge("FFFFFF", shape.line)}/>'
            case Disc():
                place = f'cx="{_number(shape.x)}" cy="{_number(height - shape.y)}" r="{_number(shape.radius)}"'
                yield f'<circle {place} fill="#{shape.face}" {_edge(shape.edge, shape.line)}/>'
            case Card():
                yield _card(shape, height)
            case Words():
                yield _written(shape, height)


def _ring(ring: Ring, height: float) -> str:
    """Along the outer arc, in to the inner one, and back along it; a whole turn in two halves."""
    middle = (ring.start + ring.end) / 2
    turns = (ring.start, middle, ring.end)
    outer, inner = ([_at(ring, turn, radius, height) for turn in turns] for radius in (ring.outer, ring.inner))
    arcs = [f"A{_number(ring.outer)} {_number(ring.outer)} 0 0 1 {point}" for point in outer[1:]]
    back = [f"A{_number(ring.inner)} {_number(ring.inner)} 0 0 0 {point}" for point in (inner[1], inner[0])]
    return f"M{outer[0]}{''.join(arcs)}L{inner[2]}{''.join(back)}Z"


def _at(ring: Ring, turn: float, radius: float, height: float) -> str:
    x, y = ring.x + radius * math.sin(turn), ring.y + radius * math.cos(turn)
    return f"{_number(x)} {_number(height - y)}"


def _card(card: Card, height: float) -> str:
    box = card.box
    place = f'x="{_number(box.left)}" y="{_number(height - box.top)}"'
    size = (
        f'width="{_number(box.right - box.left)}" height="{_number(box.top - box.bottom)}" rx="{_number(card.corner)}"'
    )
    opacity = f' fill-opacity="{card.opacity}"' if card.opacity < 1 else ""
    return f'<rect {place} {size} fill="#FFFFFF"{opacity} {_edge(card.edge, card.line)}/>'


def _written(words: Words, height: float) -> str:
    x, y = _number(words.x), height - words.y
    turn = f' transform="rotate({_number(math.degrees(words.turn))} {x} {_number(y)})"' if words.turn else ""
    weight = ' font-weight="bold"' if words.bold else ""
    baseline = _number(y + fonts.MIDDLE * words.size)
    return (
        f'<text x="{x}" y="{baseline}" font-size="{_number(words.size)}" fill="#{words.colour}"{weight}{turn}>'
        f"{xml_text(words.text)}</text>"
    )


def _edge(colour: str, line: float) -> str:
    return f'stroke="#{colour}" stroke-width="{_number(line)}"' if line else 'stroke="none"'


def _number(value: float) -> str:
    """A hundredth of a point is finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
