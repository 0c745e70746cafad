"""The documents of the summary meeting, made from its artifacts alone."""

from __future__ import annotations

from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.meeting import MeetingBook, meeting_text
from branchbook.book.prepared import Prepared
from branchbook.book.showing import Shown
from branchbook.render.workbook.ranking import write_ranking
from branchbook.report.blocks import Paragraph
from branchbook.report.ranking import ranking_sheets
from branchbook.values.wording import Names


def write_meeting(prepared: Prepared, folder: Path, language: str = "") -> tuple[Path, ...]:
    """Write the ranking of the meeting into its folder, computing nothing; answers what was written.

    Raises KeyError where the chapter of the meeting has not run.
    """
    artifacts, text = Shelf(folder / "artifacts").all(), meeting_text(prepared, language)
    bank = prepared.engagement.bank_named(text.language)
    ranking = folder / "ranking.xlsx"
    write_ranking(ranking, ranking_sheets(artifacts, bank, text))
    return (ranking,)


def write_meeting_documents(book: MeetingBook) -> Shown:
    """Write the documents of the meeting that a notebook holds, and say which they are."""
    written = write_meeting(book.prepared, book.folder, book.text.language)
    told = book.text("book.written", files=Names(tuple(path.name for path in written)))
    return Shown((Paragraph(f"{book.chapter}.written", told),))
