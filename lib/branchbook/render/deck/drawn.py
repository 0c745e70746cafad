"""How a text or a table is drawn, told apart from how a program writes that down.

Impress writes every colour, typeface, margin and line out that PowerPoint leaves to the theme and the table's style.
What it saved is drawn as before, so nobody has restyled it, though hardly a word of its XML is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from branchbook.render.colours import Palette, Tone, theme_palette
from branchbook.render.deck.geometry import EMU_PER_POINT
from branchbook.render.deck.standing import TABLE, WORDS, Shape
from branchbook.render.living.package import SLIDE_LAYOUT, SLIDE_MASTER, TABLE_STYLES, THEME, Package
from branchbook.render.oxml import NAMESPACES, Element, qualified, within

Look = Any
"""Lists of words and numbers (points), as JSON holds them."""

_POINTS = 0.1  # Impress counts in hundredths of a millimetre
_SHADES = 4  # of 255: it mixes lighter colours a little otherwise
_COLOUR = "#"
_BULLETS = ("a:buChar", "a:buAutoNum", "a:buBlip")
_MARKED = [qualified(name) for name in ("a:highlight", "a:hlinkClick")]
_FACES = {"+mn-lt": "a:latin", "+mn-ea": "a:ea"}
_SIDES = ("L", "R", "T", "B")
_MARGINS = ("marL", "marR")  # Impress forgets those above and below
_USUAL_MARGIN = "91440"
_USUAL_LINE = "12700"
_NOTHING = etree.Element(qualified("a:pPr"))


def alike(look: Look, other: Look) -> bool:
    """Whether two looks are the same to the eye."""
    if isinstance(look, list) and isinstance(other, list):
        return len(look) == len(other) and all(map(alike, look, other))
    if isinstance(look, float | int) and isinstance(other, float | int):
        return abs(look - other) <= _POINTS
    if isinstance(look, str) and isinstance(other, str) and look[:1] == other[:1] == _COLOUR:
        return all(abs(a - b) <= _SHADES for a, b in zip(_shades(look), _shades(other), strict=True))
    return bool(look == other)


@dataclass(frozen=True)
class TableLook:
    """How a table is drawn: widths of columns and heights of rows in points, and its cells row by row."""

    columns: list[float]
    rows: list[float]
    cells: list[list[Look]]

    @classmethod
    def read(cls, text: str) -> TableLook | None:
        """A look as it was put on record; None where none was."""
        if not text:
            return None
        columns, rows, kinds, grid = json.loads(text)
        return cls(columns, rows, [[kinds[place] for place in row] for row in grid])

    def text(self) -> str:
        """The look as it is put on record: each kind of cell once."""
        kinds: dict[str, int] = {}
        grid = [[kinds.setdefault(_dumped(cell), len(kinds)) for cell in row] for row in self.cells]
        return _dumped([self.columns, self.rows, [json.loads(kind) for kind in kinds], grid])


@dataclass(frozen=True)
class Looks:
    """A table as it was drawn when it was last written, if that is on record, and as it is drawn now."""

    then: TableLook | None
    now: TableLook

    @classmethod
    def of(cls, shape: Shape, recorded: str) -> Looks:
        """The looks of a table that stands."""
        return cls(TableLook.read(recorded), table_look(shape))

    @property
    def are_the_same(self) -> bool:
        """Whether nobody has restyled anything."""
        return self.then is not None and self.widths_are_ours and self.heights_are_ours and self._cells_are_ours()

    @property
    def widths_are_ours(self) -> bool:
        """Whether the columns are as wide as they were."""
        return self.then is not None and alike(self.then.columns, self.now.columns)

    @property
    def heights_are_ours(self) -> bool:
        """Whether the rows are as tall as they were."""
        return self.then is not None and alike(self.then.rows, self.now.rows)

    def is_ours(self, row: int, column: int) -> bool:
        """Whether a cell is drawn as it was."""
        cells = [] if self.then is None else self.then.cells
        known = row < len(cells) and column < len(cells[row])
        return known and alike(cells[row][column], self.now.cells[row][column])

    def _cells_are_ours(self) -> bool:
        return self.then is not None and alike(self.then.cells, self.now.cells)


def drawn(shape: Shape) -> str:
    """How a text box or table is drawn, as it is put on record; empty for what takes its look from elsewhere."""
    if shape.kind == TABLE:
        return table_look(shape).text()
    if shape.kind == WORDS and shape.element.find(".//p:ph", NAMESPACES) is None:
        return _dumped(_words_look(shape))
    return ""


def is_drawn_as(shape: Shape, text: str) -> bool:
    """Whether a text box is still drawn as it is on record."""
    return bool(text) and shape.kind == WORDS and alike(_words_look(shape), json.loads(text))


def table_look(shape: Shape) -> TableLook:
    """How a table is drawn."""
    table, theme = next(within(shape.element, "a:tbl")), _theme_of(shape)
    style = _style(shape.package, table)
    rows = table.findall("a:tr", NAMESPACES)
    widths = [_points(column.get("w")) for column in table.iterfind("a:tblGrid/a:gridCol", NAMESPACES)]
    cells = []
    for number, row in enumerate(rows):
        found = row.findall("a:tc", NAMESPACES)
        edges = (number == 0, number == len(rows) - 1)
        cells.append(
            [
                _cell_look(cell, theme, _Usual(style, (place == 0, place == len(found) - 1, *edges)))
                for place, cell in enumerate(found)
            ]
        )
    return TableLook(widths, [_points(row.get("h")) for row in rows], cells)


@dataclass(frozen=True)
class _Theme:
    """The colours and typefaces to which a shape refers."""

    palette: Palette
    faces: Mapping[str, str]

    def colour(self, parent: Element | None) -> str:
        """The colour with which something is filled; empty where it is not."""
        fill = None if parent is None else parent.find("a:solidFill", NAMESPACES)
        if fill is None or not len(fill):
            return ""
        colour, changes = fill[0], {change.tag: change.get("val") for change in fill[0]}
        known = self.palette.slots.get(colour.get("val", ""))
        if colour.tag == qualified("a:srgbClr") and not changes:
            return _COLOUR + str(colour.get("val")).lower()
        if known is None or set(changes) - {qualified("a:lumMod"), qualified("a:lumOff")}:
            return f"{colour.get('val')} {sorted(changes.items())}"
        lighter = int(changes.get(qualified("a:lumOff"), "0")) / 100_000
        return _COLOUR + self.palette.hex(Tone(colour.get("val"), lighter)).lower()

    def face(self, run: Element, kind: str) -> str:
        """The typeface of a run's Western or Chinese letters; empty where it says none."""
        found = run.find(kind, NAMESPACES)
        name = "" if found is None else str(found.get("typeface", ""))
        return self.faces.get(name, name)


