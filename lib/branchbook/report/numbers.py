"""The numbers that stand in a document's sentences, each under one key, so that a person may place them elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from branchbook.report.blocks import Block, BulletList, EcosystemMap, Figure, Paragraph, Table
from branchbook.text.phrase import Meaning, pieces_of, renamed, under


def with_named_numbers(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, numbers without a key of their own named after the block that tells them.

    A key that would stand for different numbers in different places names none of them.
    """
    named = [_changed(block, lambda words, key=block.key: under(words, key)) for block in blocks]  # type: ignore[misc]
    told: dict[str, set[str]] = {}
    for key, words in _numbers(named):
        told.setdefault(key, set()).add(words)
    unclear = {key for key, words in told.items() if len(words) > 1}
    if not unclear:
        return tuple(named)
    return tuple(_changed(block, lambda w: renamed(w, lambda k: "" if k in unclear else k)) for block in named)


def numbers_of(blocks: Iterable[Block]) -> dict[str, str]:
    """The words of every named number by its key."""
    return dict(_numbers(blocks))


def _numbers(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        for words in _sentences(block):
            for piece, stretch in pieces_of(words):
                if stretch is not None and stretch.meaning is Meaning.NUMBER:
                    yield stretch.key, piece


def _sentences(block: Block) -> tuple[str, ...]:
    match block:
        case Paragraph():
            return (block.text,)
        case BulletList():
            return block.items
        case Table() | Figure() | EcosystemMap():
            return block.notes
        case _:
            return ()


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=change(block.text))
        case BulletList():
            return replace(block, items=tuple(change(item) for item in block.items))
        case Table() | Figure() | EcosystemMap():
            return replace(block, notes=tuple(change(note) for note in block.notes))
        case _:
            return block
