"""The presentation's list of its slides: entries found, added, and taken out with all that only they refer to."""

from __future__ import annotations

from lxml import etree

from branchbook.render.living.package import NOTES, SLIDE, Package
from branchbook.render.oxml import NAMESPACES, Element, qualified

_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_FIRST_ID = 256  # as PowerPoint numbers slides
_BEFORE = {qualified(f"p:{name}") for name in ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")}


def slide_list(package: Package) -> Element:
    """The list of the slides, made where it is missing."""
    root = package.tree(package.document())
    found = root.find("p:sldIdLst", NAMESPACES)
    if found is None:
        found = etree.Element(qualified("p:sldIdLst"))
        [child for child in root if child.tag in _BEFORE][-1].addnext(found)
    return found


def list_slide(package: Package, part: str, after: Element | None = None) -> Element:
    """Enter a slide's part into the list, behind another entry or at the end; answers the entry."""
    slides = slide_list(package)
    numbers = [int(known.get("id", "0")) for known in slides]
    entry = etree.Element(qualified("p:sldId"))
    entry.set("id", str(max([_FIRST_ID - 1, *numbers]) + 1))
    entry.set(qualified("r:id"), package.relate(package.document(), SLIDE, part))
    if after is None:
        slides.append(entry)
        return entry
    after.addnext(entry)
    for known in _in_sections(package, after):
        mark = etree.Element(f"{_SECTIONS}sldId")
        mark.set("id", entry.get("id"))
        known.addnext(mark)
    return entry


def drop_slide(package: Package, entry: Element) -> None:
    """Take a slide out of the presentation, with all that only it refers to."""
    relation = entry.get(qualified("r:id"))
    for known in _in_sections(package, entry):
        known.getparent().remove(known)
    entry.getparent().remove(entry)
    part = package.target(package.document(), relation)
    for notes in package.related(part, NOTES):
        for back in package.relations(notes):
            if back.kind == SLIDE:
                package.unrelate(notes, back.id)
    package.unrelate(package.document(), relation)


def _in_sections(package: Package, entry: Element) -> list[Element]:
    """Where the sections of the presentation name this slide."""
    root = package.tree(package.document())
    return [known for known in root.iter(f"{_SECTIONS}sldId") if known.get("id") == entry.get("id")]
