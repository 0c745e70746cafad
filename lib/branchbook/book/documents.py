"""The documents of a branch, made from its artifacts alone: what ``branchbook render`` and chapter 90 both call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.book import Book
from branchbook.book.coverage_documents import write_coverage
from branchbook.book.prepared import Prepared
from branchbook.book.showing import Shown
from branchbook.book.telling import told_in
from branchbook.book.templates import DECK
from branchbook.render.deck import render_deck
from branchbook.render.map import map_drawing, wall_sheet
from branchbook.render.page import page_html
from branchbook.render.word.refresh import OfferWords, Supply, render_report
from branchbook.report.blocks import Document, Heading, Paragraph
from branchbook.report.branch_deck import branch_deck
from branchbook.report.branch_report import ReportFacts, branch_report
from branchbook.report.ecosystem_map import map_block
from branchbook.report.ecosystem_page import NOTEBOOK as ECOSYSTEM
from branchbook.report.ecosystem_page import ecosystem_page
from branchbook.report.keys import Key, keys_of
from branchbook.report.living import PRESENTATION, REPORT
from branchbook.report.numbers import numbers_of, with_named_numbers
from branchbook.report.outline import folded
from branchbook.report.placing import blocks_of
from branchbook.text import Text
from branchbook.values.artifact import Artifact
from branchbook.values.branch import Branch
from branchbook.values.ecosystem_map import MapData
from branchbook.values.quantity import Estimate, Quantity
from branchbook.values.wording import Names

ASSETS_FROM_BRANCH = "../../assets"
"""The way from a branch's folder to the script and style sheet that all pages of an engagement share."""


def report_of(prepared: Prepared, branch: Branch, folder: Path, language: str = "") -> Document:
    """The branch's report as blocks, from the artifacts below ``folder``;
    UnfinishedChaptersError if the diagnosis has not run."""
    return _report(prepared, branch, Shelf(folder / "artifacts").all(), prepared.text(language))


def _report(prepared: Prepared, branch: Branch, artifacts: Mapping[str, Artifact], text: Text) -> Document:
    return branch_report(artifacts, _facts(prepared, branch, text), text)


def _facts(prepared: Prepared, branch: Branch, text: Text) -> ReportFacts:
    engagement = prepared.engagement
    bank = engagement.bank_named(text.language)
    return ReportFacts(bank, branch, engagement.as_of, prepared.manifest_id(branch.id))


def keys_of_branch(prepared: Prepared, branch: Branch, folder: Path, language: str = "") -> tuple[Key, ...]:
    """The keys under which the parts of a branch's report are known, with what each says."""
    document = report_of(prepared, branch, folder, language)
    return keys_of(document, Shelf(folder / "artifacts").all(), prepared.text(language))


def write_documents(prepared: Prepared, branch: Branch, folder: Path, language: str = "") -> tuple[Path, ...]:
    """Write every document of a branch into its folder, computing nothing; answers what was written."""
    return _write_all(prepared, branch, Shelf(folder / "artifacts").all(), folder, prepared.text(language))


def _write_all(
    prepared: Prepared, branch: Branch, artifacts: Mapping[str, Artifact], folder: Path, text: Text
) -> tuple[Path, ...]:
    document, template = _report(prepared, branch, artifacts, text), prepared.template(REPORT)
    report = _write_report(document, artifacts, template, folder / REPORT, text)
    covered = write_coverage(prepared, branch, artifacts, folder, text)
    deck = write_deck(prepared, branch, artifacts, folder, text)
    return (report, deck, *_write_ecosystem(prepared, branch, artifacts, folder, text), *covered)


def _write_report(
    document: Document, artifacts: Mapping[str, Artifact], template: Path, path: Path, text: Text
) -> Path:
    """Write the report, or refresh the one that people have worked on; answers the file that is up to date."""
    words = OfferWords(text("refresh.offer.fresh"), text("refresh.offer.gone"))
    supply = Supply(
        frozenset(artifacts),
        lambda key: blocks_of(artifacts[key], text),
        _numbers(artifacts, text),
        folded(artifacts),
    )
    return render_report(document, template, path, words, supply)


def write_deck(prepared: Prepared, branch: Branch, artifacts: Mapping[str, Artifact], folder: Path, text: Text) -> Path:
    """Write the branch's deck, or refresh the one that people have worked on; answers the file that is up to date."""
    deck = branch_deck(artifacts, _facts(prepared, branch, text), text)
    return render_deck(deck, prepared.template(DECK), folder / PRESENTATION)


def _numbers(artifacts: Mapping[str, Artifact], text: Text) -> dict[str, str]:
    """The words of every number that a person may place within a line: artifacts, and what their sentences tell."""
    told = (artifact for artifact in artifacts.values() if isinstance(artifact.value, tuple))
    sentences = with_named_numbers([block for artifact in told for block in blocks_of(artifact, text)])
    single = {
        key: text.quantity(one.value if isinstance(one.value, Quantity) else one.value.quantity)
        for key, one in artifacts.items()
        if isinstance(one.value, Quantity | Estimate)
    }
    return numbers_of(sentences) | single


def _write_ecosystem(
    prepared: Prepared, branch: Branch, artifacts: Mapping[str, Artifact], folder: Path, text: Text
) -> tuple[Path, ...]:
    """The map of chapter 40 as a page to work with and as a poster for the wall; nothing where there is no map."""
    bank = prepared.engagement.bank_named(text.language)
    page = ecosystem_page(artifacts, bank, text.date(prepared.engagement.as_of), text)
    drawn = artifacts.get(f"{ECOSYSTEM}.map")
    if page is None or drawn is None or not isinstance(drawn.value, MapData):
        return ()
    html, poster = folder / "ecosystem.html", folder / "ecosystem.svg"
    html.write_text(
        page_html(page, ASSETS_FROM_BRANCH, prepared.manifest_id(branch.id)), encoding="utf-8", newline="\n"
    )
    sheet = map_drawing(map_block(drawn, drawn.value, text), wall_sheet())
    poster.write_text(sheet, encoding="utf-8", newline="\n")
    return html, poster


def conclusions_of(book: Book) -> Shown:
    """The report's first chapter, to be read before anything is written."""
    with told_in(book.text):
        blocks = _report(book.prepared, book.branch, book.shelf.all(), book.text).blocks
    headings = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    return Shown(blocks[headings[0] : headings[1]])


def write_branch_documents(book: Book) -> Shown:
    """Write the documents of the branch that a notebook holds, and say which they are."""
    with told_in(book.text):
        written = _write_all(book.prepared, book.branch, book.shelf.all(), book.folder, book.text)
    told = book.text("book.written", files=Names(tuple(path.name for path in written)))
    return Shown((Paragraph(f"{book.chapter}.written", told),))