@dataclass(frozen=True)
class _Usual:
    """What the table's style gives a cell that stands at these edges: left, right, top and bottom."""

    style: Element | None
    edges: tuple[bool, bool, bool, bool]

    def line(self, side: str) -> Element | None:
        """The line on a side of the cell."""
        outer = {"L": "left", "R": "right", "T": "top", "B": "bottom"}[side]
        name = outer if self.edges[_SIDES.index(side)] else ("insideV" if side in "LR" else "insideH")
        return self._found(f"a:wholeTbl/a:tcStyle/a:tcBdr/a:{name}/a:ln")

    def fill(self) -> Element | None:
        """What lies behind the cell."""
        head = self._found("a:firstRow/a:tcStyle/a:fill") if self.edges[2] else None
        return head if head is not None else self._found("a:wholeTbl/a:tcStyle/a:fill")

    def _found(self, path: str) -> Element | None:
        return None if self.style is None else self.style.find(path, NAMESPACES)


def _words_look(shape: Shape) -> Look:
    body, theme = shape.element.find("p:txBody", NAMESPACES), _theme_of(shape)
    properties = body.find("a:bodyPr", NAMESPACES)
    insets = [_points(properties.get(side, "0")) for side in ("lIns", "tIns", "rIns", "bIns")]
    return [properties.get("anchor", "t"), insets, _paragraphs_look(body, theme)]


