"""Page numbers in the contents, as LibreOffice breaks the pages: it prints the report, and the print tells the pages.

The numbers are written as Word writes them, so that Word and WPS show them as they are. They are the program's own as
long as nobody has changed the contents: a bookmark in them carries the fingerprint of what was written. A refresh takes
them off a report that changes, since a number that is false is worse than none.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from branchbook.render.living.package import Package, opened, packed
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES, Element, elements, qualified, within
from branchbook.render.word.fields import field

_AWAITED = "00"
_MARK = "_bbPages_"
_SECTION = "_bbSection_"
_HYPERLINK, _P = qualified("w:hyperlink"), qualified("w:p")
_KIND, _NAME, _ANCHOR = qualified("w:fldCharType"), qualified("w:name"), qualified("w:anchor")
_WITHOUT = re.compile(r"\s\\n(?=\s|$)")

_STREAM = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGES = re.compile(rb"/Type\s*/Pages\b.*?/Kids\s*\[(.*?)\]", re.DOTALL)
_PLACE = re.compile(rb"[/(]([A-Za-z0-9#_]+)\)?\s*\[\s*(\d+) 0 R\s*/XYZ")
_OBJECT = re.compile(rb"(\d+) 0 R")


def awaiting_pages(report: Path) -> bytes | None:
    """The report with room for page numbers in its contents, to be printed; None where there are none to be filled.

    Contents that a person has updated in Word, or written, are theirs.
    """
    package = opened(report)
    root = package.tree(package.document())
    take_off_pages(package)
    fields = [paragraphs for paragraphs in _contents(root) if not _has_pages(paragraphs)]
    if not any(_entries(paragraphs) for paragraphs in fields):
        return None
    for paragraphs in fields:
        _fill(paragraphs, {})
    for number, paragraph in enumerate(_restarts(root)):
        _bookmark(paragraph, f"{_SECTION}{number}", 10**6 + number)
    return packed(package.final())


def with_pages(report: Path, printed: bytes) -> bytes | None:
    """The report with the page numbers that its print tells; None where the print doesn't tell all of them."""
    package = opened(report)
    take_off_pages(package)
    root = package.tree(package.document())
    shown = _shown_numbers(root, _places(printed))
    fields = [paragraphs for paragraphs in _contents(root) if not _has_pages(paragraphs)]
    wanted = {entry.get(_ANCHOR) for paragraphs in fields for entry in _entries(paragraphs)}
    if not wanted or not wanted <= shown.keys():
        return None
    number = max([int(mark.get(qualified("w:id"))) for mark in within(root, "w:bookmarkStart")], default=0)
    for paragraphs in fields:
        _fill(paragraphs, shown)
        number += 1
        _bookmark(paragraphs[0], _MARK + _print(paragraphs), number)
    return packed(package.final())


def take_off_pages(package: Package) -> bool:
    """Take page numbers off that the program itself has put in; whether there were any."""
    root = package.tree(package.document())
    taken = False
    for paragraphs in _contents(root):
        marks = [m for p in paragraphs for m in within(p, "w:bookmarkStart") if m.get(_NAME).startswith(_MARK)]
        if not any(mark.get(_NAME) == _MARK + _print(paragraphs) for mark in marks):
            continue
        for mark in marks:
            _drop_bookmark(root, mark)
        for entry in _entries(paragraphs):
            _take_number_off(entry)
        for code in _instructions(paragraphs):
            if code.text.split()[:1] == ["TOC"] and not _WITHOUT.search(code.text):
                code.text = code.text.replace(" \\h", " \\n \\h", 1)
        taken = True
    return taken


def _fill(paragraphs: list[Element], numbers: Mapping[str, str]) -> None:
    for entry in _entries(paragraphs):
        target = entry.get(_ANCHOR)
        shown = numbers.get(target, _AWAITED)
        entry.extend(elements("<w:r><w:tab/></w:r>" + field(f"PAGEREF {target} \\h", shown)))
    for code in _instructions(paragraphs):
        if code.text.split()[:1] == ["TOC"]:
            code.text = _WITHOUT.sub("", code.text)


