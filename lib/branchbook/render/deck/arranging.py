"""Where the parts of a slide stand: measured, shrunk within limits, and continued on a further page.

Big numbers are a band; text beside the only drawing of a slide takes a third; two drawings stand side by side; a table
takes the whole width. Everything else stands below one another in the order of the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from branchbook.render.columns import Lettering, fits_width, fitting
from branchbook.render.deck.geometry import EMU_PER_TWIP, Box, cm, points
from branchbook.render.deck.pieces import DrawingPiece, Page, Piece, TablePiece, WordsPiece
from branchbook.render.deck.words import GREY, INK, Bullet, Line, fitted, height
from branchbook.render.metrics import Letters
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import BulletList, EcosystemMap, Figure, Paragraph, ParagraphStyle, Table
from branchbook.report.slides import BigNumber, BigNumbers, Mood, SlidePart
from branchbook.values.artifact import FigureKind

_GAP = cm(0.45)  # between parts below one another
_GUTTER = cm(0.9)  # between columns
_TEXT_SHARE = (0.34, 0.66)
_LEAST_TEXT = 12.0  # points; smaller is not read from the back of a room
_CAPTION = 12.0
_TABLE_LETTERINGS = tuple(Lettering(em=20 * size, margin=100) for size in (12, 11, 10))
_ROOMY_TABLE_LETTERINGS = tuple(Lettering(em=20 * size, margin=100) for size in (16, 14))
_ROOMY_TEXT, _ROOMY_SHARE = 1.25, 0.7  # text alone on a slide is larger where it then fills no more than this
_CELL_SIDE, _CELL_TOP = points(5.0), points(2.5)
_LEAST_DRAWING = cm(6.2)
_BAR, _AROUND_BARS = cm(0.56), cm(2.4)
_BARS = (FigureKind.BAR, FigureKind.STACKED_BAR, FigureKind.GANTT)
_NUMBER, _NUMBER_LABEL, _NUMBER_NOTE = 28.0, 12.0, 10.5
_MOODS = {
    Mood.PLAIN: '<a:schemeClr val="accent1"/>',
    Mood.BETTER: '<a:schemeClr val="accent3"/>',
    Mood.WORSE: '<a:schemeClr val="accent4"/>',
}
_NUMBER_INSET = 8.0

_Prose = Paragraph | BulletList
_Drawing = Figure | EcosystemMap


@dataclass(frozen=True)
class Sizes:
    """The sizes of letters that the template gives, in points: text, and the small print of captions and notes."""

    text: float
    small: float


def pages(parts: Sequence[SlidePart], room: Box, sizes: Sizes, missing: str) -> tuple[Page, ...]:
    """The parts of a slide on as many pages as they need, at least one."""
    sizes = _roomy(parts, room, sizes)
    flow = _Flow(room, sizes, missing)
    drawings = [part for part in parts if isinstance(part, _Drawing)]
    prose = [part for part in parts if isinstance(part, _Prose)]
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
    prose = [part for part in parts if isinstance(part, _Prose)]
    if len(prose) < len(parts):
        return sizes
    lines = [line for part in prose for line in _prose_lines(part, larger)]
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
    missing: str
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
        elif isinstance(first, _Prose):
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
        lines = [_number_lines(item) for item in numbers.items]
        inside = lefts[0].width_points - 2 * _NUMBER_INSET
        lines = [_narrowed(panel, inside) for panel in lines]
        tall = points(max(height(panel, inside) for panel in lines) + 2 * _NUMBER_INSET)
        if tall > self._left.height:
            self._turn()
            lefts = self._left.columns((1.0,) * len(numbers.items), _GUTTER // 2)
        pieces = [
            WordsPiece(f"{numbers.key}.{place}", box.from_top(tall), panel, "bg2", _NUMBER_INSET, "ctr")
            for place, (box, panel) in enumerate(zip(lefts, lines, strict=True), start=1)
        ]
        self._take(pieces, pieces[0].box.bottom)

    def add_prose(self, part: _Prose) -> None:
        """Text over the whole width: smaller if it then fits, else on a further page, else cut between paragraphs."""
        lines = _prose_lines(part, self.sizes)
        wanted = self._fitting(lines, self._left)
        if wanted is None and self.pieces:
            self._turn()
            wanted = self._fitting(lines, self._left)
        if wanted is not None:
            self._place_lines(part.key, wanted)
            return
        for number, chunk in enumerate(_chunks(lines, self.room, _LEAST_TEXT), start=1):
            self._turn()
            self._place_lines(part.key if number == 1 else f"{part.key}#{number}", chunk)

    def _fitting(self, lines: tuple[Line, ...], box: Box) -> tuple[Line, ...] | None:
        return fitted(lines, box.width_points, box.height / points(1), _LEAST_TEXT)

    def _place_lines(self, name: str, lines: tuple[Line, ...]) -> None:
        if lines:
            left = self._left
            box = left.from_top(min(left.height, points(height(lines, left.width_points))))
            self._take([WordsPiece(name, box, lines)], box.bottom)

    def add_beside(self, prose: Sequence[_Prose], drawing: _Drawing) -> None:
        """Text on the left, the drawing on the right; text that won't fit there goes on further pages."""
        if self._left.height < _LEAST_DRAWING:
            self._turn()
        left, right = self._left.columns(_TEXT_SHARE, _GUTTER)
        lines = [_prose_lines(part, self.sizes) for part in prose]
        together = tuple(line for part in lines for line in part)
        gaps = _GAP / points(1) * (len(lines) - 1)
        most = left.height / points(1) - gaps
        size = fitted(together, left.width_points, most, _LEAST_TEXT)
        kept = _regrouped(size, lines) if size is not None else lines
        over: list[_Prose] = []
        pieces: list[Piece] = []
        top = left
        for part, part_lines in zip(prose, kept, strict=True):
            smaller = part_lines if size is not None else fitted(
                part_lines, top.width_points, top.height / points(1), _LEAST_TEXT
            )  # fmt: skip
            if smaller is None or over:
                over.append(part)
                continue
            box = top.from_top(points(height(smaller, top.width_points)))
            pieces.append(WordsPiece(part.key, box, smaller))
            top = top.below(box.height + _GAP)
        if pieces:
            self.pieces += pieces
            self.pieces += self._drawn(drawing, right)
            self.used = self.room.height
        else:
            self.add_drawings((drawing,))
        for part in over:
            self._turn()
            self.add_prose(part)

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
        above = points(height(_caption(drawing.caption), box.width_points) + 4)
        below = points(height(_notes(drawing.notes, self.sizes), box.width_points) + 4) if drawing.notes else 0
        return above, below

    def _drawn(self, drawing: _Drawing, box: Box) -> list[Piece]:
        """A drawing with its caption above and its notes below."""
        above, below = self._around(drawing, box)
        inner = self._inner(drawing, box)
        pieces: list[Piece] = [
            WordsPiece(f"{drawing.key}.caption", box.from_top(above), _caption(drawing.caption)),
            DrawingPiece(drawing.key, inner, drawing),
        ]
        if drawing.notes:
            foot = box.below(box.height - below)
            pieces.append(WordsPiece(f"{drawing.key}.notes", foot, _notes(drawing.notes, self.sizes), anchor="b"))
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
            self._place_lines(f"{table.key}.notes", _notes(table.notes, self.sizes))

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
        caption = WordsPiece(f"{name}.caption", left.from_top(above), _caption(table.caption))
        box = Box(left.x, left.y + above, sum(widths), sum(heights))
        self._take([caption, TablePiece(name, box, table, first, last, widths, heights, size)], box.bottom)


