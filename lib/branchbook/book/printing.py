"""Documents printed by LibreOffice: PDFs beside them, and the numbers of the pages in their contents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from branchbook.errors import InputFaults
from branchbook.render.living.files import write_pages
from branchbook.render.office import PDF_WITH_PLACES, converted
from branchbook.render.word.pages import awaiting_pages, with_pages
from branchbook.report.living import REPORT, is_open

PRINTED = (REPORT, "presentation.pptx", "summary.pptx")
"""The documents of a folder of which there are PDFs."""


@dataclass(frozen=True)
class Printed:
    """What has come of a printing: the files written, and the documents for which there is nothing."""

    made: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def print_documents(folders: Iterable[Path]) -> Printed:
    """Lay a PDF beside every document of these folders that has none, or an older one."""
    documents = [folder / name for folder in folders for name in PRINTED if (folder / name).is_file()]
    wanted = {document: document.with_suffix(".pdf") for document in documents if _is_stale(document)}
    made = dict(converted(wanted))
    return Printed(tuple(made.values()), tuple(document for document in wanted if document not in made))


def _is_stale(document: Path) -> bool:
    pdf = document.with_suffix(".pdf")
    return not pdf.exists() or pdf.stat().st_mtime < document.stat().st_mtime


def number_pages(folders: Iterable[Path]) -> Printed:
    """Write page numbers into the contents of every report of these folders that lacks them.

    A report that is open, or that is saved while it is being printed, is left as it is.
    """
    reports = [folder / REPORT for folder in folders if (folder / REPORT).is_file()]
    with tempfile.TemporaryDirectory(prefix="branchbook-", ignore_cleanup_errors=True) as scratch:
        wanted = {Path(scratch, f"{number}.docx"): report for number, report in enumerate(reports)}
        asked = {copy: report.read_bytes() for copy, report in wanted.items() if _asks(report, copy)}
        made, left = [], []
        prints = dict(converted({copy: copy.with_suffix(".pdf") for copy in asked}, PDF_WITH_PLACES))
        for copy, before in asked.items():
            report = wanted[copy]
            untouched = copy in prints and not is_open(report) and report.read_bytes() == before
            content = with_pages(report, prints[copy].read_bytes()) if untouched else None
            if content is None:
                left.append(report)
            elif content != before:
                write_pages(report, content)
                made.append(report)
    return Printed(tuple(made), tuple(left))


def _asks(report: Path, copy: Path) -> bool:
    """Whether a report has contents without page numbers; the copy to be printed is then laid down."""
    try:
        content = None if is_open(report) else awaiting_pages(report)
    except InputFaults:  # the rendering has told of it
        return False
    if content is not None:
        copy.write_bytes(content)
    return content is not None
