"""The fresh version of a part that a person has reworded, offered beside it as a comment of Word's.

A comment is ours where its author is. It is replaced, never doubled, and goes when it is no longer needed, unless
somebody has answered it.
"""

from __future__ import annotations

from dataclasses import dataclass

from branchbook.render.living.package import COMMENTS, Package
from branchbook.render.oxml import NAMESPACES, Element, elements, qualified, within
from branchbook.render.plaintext import xml_attribute
from branchbook.render.word.paragraphs import run
from branchbook.render.word.refresh.shape import TBL, P, table_words

AUTHOR = "Branchbook"

_MOST_LETTERS = 4000  # of a long table; Word shows comments beside the text
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ID = qualified("w:id")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_EMPTY = '<w:comments xmlns:w="{w}"/>'


@dataclass
class Offers:
    """The comments of one document."""

    package: Package
    document: str

    def offer(self, blocks: list[Element], words: str) -> None:
        """Offer these words at the first of these blocks; a comment of ours that stands there says them from now on."""
        known = self._ours(blocks)
        if not known:
            self._add(blocks, words)
            return
        comment = self._comments()[known[0]]
        if _said(comment) != words.split("\n"):
            _say(comment, words)
        for number in known[1:]:
            self._remove(blocks, number)

    def withdraw(self, blocks: list[Element]) -> None:
        """Take back what was offered here, where nobody has answered it."""
        for number in self._ours(blocks):
            if not self._is_answered(number):
                self._remove(blocks, number)

    def stands(self, blocks: list[Element]) -> bool:
        """Whether something is offered here."""
        return bool(self._ours(blocks))

    def _part(self) -> str:
        return next(
            (part for part in self.package.related(self.document, COMMENTS) if part in self.package.entries), ""
        )

    def _comments(self) -> dict[str, Element]:
        part = self._part()
        return {c.get(_ID): c for c in within(self.package.tree(part), "w:comment")} if part else {}

    def _ours(self, blocks: list[Element]) -> list[str]:
        numbers = [mark.get(_ID) for block in blocks for mark in within(block, "w:commentReference")]
        if not numbers:
            return []
        comments = self._comments()
        return [n for n in numbers if n in comments and comments[n].get(qualified("w:author")) == AUTHOR]

    def _add(self, blocks: list[Element], words: str) -> None:
        paragraph = next((p for block in blocks for p in block.iter(P)), None)
        if paragraph is None:
            return
        part = self._part()
        if not part:
            part = self.package.add("word/comments.xml", _EMPTY.format(w=NAMESPACES["w"]).encode(), _TYPE)
            self.package.relate(self.document, COMMENTS, part)
        root = self.package.tree(part)
        taken = [int(c.get(_ID)) for c in within(root, "w:comment") if c.get(_ID, "").isdigit()]
        number = max([-1, *taken]) + 1
        head = f'<w:comment w:id="{number}" w:author="{xml_attribute(AUTHOR)}" w:initials="BB"/>'
        (comment,) = elements(head)
        root.append(comment)
        _say(comment, words)
        _anchor(paragraph, number)

    def _remove(self, blocks: list[Element], number: str) -> None:
        comment = self._comments().get(number)
        if comment is not None:
            comment.getparent().remove(comment)
        for block in blocks:
            holder = block.getparent() if block.getparent() is not None else block
            names = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
            for mark in [m for name in names for m in within(holder, name) if m.get(_ID) == number]:
                only = mark.getparent() if mark.tag == qualified("w:commentReference") else mark
                if only.getparent() is not None:
                    only.getparent().remove(only)

    def _is_answered(self, number: str) -> bool:
        comment = self._comments()[number]
        own = {paragraph.get(f"{_W14}paraId") for paragraph in within(comment, "w:p")} - {None}
        for part in self.package.related(self.document, _EXTENDED):
            if part in self.package.entries:
                threads = self.package.tree(part).iter(f"{_W15}commentEx")
                if any(thread.get(f"{_W15}paraIdParent") in own for thread in threads):
                    return True
        return False


_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def offered_words(blocks: list[Element], data: str) -> str:
    """The fresh version as plain text: paragraphs, rows of tables, and the data of a figure."""
    lines = []
    for block in blocks:
        if block.tag == TBL:
            lines += table_words(block).replace("\x1f", "\t").replace("\n", " ").split("\x1e")
        else:
            lines.append("".join(text.text or "" for text in within(block, "w:t")))
    words = "\n".join(line for line in (*lines, data) if line.strip())
    return words if len(words) <= _MOST_LETTERS else words[:_MOST_LETTERS] + "…"


def _said(comment: Element) -> list[str]:
    return [
        "".join("\t" if t.tag == qualified("w:tab") else (t.text or "") for t in p.iter(_T, qualified("w:tab")))
        for p in within(comment, "w:p")
    ]


_T = qualified("w:t")


def _say(comment: Element, words: str) -> None:
    """Fill a comment; its last paragraph keeps the identity by which answers know it."""
    last = next(iter(list(within(comment, "w:p"))[::-1]), None)
    fresh = elements("".join(f"<w:p>{run(line)}</w:p>" for line in words.split("\n")))
    if last is not None:
        for name, value in last.attrib.items():
            fresh[-1].set(name, value)
    comment[:] = fresh


def _anchor(paragraph: Element, number: int) -> None:
    start, end, reference = elements(
        f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )
    properties = paragraph.find("w:pPr", NAMESPACES)
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.extend([end, reference])
