"""A deck's template: an ordinary PowerPoint file that a person restyles, its layouts found by name.

A layout's placeholders say where things go and how large letters are there. They are known by their kind and number,
which PowerPoint keeps whatever a person calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lxml import etree

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.colours import Palette, theme_palette
from branchbook.render.deck.geometry import Box
from branchbook.render.deck.presentation import drop_slide, slide_list
from branchbook.render.living.package import (
    NOTES_MASTER,
    SLIDE_LAYOUT,
    SLIDE_MASTER,
    TABLE_STYLES,
    THEME,
    Package,
    opened,
)
from branchbook.render.oxml import NAMESPACES, Element, qualified, within

_USUAL_SIZE = 1600  # hundredths of a point


class Area(StrEnum):
    """What a placeholder of a layout is for."""

    TITLE = "title"
    TOPIC = "topic"
    CONTENT = "content"
    SUBTITLE = "subtitle"
    LINES = "lines"
    DISCLAIMER = "disclaimer"
    NUMBER = "number"
    FOOTER = "ftr"
    SLIDE_NUMBER = "sldNum"


_NUMBERED = {
    "10": Area.TOPIC, "11": Area.CONTENT, "12": Area.SUBTITLE, "13": Area.LINES, "14": Area.DISCLAIMER,
    "15": Area.NUMBER,
}  # fmt: skip

LAYOUTS: Mapping[str, tuple[Area, ...]] = {
    "Branchbook Cover": (Area.TITLE, Area.SUBTITLE, Area.LINES),
    "Branchbook Agenda": (Area.TITLE, Area.CONTENT),
    "Branchbook Section": (Area.TITLE,),
    "Branchbook Content": (Area.TITLE, Area.CONTENT),
    "Branchbook Branch": (Area.TITLE, Area.CONTENT),
    "Branchbook Closing": (Area.TITLE, Area.LINES),
}
"""The layouts by which a deck is made, each with the areas it must have; the others a person may delete."""


@dataclass(frozen=True)
class Placeholder:
    """A place on a layout: its box, and the sizes of its levels of text in points."""

    area: Area
    kind: str
    index: str
    box: Box
    sizes: tuple[float, ...]

    def size(self, level: int = 1) -> float:
        """The size of the letters of a level; of the deepest where it has fewer."""
        return self.sizes[min(level, len(self.sizes)) - 1]


@dataclass(frozen=True)
class Layout:
    """A layout: the part that holds it, and its places."""

    part: str
    places: Mapping[Area, Placeholder]


@dataclass(frozen=True)
class Template:
    """An opened template without slides of its own."""

    package: Package
    layouts: Mapping[str, Layout]
    palette: Palette
    table_style: str
    width: int

    @classmethod
    def opened(cls, path: Path) -> Template:
        """Open a template; InputFaults where it can't be read or lacks a layout or one of its areas."""
        package = opened(path, "deck_template")
        try:
            return cls._read(package, path.name)
        except etree.XMLSyntaxError as error:
            raise InputFaults([Fault("deck_template_unreadable", Place(file=path.name))]) from error

    @classmethod
    def _read(cls, package: Package, name: str) -> Template:
        presentation = package.document()
        for entry in list(slide_list(package)):
            drop_slide(package, entry)
        masters = package.related(presentation, SLIDE_MASTER)
        layouts = dict(layout for master in masters for layout in _layouts(package, master))
        missing = list(_missing(layouts))
        if not package.related(presentation, NOTES_MASTER):
            missing.append("notes")
        if missing:
            raise InputFaults([Fault("deck_template_incomplete", Place(file=name), got=one) for one in missing])
        theme = package.related(masters[0], THEME)
        return cls(
            package,
            layouts,
            theme_palette(package.entries[theme[0]]),
            _table_style(package, presentation),
            int(package.tree(presentation).find("p:sldSz", NAMESPACES).get("cx")),
        )


def _layouts(package: Package, master: str) -> Iterator[tuple[str, Layout]]:
    styles = package.tree(master).find("p:txStyles", NAMESPACES)
    for part in package.related(master, SLIDE_LAYOUT):
        root = package.tree(part)
        found = (_placeholder(shape, styles) for shape in within(root, "p:sp"))
        yield root.find("p:cSld", NAMESPACES).get("name", ""), Layout(part, {p.area: p for p in found if p})


def _placeholder(shape: Element, styles: Element) -> Placeholder | None:
    mark, frame = shape.find(".//p:ph", NAMESPACES), shape.find("p:spPr/a:xfrm", NAMESPACES)
    if mark is None or frame is None:
        return None
    kind, index = mark.get("type", "body"), mark.get("idx", "")
    if kind in ("title", "ctrTitle", "ftr", "sldNum"):
        area = Area.TITLE if kind.endswith("itle") else Area(kind)
    elif index in _NUMBERED:
        area = _NUMBERED[index]
    else:
        return None
    offset, extent = frame.find("a:off", NAMESPACES), frame.find("a:ext", NAMESPACES)
    box = Box(*(int(offset.get(side)) for side in "xy"), *(int(extent.get(side)) for side in ("cx", "cy")))
    return Placeholder(area, kind, index, box, tuple(_sizes(shape, styles, area)))


def _sizes(shape: Element, styles: Element, area: Area) -> Iterator[float]:
    usual = styles.find("p:titleStyle" if area is Area.TITLE else "p:bodyStyle", NAMESPACES)
    for level in (1, 2, 3):
        for source in (shape.find("p:txBody/a:lstStyle", NAMESPACES), usual):
            size = None if source is None else source.find(f"a:lvl{level}pPr/a:defRPr[@sz]", NAMESPACES)
            if size is not None:
                yield int(size.get("sz")) / 100
                break
        else:
            yield _USUAL_SIZE / 100


def _missing(layouts: Mapping[str, Layout]) -> Iterator[str]:
    for name, areas in LAYOUTS.items():
        if name not in layouts:
            yield name
        else:
            yield from (f"{name}: {area}" for area in areas if area not in layouts[name].places)


def _table_style(package: Package, presentation: str) -> str:
    """The style of our tables: the one called Branchbook Table, else the template's usual one."""
    for part in package.related(presentation, TABLE_STYLES):
        root = package.tree(part)
        for style in root.iter(qualified("a:tblStyle")):
            if style.get("styleName") == "Branchbook Table":
                return str(style.get("styleId"))
        return str(root.get("def", ""))
    return ""