def _take_number_off(entry: Element) -> None:
    """Take off the last tab of an entry and what follows it."""
    runs = list(entry)
    tabs = [place for place, run in enumerate(runs) if run.find("w:tab", NAMESPACES) is not None]
    for run in runs[tabs[-1] :] if tabs else ():
        entry.remove(run)


def _contents(root: Element) -> Iterator[list[Element]]:
    """The paragraphs of every contents and list, from the field's beginning to its end."""
    for code in list(within(root, "w:instrText")):
        if (code.text or "").split()[:1] != ["TOC"]:
            continue
        first = next(code.iterancestors(_P))
        paragraphs, depth = [], 0
        for paragraph in (first, *first.itersiblings(_P)):
            paragraphs.append(paragraph)
            kinds = [mark.get(_KIND) for mark in within(paragraph, "w:fldChar")]
            depth += kinds.count("begin") - kinds.count("end")
            if depth <= 0:
                break
        yield paragraphs


def _instructions(paragraphs: list[Element]) -> Iterator[Element]:
    return (code for paragraph in paragraphs for code in within(paragraph, "w:instrText") if code.text)


def _entries(paragraphs: list[Element]) -> list[Element]:
    return [link for paragraph in paragraphs for link in paragraph.iter(_HYPERLINK) if link.get(_ANCHOR)]


def _has_pages(paragraphs: list[Element]) -> bool:
    """Whether a person's program has put page numbers in."""
    return any(run.find("w:tab", NAMESPACES) is not None for entry in _entries(paragraphs) for run in entry)


def _print(paragraphs: list[Element]) -> str:
    words = ("".join(t.text or "" for t in within(paragraph, "w:t")) for paragraph in paragraphs)
    return words_print("\n".join(words))


def _bookmark(paragraph: Element, name: str, number: int) -> None:
    start, end = elements(f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>')
    paragraph.insert(0 if paragraph.find("w:pPr", NAMESPACES) is None else 1, start)
    paragraph.append(end)


def _drop_bookmark(root: Element, mark: Element) -> None:
    number = mark.get(qualified("w:id"))
    for end in [end for end in within(root, "w:bookmarkEnd") if end.get(qualified("w:id")) == number]:
        end.getparent().remove(end)
    mark.getparent().remove(mark)


def _restarts(root: Element) -> Iterator[Element]:
    """The first paragraph of every section that counts its pages from a number of its own."""
    return (first for first, _ in _sections(root))


def _sections(root: Element) -> Iterator[tuple[Element, int]]:
    first: Element = None
    for element in root.find("w:body", NAMESPACES).iter(_P, qualified("w:sectPr")):
        if element.tag == _P:
            first = element if first is None else first
            continue
        start = element.find("w:pgNumType", NAMESPACES)
        if first is not None and start is not None and start.get(qualified("w:start")):
            yield first, int(start.get(qualified("w:start")))
        first = None


def _shown_numbers(root: Element, places: Mapping[str, int]) -> dict[str, str]:
    """What each bookmark's page shows as its number: sections may count from a number of their own."""
    restarts = [
        (places[name], start)
        for number, (_, start) in enumerate(_sections(root))
        if (name := f"{_SECTION}{number}") in places
    ]
    shown = {}
    for name, page in places.items():
        begun, start = max((one for one in restarts if one[0] <= page), default=(1, 1))
        shown[name] = str(start + page - begun)
    return shown


def _places(printed: bytes) -> dict[str, int]:
    """The page of every bookmark of a PDF, counted from 1.

    LibreOffice writes signs other than letters and digits as their code, some versions with a # before it.
    """
    content = io.BytesIO(printed)
    content.seek(0, io.SEEK_END)
    for stream in _STREAM.findall(printed):
        content.write(zlib.decompress(stream))
    pages = [int(number) for kids in _PAGES.findall(content.getvalue()) for number in _OBJECT.findall(kids)]
    found = _PLACE.findall(content.getvalue())
    return {_decoded(name): pages.index(int(page)) + 1 for name, page in found if int(page) in pages}


def _decoded(name: bytes) -> str:
    return name.replace(b"#", b"").replace(b"5F", b"_").decode("ascii")
