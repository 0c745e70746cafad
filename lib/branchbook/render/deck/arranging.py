"""Where the parts of a slide stand: measured, shrunk within limits, and continued on a further page.

Big numbers are a band; text beside the only drawing of a slide takes a third; two drawings stand side by side; a table
takes the whole width. Everything else stands below one another in the order of the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from branchbook.render.columns import Lettering, fits_width, fitting
from branchbook.render.deck.geometry import EMU_PER_TWIP, Box, cm, points
from branchbook.render.deck.lines import (
    LEAST_TEXT,
    Prose,
    Sizes,
    caption_lines,
    cut_to_pages,
    narrowed,
    note_lines,
    number_lines,
    prose_lines,
)
from branchbook.render.deck.pieces import DrawingPiece, Page, Piece, TablePiece, WordsPiece
from branchbook.render.deck.words import Line, fitted, height
from branchbook.render.metrics import Letters
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import EcosystemMap, Figure, Table
from branchbook.report.slides import BigNumbers, SlidePart
from branchbook.values.artifact import FigureKind

_GAP = cm(0.45)  # between parts below one another
_GUTTER = cm(0.9)  # between columns
_TEXT_SHARE = (0.34, 0.66)
_TABLE_LETTERINGS = tuple(Lettering(em=20 * size, margin=100) for size in (12, 11, 10))
_ROOMY_TABLE_LETTERINGS = tuple(Lettering(em=20 * size, margin=100) for size in (16, 14))
_ROOMY_TEXT, _ROOMY_SHARE = 1.25, 0.7  # text alone on a slide is larger where it then fills no more than this
_CELL_SIDE, _CELL_TOP = points(5.0), points(2.5)
_LEAST_DRAWING = cm(6.2)
_BAR, _AROUND_BARS = cm(0.56), cm(2.4)
_BARS = (FigureKind.BAR, FigureKind.STACKED_BAR, FigureKind.GANTT)
_NUMBER_INSET = 8.0

_Drawing = Figure | EcosystemMap


def pages(parts: Sequence[SlidePart], room: Box, sizes: Sizes) -> tuple[Page, ...]:
    """The parts of a slide on as many pages as they need, at least one."""
    sizes = _roomy(parts, room, sizes)
    flow = _Flow(room, sizes)
    drawings = [part for part in parts if isinstance(part, _Drawing)]
    prose = [part for part in parts if isinstance(part, Prose)]
    tables = any(isinstance(part, Table) for part in parts)
    if len(drawings) == 1 and prose and not tables:
        for part in parts:
            if isinstance(part, BigNumbers):
                flow.add_numbers(part)
        flow.add_beside(prose, drawings[0])
        return flow.done()
    for group in _groups(parts):
        flow.add(group)
    return flow.done()


def _roomy(parts: Sequence[SlidePart], room: Box, sizes: Sizes) -> Sizes:
    """Larger letters where a slide holds nothing but a little text."""
    larger = replace(sizes, text=sizes.text * _ROOMY_TEXT)
    prose = [part for part in parts if isinstance(part, Prose)]
    if len(prose) < len(parts):
        return sizes
    lines = [line for part in prose for line in prose_lines(part, larger)]
    return larger if points(height(lines, room.width_points)) <= _ROOMY_SHARE * room.height else sizes


def _groups(parts: Sequence[SlidePart]) -> Iterator[tuple[SlidePart, ...]]:
    """Parts that stand in one row: drawings in pairs, everything else alone."""
    waiting: list[SlidePart] = []
    for part in parts:
        if isinstance(part, _Drawing):
            waiting.append(part)
            if len(waiting) == 2:
                yield tuple(waiting)
                waiting = []
            continue
        if waiting:
            yield tuple(waiting)
            waiting = []
        yield (part,)
    if waiting:
        yield tuple(waiting)


@dataclass
class _Flow:
    """The pages of a slide while they fill from the top."""

    room: Box
    sizes: Sizes
    finished: list[Page] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    used: int = 0

    def done(self) -> tuple[Page, ...]:
        """All pages."""
        return (*self.finished, Page(tuple(self.pieces))) if self.pieces or not self.finished else tuple(self.finished)

    def add(self, group: tuple[SlidePart, ...]) -> None:
        """Place one row of parts."""
        first = group[0]
        if isinstance(first, BigNumbers):
            self.add_numbers(first)
        elif isinstance(first, Table):
            self.add_table(first)
        elif isinstance(first, Prose):
            self.add_prose(first)
        else:
            self.add_drawings(tuple(part for part in group if isinstance(part, _Drawing)))

    @property
    def _left(self) -> Box:
        return self.room.below(self.used)

    def _turn(self) -> None:
        """Begin a further page, where this one holds anything."""
        if self.pieces:
            self.finished.append(Page(tuple(self.pieces)))
            self.pieces, self.used = [], 0

    def _take(self, pieces: Sequence[Piece], bottom: int) -> None:
        self.pieces += pieces
        self.used = bottom - self.room.y + _GAP

    def add_numbers(self, numbers: BigNumbers) -> None:
        """A band of panels, all as tall as the tallest needs."""
        lefts = self._left.columns((1.0,) * len(numbers.items), _GUTTER // 2)
        lines = [number_lines(item) for item in numbers.items]
        inside = lefts[0].width_points - 2 * _NUMBER_INSET
        lines = [narrowed(panel, inside) for panel in lines]
        tall = points(max(height(panel, inside) for panel in lines) + 2 * _NUMBER_INSET)
        if tall > self._left.height:
            self._turn()
            lefts = self._left.columns((1.0,) * len(numbers.items), _GUTTER // 2)
        pieces = [
            WordsPiece(f"{numbers.key}.{place}", box.from_top(tall), panel, "bg2", _NUMBER_INSET, "ctr")
            for place, (box, panel) in enumerate(zip(lefts, lines, strict=True), start=1)
        ]
        self._take(pieces, pieces[0].box.bottom)

    def add_prose(self, part: Prose) -> None:
        """Text over the whole width: smaller if it then fits, else on a further page, else cut between paragraphs."""
        lines = prose_lines(part, self.sizes)
        wanted = self._fitting(lines, self._left)
        if wanted is None and self.pieces:
            self._turn()
            wanted = self._fitting(lines, self._left)
        if wanted is not None:
            self._place_lines(part.key, wanted)
            return
        for number, chunk in enumerate(cut_to_pages(lines, self.room, LEAST_TEXT), start=1):
            self._turn()
            self._place_lines(part.key if number == 1 else f"{part.key}#{number}", chunk)

    def _fitting(self, lines: tuple[Line, ...], box: Box) -> tuple[Line, ...] | None:
        return fitted(lines, box.width_points, box.height / points(1), LEAST_TEXT)

    def _place_lines(self, name: str, lines: tuple[Line, ...]) -> None:
        if lines:
            left = self._left
            box = left.from_top(min(left.height, points(height(lines, left.width_points))))
            self._take([WordsPiece(name, box, lines)], box.bottom)

    def add_beside(self, prose: Sequence[Prose], drawing: _Drawing) -> None:
        """Text on the left, the drawing on the right; text that won't fit there goes on further pages."""
        if self._left.height < _LEAST_DRAWING:
            self._turn()
        left, right = self._left.columns(_TEXT_SHARE, _GUTTER)
        pieces, over = self._column(prose, left)
        if pieces:
            self.pieces += [*pieces, *self._drawn(drawing, right)]
            self.used = self.room.height
        else:
            self.add_drawings((drawing,))
        for part in over:
            self._turn()
            self.add_prose(part)

    def _column(self, prose: Sequence[Prose], column: Box) -> tuple[list[Piece], Sequence[Prose]]:
        """The text that goes into a column, all of it in one size where that fits, and what is left over."""
        lines = [prose_lines(part, self.sizes) for part in prose]
        gaps = _GAP / points(1) * (len(lines) - 1)
        most = column.height / points(1) - gaps
        together = fitted(tuple(chain(*lines)), column.width_points, most, LEAST_TEXT)
        if together is not None:
            lines = _regrouped(together, lines)
        pieces: list[Piece] = []
        for place, (part, wanted) in enumerate(zip(prose, lines, strict=True)):
            kept = wanted if together is not None else self._fitting(wanted, column)
            if kept is None:
                return pieces, prose[place:]
            box = column.from_top(points(height(kept, column.width_points)))
            pieces.append(WordsPiece(part.key, box, kept))
            column = column.below(box.height + _GAP)
        return pieces, ()

    def add_drawings(self, drawings: Sequence[_Drawing]) -> None:
        """One drawing over the whole width or two side by side, down to the foot of the page."""
        if self._left.height < _LEAST_DRAWING:
            self._turn()
        if len(drawings) == 1 and isinstance(drawings[0], Figure):
            self._add_long(drawings[0])
            return
        boxes = self._left.columns((1.0,) * len(drawings), _GUTTER)
        for drawing, box in zip(drawings, boxes, strict=True):
            self.pieces += self._drawn(drawing, box)
        self.used = self.room.height

    def _add_long(self, figure: Figure) -> None:
        """A figure of so many bars that they need several pages is cut between bars."""
        most = max(4, (self._inner(figure, self._left).height - _AROUND_BARS) // _BAR)
        if figure.kind not in _BARS or len(figure.categories) <= most:
            self.pieces += self._drawn(figure, self._left)
            self.used = self.room.height
            return
        self._turn()
        most = max(4, (self._inner(figure, self._left).height - _AROUND_BARS) // _BAR)
        count = -(-len(figure.categories) // most)
        each = -(-len(figure.categories) // count)
        for number in range(count):
            self._turn()
            name = figure.key if number == 0 else f"{figure.key}#{number + 1}"
            self.pieces += self._drawn(replace(_cut(figure, number * each, (number + 1) * each), key=name), self._left)
        self.used = self.room.height

    def _inner(self, drawing: _Drawing, box: Box) -> Box:
        """What caption and notes leave for the drawing itself."""
        above, below = self._around(drawing, box)
        return box.below(above).from_top(box.height - above - below)

    def _around(self, drawing: _Drawing | Table, box: Box) -> tuple[int, int]:
        above = points(height(caption_lines(drawing.caption), box.width_points) + 4)
        below = points(height(note_lines(drawing.notes, self.sizes), box.width_points) + 4) if drawing.notes else 0
        return above, below

    def _drawn(self, drawing: _Drawing, box: Box) -> list[Piece]:
        """A drawing with its caption above and its notes below."""
        above, below = self._around(drawing, box)
        inner = self._inner(drawing, box)
        pieces: list[Piece] = [
            WordsPiece(f"{drawing.key}.caption", box.from_top(above), caption_lines(drawing.caption)),
            DrawingPiece(drawing.key, inner, drawing),
        ]
        if drawing.notes:
            foot = box.below(box.height - below)
            pieces.append(WordsPiece(f"{drawing.key}.notes", foot, note_lines(drawing.notes, self.sizes), anchor="b"))
        return pieces

    def add_table(self, table: Table) -> None:
        """A table, as many rows on a page as fit; its caption stands on each, its notes on the last."""
        above, below = self._around(table, self.room)
        widths, head, rows, size = self._measured(table, above + below)
        if self._left.height < above + head + sum(rows[:3]):
            self._turn()
        first, number = 0, 1
        while first < len(rows):
            last = self._last_row(rows, first, self._left.height - above - head, below)
            name = table.key if number == 1 else f"{table.key}#{number}"
            self._place_rows(name, table, first, last, (widths, (head, *rows[first:last]), size), above)
            first, number = last, number + 1
            if first < len(rows):
                self._turn()
        if table.notes:
            self._place_lines(f"{table.key}.notes", note_lines(table.notes, self.sizes))

    def _measured(self, table: Table, around: int) -> tuple[tuple[int, ...], int, list[int], float]:
        """Widths, heights of heading and rows, and size of letters: large ones where the table then fits the page."""
        for letterings in (*((lettering,) for lettering in _ROOMY_TABLE_LETTERINGS), _TABLE_LETTERINGS):
            lettering, twips = fitting(table, self.room.width // EMU_PER_TWIP, letterings)
            widths = tuple(width * EMU_PER_TWIP for width in twips)
            size = lettering.em / 20
            head = _row_height([column.title for column in table.columns], widths, size, bold=True)
            rows = [_row_height(row, widths, size) for row in table.rows] or [head]
            if letterings is _TABLE_LETTERINGS or (
                fits_width(table, self.room.width // EMU_PER_TWIP, lettering)
                and around + head + sum(rows) + _GAP <= self._left.height
            ):
                break
        return widths, head, rows, size

    def _last_row(self, rows: Sequence[int], first: int, room: int, below: int) -> int:
        """The row before which the page ends; the notes must stand below the last one."""
        last, used = first, 0
        while last < len(rows):
            reserved = below + _GAP if last == len(rows) - 1 and below else 0
            if last > first and used + rows[last] + reserved > room:
                break
            used, last = used + rows[last], last + 1
        return last

    def _place_rows(
        self, name: str, table: Table, first: int, last: int,
        measures: tuple[tuple[int, ...], tuple[int, ...], float], above: int,
    ) -> None:  # fmt: skip
        widths, heights, size = measures
        left = self._left
        caption = WordsPiece(f"{name}.caption", left.from_top(above), caption_lines(table.caption))
        box = Box(left.x, left.y + above, sum(widths), sum(heights))
        self._take([caption, TablePiece(name, box, table, first, last, widths, heights, size)], box.bottom)


def _regrouped(lines: tuple[Line, ...], like: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    waiting = iter(lines)
    return [tuple(next(waiting) for _ in part) for part in like]


def _row_height(cells: Sequence[str], widths: Sequence[int], size: float, *, bold: bool = False) -> int:
    letters = Letters(size, bold)
    lines = max(
        letters.lines(one_line(words) or " ", (width - 2 * _CELL_SIDE) / points(1))
        for words, width in zip(cells, widths, strict=True)
    )
    return points(lines * letters.line) + 2 * _CELL_TOP


def _cut(figure: Figure, first: int, last: int) -> Figure:
    series = tuple(replace(one, values=one.values[first:last]) for one in figure.series)
    return replace(figure, categories=figure.categories[first:last], series=series)
