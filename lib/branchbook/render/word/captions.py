"""Captions: label and number as Word counts them, the words, and the notes below."""

from __future__ import annotations

from branchbook.render.word.controls import anchored
from branchbook.render.word.fields import field
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import paragraph, run


def caption(manuscript: Manuscript, key: str, label: str, words: str, style: str, properties: str = "") -> str:
    """A caption paragraph: 表 1 and the words; it carries the second anchor of the part."""
    number = manuscript.next_number(label)
    # The label is what Word lists and counts by, so it is the name of the sequence as well.
    numbered = (
        run(f"{label} ") + field(f"SEQ {label} \\* ARABIC", str(number)) + run(f"{manuscript.caption_gap}{words}")
    )
    inside = anchored(manuscript.identities, key, numbered)
    return paragraph(manuscript.styles[style], inside, properties)


def notes(manuscript: Manuscript, lines: tuple[str, ...]) -> str:
    """The small print below a table or figure, one paragraph each."""
    return "".join(paragraph(manuscript.styles["Branchbook Note"], run(line)) for line in lines)
