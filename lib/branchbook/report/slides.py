"""A deck before it is a PowerPoint file: slides of format-free parts. Strings are final words of one language.

The parts are those of a report (:mod:`branchbook.report.blocks`), plus big numbers. Every slide and every part carries
a ``key`` that no other of the deck has: it becomes the name of the shape, by which the deck is refreshed once people
have worked on it, so it must stay the same from run to run. A part that shows an artifact has the artifact's key.

How much fits on a slide is not decided here: ``render.deck`` measures, and continues on further slides what is too
long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branchbook.report.blocks import BulletList, Cover, EcosystemMap, Figure, Paragraph, Table
from branchbook.text import Text


class Mood(StrEnum):
    """What a big number means for its reader. It never says what the words do not say too."""

    PLAIN = "plain"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class BigNumber:
    """A number to be seen from the last row: ``value`` with its unit as words, ``label`` what it counts, ``note`` in
    small print what it is read against (peers, interval, sample size)."""

    value: str
    label: str
    note: str = ""
    mood: Mood = Mood.PLAIN


@dataclass(frozen=True)
class BigNumbers:
    """A band of one to five big numbers side by side."""

    key: str
    items: tuple[BigNumber, ...]


SlidePart = Paragraph | BulletList | BigNumbers | Table | Figure | EcosystemMap
"""What stands on a slide. A figure, table or map keeps its caption, alternative text and notes from the report."""


class SlideLook(StrEnum):
    """Which layout of the template a slide of content takes."""

    CONTENT = "content"
    BRANCH = "branch"  #: the page of one branch, for its representative


@dataclass(frozen=True)
class Slide:
    """A slide of content: a conclusion as its ``title`` (one or two lines), and the parts that bear it out, in order.

    ``topic`` is the short line above the title that says where in the deck one is. ``speaker`` are the speaker's notes,
    a paragraph each. Big numbers stand in a band across the slide; text beside a figure or map takes the left third;
    two figures stand side by side; a table takes the whole width below what is before it and is continued on further
    slides with its heading row; other parts stand below one another. What is too long for its slide goes on a further
    slide with the same title, marked as continued.
    """

    key: str
    title: str
    parts: tuple[SlidePart, ...]
    topic: str = ""
    speaker: tuple[str, ...] = ()
    look: SlideLook = SlideLook.CONTENT


@dataclass(frozen=True)
class AgendaItem:
    """One item of the agenda; ``detail`` is the small line below it: who speaks, or what it holds."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class Agenda:
    """The slide that lists what comes."""

    key: str
    title: str
    items: tuple[AgendaItem, ...]
    speaker: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A slide between two parts of the deck; ``number`` is the part's number as it is to be read (一, 1)."""

    key: str
    title: str
    subtitle: str = ""
    number: str = ""
    speaker: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closing:
    """The last slide: a line of thanks or the one thing to remember, and what stands below it in small print."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()


AnySlide = Agenda | Section | Slide | Closing


@dataclass(frozen=True)
class DeckLabels:
    """The words that the deck's machinery needs in its language.

    ``continued`` (with {title}, {part} and {parts}) titles a slide that goes on; ``footer`` stands at the foot of every
    slide, ``missing`` in an empty cell; ``fresh`` and ``gone`` open the offer beside a part that a person has reworded:
    that there is a newer version, and that there is nothing to say any more.
    """

    continued: str
    footer: str
    missing: str
    fresh: str
    gone: str


@dataclass(frozen=True)
class Deck:
    """A whole deck in one language. The cover comes first; its key is ``cover``.

    ``dated`` is the engagement's as-of date; files state it as the time of their making, so that they never depend on
    the day on which they are written. ``manifest_id`` names the run, as in the reports.

    Raises ValueError where two slides or parts have one key.
    """

    language: str
    labels: DeckLabels
    cover: Cover
    slides: tuple[AnySlide, ...]
    author: str
    manifest_id: str
    dated: date | None = None
    cover_speaker: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        twice = [key for key, count in Counter(self.keys()).items() if count > 1]
        if twice:
            raise ValueError(f"a deck has more than one slide or part of the key {', '.join(map(repr, sorted(twice)))}")

    def keys(self) -> Iterator[str]:
        """The keys of all slides and parts, the cover's first."""
        yield COVER
        for slide in self.slides:
            yield slide.key
            if isinstance(slide, Slide):
                yield from (part.key for part in slide.parts)


COVER = "cover"
"""The key of the cover."""


def deck_labels(bank: str, title: str, text: Text) -> DeckLabels:
    """The labels of a deck with this title, made for this bank."""
    return DeckLabels(
        continued=text.entries["deck.label.continued"],
        footer=text("deck.label.footer", bank=bank, title=title),
        missing=text("mark.missing"),
        fresh=text("refresh.offer.fresh"),
        gone=text("refresh.offer.gone"),
    )
