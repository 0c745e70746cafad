"""Heat maps: values as colours in a grid.

Painted dot by dot: cells are boxes and words are lines whose places are computed, so that neither axes nor artists,
which cost several times the painting itself, need to find them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import MaxNLocator

from branchbook.render.chart.category_labels import LABEL, SLANT, CategoryLabels, labels_beside, widest
from branchbook.render.chart.numbers import axis_format, drawable_values, printed
from branchbook.render.colours import Palette, Tone, is_dark
from branchbook.render.figure.ink import EDGE, GAP, GREY, INK, SMALL, floats
from branchbook.render.figure.sheet import DEEPEST_LABELS, as_title, title_height
from branchbook.render.fonts import LINE_HEIGHT, drawable, text_width
from branchbook.render.lettering import INCH, Dots, Words, write
from branchbook.render.png import png_of
from branchbook.report.blocks import Figure

_WHITE = "FFFFFF"
_BEFORE_SCALE, _SCALE_WIDTH, _ROOM_FOR_SCALE = 0.16, 0.13, 0.36  # inches; the last without the scale's numbers
_ABOVE = 0.14  # inches between the cells, or the title above them, and the figure's edge
_SEAM, _MOST_OF_CELL = 0.6, 0.1  # points, and of its width: what each cell leaves white on every side
_PAD = 3.5  # points between the grid and the words around it


@dataclass(frozen=True)
class Line:
    """A line of words; ``before`` tells how much of its length lies before its place."""

    words: Words
    before: float = 0.5


@dataclass(frozen=True)
class Shades:
    """Colours from light to dark, so that they read in black and white;
    through white at zero where values go below it."""

    low: float
    high: float
    stops: tuple[str, str, str]

    @classmethod
    def of(cls, values: npt.NDArray[np.float64], palette: Palette) -> Shades:
        """The shades between the smallest value and the largest."""
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        if low < 0 < high:
            reach = max(-low, high)
            return cls(-reach, reach, (palette.hex(Tone("accent4")), _WHITE, palette.hex(Tone("accent1"))))
        stops = palette.hex(Tone("bg2")), palette.hex(Tone("accent1", 0.5)), palette.hex(Tone("tx2"))
        return cls(low, high if high > low else low + 1, stops)

    def parts_of(self, values: npt.ArrayLike) -> npt.NDArray[np.uint8]:
        """Red, green and blue of each value; white for what is missing."""
        shares = (np.asarray(values, dtype=float) - self.low) / (self.high - self.low)
        stops = [[int(stop[place : place + 2], 16) for stop in self.stops] for place in (0, 2, 4)]
        parts = np.stack([np.interp(shares, (0.0, 0.5, 1.0), one) for one in stops], axis=-1)
        return np.where(np.isnan(parts), 255, parts.round()).astype(np.uint8)

    def colour_of(self, value: float) -> str:
        """The colour of a value as six hexadecimal digits."""
        return str(self.parts_of(value).tobytes().hex().upper())


@dataclass(frozen=True)
class Grid:
    """A heat map laid out on a sheet of this size. Lengths are inches, measured from the lower left."""

    figure: Figure
    palette: Palette
    width: float
    height: float

    @cached_property
    def values(self) -> npt.NDArray[np.float64]:
        """The values by row and column; not a number where one is missing."""
        return np.array([floats(series) for series in self.figure.series])

    @cached_property
    def shades(self) -> Shades:
        """The colours of the values."""
        return Shades.of(self.values, self.palette)

    @cached_property
    def _rows(self) -> list[str]:
        names = tuple(series.name for series in self.figure.series)
        return labels_beside(names, self.width, self.height * (1 - DEEPEST_LABELS))

    @cached_property
    def right(self) -> float:
        """Where the cells end."""
        numbers = (printed(value, self.figure.number_format) for value in drawable_values(self.figure))
        return self.width - EDGE - max(text_width(number, SMALL) for number in numbers) - _ROOM_FOR_SCALE

    @cached_property
    def top(self) -> float:
        """Where the cells end above."""
        return self.height - _ABOVE - title_height(self.figure.value_title)

    @cached_property
    def _room(self) -> float:
        """What a column would have beside names of rows alone."""
        beside = EDGE + widest(self._rows) + GAP
        return (self.right - beside) / len(self.figure.categories)

    @cached_property
    def _columns(self) -> CategoryLabels:
        return CategoryLabels.below(self.figure.categories, self._room, self.height * DEEPEST_LABELS)

    @cached_property
    def left(self) -> float:
        """Where the cells begin: right of the rows' names and of what slanted names of columns reach out."""
        return max(EDGE + widest(self._rows) + GAP, self._columns.reach + EDGE - self._room / 2)

    @cached_property
    def bottom(self) -> float:
        """Where the cells begin above the columns' names."""
        return EDGE + title_height(self.figure.category_title) + self._columns.height + GAP

    @property
    def column(self) -> float:
        """How wide a column is."""
        return (self.right - self.left) / len(self.figure.categories)

    @property
    def row(self) -> float:
        """How high a row is."""
        return (self.top - self.bottom) / len(self.figure.series)

    @property
    def scale(self) -> tuple[float, float]:
        """Where the bar of colours at the right begins and ends."""
        begin = self.right + _BEFORE_SCALE
        return begin, begin + _SCALE_WIDTH

    def lines(self) -> Iterator[Line]:
        """All words."""
        yield from self._numbers()
        yield from self._names_of_rows()
        yield from self._names_of_columns()
        yield from self._numbers_of_scale()
        yield from self._titles()

    def _numbers(self) -> Iterator[Line]:
        """The values in the cells where all of them fit; a dash where a value is missing."""
        words = [[self._printed(value) for value in row] for row in self.values]
        fits = max(text_width(cell, SMALL) for row in words for cell in row) * 1.1 <= self._room
        for (row, column), value in np.ndenumerate(self.values):
            known = math.isfinite(value)
            if known and not fits:
                continue
            ink = _WHITE if known and is_dark(self.shades.colour_of(value)) else INK[1:]
            x, y = self.left + (column + 0.5) * self.column, self.top - (row + 0.5) * self.row
            yield from _line(words[row][column], x, y, SMALL, ink)

    def _printed(self, value: float) -> str:
        return printed(value, self.figure.number_format) if math.isfinite(value) else "–"

    def _names_of_rows(self) -> Iterator[Line]:
        for row, name in enumerate(self._rows):
            lines = name.split("\n")
            middle = self.top - (row + 0.5) * self.row
            for place, words in enumerate(lines):
                y = middle + ((len(lines) - 1) / 2 - place) * _height(LABEL)
                yield from _line(words, self.left - _PAD / INCH, y, LABEL, GREY[1:], before=1.0)

    def _names_of_columns(self) -> Iterator[Line]:
        """Below the cells, line for line; slanted ones end at their cell."""
        turn = math.radians(SLANT) if self._columns.slanted else 0.0
        for column, name in enumerate(self._columns.words):
            x, y = self.left + (column + 0.5) * self.column, self.bottom - _PAD / INCH
            for place, words in enumerate(name.split("\n")):
                down = (place + 0.5) * _height(LABEL)
                at = x + down * math.sin(turn), y - down * math.cos(turn)
                yield from _line(words, *at, LABEL, GREY[1:], before=1.0 if turn else 0.5, turn=-turn)

    def _numbers_of_scale(self) -> Iterator[Line]:
        low, high = self.shades.low, self.shades.high
        for value in MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(low, high):
            if low <= value <= high:
                y = self.bottom + (value - low) / (high - low) * (self.top - self.bottom)
                number = printed(float(value), axis_format(self.figure))
                yield from _line(number, self.scale[1] + _PAD / INCH, y, SMALL, GREY[1:], before=0.0)

    def _titles(self) -> Iterator[Line]:
        half = _height(SMALL) / 2
        above, below = (as_title(words, self.width) for words in (self.figure.value_title, self.figure.category_title))
        yield from _line(above, self.width - EDGE, self.height - EDGE - half, SMALL, GREY[1:], before=1.0)
        yield from _line(below, self.width / 2, EDGE + half, SMALL, GREY[1:])