def _number_lines(item: BigNumber) -> tuple[Line, ...]:
    lines = [Line(item.label, _NUMBER_LABEL, bold=True), Line(item.value, _NUMBER, bold=True, colour=_MOODS[item.mood])]
    if item.note:
        lines.append(Line(item.note, _NUMBER_NOTE, colour=GREY))
    return tuple(lines)


def _narrowed(panel: tuple[Line, ...], room: float) -> tuple[Line, ...]:
    """A number that would break over two lines is made smaller."""
    value = panel[1]
    while value.lines(room) > 1 and value.size > 2 * _NUMBER_LABEL:
        value = value.sized(value.size - 1)
    while value.lines(room) > 1 and value.size > _NUMBER_LABEL:
        value = value.sized(value.size - 1)
    return (panel[0], value, *panel[2:])


def _prose_lines(part: _Prose, sizes: Sizes) -> tuple[Line, ...]:
    if isinstance(part, BulletList):
        bullet = Bullet.NUMBER if part.numbered else Bullet.DOT
        return tuple(
            Line(item, sizes.text, bullet=bullet, before=sizes.text / 3 if place else 0.0, number=place + 1)
            for place, item in enumerate(part.items)
        )
    if not part.text:
        return ()
    small = part.style in (ParagraphStyle.NOTE, ParagraphStyle.MISSING)
    return (
        Line(
            part.text,
            max(sizes.small, _LEAST_TEXT) if small else sizes.text,
            bold=part.style is ParagraphStyle.LEAD,
            colour=GREY if small else INK,
        ),
    )


def _regrouped(lines: tuple[Line, ...], like: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    waiting = iter(lines)
    return [tuple(next(waiting) for _ in part) for part in like]


def _chunks(lines: tuple[Line, ...], room: Box, size: float) -> Iterator[tuple[Line, ...]]:
    """Lines in pages of the least letters: cut between paragraphs, a paragraph longer than a page between sentences."""
    most = room.height / points(1)
    chunk: list[Line] = []
    pieces = (piece for line in lines for piece in _sentences(line.sized(size), room.width_points, most))
    for line in pieces:
        if chunk and height([*chunk, line], room.width_points) > most:
            yield tuple(chunk)
            chunk = []
        chunk.append(replace(line, before=line.before if chunk else 0.0))
    if chunk:
        yield tuple(chunk)


def _sentences(line: Line, room: float, most: float) -> Iterator[Line]:
    if line.height(room) <= most:
        yield line
        return
    words, begun = line.words, ""
    for letter in words:
        if replace(line, words=begun + letter).height(room) > most:
            cut = max(begun.rfind(mark) for mark in "。；. ") + 1 or len(begun)
            yield replace(line, words=begun[:cut])
            begun = begun[cut:]
        begun += letter
    yield replace(line, words=begun)


def _caption(words: str) -> tuple[Line, ...]:
    return (Line(words, _CAPTION, bold=True, colour='<a:schemeClr val="tx2"/>'),)


def _notes(notes: Sequence[str], sizes: Sizes) -> tuple[Line, ...]:
    return tuple(Line(note, sizes.small, colour=GREY) for note in notes)


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
