"""Branchbook (网点工作簿): a consulting workbook for bank-branch improvement engagements.

What a chapter's notebook needs, in the order of its story: open a chapter for a branch, diagnose it, find its troubles,
make artifacts of them, keep and show these, and write the branch's documents.
"""

from branchbook.analyses.claims import cover, in_force
from branchbook.analyses.diagnosis import diagnose
from branchbook.analyses.ecosystem import ecosystem
from branchbook.analyses.outreach import outreach
from branchbook.artifacts.claims import claims_artifacts
from branchbook.artifacts.diagnosis import diagnosis_artifacts
from branchbook.artifacts.ecosystem import ecosystem_artifacts
from branchbook.artifacts.outreach import outreach_artifacts, visiting_targets
from branchbook.book import Book, conclusions_of, open_chapter, write_branch_documents
from branchbook.findings import find
from branchbook.values.version import VERSION

__version__ = VERSION
__all__ = [
    "Book",
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
    "outreach",
    "outreach_artifacts",
    "visiting_targets",
    "write_branch_documents",
]
