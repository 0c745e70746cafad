"""A fresh part in the place of an old one that nobody has reworded: what a person gave to its looks stays."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES, VAL, Element, elements, qualified, within
from branchbook.render.word.refresh.desk import Desk
from branchbook.render.word.refresh.figures import describe, refresh_figure, release
from branchbook.render.word.refresh.parts import Found, FreshPart
from branchbook.render.word.refresh.record import Written
from branchbook.render.word.refresh.shape import P, Shape, blocks_in
from branchbook.render.word.refresh.tables import refresh_table
from branchbook.render.word.refresh.words import reword


def merge(desk: Desk, found: Found, old: Written, fresh: FreshPart) -> bool:
    """Make a part say what the fresh one does; False where it can't, because a chart has become another kind."""
    if [shape.kind for shape in found.shapes if shape.kind != "p"] != _cores(fresh.written.shapes):
        _exchange_whole(desk, found, fresh)
        return True
    pairs = _paired(found, fresh)
    for block, wanted in pairs:
        drawn = wanted.kind == "g" and block is not None
        if drawn and not refresh_figure(desk, block, _block(fresh, wanted), found.story.part, old):
            return False
    kept: list[Element] = []
    last: Element | None = None
    for block, wanted in pairs:
        last = _merged(desk, found, block, _block(fresh, wanted), wanted, old, last)
        kept.append(last)
    for block in [block for block in found.blocks if block not in kept and block.getparent() is not None]:
        _remove_block(block)
    found.blocks = kept
    return True


def _cores(shapes: tuple[Shape, ...]) -> list[str]:
    return [shape.kind for shape in shapes if shape.kind != "p"]


def _block(fresh: FreshPart, wanted: Shape) -> Element:
    return fresh.blocks[next(i for i, shape in enumerate(fresh.written.shapes) if shape is wanted)]


def _paired(found: Found, fresh: FreshPart) -> list[tuple[Element | None, Shape]]:
    """For each fresh block the old one in its place; paragraphs count from the table or figure between them."""
    old = list(zip(found.blocks, found.shapes, strict=True))
    core = next((i for i, (_, shape) in enumerate(old) if shape.kind != "p"), None)
    wanted = list(fresh.written.shapes)
    fresh_core = next((i for i, shape in enumerate(wanted) if shape.kind != "p"), None)
    if core is None or fresh_core is None:
        return [(old[i][0] if i < len(old) else None, shape) for i, shape in enumerate(wanted)]
    shift = core - fresh_core
    return [(old[i + shift][0] if 0 <= i + shift < len(old) else None, shape) for i, shape in enumerate(wanted)]


def _merged(
    desk: Desk, found: Found, block: Element | None, fresh: Element, shape: Shape, old: Written, last: Element | None
) -> Element:
    if block is None:
        return _added(desk, found, fresh, shape, last)
    if shape.kind == "t":
        table = refresh_table(desk, block, fresh, found.story.part)
        _describe_table(table, fresh, old.alt)
        return table
    if not reword(block, fresh):
        copy = desk.imported(fresh, found.story.part)
        block.getparent().replace(block, copy)
        return copy
    _restyle(desk, block, fresh, old, found)
    return block


def _added(desk: Desk, found: Found, fresh: Element, shape: Shape, last: Element | None) -> Element:
    """A paragraph more than before: in the looks of the one above it where that is of the same kind."""
    alike = last is not None and last.tag == P and shape.style == _fresh_style(found, last, desk)
    added = _like(last) if alike else desk.imported(fresh, found.story.part)
    if alike and not reword(added, fresh):
        added = desk.imported(fresh, found.story.part)
    if last is not None:
        last.addnext(added)
    else:
        found.blocks[0].addprevious(added)
    return added


def _fresh_style(found: Found, block: Element, desk: Desk) -> str:
    return desk.standing.reader(found.story.part).style_name(block, "w:pPr/w:pStyle")


def _like(paragraph: Element) -> Element:
    """An empty paragraph in the looks of another: its properties and the letters of its first run."""
    copy = etree.Element(P)
    properties = paragraph.find("w:pPr", NAMESPACES)
    if properties is not None:
        properties = deepcopy(properties)
        for single in ("w:pageBreakBefore", "w:sectPr"):
            for known in properties.findall(single, NAMESPACES):
                properties.remove(known)
        copy.append(properties)
    run = next((run for run in within(paragraph, "w:r") if run.find("w:t", NAMESPACES) is not None), None)
    fresh = etree.SubElement(copy, qualified("w:r"))
    formats = run.find("w:rPr", NAMESPACES) if run is not None else None
    if formats is not None:
        fresh.append(deepcopy(formats))
    return copy


