"""The bookmarks by which parts are known again, put right where editing has left them crooked.

Splitting a paragraph leaves a bookmark that begins in one paragraph and ends in another, which LibreOffice 7.4 breaks
on saving; some editors copy a bookmark along with its words, so that two have one name.
"""

from __future__ import annotations

from collections.abc import Iterable

from branchbook.render.oxml import Element, qualified
from branchbook.render.word.identity import BOOKMARKS
from branchbook.render.word.refresh.shape import P

_START, _END = qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")
_NAME, _ID = qualified("w:name"), qualified("w:id")


def mend_bookmarks(roots: Iterable[Element]) -> None:
    """Keep each bookmark of the program's within its paragraph, and the first of those that share a name."""
    names: set[str] = set()
    for root in roots:
        begun: dict[str, Element] = {}
        copied: set[str] = set()
        for mark in list(root.iter(_START, _END)):
            number = mark.get(_ID)
            if mark.tag == _END:
                _end(mark, begun.pop(number, None), is_copy=number in copied)
                copied.discard(number)
            elif not mark.get(_NAME, "").startswith(BOOKMARKS):
                continue
            elif mark.get(_NAME) in names:
                copied.add(number)
                mark.getparent().remove(mark)
            else:
                names.add(mark.get(_NAME))
                begun[number] = mark


def _end(end: Element, start: Element | None, *, is_copy: bool) -> None:
    if is_copy:
        end.getparent().remove(end)
    elif start is not None:
        paragraph = next(start.iterancestors(P), None)
        if paragraph is not None and paragraph is not next(end.iterancestors(P), None):
            paragraph.append(end)
