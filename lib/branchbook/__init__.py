"""Branchbook (网点工作簿): a consulting workbook for bank-branch improvement engagements.

What the notebooks need, in the order of their story: open a chapter for a branch, diagnose it, find its troubles, map
the firms around it, give every customer an owner, plan the visits, make artifacts of all this, and write the documents.

Each name is imported when it is first used, so that a command that only looks whether anything has changed does not
wait for the analyses and the writers of documents.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from branchbook.values.version import VERSION

if TYPE_CHECKING:
    from branchbook.analyses.claims import cover, in_force
    from branchbook.analyses.diagnosis import diagnose
    from branchbook.analyses.ecosystem import ecosystem, wanted_firms
    from branchbook.analyses.outreach import outreach
    from branchbook.artifacts.claims import claims_artifacts
    from branchbook.artifacts.diagnosis import diagnosis_artifacts
    from branchbook.artifacts.ecosystem import ecosystem_artifacts
    from branchbook.artifacts.outreach import outreach_artifacts, visiting_targets
    from branchbook.book.book import Book, open_chapter
    from branchbook.book.documents import conclusions_of, write_branch_documents
    from branchbook.book.meeting import MeetingBook, open_meeting
    from branchbook.book.meeting_documents import write_meeting_documents
    from branchbook.findings import find

__version__ = VERSION
__all__ = [
    "Book",
    "MeetingBook",
    "claims_artifacts",
    "conclusions_of",
    "cover",
    "diagnose",
    "diagnosis_artifacts",
    "ecosystem",
    "ecosystem_artifacts",
    "find",
    "in_force",
    "open_chapter",
    "open_meeting",
    "outreach",
    "outreach_artifacts",
    "visiting_targets",
    "wanted_firms",
    "write_branch_documents",
    "write_meeting_documents",
]

_HOMES = {
    "Book": "book.book",
    "MeetingBook": "book.meeting",
    "claims_artifacts": "artifacts.claims",
    "conclusions_of": "book.documents",
    "cover": "analyses.claims",
    "diagnose": "analyses.diagnosis",
    "diagnosis_artifacts": "artifacts.diagnosis",
    "ecosystem": "analyses.ecosystem",
    "ecosystem_artifacts": "artifacts.ecosystem",
    "find": "findings",
    "in_force": "analyses.claims",
    "open_chapter": "book.book",
    "open_meeting": "book.meeting",
    "outreach": "analyses.outreach",
    "outreach_artifacts": "artifacts.outreach",
    "visiting_targets": "artifacts.outreach",
    "wanted_firms": "analyses.ecosystem",
    "write_branch_documents": "book.documents",
    "write_meeting_documents": "book.meeting_documents",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"branchbook has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"branchbook.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
