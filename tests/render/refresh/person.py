"""A person at random: edits of a report as an editor that keeps controls writes them, and what must be left of each."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import WP, W, parts
from tests.render.refresh.desk import OLD_WAIT, Desk, tag_of, text_of, typed

from branchbook.render.archive import archived

KINDS = (
    "type", "reword", "delete", "move", "strip", "number", "comment", "track", "split", "colour", "embolden_cell",
    "add_row", "remove_row", "copy",
)  # fmt: skip
OWN = 500
"""The numbers of a person's own controls begin here, below those of the program."""
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass
class Person:
    """Works on a report's text; afterwards tells the ``words`` that must be there once, the parts that are
    ``reworded``, ``deleted`` and ``copied`` (how often), and the ``remarks`` made in comments."""

    tree: Any
    words: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    reworded: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    copied: Counter[str] = field(default_factory=Counter)
    _numbers: Any = field(default_factory=lambda: count(OWN))

    def do(self, kind: str, key: str, other: str) -> None:
        """One edit of the part of this key, where it still can be done; ``other`` is the part beside which it goes."""
        part, place = self._part(key), self._part(other)
        if part is not None and place is not None:
            getattr(self, f"_{kind}")(key, part, place)

    def _part(self, key: str) -> Any:
        return next((c for c in self.tree.iter(f"{W}sdt") if tag_of(c) == key), None)

    def _says(self, words: str) -> str:
        self.words.append(f"{words}{next(self._numbers)}号")
        return self.words[-1]

    def _type(self, _key: str, part: Any, _place: Any) -> None:
        part.addnext(typed(self._says("手写第")))

    def _number(self, _key: str, part: Any, _place: Any) -> None:
        own = typed(self._says("手写等候第"))
        xml = (
            f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:tag w:val="{samples.WAIT}"/><w:id w:val="{next(self._numbers)}"/>'
            f"</w:sdtPr><w:sdtContent><w:r><w:t>{OLD_WAIT}</w:t></w:r></w:sdtContent></w:sdt>"
        )
        own.append(etree.fromstring(xml))
        part.addnext(own)

    def _reword(self, key: str, part: Any, _place: Any) -> None:
        # Not the label of a caption, which references repeat.
        text = max(part.iter(f"{W}t"), key=lambda text: len(text.text or ""))
        text.text = (text.text or "") + self._says("改写第")
        self.reworded.add(key)

    def _delete(self, key: str, part: Any, _place: Any) -> None:
        if key not in self.reworded and not self.copied[key] and not self._holds_a_remark(part):
            part.getparent().remove(part)
            self.deleted.add(key)

    def _move(self, _key: str, part: Any, place: Any) -> None:
        if part is not place:
            place.addnext(part)

    def _strip(self, key: str, part: Any, _place: Any) -> None:
        if key not in self.reworded and not self.copied[key]:
            for child in list(part.find(f"{W}sdtContent")):
                part.addprevious(child)
            part.getparent().remove(part)

    def _comment(self, _key: str, part: Any, _place: Any) -> None:
        run = next(
            run for run in part.iter(f"{W}r") if run.getparent().tag == f"{W}p" and run.find(f"{W}t") is not None
        )
        number = str(next(self._numbers))
        start, end = etree.Element(f"{W}commentRangeStart"), etree.Element(f"{W}commentRangeEnd")
        holder = etree.Element(f"{W}r")
        for mark in (start, end, etree.SubElement(holder, f"{W}commentReference")):
            mark.set(f"{W}id", number)
        run.addprevious(start)
        run.addnext(end)
        end.addnext(holder)
        self.remarks.append(number)

    def _track(self, key: str, part: Any, _place: Any) -> None:
        paragraph = _first_paragraph(part)
        change = etree.SubElement(paragraph, f"{W}ins")
        for name, value in (("id", str(next(self._numbers))), ("author", "顾问"), ("date", "2026-07-01T08:00:00Z")):
            change.set(f"{W}{name}", value)
        etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}t").text = self._says("修订第")
        self.reworded.add(key)

    def _split(self, key: str, part: Any, _place: Any) -> None:
        paragraph = _first_paragraph(part)
        second = typed(self._says("另起第"))
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            second.insert(0, deepcopy(properties))
        runs = [child for child in paragraph if child.tag in (f"{W}r", f"{W}sdt")]
        if not any(run.find(f"{W}fldChar") is not None for run in runs):
            second.extend(list(runs[-1].itersiblings()) if len(runs) > 1 else [])
        paragraph.addnext(second)
        self.reworded.add(key)

    def _colour(self, _key: str, part: Any, _place: Any) -> None:
        run = next(run for run in part.iter(f"{W}r") if run.find(f"{W}t") is not None)
        formats = run.find(f"{W}rPr")
        if formats is None:
            formats = etree.Element(f"{W}rPr")
            run.insert(0, formats)
        if formats.find(f"{W}color") is None:
            etree.SubElement(formats, f"{W}color").set(f"{W}val", "C00000")

    def _embolden_cell(self, _key: str, part: Any, _place: Any) -> None:
        for run in [run for cell in list(part.iter(f"{W}tc"))[-2:] for run in cell.iter(f"{W}r")]:
            if run.find(f"{W}rPr") is None:
                run.insert(0, etree.Element(f"{W}rPr"))
                etree.SubElement(run.find(f"{W}rPr"), f"{W}b")

    def _add_row(self, key: str, part: Any, _place: Any) -> None:
        rows = list(part.iter(f"{W}tr"))
        if rows:
            own = deepcopy(rows[-1])
            texts = list(own.iter(f"{W}t"))
            for text in texts:
                text.text = ""
            texts[0].text = self._says("加行第")
            for mark in [*own.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")]:
                mark.getparent().remove(mark)
            rows[-1].addnext(own)
            self.reworded.add(key)

    def _remove_row(self, key: str, part: Any, _place: Any) -> None:
        rows = list(part.iter(f"{W}tr"))
        if len(rows) > 2 and key not in self.reworded and not self._holds_a_remark(part):
            rows[1].getparent().remove(rows[1])
            self.reworded.add(key)

    def _copy(self, key: str, part: Any, place: Any) -> None:
        """As Word pastes: with numbers of their own for controls and drawings, without comments."""
        if key in self.reworded or self._holds_a_remark(part):
            return
        own = deepcopy(part)
        for number in own.iter(f"{W}id"):
            number.set(f"{W}val", str(next(self._numbers)))
        for drawing in own.iter(f"{WP}docPr"):
            drawing.set("id", str(next(self._numbers)))
        place.addnext(own)
        self.copied[key] += 1

    def _holds_a_remark(self, part: Any) -> bool:
        return next(part.iter(f"{W}commentReference"), None) is not None


def _first_paragraph(part: Any) -> Any:
    text = next(text for text in part.iter(f"{W}t") if (text.text or "").strip())
    return next(text.iterancestors(f"{W}p"))


def make_room_for_comments(desk: Desk, numbers: list[str]) -> None:
    """Write the comments of these numbers into a part of their own."""
    entries = parts(desk.path)
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="顾问"><w:p><w:r><w:t>批注{number}</w:t></w:r></w:p></w:comment>'
        for number in numbers
    )
    entries["word/comments.xml"] = f'<w:comments xmlns:w="{W[1:-1]}">{comments}</w:comments>'.encode()
    relations = entries["word/_rels/document.xml.rels"].decode()
    relation = f'<Relationship Id="rId7001" Type="{_RELATIONSHIP}" Target="comments.xml"/></Relationships>'
    entries["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation).encode()
    override = f'<Override PartName="/word/comments.xml" ContentType="{_COMMENTS}"/></Types>'
    types = entries["[Content_Types].xml"].decode()
    entries["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    desk.path.write_bytes(archived(entries))


def remarks_in(desk: Desk) -> list[str]:
    """The numbers of a person's comments that stand in the text, told by their words."""
    entries = parts(desk.path)
    known = etree.fromstring(entries["word/comments.xml"]) if "word/comments.xml" in entries else []
    own = {c.get(f"{W}id"): text_of(c).removeprefix("批注") for c in known if c.get(f"{W}author") == "顾问"}
    document = etree.fromstring(entries["word/document.xml"])
    return sorted(own[r.get(f"{W}id")] for r in document.iter(f"{W}commentReference") if r.get(f"{W}id") in own)
