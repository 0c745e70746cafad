"""A Word template: an ordinary document that a person restyles, with controls where the report's parts go.

Styles are found by name and never by id, because Word gives them new ids when it saves in another language.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.package import OpcPackage
from docx.opc.part import XmlPart
from lxml import etree

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.colours import HOUSE, Palette, theme_palette
from branchbook.render.oxml import NAMESPACES, Element, elements, qualified, value_of, within
from branchbook.render.word.identity import Identities
from branchbook.render.word.numbering import HEADING_LISTS, Numbering
from branchbook.render.word.package import drop_style_copy

STYLES = (
    "heading 1", "heading 2", "heading 3", "Branchbook Appendix Heading",
    "Branchbook Appendix Section",
    "Body Text", "Branchbook Body Unindented", "Branchbook Lead", "Branchbook Note", "Branchbook Missing",
    "List Bullet", "List Number", "caption", "Branchbook Table Caption", "Branchbook Figure",
    "Branchbook Table", "Branchbook Table Text", "Branchbook Table Head", "Branchbook Table Strong",
    "Branchbook Table End",
    "Title", "Subtitle", "Branchbook Cover Line", "Branchbook Cover Label", "Branchbook Disclaimer",
    "TOC Heading", "toc 1", "toc 2", "Branchbook Lists Heading", "table of figures", "header", "footer",
    *HEADING_LISTS.values(),
)  # fmt: skip
"""The styles by which a report is written; a template must have them all."""

BLOCKS = "blocks"
"""The control in whose place the outline's parts come."""

SLOTS = (
    "cover.title", "cover.subtitle", "cover.lines", "cover.disclaimer", "header", "footer", "contents",
    "contents.figures", "contents.tables", BLOCKS,
)  # fmt: skip
"""The controls that a template itself has, for the cover, the margins, the contents and the parts."""

_MARKER = "the parts of the report"
_UNREADABLE = (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError)
_HOLDERS = {qualified(f"w:{name}") for name in ("body", "sdtContent", "tc", "hdr", "ftr", "txbxContent")}
_TABLE_PIECES = {qualified("w:tc"), qualified("w:tr")}


@dataclass(frozen=True)
class Placement:
    """A control that a person put into the template: ``in_line`` between words, ``in_body`` and not in the margins.

    ``is_whole`` is false where it holds cells of a table, which nothing can be written into.
    """

    tag: str
    control: Element
    in_line: bool
    in_body: bool
    is_whole: bool = True


