"""Captions: label and number as Word counts them, the words, and the notes below."""

from __future__ import annotations

from branchbook.render.word.controls import anchored, bookmarked
from branchbook.render.word.fields import field
from branchbook.render.word.lines import line
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.numbered import caption_gap
from branchbook.render.word.paragraphs import paragraph, run


def caption(manuscript: Manuscript, key: str, words: str, style: str, properties: str = "") -> str:
    """A caption paragraph: 表 1 and the words; it carries the second anchor of the part."""
    known, identities = next(manuscript.captions), manuscript.identities
    # The label is what Word lists and counts by, so it is the name of the sequence as well.
    counted = run(f"{known.label} ") + field(f"SEQ {known.label} \\* ARABIC", str(known.number))
    numbered = bookmarked(identities, known.number_mark, counted)
    inside = bookmarked(identities, known.target, numbered + run(f"{caption_gap(manuscript.language)}{words}"))
    return paragraph(manuscript.styles[style], anchored(identities, key, inside), properties)


def notes(manuscript: Manuscript, lines: tuple[str, ...]) -> str:
    """The small print below a table or figure, one paragraph each."""
    return "".join(paragraph(manuscript.styles["Branchbook Note"], line(manuscript, words)) for words in lines)
