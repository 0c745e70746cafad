"""New words in a text or table that a person has restyled: formats and widths stay, only what is said changes."""

from __future__ import annotations

from copy import deepcopy

from branchbook.render.deck.drawn import Looks
from branchbook.render.deck.standing import paragraph_words
from branchbook.render.living.sharing import shared_out
from branchbook.render.oxml import NAMESPACES, Element, qualified, within


def reword_text(body: Element, fresh: Element) -> None:
    """Give a text the fresh paragraphs' words; further paragraphs look like the last one, surplus ones go."""
    old, new = body.findall("a:p", NAMESPACES), fresh.findall("a:p", NAMESPACES)
    for paragraph, wanted in zip(old, new, strict=False):
        _reword(paragraph, wanted)
    for wanted in new[len(old) :]:
        last = body.findall("a:p", NAMESPACES)[-1]
        copy = deepcopy(last)
        last.addnext(copy)
        _reword(copy, wanted)
    for surplus in old[max(len(new), 1) :]:
        body.remove(surplus)


def _reword(paragraph: Element, fresh: Element) -> None:
    wanted = "".join(text.text or "" for text in within(fresh, "a:t"))
    if paragraph_words(paragraph) == paragraph_words(fresh):
        return
    runs = paragraph.findall("a:r", NAMESPACES)
    for child in paragraph.findall("a:br", NAMESPACES):
        paragraph.remove(child)
    if not runs:
        _append_runs(paragraph, fresh)
        return
    texts = [run.find("a:t", NAMESPACES) for run in runs]
    shares = shared_out([text.text or "" for text in texts], [False] * len(texts), wanted)
    for run, text, share in zip(runs, texts, shares or (), strict=True):
        text.text = share
        if not share and len(paragraph.findall("a:r", NAMESPACES)) > 1:
            paragraph.remove(run)


def _append_runs(paragraph: Element, fresh: Element) -> None:
    end = paragraph.find("a:endParaRPr", NAMESPACES)
    for run in fresh.findall("a:r", NAMESPACES):
        copy = deepcopy(run)
        if end is not None:
            end.addprevious(copy)
        else:
            paragraph.append(copy)


def reword_table(table: Element, fresh: Element, looks: Looks) -> bool:
    """Give a table the fresh cells: those that nobody restyled whole, the others their words alone.

    Added rows look like their neighbour. Widths and heights stay where a person has set them. False where its columns
    are others.
    """
    rows, wanted = table.findall("a:tr", NAMESPACES), fresh.findall("a:tr", NAMESPACES)
    if not rows or any(len(_cells(row)) != len(_cells(wanted[0])) for row in rows):
        return False
    _measure(table, fresh, looks)
    for row in rows[len(wanted) :]:
        table.remove(row)
    for number, fresh_row in enumerate(wanted):
        like = min(number, len(rows) - 1)
        if number >= len(rows):
            last = table.findall("a:tr", NAMESPACES)[-1]
            last.addnext(_renewed(deepcopy(last)))
        row = table.findall("a:tr", NAMESPACES)[number]
        if looks.heights_are_ours:
            row.set("h", fresh_row.get("h"))
        for place, (cell, fresh_cell) in enumerate(zip(_cells(row), _cells(fresh_row), strict=True)):
            if looks.is_ours(like, place):
                row.replace(cell, deepcopy(fresh_cell))
            else:
                reword_text(cell.find("a:txBody", NAMESPACES), fresh_cell.find("a:txBody", NAMESPACES))
    return True


def _measure(table: Element, fresh: Element, looks: Looks) -> None:
    """The fresh widths where the old ones stand, and the table's style where an editor has dropped it."""
    if looks.widths_are_ours:
        table.replace(table.find("a:tblGrid", NAMESPACES), deepcopy(fresh.find("a:tblGrid", NAMESPACES)))
    properties = table.find("a:tblPr", NAMESPACES)
    if properties is not None and properties.find("a:tableStyleId", NAMESPACES) is None:
        table.replace(properties, deepcopy(fresh.find("a:tblPr", NAMESPACES)))


def _cells(row: Element) -> list[Element]:
    cells: list[Element] = row.findall("a:tc", NAMESPACES)
    return cells


def _renewed(row: Element) -> Element:
    """A copied row without the identity that PowerPoint gave the one it was copied from."""
    for extension in [child for child in row if child.tag == qualified("a:extLst")]:
        row.remove(extension)
    return row
