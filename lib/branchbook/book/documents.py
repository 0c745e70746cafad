"""The documents of a branch, made from its artifacts alone: what ``branchbook render`` and chapter 90 both call."""

from __future__ import annotations

from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.book import Book
from branchbook.book.prepared import Prepared
from branchbook.render.word import write_report
from branchbook.report.blocks import Document
from branchbook.report.branch_report import ReportFacts, branch_report
from branchbook.values.branch import Branch
from branchbook.values.places import templates_folder


def report_of(prepared: Prepared, branch: Branch, folder: Path, language: str = "") -> Document:
    """The branch's report as blocks, from the artifacts below ``folder``; KeyError if a chapter has not run."""
    engagement = prepared.engagement
    facts = ReportFacts(engagement.bank, branch, engagement.as_of, prepared.for_branch(branch.id)[:16])
    return branch_report(Shelf(folder / "artifacts").all(), facts, prepared.text(language))


def write_documents(prepared: Prepared, branch: Branch, folder: Path, language: str = "") -> tuple[Path, ...]:
    """Write every document of a branch into its folder, computing nothing; answers what was written."""
    report = folder / "report.docx"
    write_report(report_of(prepared, branch, folder, language), templates_folder() / "report.docx", report)
    return (report,)


def write_branch_documents(book: Book) -> tuple[Path, ...]:
    """The documents of the branch that a notebook holds."""
    return write_documents(book.prepared, book.branch, book.folder, book.text.language)