@dataclass(frozen=True)
class Template:
    """An opened template. ``styles`` gives a style's id by its name."""

    word: WordDocument
    styles: dict[str, str]

    @classmethod
    def opened(cls, path: Path) -> Template:
        """Open a template; InputFaults where it can't be read or lacks a style."""
        try:
            word = docx.Document(str(path))
        except _UNREADABLE as error:
            raise InputFaults([Fault("template_unreadable", Place(file=path.name))]) from error
        drop_style_copy(word.part)
        return cls(word, _style_ids(word, path.name))

    @property
    def package(self) -> OpcPackage:
        """The package of all parts."""
        return cast(OpcPackage, self.word.part.package)

    @property
    def body(self) -> Element:
        """The document's body."""
        return self.word.element.body

    @property
    def numbering(self) -> Numbering:
        """The template's lists."""
        return Numbering(self.word.part.numbering_part.element, self.word.styles.element, self.styles)

    @property
    def text_width(self) -> int:
        """The width of the text on the last section's pages, in twentieths of a point."""
        section = list(within(self.body, "w:sectPr"))[-1]
        size, margins = section.find("w:pgSz", NAMESPACES), section.find("w:pgMar", NAMESPACES)
        sides = sum(int(margins.get(qualified(f"w:{side}"), "0")) for side in ("left", "right", "gutter"))
        return int(size.get(qualified("w:w"))) - sides

    @property
    def palette(self) -> Palette:
        """The theme's colours; the house's where the template has no theme."""
        for relation in self.word.part.rels.values():
            if relation.reltype == REL.THEME:
                return theme_palette(relation.target_part.blob)
        return HOUSE

    def taken(self) -> Identities:
        """The names and numbers that the template uses itself."""
        identities = Identities()
        for root in self._roots():
            identities.controls |= {int(value_of(pr, "w:id", "0")) for pr in within(root, "w:sdtPr")}
            identities.names |= {mark.get(qualified("w:name")) for mark in within(root, "w:bookmarkStart")}
            marks = [int(mark.get(qualified("w:id"))) for mark in within(root, "w:bookmarkStart")]
            identities.bookmarks = max([identities.bookmarks, *marks])
            drawings = [int(drawing.get("id")) for drawing in within(root, "wp:docPr")]
            identities.drawings = max([identities.drawings, *drawings])
        return identities

    def fill(self, tag: str, written: Callable[[], str]) -> None:
        """Put what is written into every control with this tag, anew for each, in the text, headers and footers.

        A control that a person has taken out of the template stays out; one that has nothing to hold goes.
        """
        for root in self._roots():
            for control in list(_controls(root, tag)):
                if xml := written():
                    control.find("w:sdtContent", NAMESPACES)[:] = elements(xml)
                else:
                    control.getparent().remove(control)

    def controls(self) -> Iterator[Placement]:
        """The controls with a tag, the template's own and those that a person put in, in the order of the text.

        One that shows a property of the document is no concern of ours, nor are those within another.
        """
        for root in self._roots():
            for control in within(root, "w:sdt"):
                tag = value_of(control, "w:sdtPr/w:tag")
                bound = control.find("w:sdtPr/w:dataBinding", NAMESPACES) is not None
                if not tag or bound or _is_within_another(control):
                    continue
                content = control.find("w:sdtContent", NAMESPACES)
                whole = content is not None and not any(child.tag in _TABLE_PIECES for child in content)
                in_line = control.getparent().tag not in _HOLDERS and not _stands_alone(control)
                yield Placement(tag, control, in_line, root is self.body, whole)

    def placements(self) -> Iterator[Placement]:
        """The controls that a person put in, and the one for the parts."""
        return (control for control in self.controls() if control.tag == BLOCKS or control.tag not in SLOTS)

    def filled_document(self, tag: str, xml: str) -> bytes:
        """The document part with these parts in the stead of the control with this tag; at the end where there is none.

        They are put in as text: lxml needs a time that grows with the square of their number to move them in.
        """
        marker = etree.Comment(_MARKER)
        control = next(_controls(self.body, tag), None)
        if control is not None:
            control.getparent().replace(control, marker)
        else:
            sections = [child for child in self.body if child.tag == qualified("w:sectPr")]
            self.body.insert(self.body.index(sections[-1]) if sections else len(self.body), marker)
        blob: bytes = self.word.part.blob
        return blob.replace(f"<!--{_MARKER}-->".encode(), xml.encode("utf-8"), 1)

    def _roots(self) -> Iterator[Element]:
        yield self.body
        for relation in self.word.part.rels.values():
            if relation.reltype in (REL.HEADER, REL.FOOTER):
                yield cast(XmlPart, relation.target_part).element


def place(placement: Placement, xml: str) -> None:
    """Put parts in the place of a control; where there are none, it goes and leaves no gap."""
    control = placement.control
    spot = control.getparent() if control.getparent().tag not in _HOLDERS else control
    fresh = elements(xml)
    if not fresh and spot.getparent().tag == qualified("w:tc"):
        fresh = elements("<w:p/>")
    for element in fresh:
        spot.addprevious(element)
    spot.getparent().remove(spot)


def place_words(placement: Placement, xml: str) -> None:
    """Put a run, with its bookmark if it has one, into a control within a line; it looks as what stood there."""
    content = placement.control.find("w:sdtContent", NAMESPACES)
    line = next(content.iter(qualified("w:p")), content)
    formats = line.find("w:r/w:rPr", NAMESPACES)
    fresh = elements(xml)
    words = next(element for element in fresh if element.tag == qualified("w:r"))
    for known in [child for child in line if child.tag != qualified("w:pPr")]:
        line.remove(known)
    line.extend(fresh)
    hint = placement.control.find("w:sdtPr/w:showingPlcHdr", NAMESPACES)
    if hint is not None:
        hint.getparent().remove(hint)
    elif formats is not None:
        for known in words.findall("w:rPr", NAMESPACES):
            words.remove(known)
        words.insert(0, formats)


def _is_within_another(control: Element) -> bool:
    return any(value_of(above, "w:sdtPr/w:tag") for above in control.iterancestors(qualified("w:sdt")))


def _stands_alone(control: Element) -> bool:
    """Whether a control within a line has the line to itself."""
    paragraph = control.getparent()
    beside = (child for child in paragraph if child is not control)
    return paragraph.tag == qualified("w:p") and not any(
        (text.text or "").strip() for child in beside for text in within(child, "w:t")
    )


def _controls(root: Element, tag: str) -> Iterator[Element]:
    return (control for control in within(root, "w:sdt") if value_of(control, "w:sdtPr/w:tag") == tag)


def _style_ids(word: WordDocument, file: str) -> dict[str, str]:
    known = {
        value_of(style, "w:name").casefold(): str(style.get(qualified("w:styleId")))
        for style in within(word.styles.element, "w:style")
    }
    missing = [name for name in STYLES if name.casefold() not in known]
    if missing:
        raise InputFaults([Fault("template_style_missing", Place(file=file), got=name) for name in missing])
    return {name: known[name.casefold()] for name in STYLES}
