"""The documents of the summary meeting, made from its artifacts alone."""

from __future__ import annotations

from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.meeting import MeetingBook, meeting_text
from branchbook.book.prepared import Prepared
from branchbook.book.showing import Shown
from branchbook.book.templates import DECK
from branchbook.render.deck import render_deck
from branchbook.render.workbook.ranking import write_ranking
from branchbook.report.blocks import Paragraph
from branchbook.report.living import SUMMARY
from branchbook.report.ranking import ranking_sheets
from branchbook.report.summary_meeting import MeetingFacts, summary_meeting
from branchbook.values.wording import Names


def write_meeting(prepared: Prepared, folder: Path, language: str = "") -> tuple[Path, ...]:
    """Write the deck (or refresh the one that people have worked on) and the ranking of the meeting into its folder,
    computing nothing; answers what was written.

    Raises KeyError where the chapter of the meeting has not run.
    """
    artifacts, text = Shelf(folder / "artifacts").all(), meeting_text(prepared, language)
    bank = prepared.engagement.bank_named(text.language)
    facts = MeetingFacts(bank, prepared.engagement.as_of, prepared.manifest_id())
    deck = render_deck(summary_meeting(artifacts, facts, text), prepared.template(DECK), folder / SUMMARY)
    ranking = folder / "ranking.xlsx"
    write_ranking(ranking, ranking_sheets(artifacts, bank, text), facts.manifest_id)
    return deck, ranking


def write_meeting_documents(book: MeetingBook) -> Shown:
    """Write the documents of the meeting that a notebook holds, and say which they are."""
    written = write_meeting(book.prepared, book.folder, book.text.language)
    told = book.text("book.written", files=Names(tuple(path.name for path in written)))
    return Shown((Paragraph(f"{book.chapter}.written", told),))
