"""References: a reading says in which figures and tables its numbers stand, by the numbers of their captions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from branchbook.report.blocks import (
    Block,
    EcosystemMap,
    Figure,
    Heading,
    Labels,
    Paragraph,
    ParagraphStyle,
    Table,
)
from branchbook.text import Text
from branchbook.text.phrase import Meaning, joined, marked


def with_references(
    blocks: Sequence[Block], readings: Collection[str], labels: Labels, text: Text
) -> tuple[Block, ...]:
    """The blocks, every paragraph of ``readings`` (keys) ending in a reference to the figures and tables that follow
    it.

    A chapter's opening refers to what its first section shows; nothing is referred to that is missing.
    """
    numbers = caption_numbers(blocks, labels)
    return tuple(
        _referring(block, _shown_after(block, blocks[place + 1 :]), numbers, text)
        if isinstance(block, Paragraph) and block.key in readings and block.style is not ParagraphStyle.MISSING
        else block
        for place, block in enumerate(blocks)
    )


def caption_numbers(blocks: Iterable[Block], labels: Labels) -> dict[str, str]:
    """What stands before every caption, by the key of its block: 图 3. Figures and tables are counted apart."""
    counts: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Table | Figure | EcosystemMap):
            label = labels.table if isinstance(block, Table) else labels.figure
            counts[label] = counts.get(label, 0) + 1
            numbers.setdefault(block.key, f"{label} {counts[label]}")
    return numbers


def _shown_after(reading: Paragraph, following: Iterable[Block]) -> Iterator[str]:
    """The keys of the figures and tables that belong to a reading: those of its section."""
    sections = 1 if reading.style is ParagraphStyle.LEAD else 0
    for block in following:
        match block:
            case Table() | Figure() | EcosystemMap():
                sections = 0
                yield block.key
            case Heading(level=2) if sections:
                sections -= 1
            case Paragraph(style=ParagraphStyle.MISSING):
                continue
            case _:
                return


def _referring(reading: Paragraph, keys: Iterable[str], numbers: Mapping[str, str], text: Text) -> Paragraph:
    parts = [marked(numbers[key], key, Meaning.REFERENCE) for key in keys]
    if not parts:
        return reading
    see = text("report.see", parts=text.listed(parts))
    return replace(reading, text=joined((reading.text, see), text("mark.sentence_space")))
