"""Word fields with the value that they show until Word counts anew."""

from __future__ import annotations

from branchbook.render.plaintext import xml_text
from branchbook.render.word.paragraphs import run

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def opened(instruction: str) -> str:
    """The start of a field, up to where its shown value begins; it must be closed with ``END``."""
    code = f'<w:r><w:instrText xml:space="preserve"> {xml_text(instruction)} </w:instrText></w:r>'
    return BEGIN + code + SEPARATE


def field(instruction: str, shown: str) -> str:
    """A whole field within one paragraph."""
    return opened(instruction) + run(shown) + END
