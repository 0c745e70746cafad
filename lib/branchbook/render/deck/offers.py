"""The fresh version of a shape that a person has reworded, offered as a note beside the slide.

A note and not a comment: PowerPoint, WPS and LibreOffice keep comments in three different ways, and one of them does
not show what the others write. A shape off the slide's edge is seen by whoever edits the slide in any of them, and
neither shown nor printed. It is known by its name, replaced and never doubled, and goes when it is no longer needed.
"""

from __future__ import annotations

from branchbook.render.deck.geometry import Box, cm
from branchbook.render.deck.pieces import WordsPiece
from branchbook.render.deck.shapes import words_shape
from branchbook.render.deck.standing import Shape, Slide
from branchbook.render.deck.words import Line
from branchbook.render.oxml import elements, within

_PREFIX = "offer:"
_WIDTH, _HEIGHT, _GAP = cm(9), cm(4.2), cm(0.4)
_SIZE = 10.0
_MOST_LETTERS = 1500


class Offers:
    """The notes beside the slides of a deck that is ``width`` wide."""

    def __init__(self, width: int, language: str) -> None:
        self._width, self._language = width, language

    def offer(self, slide: Slide, name: str, words: str) -> None:
        """Offer these words for the shape of this name; a note that stands there says them from now on."""
        known = _notes(slide, name)
        if known and known[0].words == _cut(words):
            return
        box = known[0].box if known else None
        self.withdraw(slide, name)
        place = Box(*box) if box else self._free(slide)
        lines = tuple(Line(line, _SIZE) for line in _cut(words).split("\n"))
        piece = WordsPiece(_PREFIX + name, place, lines, "accent5", 6.0)
        slide.tree.extend(elements(words_shape(free_number(slide), piece, self._language)))

    def withdraw(self, slide: Slide, name: str) -> None:
        """Take back what was offered for this shape."""
        for note in _notes(slide, name):
            note.element.getparent().remove(note.element)

    def stands(self, slide: Slide, name: str) -> bool:
        """Whether something is offered for this shape."""
        return bool(_notes(slide, name))

    def _free(self, slide: Slide) -> Box:
        """Below the notes that stand beside the slide already."""
        beside = [shape.box for shape in slide.shapes() if shape.name.startswith(_PREFIX)]
        top = max((top + height + _GAP for _, top, _, height in beside), default=0)
        return Box(self._width + _GAP, top, _WIDTH, _HEIGHT)


def free_number(slide: Slide) -> int:
    """A number that no shape of the slide has."""
    numbers = (mark.get("id", "0") for mark in within(slide.root, "p:cNvPr"))
    return max(int(number) for number in numbers if number.isdigit()) + 1


def _notes(slide: Slide, name: str) -> list[Shape]:
    return [shape for shape in slide.shapes() if shape.name == _PREFIX + name]


def _cut(words: str) -> str:
    said = "\n".join(line.replace("\t", "  ").strip() for line in words.split("\n") if line.strip())
    return said if len(said) <= _MOST_LETTERS else said[:_MOST_LETTERS] + "…"
