"""Numbers within lines: put back into their controls, in generated sentences and in those of a person."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from branchbook.render.oxml import NAMESPACES, Element, elements, qualified, value_of, within
from branchbook.render.word.controls import inline_control
from branchbook.render.word.identity import LINE_MARK, line_bookmark_of
from branchbook.render.word.paragraphs import run, text
from branchbook.render.word.refresh.desk import Desk
from branchbook.render.word.refresh.shape import SDT, P, R
from branchbook.render.word.refresh.words import Unit, units_of

_START, _END = qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")
_NAME, _ID = qualified("w:name"), qualified("w:id")


@dataclass(frozen=True)
class _Place:
    """Where a number stands in a paragraph: from which letter to which."""

    start: int
    stop: int
    tag: str


def revive_numbers(desk: Desk, paragraph: Element, fresh: Element) -> None:
    """Put the numbers of a paragraph that says what the fresh one does into the controls in which that has them."""
    if all(next(within(one, "w:sdt"), None) is None for one in (paragraph, fresh)):
        return
    fields: dict[str, str] = {}
    wanted = _places(units_of(fresh, fields))
    standing = units_of(paragraph, fields)
    if _places(standing) == wanted or _letters(standing) != _letters(units_of(fresh, fields)):
        return
    numbers = _taken_off(desk, paragraph)
    for place in wanted:
        runs = _cut_out(units_of(paragraph, fields), place)
        if runs:
            mark_number(desk, _hold(desk, runs, place.tag, numbers.get(place.tag, [])), place.tag)


def _letters(units: list[Unit]) -> str:
    return "".join(unit.words for unit in units)


def _places(units: list[Unit]) -> list[_Place]:
    places: list[_Place] = []
    letters, last = 0, None
    for unit in units:
        control = next(unit.elements[0].iterancestors(SDT, P), None)
        begun, letters = letters, letters + len(unit.words)
        if control is None or control.tag != SDT:
            last = None
        elif control is last:
            places[-1] = _Place(places[-1].start, letters, places[-1].tag)
        else:
            last = control
            places.append(_Place(begun, letters, value_of(control, "w:sdtPr/w:tag")))
    return places


def _taken_off(desk: Desk, paragraph: Element) -> dict[str, list[str]]:
    """Take all numbers out of their controls and bookmarks; answers the controls' ids by tag, to be used again."""
    ids: dict[str, list[str]] = {}
    for mark in [one for one in within(paragraph, "w:bookmarkStart") if one.get(_NAME).startswith(LINE_MARK)]:
        desk.identities.names.discard(mark.get(_NAME))
        for end in [one for one in within(paragraph, "w:bookmarkEnd") if one.get(_ID) == mark.get(_ID)]:
            end.getparent().remove(end)
        mark.getparent().remove(mark)
    for control in list(within(paragraph, "w:sdt")):
        ids.setdefault(value_of(control, "w:sdtPr/w:tag"), []).append(value_of(control, "w:sdtPr/w:id"))
        for child in list(control.find("w:sdtContent", NAMESPACES)):
            control.addprevious(child)
        control.getparent().remove(control)
    return ids


def _cut_out(units: list[Unit], place: _Place) -> list[Element]:
    """The runs that hold just these letters; none where they can't be had apart from others."""
    runs: list[Element] = []
    letters = 0
    for unit in units:
        begun, letters = letters, letters + len(unit.words)
        if letters <= place.start or begun >= place.stop:
            continue
        if unit.is_field or unit.elements[0].tag != R:
            return []
        runs.append(_cut(unit.elements[0], unit.words, max(place.start - begun, 0), place.stop - begun))
    adjoin = all(one.getnext() is following for one, following in pairwise(runs))
    return runs if adjoin else []


def _cut(run: Element, words: str, start: int, stop: int) -> Element:
    """The part of a run from one letter up to another, the rest of it in runs of its own beside it."""
    if start > 0:
        _say(before := deepcopy(run), words[:start])
        run.addprevious(before)
    if stop < len(words):
        _say(after := deepcopy(run), words[stop:])
        run.addnext(after)
    if start > 0 or stop < len(words):
        _say(run, words[start:stop])
    return run


def _say(run: Element, words: str) -> None:
    formats = run.find("w:rPr", NAMESPACES)
    run[:] = [*([formats] if formats is not None else []), *elements(text(words))]


def _hold(desk: Desk, content: list[Element], tag: str, ids: list[str]) -> Element:
    """Put adjoining elements of a line into a control."""
    if ids:
        desk.identities.controls.discard(int(ids[0]))
        ids.pop(0)
    (control,) = elements(inline_control(desk.identities, tag, ""))
    content[0].addprevious(control)
    control.find("w:sdtContent", NAMESPACES).extend(content)
    return control


def say_in_line(control: Element, words: str, *, keep_format: bool) -> None:
    """Give a control within a line these words, in the letters of the old ones where they are kept; bookmarks stay."""
    content = control.find("w:sdtContent", NAMESPACES)
    formats = content.find(".//w:rPr", NAMESPACES) if keep_format else None
    (fresh,) = elements(run(words) or "<w:r/>")
    if formats is not None:
        for known in fresh.findall("w:rPr", NAMESPACES):
            fresh.remove(known)
        fresh.insert(0, formats)
    starts, ends = (content.findall(name, NAMESPACES) for name in ("w:bookmarkStart", "w:bookmarkEnd"))
    content[:] = [*starts, fresh, *ends]
    for known in control.findall("w:sdtPr/w:showingPlcHdr", NAMESPACES):
        known.getparent().remove(known)


def mark_number(desk: Desk, control: Element, tag: str) -> None:
    """Give a number within a line its second anchor, where it has none."""
    content = control.find("w:sdtContent", NAMESPACES)
    if any(_is_line_mark(mark, tag) for mark in within(content, "w:bookmarkStart")) or not len(content):
        return
    number = desk.identities.bookmark()
    name = desk.identities.bookmark_name(line_bookmark_of(tag))
    start, end = elements(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>')
    content.insert(0, start)
    content.append(end)


def hold_marked_numbers(desk: Desk, root: Element, tags: set[str]) -> None:
    """Put numbers that an editor has taken out of their controls, known by their second anchor, into controls again."""
    named = {line_bookmark_of(tag): tag for tag in tags}
    for mark in list(within(root, "w:bookmarkStart")):
        name = mark.get(_NAME)
        tag = named.get(name) or named.get(name.rpartition("_")[0])
        if tag is None or _is_held(mark):
            continue
        content = _through_end(mark)
        if content:
            _hold(desk, content, tag, [])


def _is_held(mark: Element) -> bool:
    """Whether a bookmark stands in a control that has kept its tag."""
    holder = next(mark.iterancestors(SDT, P), None)
    return holder is not None and holder.tag == SDT and value_of(holder, "w:sdtPr/w:tag") != ""


def _is_line_mark(mark: Element, tag: str) -> bool:
    return line_bookmark_of(tag) in (mark.get(_NAME), mark.get(_NAME).rpartition("_")[0])


def _through_end(start: Element) -> list[Element]:
    """The elements from a bookmark's beginning to its end, where both stand side by side with a run between."""
    found = [start]
    beside = start.getnext()
    while beside is not None:
        found.append(beside)
        if beside.tag == _END and beside.get(_ID) == start.get(_ID):
            return found if any(element.tag == R for element in found) else []
        beside = beside.getnext()
    return []
