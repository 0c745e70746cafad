"""New words in an old paragraph: only what differs is exchanged, so formats, comments and notes keep their places."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from branchbook.render.living.sharing import shared_out
from branchbook.render.oxml import Element, elements, qualified
from branchbook.render.word.paragraphs import font_hint, text
from branchbook.render.word.refresh.shape import R, T, paragraph_words

_RPR, _TAB, _BREAK = qualified("w:rPr"), qualified("w:tab"), qualified("w:br")
_PLAIN = {_RPR, T, _TAB, _BREAK, qualified("w:cr"), qualified("w:lastRenderedPageBreak")}
_PASSED = {qualified(f"w:{name}") for name in ("pPr", "del", "moveFrom", "sdtPr")}
_FIELDS = 0xE010  # private characters that stand for fields while words are compared
_FIELD_SIGNS = frozenset(map(chr, range(_FIELDS, _FIELDS + 256)))


@dataclass
class Unit:
    """A run of plain text, or a whole field; ``elements`` is what goes when nothing is left of it."""

    words: str
    elements: list[Element]
    is_field: bool = False


def reword(paragraph: Element, fresh: Element) -> bool:
    """Give a paragraph the words of a fresh one; False where a field would have to be written anew."""
    if paragraph_words(paragraph) == paragraph_words(fresh):
        return True
    fields: dict[str, str] = {}
    old, new = units_of(paragraph, fields), units_of(fresh, fields)
    wanted = "".join(unit.words for unit in new)
    plain = [unit for unit in old if not unit.is_field]
    if not plain:
        if any(unit.is_field for unit in (*old, *new)):
            return False
        plain = [_appended(paragraph, new)]
        old.append(plain[0])
    shares = shared_out([unit.words for unit in old], [unit.is_field for unit in old], wanted, _FIELD_SIGNS)
    if shares is None:
        return False
    for unit, share in zip(old, shares, strict=True):
        _settle(unit, share)
    return True


def _appended(paragraph: Element, like: list[Unit]) -> Unit:
    """An empty run at the end of a paragraph, formatted like the fresh one's first."""
    run = etree.SubElement(paragraph, R)
    formats = like[0].elements[0].find(_RPR) if like else None
    if formats is not None:
        run.append(deepcopy(formats))
    return Unit("", [run])


def units_of(paragraph: Element, fields: dict[str, str]) -> list[Unit]:
    """The units of a paragraph in order; ``fields`` gives every field that was met a sign of one letter."""
    units: list[Unit] = []
    field: list[Element] = []
    depth = 0
    for element in _runs(paragraph):
        marks = [mark.get(qualified("w:fldCharType")) for mark in element.iter(qualified("w:fldChar"))]
        simple = element.tag == qualified("w:fldSimple")
        if depth or marks or simple:
            field.append(element)
            depth += marks.count("begin") - marks.count("end")
            if depth == 0:
                units.append(Unit(_sign(_wrapped(field), fields), field, is_field=True))
                field = []
        elif all(child.tag in _PLAIN for child in element):
            units.append(Unit(_run_words(element), [element]))
        else:
            units += [Unit(child.text or "", [child]) for child in element if child.tag == T]
    return units


def _runs(element: Element) -> list[Element]:
    """The runs and simple fields of a paragraph, also those in links and controls within it."""
    found = []
    for child in element:
        if child.tag == R or child.tag == qualified("w:fldSimple"):
            found.append(child)
        elif child.tag not in _PASSED and isinstance(child.tag, str):
            found += _runs(child)
    return found


def _wrapped(field: list[Element]) -> str:
    holder = etree.Element(qualified("w:p"))
    holder.extend(deepcopy(field))
    return paragraph_words(holder)


def _sign(instruction: str, fields: dict[str, str]) -> str:
    return fields.setdefault(instruction, chr(_FIELDS + len(fields)))


def _run_words(run: Element) -> str:
    signs = {_TAB: "\t", _BREAK: "\n", qualified("w:cr"): "\n"}
    return "".join((child.text or "") if child.tag == T else signs.get(child.tag, "") for child in run)


def _settle(unit: Unit, words: str) -> None:
    if words == unit.words:
        return
    first = unit.elements[0]
    if first.tag == T:
        first.text = words
        first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    elif unit.is_field or not words:
        for element in unit.elements:
            element.getparent().remove(element)
    else:
        formats = first.find(_RPR)
        first[:] = [*([formats] if formats is not None else []), *elements(text(words))]
        _shape_signs(first, words)


def _shape_signs(run: Element, words: str) -> None:
    """Ask for Chinese shapes of quotation marks and dashes where the new words need it."""
    if not font_hint(words):
        return
    formats = run.find(_RPR)
    if formats is None:
        formats = etree.Element(_RPR)
        run.insert(0, formats)
    fonts = formats.find(qualified("w:rFonts"))
    if fonts is None:
        fonts = etree.Element(qualified("w:rFonts"))
        style = formats.find(qualified("w:rStyle"))
        formats.insert(0 if style is None else 1, fonts)
    fonts.set(qualified("w:hint"), "eastAsia")
