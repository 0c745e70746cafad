"""Paragraphs and lists of the report's text."""

from __future__ import annotations

from branchbook.render.plaintext import one_line
from branchbook.render.word.controls import anchored, control
from branchbook.render.word.lines import line
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import paragraph as paragraph_xml
from branchbook.report.blocks import BulletList, Paragraph, ParagraphStyle

_STYLES = {
    ParagraphStyle.LEAD: "Branchbook Lead",
    ParagraphStyle.NOTE: "Branchbook Note",
    ParagraphStyle.MISSING: "Branchbook Missing",
}
_TITLE_LENGTH = 24


def paragraph(manuscript: Manuscript, block: Paragraph) -> str:
    """A paragraph in its control; nothing where there are no words."""
    if not one_line(block.text).strip():
        return ""
    # Chinese custom indents the first line by two characters, English sets paragraphs apart by space.
    body = "Body Text" if manuscript.is_chinese else "Branchbook Body Unindented"
    style = manuscript.styles[_STYLES.get(block.style, body)]
    inside = anchored(manuscript.identities, block.key, line(manuscript, block.text))
    return control(
        manuscript.identities, block.key, _title(block.text), paragraph_xml(style, inside, manuscript.page_break())
    )


def bullet_list(manuscript: Manuscript, block: BulletList) -> str:
    """A list in its control; a numbered one begins at one. Nothing where there are no items."""
    items = [item for item in block.items if one_line(item).strip()]
    if not items:
        return ""
    style = "List Number" if block.numbered else "List Bullet"
    number = manuscript.numbering.restarted(style) if block.numbered else ""
    restarted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    lines = [
        paragraph_xml(
            manuscript.styles[style],
            _item(manuscript, block.key if index == 0 else "", item),
            manuscript.page_break() + restarted,
        )
        for index, item in enumerate(items)
    ]
    return control(manuscript.identities, block.key, _title(items[0]), "".join(lines))


def _item(manuscript: Manuscript, key: str, words: str) -> str:
    """The inside of an item; the first one carries the part's second anchor."""
    inside = line(manuscript, words)
    return anchored(manuscript.identities, key, inside) if key else inside


def _title(words: str) -> str:
    plain = one_line(words).strip()
    return plain if len(plain) <= _TITLE_LENGTH else f"{plain[:_TITLE_LENGTH]}…"
