"""What Word counts: numbers of captions, references to them, and the entries of contents and lists, right before anyone
updates a field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from branchbook.render.oxml import NAMESPACES, VAL, Element, elements, qualified, value_of, within
from branchbook.render.word.contents import Entry, caption_lines, contents_lines
from branchbook.render.word.identity import Identities
from branchbook.render.word.numbering import written_number
from branchbook.render.word.refresh.desk import Desk
from branchbook.render.word.refresh.shape import P, T

_SEQUENCE = re.compile(r"SEQ\s+(\S+)")
_REFERENCE = re.compile(r"^\s*REF\s+(\S+)")
_LABEL = re.compile(r'\\c\s+"?([^"\s]+)"?')
_KIND = qualified("w:fldCharType")
_HIDDEN = {qualified(f"w:{name}") for name in ("del", "moveFrom", "instrText")}
_LOST = "—"  # where a reference leads nowhere any more
_NAME, _ID = qualified("w:name"), qualified("w:id")
_CODE, _SIMPLE = qualified("w:instrText"), qualified("w:fldSimple")
_INSTRUCTIONS = (_CODE, _SIMPLE)
_PAGE = re.compile("\t[0-9]+$")
_LEVELS = {"heading 1": 1, "heading 2": 2, "heading 3": 3, "branchbook appendix heading": 1}
_UNNUMBERED = {"branchbook appendix heading"}
_DEEPEST = 2


def recount(body: Element) -> None:
    """Number captions anew, label by label, in the order in which they now stand."""
    counts: dict[str, int] = {}
    for instruction, shown in _fields(body):
        label = _SEQUENCE.search(instruction)
        if label is None or "\\r" in instruction or "\\c" in instruction:
            continue
        counts[label[1]] = counts.get(label[1], 0) + 1
        _show(shown, str(counts[label[1]]))


def refer(body: Element) -> None:
    """Let references to captions show the label and number that now stand there; to one that is gone, none."""
    numbers = _numbers_of_captions(body)
    for instruction, shown in _fields(body):
        target = _REFERENCE.search(instruction)
        if target is None or not target[1].startswith("_Ref"):
            continue
        if target[1] in numbers:
            _show(shown, numbers[target[1]])
        elif not any(mark.get(_NAME) == target[1] for mark in within(body, "w:bookmarkStart")):
            _show(shown, _LOST)


def _numbers_of_captions(body: Element) -> dict[str, str]:
    """What stands within every bookmark around the label and number of a caption, by the bookmark's name."""
    numbers = {}
    for mark in within(body, "w:bookmarkStart"):
        if mark.get(_NAME).startswith("_Ref"):
            held = _through(mark)
            if any("SEQ" in (code.text or "") for one in held for code in one.iter(_CODE)):
                numbers[mark.get(_NAME)] = "".join(text.text or "" for one in held for text in one.iter(T))
    return numbers


def _through(mark: Element) -> list[Element]:
    """The elements beside one another from a bookmark's beginning to its end."""
    held: list[Element] = []
    for beside in mark.itersiblings():
        if beside.tag == qualified("w:bookmarkEnd") and beside.get(_ID) == mark.get(_ID):
            return held
        held.append(beside)
    return []


def _fields(body: Element) -> Iterator[tuple[str, list[Element]]]:
    """Each field of a sequence or reference: its instruction and the texts that show its value."""
    for paragraph in _paragraphs_with(body, *_INSTRUCTIONS):
        depth, instruction, shown, separated = 0, "", [], False
        for element in paragraph.iter(qualified("w:fldChar"), _CODE, T, _SIMPLE):
            if element.tag == _SIMPLE:
                if _is_counted(element.get(qualified("w:instr"), "")):
                    yield element.get(qualified("w:instr")), list(within(element, "w:t"))
            elif element.tag == _CODE:
                instruction += element.text or ""
            elif element.tag == T:
                shown += [element] if depth and separated else []
            else:
                kind = element.get(_KIND)
                depth += {"begin": 1, "end": -1}.get(kind, 0)
                separated = kind == "separate" or (separated and depth > 0)
                if kind == "begin" and depth == 1:
                    instruction, shown = "", []
                if kind == "end" and depth == 0 and _is_counted(instruction):
                    yield instruction, shown


def _paragraphs_with(body: Element, *names: str) -> dict[Element, None]:
    """The paragraphs that hold an element of such a name, in order."""
    return dict.fromkeys(next(element.iterancestors(P)) for element in body.iter(*names))


def _is_counted(instruction: str) -> bool:
    return "SEQ" in instruction or _REFERENCE.search(instruction) is not None


def _show(shown: list[Element], number: str) -> None:
    if shown and "".join(text.text or "" for text in shown) != number:
        shown[0].text = number
        for text in shown[1:]:
            text.text = ""


@dataclass
class _Standing:
    """Contents or a list that stand: their paragraphs from the field's beginning to its end."""

    paragraphs: list[Element]
    instruction: str

    @property
    def label(self) -> str:
        """The label whose captions a list lists; empty for contents."""
        found = _LABEL.search(self.instruction)
        return found[1] if found else ""


