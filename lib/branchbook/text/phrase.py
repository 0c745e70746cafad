"""Words of one language that remember which of their letters are a number, or speak of a table or figure.

A phrase is a plain ``str`` to everyone who does not ask; a document that can hold living numbers asks. Whatever cuts or
replaces its letters makes a plain ``str`` of it again, so a stretch is never in the wrong place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Meaning(StrEnum):
    """What a stretch of a phrase is."""

    NUMBER = "number"
    REFERENCE = "reference"  #: the label and number of a table or figure: 图 3


@dataclass(frozen=True)
class Stretch:
    """The letters from ``start`` up to ``stop``. ``key`` names the number, or the table or figure spoken of; one that
    begins with a dot is below the key of whatever holds the phrase."""

    start: int
    stop: int
    key: str
    meaning: Meaning = Meaning.NUMBER


class Phrase(str):
    """Words with their stretches, in order and apart from one another."""

    __slots__ = ("stretches",)
    stretches: tuple[Stretch, ...]

    def __new__(cls, words: str, stretches: Iterable[Stretch] = ()) -> Phrase:
        """These words, with these stretches."""
        phrase = super().__new__(cls, words)
        phrase.stretches = tuple(stretches)
        return phrase

    def __getnewargs__(self) -> tuple[str, tuple[Stretch, ...]]:  # type: ignore[override]  # for pickling
        return str(self), self.stretches

    @property
    def pieces(self) -> Iterator[tuple[str, Stretch | None]]:
        """The words one after another, each with the stretch that it is; None for the words between."""
        place = 0
        for stretch in self.stretches:
            if stretch.start > place:
                yield str(self[place : stretch.start]), None
            yield str(self[stretch.start : stretch.stop]), stretch
            place = stretch.stop
        if place < len(self):
            yield str(self[place:]), None


def marked(words: str, key: str, meaning: Meaning = Meaning.NUMBER) -> Phrase:
    """Words that are one stretch as a whole."""
    return Phrase(words, (Stretch(0, len(words), key, meaning),) if words else ())


def joined(pieces: Iterable[str], between: str = "") -> str:
    """Pieces put together; a phrase where one of them is."""
    words: list[str] = []
    stretches: list[Stretch] = []
    length = 0
    for piece in pieces:
        if words and between:
            words.append(between)
            length += len(between)
        if isinstance(piece, Phrase):
            stretches += (Stretch(s.start + length, s.stop + length, s.key, s.meaning) for s in piece.stretches)
        words.append(piece)
        length += len(piece)
    told = "".join(words)
    return Phrase(told, stretches) if stretches else told


def pieces_of(words: str) -> Iterable[tuple[str, Stretch | None]]:
    """The pieces of a phrase; a plain ``str`` is one piece."""
    return words.pieces if isinstance(words, Phrase) else ((words, None),)


def renamed(words: str, name: Callable[[str], str]) -> str:
    """The same words with other keys; a stretch whose key becomes empty is one no more."""
    if not isinstance(words, Phrase):
        return words
    kept = (replace(stretch, key=key) for stretch in words.stretches if (key := name(stretch.key)))
    return Phrase(words, kept)


def under(words: str, key: str) -> str:
    """The same words, their relative keys below this one."""
    return renamed(words, lambda known: f"{key}{known}" if known.startswith(".") else known)
