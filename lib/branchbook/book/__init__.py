"""The book: what a notebook holds in its hand for one branch, and the documents made from what it keeps.

Public: ``open_chapter`` → ``Book``, ``prepare`` → ``Prepared``, ``write_documents``.
"""

from branchbook.book.book import Book, open_chapter
from branchbook.book.documents import conclusions_of, write_branch_documents, write_documents
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, prepare

__all__ = [
    "Book",
    "Locations",
    "Prepared",
    "conclusions_of",
    "open_chapter",
    "prepare",
    "write_branch_documents",
    "write_documents",
]
