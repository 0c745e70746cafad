"""Headings, numbered by Word."""

from __future__ import annotations

from branchbook.render.word.controls import anchored, bookmarked, control
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import paragraph, run
from branchbook.report.blocks import AppendixHeading, Heading


def heading(manuscript: Manuscript, block: Heading) -> str:
    """A numbered heading; the style carries the number, so it stays right when a person moves the chapter."""
    return _heading(manuscript, block, f"heading {block.level}")


def appendix_heading(manuscript: Manuscript, block: AppendixHeading) -> str:
    """The heading of an appendix or of a section of it, without a number."""
    style = "Branchbook Appendix Heading" if block.level == 1 else "Branchbook Appendix Section"
    return _heading(manuscript, block, style)


def _heading(manuscript: Manuscript, block: Heading | AppendixHeading, style: str) -> str:
    identities = manuscript.identities
    target = next(manuscript.heading_targets)
    inside = anchored(identities, block.key, bookmarked(identities, target, run(block.text)))
    return control(
        identities, block.key, block.text, paragraph(manuscript.styles[style], inside, manuscript.page_break())
    )