def grid_picture(figure: Figure, width: float, height: float, palette: Palette, dpi: int) -> bytes:
    """The heat map as a PNG of this size in inches:
    a cell for each value, a row for each series, the scale at the right."""
    grid = Grid(figure, palette, width, height)
    dots = np.full((int(height * dpi), int(width * dpi), 3), 255, dtype=np.uint8)
    _paint_cells(dots, grid, dpi)
    _paint_scale(dots, grid, dpi)
    for line in grid.lines():
        write(dots, line.words, dpi, line.before)
    return png_of(dots, dpi)


def _paint_cells(dots: Dots, grid: Grid, dpi: int) -> None:
    colours = grid.shades.parts_of(grid.values)
    seam = min(_SEAM / INCH, _MOST_OF_CELL * grid.column)
    for row, column in np.ndindex(grid.values.shape):
        left, top = grid.left + column * grid.column, grid.top - row * grid.row
        place = _box(dots, dpi, (left + seam, top - grid.row + seam, left + grid.column - seam, top - seam))
        place[:] = colours[row, column]


def _paint_scale(dots: Dots, grid: Grid, dpi: int) -> None:
    bar = _box(dots, dpi, (grid.scale[0], grid.bottom, grid.scale[1], grid.top))
    bar[:] = grid.shades.parts_of(np.linspace(grid.shades.high, grid.shades.low, len(bar)))[:, None]


def _box(dots: Dots, dpi: int, edges: Iterable[float]) -> Dots:
    """The dots between these edges: left, bottom, right, top."""
    left, bottom, right, top = (round(edge * dpi) for edge in edges)
    return dots[len(dots) - top : len(dots) - bottom, left:right]


def _height(size: float) -> float:
    """How high a line of this size is, in inches."""
    return LINE_HEIGHT * size / INCH


def _line(
    words: str, x: float, y: float, size: float, colour: str, *, before: float = 0.5, turn: float = 0.0
) -> Iterator[Line]:
    """A line at a place in inches; none where there are no words."""
    if words.strip():
        yield Line(Words(x * INCH, y * INCH, drawable(words), size, colour, turn=turn), before)
