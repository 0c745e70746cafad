"""Rendering into a report that people have worked on: generated parts become fresh, all else stays as it is."""

from branchbook.render.word.refresh.files import render_report
from branchbook.render.word.refresh.refreshing import OfferWords, Refreshed, Supply, refreshed_bytes, written_bytes

__all__ = [
    "OfferWords",
    "Refreshed",
    "Supply",
    "refreshed_bytes",
    "render_report",
    "written_bytes",
]