def _restyle(desk: Desk, block: Element, fresh: Element, old: Written, found: Found) -> None:
    """The fresh style, where the paragraph still has the one last written."""
    reader = desk.standing.reader(found.story.part)
    now = reader.style_name(block, "w:pPr/w:pStyle")
    wanted = desk.fresh.reader(found.story.part).style_name(fresh, "w:pPr/w:pStyle")
    place = next((i for i, known in enumerate(found.blocks) if known is block), -1)
    written = old.shapes[place].style if 0 <= place < len(old.shapes) else ""
    style = block.find("w:pPr/w:pStyle", NAMESPACES)
    if style is not None and now == written != wanted and desk.style_for(wanted):
        style.set(VAL, desk.style_for(wanted))


def _describe_table(table: Element, fresh: Element, alt: str) -> None:
    """Caption and description for people who don't see the table, where missing or as last written."""
    properties = table.find("w:tblPr", NAMESPACES)
    wanted = fresh.find("w:tblPr/w:tblDescription", NAMESPACES)
    known = properties.find("w:tblDescription", NAMESPACES)
    if wanted is None or (known is not None and words_print(known.get(VAL, "")) != alt):
        return
    for name in ("w:tblCaption", "w:tblDescription"):
        for gone in properties.findall(name, NAMESPACES):
            properties.remove(gone)
        properties.append(deepcopy(fresh.find(f"w:tblPr/{name}", NAMESPACES)))


def describe_again(found: Found, fresh: FreshPart, old: Written) -> None:
    """Give figures and tables back the description that an editor has dropped."""
    for block, shape in zip(found.blocks, found.shapes, strict=True):
        wanted = next(
            (b for b, s in zip(fresh.blocks, fresh.written.shapes, strict=True) if s.kind == shape.kind), None
        )
        if wanted is not None and shape.kind == "t":
            _describe_table(block, wanted, old.alt)
        elif wanted is not None and shape.kind == "g":
            describe(block, wanted, old.alt)


def _exchange_whole(desk: Desk, found: Found, fresh: FreshPart) -> None:
    """Other kinds of blocks than before: a table where a sentence said that data were missing."""
    copies = [desk.imported(block, found.story.part) for block in fresh.blocks]
    for copy in copies:
        found.blocks[0].addprevious(copy)
    old, found.blocks = found.blocks, copies
    for block in old:
        _remove_block(block)
    release(desk.standing.package, found.story.part, old)


def _remove_block(block: Element) -> None:
    """Take a block out; a section's end that a person put into it stays."""
    if block.tag == P and block.find("w:pPr/w:sectPr", NAMESPACES) is not None:
        for child in list(block):
            if child.tag != qualified("w:pPr"):
                block.remove(child)
        return
    block.getparent().remove(block)


def remove_part(desk: Desk, found: Found) -> None:
    """Take a part out whose subject is gone."""
    blocks = found.blocks
    if found.control is not None:
        kept = [b for b in blocks if b.tag == P and b.find("w:pPr/w:sectPr", NAMESPACES) is not None]
        for block in kept:
            _remove_block(block)
            found.control.addprevious(block)
        if found.control.getparent() is not None and _needs_block(found.control):
            found.control.addprevious(etree.Element(P))
        found.control.getparent().remove(found.control)
    else:
        for block in blocks:
            _remove_block(block)
    release(desk.standing.package, found.story.part, blocks)


def _needs_block(control: Element) -> bool:
    """Whether a cell or control would be left without a paragraph, which Word takes for damage."""
    holder = control.getparent()
    return holder.tag == qualified("w:tc") and len(list(blocks_in(holder))) == len(list(blocks_in([control])))


def hold(desk: Desk, found: Found, fresh: FreshPart) -> None:
    """Put a part that has lost its control into one again, and give it back its bookmark."""
    copy = desk.imported_shell(fresh.control)
    first = found.blocks[0]
    first.addprevious(copy)
    content = copy.find("w:sdtContent", NAMESPACES)
    place, last = copy.getnext(), found.blocks[-1]
    while place is not None:
        following = place.getnext()
        content.append(place)
        if place is last:
            break
        place = following
    found.control = copy
    _mark(desk, found, fresh.written)


def _mark(desk: Desk, found: Found, written: Written) -> None:
    names = {mark.get(qualified("w:name")) for block in found.blocks for mark in within(block, "w:bookmarkStart")}
    if not written.mark or written.mark in names or written.mark in desk.identities.names:
        return
    paragraph = found.blocks[min(written.anchor, len(found.blocks) - 1)]
    if paragraph.tag != P:
        return
    number = desk.identities.bookmark()
    desk.identities.names.add(written.mark)
    start, end = elements(f'<w:bookmarkStart w:id="{number}" w:name="{written.mark}"/><w:bookmarkEnd w:id="{number}"/>')
    paragraph.insert(0 if paragraph.find("w:pPr", NAMESPACES) is None else 1, start)
    paragraph.append(end)


def retitle(found: Found, title: str) -> None:
    """The title that the control shows."""
    alias = found.control.find("w:sdtPr/w:alias", NAMESPACES) if found.control is not None else None
    if alias is not None and alias.get(VAL) != title:
        alias.set(VAL, title)
