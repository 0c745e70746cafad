"""The shapes of a deck's file, found by their names, and what each says and how it looks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from branchbook.render.deck.presentation import slide_list
from branchbook.render.living.charts import chart_look, chart_words
from branchbook.render.living.package import NOTES, SLIDE, Package
from branchbook.render.living.prints import fingerprint, words_print
from branchbook.render.oxml import NAMESPACES, Element, qualified, within

WORDS, TABLE, CHART, PICTURE = "words", "table", "chart", "picture"
SPEAKER_SUFFIX = ".speaker"
"""What is added to a slide's name for its speaker's notes."""

_SHAPES = tuple(qualified(f"p:{name}") for name in ("sp", "graphicFrame", "pic"))
_TEXT, _BREAK, _FIELD = (qualified(f"a:{name}") for name in ("t", "br", "fld"))
_PASSING = ("lang", "altLang", "dirty", "err", "noProof", "h")  # editors set these as they see fit

NO_BOX = (0, 0, 0, 0)


@dataclass
class Shape:
    """A named shape of a slide; ``part`` is the slide's, or that of its notes."""

    name: str
    kind: str
    element: Element
    part: str
    package: Package

    @property
    def print(self) -> str:
        """The fingerprint of what it says: words, a table's cells, a chart's data, a picture."""
        if self.kind == CHART:
            target = self.chart
            return fingerprint(chart_words(self.package.tree(target))) if target else "lost"
        if self.kind == PICTURE:
            return hashlib.sha256(self.package.entries.get(self.picture, b"")).hexdigest()[:16]
        return words_print(self.words)

    @property
    def look(self) -> str:
        """The fingerprint of how it looks, apart from what it says and where it stands."""
        if self.kind == CHART:
            return chart_look(self.package.tree(self.chart)) if self.chart else "lost"
        if self.kind == PICTURE:
            return ""
        body = self.element.find(".//a:tbl" if self.kind == TABLE else "p:txBody", NAMESPACES)
        return fingerprint(_bare(body)) if body is not None else ""

    @property
    def words(self) -> str:
        """Its words: lines of a text, rows and cells of a table."""
        if self.kind == TABLE:
            return "\n".join(
                "\t".join(" ".join(_lines(cell)) for cell in row.iterfind("a:tc", NAMESPACES))
                for row in within(self.element, "a:tr")
            )
        return "\n".join(_lines(self.element))

    @property
    def alt(self) -> str:
        """Its description for people who don't see it."""
        return str(self.mark.get("descr", ""))

    @property
    def mark(self) -> Element:
        """The element that names it."""
        return next(within(self.element, "p:cNvPr"))

    @property
    def frame(self) -> Element | None:
        """The element that says where it stands; None where its layout says so."""
        found = self.element.find("p:xfrm", NAMESPACES)
        return found if found is not None else self.element.find("p:spPr/a:xfrm", NAMESPACES)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in EMU; all zero where its layout says where it stands."""
        frame = self.frame
        if frame is None or frame.find("a:off", NAMESPACES) is None:
            return NO_BOX
        offset, extent = frame.find("a:off", NAMESPACES), frame.find("a:ext", NAMESPACES)
        return int(offset.get("x")), int(offset.get("y")), int(extent.get("cx")), int(extent.get("cy"))

    @property
    def chart(self) -> str:
        """The part of its chart."""
        found = next(within(self.element, "c:chart"), None)
        return "" if found is None else self.package.target(self.part, found.get(qualified("r:id")))

    @property
    def picture(self) -> str:
        """The part of its picture."""
        found = next(within(self.element, "a:blip"), None)
        return "" if found is None else self.package.target(self.part, found.get(qualified("r:embed"), ""))


@dataclass
class Slide:
    """A slide of the file: its part, its entry in the presentation's list, and its shapes."""

    part: str
    entry: Element
    package: Package

    @property
    def root(self) -> Element:
        """The slide's element."""
        return self.package.tree(self.part)

    @property
    def name(self) -> str:
        """The slide's name; empty where an editor has dropped it."""
        return str(self.root.find("p:cSld", NAMESPACES).get("name", ""))

    @property
    def tree(self) -> Element:
        """The element that holds its shapes."""
        return self.root.find("p:cSld/p:spTree", NAMESPACES)

    def shapes(self) -> Iterator[Shape]:
        """All named shapes, those in groups too, in the order in which they are drawn."""
        for element in self.tree.iter(*_SHAPES):
            mark = next(within(element, "p:cNvPr"), None)
            if mark is not None and mark.get("name"):
                yield Shape(mark.get("name"), _kind(element), element, self.part, self.package)

    def speaker(self, name: str) -> Shape | None:
        """The speaker's notes under the name of the slide; None where there are none."""
        for part in self.package.related(self.part, NOTES):
            for element in within(self.package.tree(part), "p:sp"):
                mark = element.find(".//p:ph", NAMESPACES)
                if mark is not None and mark.get("type") == "body":
                    return Shape(name + SPEAKER_SUFFIX, WORDS, element, part, self.package)
        return None


def slides_of(package: Package) -> list[Slide]:
    """The slides in the order of the presentation."""
    document = package.document()
    parts = {relation.id: relation.target for relation in package.relations(document) if relation.kind == SLIDE}
    entries = [(entry, parts.get(entry.get(qualified("r:id")), "")) for entry in slide_list(package)]
    return [Slide(part, entry, package) for entry, part in entries if part in package.entries]


def _kind(element: Element) -> str:
    if element.tag == qualified("p:pic"):
        return PICTURE
    if element.tag == qualified("p:graphicFrame"):
        if next(within(element, "c:chart"), None) is not None:
            return CHART
        return TABLE if next(within(element, "a:tbl"), None) is not None else "other"
    return WORDS


def _lines(element: Element) -> list[str]:
    return [paragraph_words(paragraph) for paragraph in within(element, "a:p")]


def paragraph_words(paragraph: Element) -> str:
    """The words of a paragraph; a field as its kind, since programs count it anew."""
    words = []
    for child in paragraph.iter(_TEXT, _BREAK, _FIELD):
        if child.tag == _FIELD:
            words.append(f"\ue000{child.get('type', '')}\ue000")
        elif child.tag == _BREAK:
            words.append("\v")
        elif child.getparent().tag != _FIELD:
            words.append(child.text or "")
    return "".join(words)


def _bare(body: Element) -> str:
    """A text or table without its words and without what editors set as they see fit."""
    copy = etree.fromstring(etree.tostring(body))
    for text in copy.iter(_TEXT):
        text.text = ""
    for passing in [*copy.iter(qualified("a:extLst")), *copy.iter(qualified("a:endParaRPr"))]:
        if passing.getparent() is not None:
            passing.getparent().remove(passing)
    for element in copy.iter():
        for name in _PASSING:
            if name in element.attrib:
                del element.attrib[name]
    return str(etree.tostring(copy, method="c14n").decode("utf-8"))
