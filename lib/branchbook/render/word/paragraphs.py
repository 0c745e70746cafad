"""Runs and paragraphs, written as text."""

from __future__ import annotations

import re
from html import escape

from branchbook.render.plaintext import printable

# Signs that Chinese and Latin type both have, in different shapes. Next to Chinese characters they want the Chinese
# shape ("“”" a full square wide), which Word only takes when the run asks for it.
_TWO_SHAPED = re.compile("[‘’“”…—·×÷±≥≤≠°§→←↑↓①-⑳]")
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_BREAKS = re.compile("([\n\t])")
_BREAK_XML = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def text(words: str) -> str:
    """The inside of a run: text, with line breaks and tabs as Word writes them."""
    return "".join(
        _BREAK_XML.get(piece) or f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
        for piece in _BREAKS.split(printable(words))
        if piece
    )


def run(words: str, style: str = "", beside: str = "") -> str:
    """A run of text, of a character style (by its id) where one is given; ``beside`` are the words around it."""
    inside = text(words)
    if not inside:
        return ""
    styled = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties = styled + font_hint(words, beside)
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>" if properties else f"<w:r>{inside}</w:r>"


def font_hint(words: str, beside: str = "") -> str:
    """The request for Chinese shapes, where the words need it: they or those beside them are Chinese."""
    if _TWO_SHAPED.search(words) and _CHINESE.search(words + beside):
        return '<w:rFonts w:hint="eastAsia"/>'
    return ""


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """A paragraph of a style (by its id); ``properties`` follow the style's name in Word's order of elements."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'
