"""What a part of a slide says, as lines of letters: big numbers, text, captions and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from branchbook.render.deck.geometry import Box, points
from branchbook.render.deck.words import GREY, INK, Bullet, Line, height
from branchbook.report.blocks import BulletList, Paragraph, ParagraphStyle
from branchbook.report.slides import BigNumber, Mood

Prose = Paragraph | BulletList

LEAST_TEXT = 12.0
"""Points; smaller letters are not read from the back of a room."""

_CAPTION = 12.0
_NUMBER, _NUMBER_LABEL, _NUMBER_NOTE = 28.0, 12.0, 10.5
_MOODS = {
    Mood.PLAIN: '<a:schemeClr val="accent1"/>',
    Mood.BETTER: '<a:schemeClr val="accent3"/>',
    Mood.WORSE: '<a:schemeClr val="accent4"/>',
}


@dataclass(frozen=True)
class Sizes:
    """The sizes of letters that the template gives, in points: text, and the small print of captions and notes."""

    text: float
    small: float


def number_lines(item: BigNumber) -> tuple[Line, ...]:
    """The panel of a big number: its label, itself, its note."""
    lines = [Line(item.label, _NUMBER_LABEL, bold=True), Line(item.value, _NUMBER, bold=True, colour=_MOODS[item.mood])]
    if item.note:
        lines.append(Line(item.note, _NUMBER_NOTE, colour=GREY))
    return tuple(lines)


def narrowed(panel: tuple[Line, ...], room: float) -> tuple[Line, ...]:
    """A panel whose number, if it would break over two lines, is made smaller, down to the size of its label."""
    value = panel[1]
    while value.lines(room) > 1 and value.size > _NUMBER_LABEL:
        value = value.sized(value.size - 1)
    return (panel[0], value, *panel[2:])


def prose_lines(part: Prose, sizes: Sizes) -> tuple[Line, ...]:
    """A list, a line for each item, or a paragraph; none for one without words."""
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
            max(sizes.small, LEAST_TEXT) if small else sizes.text,
            bold=part.style is ParagraphStyle.LEAD,
            colour=GREY if small else INK,
        ),
    )


def cut_to_pages(lines: tuple[Line, ...], room: Box, size: float) -> Iterator[tuple[Line, ...]]:
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


def caption_lines(words: str) -> tuple[Line, ...]:
    """A caption, which stands above what it names."""
    return (Line(words, _CAPTION, bold=True, colour='<a:schemeClr val="tx2"/>'),)


def note_lines(notes: Sequence[str], sizes: Sizes) -> tuple[Line, ...]:
    """Notes, which stand below what they explain."""
    return tuple(Line(note, sizes.small, colour=GREY) for note in notes)
