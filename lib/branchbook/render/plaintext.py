"""Words made safe to print: whatever a client's data hold, a document stays whole and reads in one direction."""

from __future__ import annotations

import re
from html import escape

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\u0085\u2028\u2029]")
# Control characters, halves of surrogate pairs and non-characters can't stand in XML at all. Marks that turn the
# direction of writing are legal, but let data reorder the sentence around them, so they go as well.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """``text`` without characters that can't or must not be printed; every kind of line end becomes ``\\n``."""
    if text.isprintable():  # as nearly all are: Python counts none of these characters as printable
        return text
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Printable text in which line ends and tabs have become spaces."""
    if text.isprintable():
        return text
    return printable(text).replace("\n", " ").replace("\t", " ")


def xml_text(text: str) -> str:
    """One line of text for the inside of an XML element."""
    return escape(one_line(text), quote=False)


def xml_attribute(text: str) -> str:
    """One line of text for an XML attribute in double quotes."""
    return xml_text(text).replace('"', "&quot;")
