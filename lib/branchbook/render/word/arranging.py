"""Where the parts of a report stand: those that a person placed in the template stand there, the others where they did.

A person places a part by putting a content control with its key as the tag into the template. What the outline has and
nobody placed comes where the control ``blocks`` is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from branchbook.render.word.identity import tag_of
from branchbook.render.word.template import BLOCKS, Placement
from branchbook.report.blocks import AppendixHeading, Block, Heading


@dataclass(frozen=True)
class Arrangement:
    """The parts in the order in which they stand: ``before`` and ``after`` are placements with their blocks."""

    before: tuple[tuple[Placement, tuple[Block, ...]], ...]
    outline: tuple[Block, ...]
    after: tuple[tuple[Placement, tuple[Block, ...]], ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in their order."""
        return (*_blocks(self.before), *self.outline, *_blocks(self.after))


def arranged(blocks: Sequence[Block], placements: Sequence[Placement], besides: Sequence[Block] = ()) -> Arrangement:
    """Each placement with the blocks of its tag (``besides`` the outline's), and the rest of the outline.

    A placement has none where this branch has none.
    """
    by_tag: dict[str, list[Block]] = {}
    for block in (*blocks, *besides):
        by_tag.setdefault(tag_of(block.key), []).append(block)
    middle = next((place for place, one in enumerate(placements) if one.tag == BLOCKS), len(placements))
    placed = {one.tag for one in placements}
    before, after = placements[:middle], placements[middle + 1 :]
    return Arrangement(_filled(before, by_tag), tuple(_outline(blocks, placed)), _filled(after, by_tag))


def _filled(
    placements: Iterable[Placement], by_tag: Mapping[str, list[Block]]
) -> tuple[tuple[Placement, tuple[Block, ...]], ...]:
    return tuple((one, tuple(by_tag.get(one.tag, ()))) for one in placements)


def _blocks(filled: Iterable[tuple[Placement, tuple[Block, ...]]]) -> Iterator[Block]:
    return (block for _, blocks in filled for block in blocks)


def _outline(blocks: Sequence[Block], placed: set[str]) -> Iterator[Block]:
    """The blocks that nobody placed, without the headings of sections that were placed whole."""
    for place, block in enumerate(blocks):
        if tag_of(block.key) in placed:
            continue
        section = list(_section(block, blocks[place + 1 :]))
        if section and all(tag_of(one.key) in placed for one in section):
            continue
        yield block


def _section(block: Block, following: Iterable[Block]) -> Iterator[Block]:
    """What stands under a heading, apart from headings."""
    if not isinstance(block, Heading | AppendixHeading):
        return
    for one in following:
        if isinstance(one, Heading | AppendixHeading):
            if one.level <= block.level:
                return
            continue
        yield one
