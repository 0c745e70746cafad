"""The parts of a document: those of a fresh one, and where each stands in one that people have worked on.

A part is known by its control's tag, else by its bookmark, else by the fingerprint of what was last written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from branchbook.render.living.charts import chart_look
from branchbook.render.living.package import FOOTER, HEADER
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES, Element, qualified, value_of, within
from branchbook.render.word.contents import LISTS
from branchbook.render.word.refresh.desk import Side
from branchbook.render.word.refresh.record import Record, Written
from branchbook.render.word.refresh.shape import (
    SDT,
    TBL,
    P,
    Reader,
    Shape,
    blocks_in,
    part_print,
)

OF_THE_TEMPLATE = {"contents", *LISTS}
"""Tags of what is counted and not refreshed: the contents and the lists."""

_MARK = qualified("w:bookmarkStart")
_CELL = qualified("w:tc")
_LOOK_AHEAD = 4  # paragraphs that a person may have put into the middle of a part whose control is lost


@dataclass(frozen=True)
class Story:
    """One text of the document: the body, a header or a footer, with the part that holds it."""

    part: str
    root: Element


@dataclass
class Found:
    """Where a part stands. ``control`` is None where it has lost it; ``inline`` where it stands within a line."""

    name: str
    story: Story
    blocks: list[Element]
    control: Element = None
    inline: bool = False
    shapes: tuple[Shape, ...] = ()

    @property
    def print(self) -> str:
        """The fingerprint of what stands here."""
        return part_print(self.shapes)

    @property
    def is_placeholder(self) -> bool:
        """Whether nobody has written here yet."""
        shown = self.control is not None and self.control.find("w:sdtPr/w:showingPlcHdr", NAMESPACES) is not None
        return shown or not any(True for block in self.blocks for _ in within(block, "w:t"))


@dataclass(frozen=True)
class FreshPart:
    """A part as the program writes it now."""

    written: Written
    control: Element
    blocks: list[Element]
    in_body: bool


def stories(side: Side) -> list[Story]:
    """The body, then headers and footers."""
    package, document = side.package, side.document
    body = package.tree(document).find("w:body", NAMESPACES)
    margins = [part for kind in (HEADER, FOOTER) for part in package.related(document, kind)]
    return [Story(document, body), *(Story(part, package.tree(part)) for part in dict.fromkeys(margins))]


def fresh_parts(side: Side) -> dict[str, FreshPart]:
    """Every part of a freshly written document by name, in its order."""
    parts: dict[str, FreshPart] = {}
    for story in stories(side):
        reader = side.reader(story.part)
        for control in within(story.root, "w:sdt"):
            tag = value_of(control, "w:sdtPr/w:tag")
            if tag in OF_THE_TEMPLATE or is_inline(control):
                continue
            blocks = list(blocks_in(control.find("w:sdtContent", NAMESPACES)))
            written = _written(tag, control, blocks, reader, side)
            parts[_free(tag, parts)] = FreshPart(written, control, blocks, story.part == side.document)
    return parts


def fresh_lines(side: Side) -> dict[str, str]:
    """The words of every number that a freshly written document has in a control within a line, by its tag."""
    body = stories(side)[0].root
    controls = (control for control in within(body, "w:sdt") if is_inline(control))
    return {value_of(control, "w:sdtPr/w:tag"): _words(control) for control in controls}


def is_inline(control: Element) -> bool:
    """Whether a control stands within a line."""
    return control.getparent().tag not in _CONTAINERS


def _words(control: Element) -> str:
    return "".join(text.text or "" for text in within(control, "w:t"))


def record_of(parts: dict[str, FreshPart], lines: dict[str, str]) -> Record:
    """What is on record after all these parts were written, with these words within their lines."""
    return Record(
        {name: part.written for name, part in parts.items()}, {tag: words_print(words) for tag, words in lines.items()}
    )


def _free(tag: str, taken: Iterable[str]) -> str:
    count, name = 1, tag
    while name in taken:
        count += 1
        name = f"{tag}#{count}"
    return name


def _written(tag: str, control: Element, blocks: list[Element], reader: Reader, side: Side) -> Written:
    marks = ((place, _mark_of(block)) for place, block in enumerate(blocks))
    anchor, mark = next(((place, mark) for place, mark in marks if mark), (0, ""))
    drawing = next(within(control, "wp:inline"), None)
    table = next((block for block in blocks if block.tag == TBL), None)
    alt, look, size = "", "", (0, 0)
    if drawing is not None:
        extent = drawing.find("wp:extent", NAMESPACES)
        alt, size = drawing.find("wp:docPr", NAMESPACES).get("descr"), (int(extent.get("cx")), int(extent.get("cy")))
        for chart in within(drawing, "c:chart"):
            look = chart_look(side.package.tree(side.package.target(side.document, chart.get(qualified("r:id")))))
    elif table is not None:
        alt = value_of(table, "w:tblPr/w:tblDescription")
    title = value_of(control, "w:sdtPr/w:alias")
    return Written(tag, reader.shapes(blocks), mark, anchor, title, words_print(alt), look, size)


def _mark_of(block: Element) -> str:
    names = (mark.get(qualified("w:name")) for mark in block.iter(_MARK))
    return next((name for name in names if name.startswith("bb_")), "")


@dataclass
class Search:
    """The search for the parts of a record, and of a fresh document, in one that people have worked on.

    ``lines`` are the tags of what may stand within a line besides.
    """

    side: Side
    record: Record
    fresh: dict[str, FreshPart]
    lines: set[str]
    found: list[Found] = field(default_factory=list)
    unknown: list[Element] = field(default_factory=list)
    _claimed: set[Element] = field(default_factory=set)

    def run(self) -> None:
        """Find what can be found; :attr:`found` is in the document's order within each anchor."""
        texts = stories(self.side)
        for story in texts:
            self._by_control(story)
        for story in texts:
            self._by_mark(story)
        for story in texts:
            self._by_fingerprint(story)

    def _take(self, found: Found) -> None:
        self.found.append(found)
        self._claimed.update(found.blocks)

    def _by_control(self, story: Story) -> None:
        reader = self.side.reader(story.part)
        names: dict[str, list[str]] = {}
        for name in {**self.record.parts, **self.fresh}:
            names.setdefault(name.partition("#")[0], []).append(name)
        used: dict[str, int] = {}
        for control in within(story.root, "w:sdt"):
            tag, content = value_of(control, "w:sdtPr/w:tag"), control.find("w:sdtContent", NAMESPACES)
            if not tag or tag in OF_THE_TEMPLATE or content is None:
                continue
            inline = is_inline(control)
            known = tag in names or (inline and tag in self.lines)
            if not known or any(child.tag == _CELL or child.tag == qualified("w:tr") for child in content):
                self.unknown.append(control)
                continue
            place = used.get(tag, 0)
            used[tag] = place + 1
            named = names.get(tag, [tag])
            marked = [name for name in named if len(named) > 1 and self._has_mark(control, name)]
            name = marked[0] if marked else named[min(place, len(named) - 1)]
            blocks = [control] if inline else list(blocks_in(content))
            if not self._claimed.intersection(blocks):
                shapes = () if inline else reader.shapes(blocks)
                self._take(Found(name, story, blocks, control, inline, shapes))

    def _has_mark(self, control: Element, name: str) -> bool:
        part = self.record.parts.get(name)
        return part is not None and any(mark.get(qualified("w:name")) == part.mark for mark in control.iter(_MARK))

    def _lost(self) -> dict[str, Written]:
        known = {found.name for found in self.found if not found.inline}
        return {name: part for name, part in self.record.parts.items() if name not in known}

    def _by_mark(self, story: Story) -> None:
        by_mark = {part.mark: (name, part) for name, part in self._lost().items() if part.mark}
        if not by_mark:
            return
        reader = self.side.reader(story.part)
        for mark in list(story.root.iter(_MARK)):
            name, part = by_mark.get(mark.get(qualified("w:name")), ("", None))
            paragraph = next(mark.iterancestors(P), None)
            if part is None or paragraph is None or paragraph in self._claimed:
                continue
            blocks = self._around(paragraph, part, reader)
            self._take(Found(name, story, blocks, None, False, reader.shapes(blocks)))

    def _around(self, anchor: Element, part: Written, reader: Reader) -> list[Element]:
        """The blocks of a part that stand around its bookmark."""
        beside = [child for child in anchor.getparent() if child.tag in (P, TBL, SDT)]
        place = next(index for index, child in enumerate(beside) if child is anchor)
        before = self._matching(list(reversed(beside[:place])), list(reversed(part.shapes[: part.anchor])), reader)
        after = self._matching(beside[place + 1 :], list(part.shapes[part.anchor + 1 :]), reader)
        return [*reversed(before), anchor, *after]

    def _matching(self, candidates: list[Element], shapes: list[Shape], reader: Reader) -> list[Element]:
        taken: list[Element] = []
        place = 0
        for expected in shapes:
            ahead = candidates[place : place + _LOOK_AHEAD]
            free = list(_while_free(ahead, self._claimed))
            offset = next((i for i, block in enumerate(free) if _is_like(reader.shape(block), expected, i)), None)
            if offset is not None:
                taken += free[: offset + 1]
                place += offset + 1
        return taken

    def _by_fingerprint(self, story: Story) -> None:
        lost = [(name, part) for name, part in self._lost().items() if part.shapes]
        if not lost:
            return
        reader = self.side.reader(story.part)
        blocks = [block for block in story.root if block.tag in (P, TBL) and block not in self._claimed]
        shapes = {block: reader.shape(block) for block in blocks}
        places: dict[str, list[int]] = {}
        for index, block in enumerate(blocks):
            places.setdefault(shapes[block].print, []).append(index)
        for name, part in lost:
            length = len(part.shapes)
            for start in places.get(part.shapes[0].print, []):
                window = blocks[start : start + length]
                whole = [shapes[block].print for block in window] == [shape.print for shape in part.shapes]
                if whole and not self._claimed.intersection(window) and _adjoin(window) and _says_something(window):
                    self._take(Found(name, story, window, None, False, tuple(shapes[block] for block in window)))
                    break


_CONTAINERS = {
    qualified(f"w:{name}") for name in ("body", "sdtContent", "tc", "hdr", "ftr", "txbxContent", "ins", "footnote")
}


def _while_free(blocks: list[Element], claimed: set[Element]) -> Iterator[Element]:
    for block in blocks:
        if block.tag == SDT or block in claimed or _mark_of(block):
            return
        yield block


def _is_like(shape: Shape, expected: Shape, offset: int) -> bool:
    """Whether a block is the expected one: the same words, or right beside it a table or figure with other ones."""
    return shape.print == expected.print or (offset == 0 and expected.kind != "p" and shape.kind == expected.kind)


def _adjoin(window: list[Element]) -> bool:
    """Whether blocks stand one right after the other."""
    for block, following in pairwise(window):
        beside = block.getnext()
        while beside is not None and beside.tag not in (P, TBL, SDT):
            beside = beside.getnext()
        if beside is not following:
            return False
    return True


def _says_something(window: list[Element]) -> bool:
    return any(True for block in window for _ in within(block, "w:t"))
