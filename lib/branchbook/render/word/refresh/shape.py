"""What a part says, apart from how it looks: the fingerprints by which a person's change is told from a program's.

A fingerprint covers words, fields and figures' data. Numbers of captions are left out, because Word counts them anew
when a part moves; so are formats, comments and notes, which a person may give to a part without rewording it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from branchbook.render.living.charts import chart_words
from branchbook.render.living.package import Package
from branchbook.render.living.prints import BLANKS, fingerprint
from branchbook.render.oxml import NAMESPACES, Element, qualified, value_of, within

P, TBL, SDT, R, T = (qualified(f"w:{name}") for name in ("p", "tbl", "sdt", "r", "t"))
_CHANGED = {qualified(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo")}
_UNSEEN = {qualified(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "txbxContent")}
_SIGNS = {
    qualified("w:tab"): "\t", qualified("w:br"): "\n", qualified("w:cr"): "\n", qualified("w:noBreakHyphen"): "-",
}  # fmt: skip
_SIMPLE, _CODE, _CHARACTER, _KIND, _INSTRUCTION = (
    qualified(f"w:{name}") for name in ("fldSimple", "instrText", "fldChar", "fldCharType", "instr")
)
_INTRICATE = (*_CHANGED, _SIMPLE, _CODE, _CHARACTER, qualified("w:txbxContent"))
_CELL = qualified("w:tc")
_FIELD, _MARKED = "\ue000", "\ue001"


@dataclass(frozen=True)
class Shape:
    """A paragraph (``p``), table (``t``) or paragraph with a figure (``g``): its kind, fingerprint and style's name."""

    kind: str
    print: str
    style: str


def blocks_in(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a container, also those in controls within it."""
    for child in container:
        if child.tag in (P, TBL):
            yield child
        elif child.tag == SDT:
            content = child.find("w:sdtContent", NAMESPACES)
            yield from blocks_in(content) if content is not None else ()
        elif child.tag in _CHANGED:
            yield from blocks_in(child)


class Reader:
    """Reads the shapes of one part of a package. ``styles`` gives a style's name by its id."""

    def __init__(self, package: Package, story: str, styles: dict[str, str]) -> None:
        self._package = package
        self._story = story
        self._styles = styles

    def shapes(self, blocks: list[Element]) -> tuple[Shape, ...]:
        """The shape of each block."""
        return tuple(self.shape(block) for block in blocks)

    def shape(self, block: Element) -> Shape:
        """The shape of one block."""
        if block.tag == TBL:
            return Shape("t", fingerprint(table_words(block)), self.style_name(block, "w:tblPr/w:tblStyle"))
        drawn = self._drawn(block)
        return Shape(
            "g" if drawn else "p", fingerprint(paragraph_words(block) + drawn), self.style_name(block, "w:pPr/w:pStyle")
        )

    def style_name(self, block: Element, path: str) -> str:
        """The name of a block's style, as Word compares names; empty for the usual one."""
        return self._styles.get(value_of(block, path), "")

    def _drawn(self, paragraph: Element) -> str:
        return "".join(
            self.figure_print(drawing)
            for drawing in within(paragraph, "w:drawing")
            if next(drawing.iterancestors(qualified("w:txbxContent")), None) is None
        )

    def figure_print(self, drawing: Element) -> str:
        """The fingerprint of a chart's data or of a picture."""
        for chart in within(drawing, "c:chart"):
            part = self._package.target(self._story, chart.get(qualified("r:id")))
            return fingerprint(chart_words(self._package.tree(part))) if part in self._package.entries else "lost"
        for picture in within(drawing, "a:blip"):
            part = self._package.target(self._story, picture.get(qualified("r:embed")))
            return hashlib.sha256(self._package.entries.get(part, b"")).hexdigest()[:16]
        return "drawing"


def paragraph_words(paragraph: Element) -> str:
    """The words of a paragraph; fields as their instruction, and a sign where changes are tracked."""
    unusual = {element.tag for element in paragraph.iter(*_INTRICATE, *_SIGNS)}
    if not unusual:
        return _text_alone(paragraph)
    if unusual.isdisjoint(_INTRICATE):
        plain = (sign for sign in paragraph.iter(T, *_SIGNS) if sign.getparent().tag == R)
        return BLANKS.sub(" ", "".join(_SIGNS.get(sign.tag) or sign.text or "" for sign in plain)).strip()
    words: list[str] = []
    depth, shown = 0, False
    instruction: list[str] = []
    for element in _seen(paragraph):
        tag = element.tag
        if tag in _CHANGED:
            words.append(_MARKED)
        elif tag == _SIMPLE:
            words.append(_named(element.get(_INSTRUCTION)))
        elif tag == _CODE and depth == 1 and not shown:
            instruction.append(element.text or "")
        elif tag == _CHARACTER:
            kind = element.get(_KIND)
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            shown = kind == "separate" if depth == 1 else shown and depth > 0
            if kind == "end" and depth == 0:
                words.append(_named("".join(instruction)))
                instruction = []
        elif depth == 0 and tag == T:
            words.append(element.text or "")
        elif depth == 0 and tag in _SIGNS:
            words.append(_SIGNS[tag])
    return BLANKS.sub(" ", "".join(words)).strip()


def table_words(table: Element) -> str:
    """The words of a table, row by row."""
    is_plain = next(table.iter(*_INTRICATE, *_SIGNS), None) is None
    words_of = _text_alone if is_plain else paragraph_words
    return "\x1e".join(
        "\x1f".join(
            "\n".join(words_of(paragraph) for paragraph in within(cell, "w:p")) for cell in row.iterchildren(_CELL)
        )
        for row in within(table, "w:tr")
    ) + (_MARKED if not is_plain and any(True for _ in table.iter(*_CHANGED)) else "")


def _text_alone(paragraph: Element) -> str:
    return BLANKS.sub(" ", "".join(text.text or "" for text in paragraph.iter(T))).strip()


def part_print(shapes: tuple[Shape, ...]) -> str:
    """The fingerprint of a whole part."""
    return fingerprint("\x1d".join(f"{shape.kind}{shape.print}" for shape in shapes))


def _named(instruction: str) -> str:
    return f"{_FIELD}{' '.join(instruction.split())}{_FIELD}"


def _seen(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in _CHANGED:
            yield child
        if child.tag not in _UNSEEN:
            yield child
            if child.tag != _SIMPLE:
                yield from _seen(child)
