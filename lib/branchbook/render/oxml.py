"""Elements of the XML in Office files: names, parsing, and finding one's way in a part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

Element = Any
"""An lxml element; lxml ships no types."""

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}

_DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


@cache
def qualified(name: str) -> str:
    """The full name of ``w:tag``."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


VAL = qualified("w:val")


def elements(xml: str) -> list[Element]:
    """The elements that this text writes, one after another."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return list(etree.fromstring(f"<wrapper {_DECLARATIONS}>{xml}</wrapper>", parser))


def within(root: Element, name: str) -> Iterator[Element]:
    """All elements of this name at any depth."""
    found: Iterator[Element] = root.iter(qualified(name))
    return found


def value_of(element: Element, path: str, default: str = "") -> str:
    """The ``w:val`` of the child at this path (``w:pPr/w:numPr/w:numId``)."""
    child = element.find(_qualified_path(path))
    return default if child is None else str(child.get(VAL, default))


@cache
def _qualified_path(path: str) -> str:
    # lxml sorts a mapping of prefixes at every search, which costs more than the search
    return "/".join(qualified(name) for name in path.split("/"))