def _cell_look(cell: Element, theme: _Theme, usual: _Usual) -> Look:
    properties = cell.find("a:tcPr", NAMESPACES)
    lines = []
    for side in _SIDES:
        own = properties.find(f"a:ln{side}", NAMESPACES)
        line = own if own is not None else usual.line(side)
        colour = theme.colour(line)
        lines.append([colour, _points(line.get("w", _USUAL_LINE)) if line is not None and colour else 0])
    filled = any(properties.find(f"a:{name}", NAMESPACES) is not None for name in ("solidFill", "noFill", "gradFill"))
    fill = theme.colour(properties if filled else usual.fill())
    margins = [_points(properties.get(side, _USUAL_MARGIN)) for side in _MARGINS]
    spans = [cell.get(name, "") for name in ("gridSpan", "rowSpan", "hMerge", "vMerge")]
    body = cell.find("a:txBody", NAMESPACES)
    return [fill, lines, margins, properties.get("anchor", "t"), spans, _paragraphs_look(body, theme)]


def _paragraphs_look(body: Element, theme: _Theme) -> Look:
    return [_paragraph_look(paragraph, theme) for paragraph in body.iterfind("a:p", NAMESPACES)]


def _paragraph_look(paragraph: Element, theme: _Theme) -> Look:
    properties = paragraph.find("a:pPr", NAMESPACES)
    said = _NOTHING if properties is None else properties
    bullets = [(bullet.tag.rpartition("}")[2], bullet.get("char", ""), bullet.get("type", ""))
               for name in _BULLETS for bullet in said.iterfind(name, NAMESPACES)]  # fmt: skip
    runs: list[Look] = []
    for run in _run_looks(paragraph, theme):
        if not runs or runs[-1] != run:
            runs.append(run)
    places = [_points(said.get(name, "0")) for name in ("marL", "indent")]
    gaps = [_gap(said, name) for name in ("a:lnSpc", "a:spcBef", "a:spcAft")]
    return [said.get("algn", "l"), [list(bullet) for bullet in bullets], places, gaps, runs]


def _run_looks(paragraph: Element, theme: _Theme) -> Iterator[Look]:
    for run in paragraph.iterfind("a:r/a:rPr", NAMESPACES):
        spaced = int(run.get("spc", "0")) / 100
        marks = [
            run.get("b", "0"), run.get("i", "0"), run.get("u", "none"), run.get("strike", "noStrike"),
            run.get("baseline", "0"), run.get("cap", "none"),
            [child.tag.rpartition("}")[2] for child in run.iterchildren(*_MARKED)],
        ]  # fmt: skip
        faces = [theme.face(run, kind) for kind in _FACES.values()]
        yield [int(run.get("sz", "0")) / 100, marks, spaced, theme.colour(run), faces]


def _gap(properties: Element, name: str) -> float:
    """Points, or shares of a line; Impress leaves out a gap of nothing."""
    for child in properties.iterfind(f"{name}/*", NAMESPACES):
        return int(child.get("val")) / (100 if child.tag == qualified("a:spcPts") else 100_000)
    return 0.0


def _theme_of(shape: Shape) -> _Theme:
    package, part = shape.package, shape.part
    for kind in (SLIDE_LAYOUT, SLIDE_MASTER, THEME):
        part = next(iter(package.related(part, kind)), "")
    return _theme(package.entries.get(part, b"<none/>"))


@lru_cache(maxsize=8)
def _theme(content: bytes) -> _Theme:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    faces = {}
    for short, kind in _FACES.items():
        found = root.find(f".//a:minorFont/{kind}", NAMESPACES)
        faces[short] = "" if found is None else str(found.get("typeface", ""))
    return _Theme(theme_palette(content), faces)


def _style(package: Package, table: Element) -> Element | None:
    chosen = table.find("a:tblPr/a:tableStyleId", NAMESPACES)
    if chosen is None:
        return None
    for part in package.related(package.document(), TABLE_STYLES):
        for style in within(package.tree(part), "a:tblStyle"):
            if style.get("styleId") == chosen.text:
                return style
    return None


def _points(measure: str) -> float:
    return round(float(measure) / EMU_PER_POINT, 2)


def _shades(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _dumped(look: Look) -> str:
    return json.dumps(look, ensure_ascii=False, separators=(",", ":"))
