"""Where the templates of an engagement's documents stand: its own, else the shipped ones."""

from __future__ import annotations

from pathlib import Path

from branchbook.values.places import templates_folder

FOLDER = "templates"
"""The folder of an engagement that holds templates of its own."""

REPORT = "report.docx"
"""The template of reports."""

DECK = "deck.pptx"
"""The template of decks."""


def own_template(engagement: Path, name: str) -> Path | None:
    """The engagement's own template of this name, in its folder ``templates``; None where it has none."""
    own = engagement / FOLDER / name
    return own if own.is_file() else None


def template_of(engagement: Path, name: str) -> Path:
    """A template of documents: the engagement's own, else the shipped one."""
    return own_template(engagement, name) or templates_folder() / name
