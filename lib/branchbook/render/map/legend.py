"""The legend below a map: what the signs mean, and whose the colours are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from branchbook.render.fonts import LINE_HEIGHT, text_width
from branchbook.render.map.geometry import Box
from branchbook.render.map.sheet import Sheet
from branchbook.render.map.words import Lettering, cut
from branchbook.report.blocks import EcosystemMap

_MOST_OWNERS = 8
_ROW = 1.9  # heights of letters from one row to the next


@dataclass(frozen=True)
class LegendItem:
    """A sign of the legend and its words. ``sign`` is existing, target, size, cluster or an owner's place."""

    sign: str
    text: Lettering
    owner: int | None = None


def owner_slot(owner: int | None) -> int | None:
    """The colour's place of an owner; all beyond the first ones share the last."""
    return None if owner is None else min(owner, _MOST_OWNERS)


def legend_height(block: EcosystemMap, sheet: Sheet) -> float:
    """What the legend takes of the sheet's height, in points."""
    return (1 + max((row for row, _, _ in _rows(block, sheet)), default=0)) * _ROW * sheet.label + 8


def legend_items(block: EcosystemMap, sheet: Sheet, top: float) -> tuple[LegendItem, ...]:
    """The items in their rows, the first of which begins at this height."""
    size = sheet.label
    items = []
    for row, left, entry in _rows(block, sheet):
        upper = top - row * _ROW * size
        start = left + 2.2 * size
        box = Box(start, upper - LINE_HEIGHT * size, start + text_width(entry.text, size) * 72, upper)
        items.append(LegendItem(entry.sign, Lettering(entry.text, size, box), entry.owner))
    return tuple(items)


@dataclass(frozen=True)
class _Entry:
    """An item before it has a place."""

    sign: str
    text: str
    owner: int | None = None


def _rows(block: EcosystemMap, sheet: Sheet) -> list[tuple[int, float, _Entry]]:
    """Each entry with its row and its left edge; the owners begin a row of their own."""
    size, left, row = sheet.label, sheet.margin, 0
    placed: list[tuple[int, float, _Entry]] = []
    for entry in _entries(block):
        width = text_width(entry.text, size) * 72 + 3.4 * size
        starts_owners = entry.sign == "owner" and not any(other.sign == "owner" for _, _, other in placed)
        if placed and (left + width > sheet.width - sheet.margin or starts_owners):
            left, row = sheet.margin, row + 1
        placed.append((row, left, entry))
        left += width
    return placed


def _entries(block: EcosystemMap) -> Iterator[_Entry]:
    words = block.words
    yield _Entry("existing", words.existing)
    yield _Entry("target", words.target)
    yield _Entry("size", words.size)
    yield _Entry("cluster", words.cluster)
    for place, owner in enumerate(block.owners[:_MOST_OWNERS]):
        yield _Entry("owner", cut(owner, 22), place)
    if len(block.owners) > _MOST_OWNERS:
        yield _Entry("owner", words.other_owners, _MOST_OWNERS)
    yield _Entry("owner", words.unowned)
