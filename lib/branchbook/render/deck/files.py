"""The deck's file: written, or refreshed where people have worked on it."""

from __future__ import annotations

from pathlib import Path

from branchbook.render.deck.refreshing import refreshed_bytes, written_bytes
from branchbook.render.living.files import Fresh, record_copy, settled
from branchbook.report.slides import Deck


def render_deck(deck: Deck, template: Path, path: Path) -> Path:
    """Write the deck, or refresh the one that stands at ``path``; answers the file that is now up to date.

    The same deck and template give the same bytes. What becomes of a deck that stands is told at
    :func:`branchbook.render.living.files.settled`; what people did to its shapes stays, and ``Notes.read(path)``
    tells what they have to look at. Raises InputFaults where the template can't be read or lacks a layout, ValueError
    where a figure has no value to draw.
    """

    def write() -> Fresh:
        content, record = written_bytes(deck, template)
        return Fresh(content, record.text())

    def refresh() -> Fresh:
        content, notes, record = refreshed_bytes(deck, template, path, record_copy(path))
        return Fresh(content, record.text(), notes)

    return settled(path, template, "deck", write, refresh)
