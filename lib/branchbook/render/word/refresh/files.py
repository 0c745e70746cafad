"""The report's file in a branch's folder."""

from __future__ import annotations

from pathlib import Path

from branchbook.render.living.files import Fresh, record_copy, settled
from branchbook.render.word.refresh.refreshing import (
    OfferWords,
    Supply,
    refreshed_bytes,
    written_bytes,
)
from branchbook.report.blocks import Document
from branchbook.report.living import Notes


def render_report(document: Document, template: Path, path: Path, words: OfferWords, supply: Supply) -> Path:
    """Write the report, or refresh the one that stands at ``path``; answers the file that is now up to date.

    What becomes of a report that stands is told at :func:`branchbook.render.living.files.settled`. Raises InputFaults
    where the template can't be read.
    """

    def write() -> Fresh:
        content, record = written_bytes(document, template, supply)
        return Fresh(content, record.text())

    def refresh() -> Fresh:
        content, done, record = refreshed_bytes(document, template, path, words, supply, record_copy(path))
        return Fresh(content, record.text(), Notes(done.kept, done.deleted, done.unplaced, done.unknown))

    return settled(path, template, "report", write, refresh)
