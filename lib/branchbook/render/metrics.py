"""The real widths of our typeface's letters, read from its files: text set in boxes is measured, not guessed.

Only two tables of the font are read, by ourselves: a deck needs widths, and matplotlib takes longer to start than a
whole deck to write.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from branchbook.render.fonts import FOLDER

LINE_HEIGHT = 1.45
"""Of the letters' size: what Chinese typefaces take in PowerPoint, WPS and LibreOffice,
the tallest (Source Han Sans) 1.448."""

_SAFETY = 1.04  # the reader's typeface may run a little wider than ours
_EM = 1.0  # of letters that we don't have
_NO_LINE_BEGINS_WITH = frozenset("，。、；：？！）》」』】〕％…”’,.;:?!)]}%")
_NO_LINE_ENDS_WITH = frozenset("（《「『【〔“‘([{")
_PIECES = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\\s+")


@cache
def _widths(bold: bool) -> Mapping[int, float]:
    """The width in ems of every character that our typeface has, by its code point."""
    data = (FOLDER / f"BranchbookSans-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    tables = {
        name: offset
        for name, _, offset, _ in (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(_count(data)))
    }
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    measured = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = struct.unpack_from(f">{2 * measured}H", data, tables[b"hmtx"])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    return {character: advances[min(glyph, measured - 1)] / em for character, glyph in glyphs.items()}


def _count(data: bytes) -> int:
    return int(struct.unpack_from(">H", data, 4)[0])


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """The glyph of every character, from the table that covers all planes (format 12) or the first (format 4)."""
    subtables = {}
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)[2]
        subtables[struct.unpack_from(">H", data, offset)[0]] = offset
    return _all_planes(data, subtables[12]) if 12 in subtables else _first_plane(data, subtables[4])


def _all_planes(data: bytes, offset: int) -> dict[int, int]:
    glyphs: dict[int, int] = {}
    for index in range(struct.unpack_from(">I", data, offset + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * index)
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return glyphs


def _first_plane(data: bytes, offset: int) -> dict[int, int]:
    count = struct.unpack_from(">H", data, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, offset + 14)
    starts = struct.unpack_from(f">{count}H", data, offset + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", data, offset + 16 + 4 * count)
    at = offset + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", data, at)
    glyphs = {}
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            if ranges[index]:
                place = at + 2 * index + ranges[index] + 2 * (character - first)
                glyph = struct.unpack_from(">H", data, place)[0]
            else:
                glyph = character
            glyphs[character] = (glyph + deltas[index]) & 0xFFFF if glyph else 0
    return glyphs


@dataclass(frozen=True)
class Letters:
    """Letters of one size (points) and weight."""

    size: float
    bold: bool = False

    def width(self, words: str) -> float:
        """How wide a line of text is, in points."""
        widths = _widths(self.bold)
        return _SAFETY * self.size * sum(widths.get(ord(letter), _EM) for letter in words)

    @property
    def line(self) -> float:
        """How tall a line is, in points."""
        return LINE_HEIGHT * self.size

    def lines(self, words: str, room: float) -> int:
        """How many lines the text takes in a box of this width (points); every line end in it begins a new one."""
        return sum(self._lines_of(paragraph, room) for paragraph in words.split("\n"))

    def _lines_of(self, paragraph: str, room: float) -> int:
        lines, used = 1, 0.0
        for piece in _pieces(paragraph):
            width = self.width(piece)
            if used and used + self.width(piece.rstrip()) > room:
                lines, used = lines + 1, 0.0
                if not piece.strip():
                    continue
            if width > room:
                further, width = self._broken(piece, room)
                lines += further
            used += width
        return lines

    def _broken(self, piece: str, room: float) -> tuple[int, float]:
        """How many further lines a piece takes that is wider than the room, and the width of the last."""
        lines, used = 0, 0.0
        for letter in piece:
            width = self.width(letter)
            if used and used + width > room:
                lines, used = lines + 1, 0.0
            used += width
        return lines, used


def _pieces(paragraph: str) -> list[str]:
    """What stays on one line: a Chinese character with the marks that may not leave it, a word, a gap."""
    pieces: list[str] = []
    for piece in _PIECES.findall(paragraph):
        sticks = pieces and (piece[0] in _NO_LINE_BEGINS_WITH or pieces[-1][-1] in _NO_LINE_ENDS_WITH)
        if sticks and piece.strip() and pieces[-1].strip():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
