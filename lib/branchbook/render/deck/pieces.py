"""What is drawn on a page of the deck: each piece is one shape, with its name and its box."""

from __future__ import annotations

from dataclasses import dataclass

from branchbook.render.deck.geometry import Box
from branchbook.render.deck.words import Line
from branchbook.report.blocks import EcosystemMap, Figure, Table


@dataclass(frozen=True)
class WordsPiece:
    """A text box; ``fill`` is a theme colour behind the words, ``inset`` the margin inside the box in points."""

    name: str
    box: Box
    lines: tuple[Line, ...]
    fill: str = ""
    inset: float = 0.0
    anchor: str = "t"


@dataclass(frozen=True)
class TablePiece:
    """Rows ``first`` to ``last`` (without it) of a table, with its heading row; widths and heights in EMU."""

    name: str
    box: Box
    table: Table
    first: int
    last: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    size: float


@dataclass(frozen=True)
class DrawingPiece:
    """A figure or map in its box."""

    name: str
    box: Box
    drawing: Figure | EcosystemMap


Piece = WordsPiece | TablePiece | DrawingPiece


@dataclass(frozen=True)
class Page:
    """One slide of the file: the pieces of a slide, or of as much of it as fits."""

    pieces: tuple[Piece, ...]
