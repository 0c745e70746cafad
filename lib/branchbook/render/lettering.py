"""Lines of text in a picture: letters by FreeType as matplotlib brings it along, blended into the dots below them."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from matplotlib.ft2font import FT2Font, LoadFlags

from branchbook.render import fonts

Dots = npt.NDArray[np.uint8]
"""Rows of dots from the top, each red, green and blue."""

INCH = 72.0
"""Points in an inch."""


@dataclass(frozen=True)
class Words:
    """A line of text with its middle at ``(x, y)``, turned clockwise by an angle.

    Lengths are points, y grows upwards, the colour is six hexadecimal digits.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    turn: float = 0.0


def write(dots: Dots, words: Words, dpi: int, before: float = 0.5) -> None:
    """Write a line of text, ``before`` of its length before its place: its middle, its beginning (0) or its end (1).

    Its letters' coverage decides how much of the ground each dot keeps. FreeType counts in 64ths of a dot, from where
    the pen stands before the first letter.
    """
    font = _font(words.bold)
    font.set_size(words.size, dpi)
    scale, turned = dpi / INCH, -math.degrees(words.turn)
    font.set_text(words.text, 0.0, flags=LoadFlags.NO_HINTING)
    along, up = font.get_width_height()[0] / 64 * before, fonts.MIDDLE * words.size * scale
    if turned:
        font.set_text(words.text, turned, flags=LoadFlags.NO_HINTING)
    cos, sin = math.cos(-words.turn), math.sin(-words.turn)
    pen_x = words.x * scale - along * cos + up * sin
    pen_y = words.y * scale - along * sin - up * cos
    font.draw_glyphs_to_bitmap(antialiased=True)
    letters = np.asarray(font.get_image())
    left = round(pen_x + font.get_bitmap_offset()[0] / 64)
    below = round(pen_y - font.get_descent() / 64)
    _blend(dots, letters, left, len(dots) - below - len(letters), words.colour)


def _blend(dots: Dots, letters: Dots, left: int, top: int, colour: str) -> None:
    """Colour the dots under the letters; what would lie beyond the sheet's edge is cut."""
    letters = letters[max(0, -top) :, max(0, -left) :]
    top, left = max(0, top), max(0, left)
    ground = dots[top : top + len(letters), left : left + letters.shape[1]]
    cover = letters[: ground.shape[0], : ground.shape[1], None].astype(np.uint16)
    ink = np.array([int(colour[place : place + 2], 16) for place in (0, 2, 4)], dtype=np.uint16)
    ground[:] = (ground * (255 - cover) + ink * cover + 127) // 255


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:
    """One of the two faces, opened once; in memory, so that forked processes share no place in a file."""
    file = fonts.FOLDER / f"BranchbookSans-{'Bold' if bold else 'Regular'}.ttf"
    return FT2Font(io.BytesIO(file.read_bytes()))
