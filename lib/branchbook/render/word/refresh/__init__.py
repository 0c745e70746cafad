"""Rendering into a report that people have worked on: generated parts become fresh, all else stays as it is."""

from branchbook.render.word.refresh.files import render_report, write_pages
from branchbook.render.word.refresh.refreshing import OfferWords, Refreshed, Supply, refreshed_bytes, written_bytes

__all__ = [
    "OfferWords",
    "Refreshed",
    "Supply",
    "refreshed_bytes",
    "render_report",
    "write_pages",
    "written_bytes",
]
