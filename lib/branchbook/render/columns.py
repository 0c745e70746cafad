"""The widths of a table's columns, and letters small enough for a table of many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Align, Table

_LEAST_EMS = 3.0
_MOST_UNBROKEN_EMS = 12.0
_BOLDER = 1.12  # how much wider a heading's bold letters run
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_NARROW = re.compile("[.,:;'|!il ()\\-]")
_BROAD = re.compile("[mwMW]")
_PIECES = re.compile("[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")


@dataclass(frozen=True)
class Lettering:
    """How large a table's letters are, in twentieths of a point, and the margins left and right in its cells."""

    em: int
    margin: int


USUAL = Lettering(em=180, margin=100)  # as the template's styles have it
COMPACT = Lettering(em=140, margin=40)  # for many columns; smaller is not read in print


def fitting(
    block: Table, width: int, letterings: Sequence[Lettering] = (USUAL, COMPACT)
) -> tuple[Lettering, list[int]]:
    """The lettering in which the longest number or word of every column stays on one line, and the columns' widths.

    The first of the ``letterings`` that will do. Where even the last is too wide, columns get their share of what they
    need, and long words break.
    """
    for lettering in letterings:
        if fits_width(block, width, lettering):
            return lettering, column_widths(block, width, lettering)
    return letterings[-1], column_widths(block, width, letterings[-1])


def fits_width(block: Table, width: int, lettering: Lettering) -> bool:
    """Whether the longest number or word of every column stays on one line in these letters."""
    return sum(_needed_widths(block, lettering)) <= width


def column_widths(block: Table, width: int, lettering: Lettering = USUAL) -> list[int]:
    """The width of each column, together exactly ``width``: by weight, but no narrower than it needs."""
    shares = _shared_out([column.weight for column in block.columns], _needed_widths(block, lettering), width)
    widths = [int(share) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _shared_out(weights: Sequence[float], needed: Sequence[float], width: int) -> list[float]:
    if sum(needed) >= width:
        return [need * width / sum(needed) for need in needed]
    settled: dict[int, float] = {}
    while True:
        free = [index for index in range(len(weights)) if index not in settled]
        room, total = width - sum(settled.values()), sum(weights[index] for index in free)
        short = [index for index in free if room * weights[index] / total < needed[index]]
        if not short:
            return [
                settled[index] if index in settled else room * weights[index] / total for index in range(len(weights))
            ]
        settled |= {index: needed[index] for index in short}


def _needed_widths(block: Table, lettering: Lettering) -> list[float]:
    return [
        2 * lettering.margin + lettering.em * min(_MOST_UNBROKEN_EMS, max(_LEAST_EMS, _longest_piece(block, index)))
        for index in range(len(block.columns))
    ]


def _longest_piece(block: Table, index: int) -> float:
    """The width in ems of the longest piece in a column that should stay on one line."""
    column = block.columns[index]
    pieces = [piece for words in _texts(block, index) for piece in _unbroken(words, column.align)]
    heading = (_BOLDER * _ems(piece) for piece in _PIECES.findall(one_line(column.title)))
    return max((*heading, *(_ems(piece) for piece in _longest(pieces))), default=0.0)


def _texts(block: Table, index: int) -> Iterable[str]:
    yield from (one_line(row[index]) for row in block.rows)


def _unbroken(words: str, align: Align) -> list[str]:
    """The pieces that should stay on one line: a number with its unit, or the words of a text."""
    return _PIECES.findall(words) if align is Align.LEFT else [words]


def _longest(pieces: list[str]) -> list[str]:
    """The few pieces worth measuring."""
    return sorted(set(pieces), key=len, reverse=True)[:20]


def _ems(words: str) -> float:
    wide, narrow, broad = (len(letters.findall(words)) for letters in (_WIDE, _NARROW, _BROAD))
    return wide + 0.3 * narrow + 0.85 * broad + 0.58 * (len(words) - wide - narrow - broad)
