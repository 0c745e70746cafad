"""The words on a map: cut to the room of their label, counted, or set along an arc."""

from __future__ import annotations

import math
from dataclasses import dataclass

from branchbook.render.fonts import drawable, text_width
from branchbook.render.map.geometry import Box
from branchbook.render.plaintext import one_line

_LONGEST_NAME = 9  # characters of a label; the whole name stands in the list


@dataclass(frozen=True)
class Lettering:
    """A line of text in its box."""

    text: str
    size: float
    box: Box


def counted_words(existing: int, targets: int) -> str:
    """How a count is written: customers filled, targets hollow."""
    return f"● {existing}  ○ {targets}"


def cut(words: str, most: int = _LONGEST_NAME) -> str:
    """The words on one line, with an ellipsis where they are longer than a label may be; Latin letters count half."""
    return fitting(drawable(one_line(words)).strip(), 1.0, most / 72)


def fitting(line: str, size: float, room: float) -> str:
    """The line, or as much of it as goes into so many inches, with an ellipsis."""
    if text_width(line, size) <= room:
        return line
    kept = line
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept}…"


def arc_text(words: str, size: float, middle: float, radius: float, room: float) -> list[tuple[str, float]]:
    """The letters of a title along an arc with the angle of each, read from outside; cut where it has no room.

    ``middle`` and ``room`` are angles. In the lower half of the field letters stand upside down to the arc, so that
    they are read from left to right as well.
    """
    line = drawable(one_line(words))
    while line and text_width(line, size) * 72 / radius > room:
        line = line[:-1]
    widths = [text_width(letter, size) * 72 / radius for letter in line]
    direction = -1.0 if math.cos(middle) < 0 else 1.0
    angle = middle - direction * sum(widths) / 2
    placed = []
    for letter, width in zip(line, widths, strict=True):
        placed.append((letter, angle + direction * width / 2))
        angle += direction * width
    return placed
