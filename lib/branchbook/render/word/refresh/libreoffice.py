"""What LibreOffice 7.4 writes against the rules of the format, put right; the meaning stays as it is.

Seen in files that it has saved: the tag of every control gone, controls on a cover repeated within their lines,
elements out of order or given twice, ``true`` where the format wants the bare element, one number for several drawn
shapes, and ``0-00-00`` as the date of comments that have none.
"""

from __future__ import annotations

from itertools import pairwise

from branchbook.render.living.package import COMMENTS, NUMBERING, Package
from branchbook.render.oxml import NAMESPACES, VAL, Element, qualified, value_of, within
from branchbook.render.word.controls import GALLERY
from branchbook.render.word.refresh.parts import is_inline
from branchbook.render.word.refresh.shape import SDT, P

_SHAPE_ID = "{urn:schemas-microsoft-com:vml}"
_DATE = qualified("w:date")
_LEVEL_ORDER = [qualified(f"w:{name}") for name in ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff")]


def saved_by_libreoffice(package: Package) -> bool:
    """Whether LibreOffice wrote the file last."""
    return b"LibreOffice" in package.entries.get("docProps/app.xml", b"")


def put_right(package: Package, document: str, root: Element) -> None:
    """Put the text and the lists in order."""
    for style in list(within(root, "w:rStyle")):
        formats = style.getparent()
        if formats[0] is not style:
            formats.insert(0, style)
    for formats in within(root, "w:rPr"):
        _say_once(formats)
    for control in list(within(root, "w:sdt")):
        if _is_leftover(control):
            _unwrap(control)
    for name in ("w:cantSplit", "w:tblHeader"):
        for told in within(root, name):
            if told.get(VAL) == "true":
                del told.attrib[VAL]
    seen: set[str] = set()
    for shape in [element for element in root.iter(f"{_SHAPE_ID}*") if element.get("id")]:
        free = next(f"shape_{n}" for n in range(len(seen) + 1) if f"shape_{n}" not in seen)
        shape.set("id", free if shape.get("id") in seen else shape.get("id"))
        seen.add(shape.get("id"))
    for part in package.related(document, COMMENTS):
        for comment in within(package.tree(part), "w:comment"):
            if comment.get(_DATE, "").startswith("0-"):
                del comment.attrib[_DATE]
    for part in package.related(document, NUMBERING):
        for level in within(package.tree(part), "w:lvl"):
            for place, child in enumerate(sorted(_headed(level), key=lambda child: _LEVEL_ORDER.index(child.tag))):
                level.insert(place, child)


def _say_once(formats: Element) -> None:
    """Take out what a format says a second time; the last one holds."""
    for earlier, later in pairwise(list(formats)):
        if earlier.tag == later.tag:
            formats.remove(earlier)


def _is_leftover(control: Element) -> bool:
    """Whether a control is what LibreOffice has made of one around a number: without a name, often around more."""
    properties = control.find("w:sdtPr", NAMESPACES)
    if properties is None or value_of(properties, "w:tag") or value_of(properties, "w:alias"):
        return False
    gallery = value_of(properties, "w:docPartObj/w:docPartGallery")
    return gallery == GALLERY or (is_inline(control) and not gallery)


def _unwrap(control: Element) -> None:
    for child in list(control.find("w:sdtContent", NAMESPACES)):
        control.addprevious(child)
    control.getparent().remove(control)


def _headed(level: Element) -> list[Element]:
    return [child for child in level if child.tag in _LEVEL_ORDER]


def take_off(root: Element, titles: set[str]) -> None:
    """Take off controls that have lost their tag, known by their title; the parts get theirs again."""
    for control in list(within(root, "w:sdt")):
        title = value_of(control, "w:sdtPr/w:alias")
        if control.getparent() is None or title not in titles or value_of(control, "w:sdtPr/w:tag"):
            continue
        if control.getparent().tag == P:
            _drop_repeats(control, title)
        _unwrap(control)


def _drop_repeats(control: Element, title: str) -> None:
    beside = control.getnext()
    while beside is not None and beside.tag == SDT and value_of(beside, "w:sdtPr/w:alias") == title:
        repeat, beside = beside, beside.getnext()
        repeat.getparent().remove(repeat)