def refresh_contents(desk: Desk, body: Element, language: str) -> None:
    """Write the entries of contents and lists anew where headings or captions have changed; those with page numbers
    are left to the program that knows the pages."""
    fields = _contents_in(body)
    inside = {paragraph for standing in fields for paragraph in standing.paragraphs}
    for standing in fields:
        _refresh_entries(desk, body, language, standing, inside)


def _refresh_entries(desk: Desk, body: Element, language: str, standing: _Standing, inside: set[Element]) -> None:
    texts = [_visible(paragraph) for paragraph in standing.paragraphs]
    if any(_PAGE.search(text) for text in texts) or re.search(r"\\[tbf]\s", standing.instruction):
        return
    label = standing.label
    listed = _captions(desk, body, label, inside) if label else _listed(desk, body, language, inside)
    same = [text.strip() for text in texts if text.strip()] == [entry.words.strip() for entry in listed]
    # LibreOffice fills the entries with fields for page numbers that show none; they are written as ours again.
    if (same and not _asks_for_pages(standing.paragraphs)) or not listed:
        return
    styles = {name: desk.style_for(name) for name in ("toc 1", "toc 2", "table of figures")}
    fresh = elements(caption_lines(label, listed, styles) if label else contents_lines(listed, styles))
    for paragraph in fresh:
        standing.paragraphs[0].addprevious(paragraph)
    for paragraph in standing.paragraphs:
        paragraph.getparent().remove(paragraph)


def _asks_for_pages(paragraphs: list[Element]) -> bool:
    asked = (instruction.text or "" for p in paragraphs for instruction in within(p, "w:instrText"))
    return any("PAGEREF" in instruction for instruction in asked)


def _contents_in(body: Element) -> list[_Standing]:
    return [
        _Standing(_through_end(next(instruction.iterancestors(P))), instruction.text)
        for instruction in within(body, "w:instrText")
        if (instruction.text or "").split()[:1] == ["TOC"]
    ]


def _through_end(first: Element) -> list[Element]:
    paragraphs, depth = [], 0
    for paragraph in [first, *first.itersiblings(P)]:
        paragraphs.append(paragraph)
        kinds = [mark.get(_KIND) for mark in within(paragraph, "w:fldChar")]
        depth += kinds.count("begin") - kinds.count("end")
        if depth <= 0:
            break
    return paragraphs


def _captions(desk: Desk, body: Element, label: str, contents: set[Element]) -> list[Entry]:
    """An entry for every caption with this label, in the order in which they stand."""
    listed = []
    for paragraph in _paragraphs_with(body, _CODE):
        codes = (_SEQUENCE.search(code.text or "") for code in within(paragraph, "w:instrText"))
        if paragraph not in contents and any(code is not None and code[1] == label for code in codes):
            words = _visible(paragraph).replace("\n", " ").replace("\t", " ").strip()
            listed.append(Entry(0, words, _target(paragraph, words, desk.identities)))
    return listed


def _listed(desk: Desk, body: Element, language: str, contents: set[Element]) -> list[Entry]:
    counts = [0, 0, 0]
    gap = "" if language.startswith("zh") else "  "
    listed = []
    for styled in within(body, "w:pStyle"):
        style, paragraph = desk.standing.names.get(styled.get(VAL), ""), styled.getparent().getparent()
        level = _LEVELS.get(style)
        if level is None or paragraph.tag != P or paragraph in contents:
            continue
        words = _visible(paragraph).replace("\n", " ").replace("\t", " ").strip()
        if not words:
            continue
        number = ""
        if style not in _UNNUMBERED and value_of(paragraph, "w:pPr/w:numPr/w:numId") != "0":
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            number = written_number(counts[:level], language) + gap
        if level <= _DEEPEST:
            listed.append(Entry(level, number + words, _target(paragraph, words, desk.identities)))
    return listed


def _target(paragraph: Element, words: str, identities: Identities) -> str:
    """The bookmark at a heading; a person's own heading gets one, as Word gives it one."""
    for mark in within(paragraph, "w:bookmarkStart"):
        if mark.get(qualified("w:name")).startswith("_Toc"):
            return str(mark.get(qualified("w:name")))
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big") % 10**9
    name, place = identities.bookmark_name(f"_Toc{number:09d}"), identities.bookmark()
    start, end = elements(f'<w:bookmarkStart w:id="{place}" w:name="{name}"/><w:bookmarkEnd w:id="{place}"/>')
    properties = paragraph.find("w:pPr", NAMESPACES)
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)
    return name


def _visible(paragraph: Element) -> str:
    signs = {qualified("w:tab"): "\t", qualified("w:br"): "\n"}
    words = []
    for element in paragraph.iter(T, *signs):
        if not any(above.tag in _HIDDEN for above in element.iterancestors()) and _is_in_line(element):
            words.append(signs.get(element.tag) or element.text or "")
    return "".join(words)


def _is_in_line(element: Element) -> bool:
    """Whether a tab is one in the text, not a tab stop of the paragraph's."""
    return bool(element.getparent().tag == qualified("w:r"))
