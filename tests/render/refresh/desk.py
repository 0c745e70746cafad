"""A consultant's desk: a report is rendered, edited by hand, and rendered again with other data."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import W, audited, faults, parts, root, words

from branchbook.render.archive import archived
from branchbook.render.word.refresh import OfferWords, Refreshed, Supply, refreshed_bytes, written_bytes
from branchbook.report.blocks import Block, Document, Figure, Paragraph, Table
from branchbook.text.phrase import joined, marked, pieces_of
from branchbook.values.places import templates_folder

TEMPLATE = templates_folder() / "report.docx"
OFFER = OfferWords("数据已更新，最新内容如下：", "按最新数据，此处已无内容。")
NEW_WAIT, OLD_WAIT = "25.9", "21.3"
NEW_WINDOWS, OLD_WINDOWS = "3.4 个", "2.1 个"


@dataclass
class Desk:
    """One report below a folder."""

    folder: Path
    told: Refreshed = field(default_factory=Refreshed)

    @property
    def path(self) -> Path:
        return self.folder / "report.docx"

    def write(self, document: Document) -> None:
        self.path.write_bytes(written_bytes(document, TEMPLATE, Supply())[0])

    def refresh(self, document: Document, supply: Supply | None = None) -> bytes:
        content, self.told, _ = refreshed_bytes(document, TEMPLATE, self.path, OFFER, supply or Supply())
        self.path.write_bytes(content)
        return content

    def edit(self, change: Callable[[Any], None], part: str = "word/document.xml") -> None:
        """Change a part's XML as an editor does, saving the rest as it is."""
        entries = parts(self.path)
        tree = etree.fromstring(entries[part])
        change(tree)
        entries[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        self.path.write_bytes(archived(entries))

    def save_in_libreoffice(self) -> None:
        """Open the report in LibreOffice and save it there."""
        out = self.folder / "saved"
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(out), str(self.path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shutil.copy(out / self.path.name, self.path)

    @property
    def words(self) -> str:
        return words(self.path)

    def comments(self) -> list[str]:
        """The words of each comment of the program's."""
        if "word/comments.xml" not in parts(self.path):
            return []
        comments = root(self.path, "word/comments.xml").iter(f"{W}comment")
        return [text_of(c) for c in comments if c.get(f"{W}author") == "Branchbook"]

    def chart_part(self, key: str) -> str:
        """The part that holds the chart of a figure."""
        held = control(root(self.path), key)
        chart = next(e for e in held.iter() if etree.QName(e).localname == "chart")
        relation = next(value for name, value in chart.attrib.items() if name.endswith("}id"))
        known = root(self.path, "word/_rels/document.xml.rels")
        target = next(str(r.get("Target")) for r in known if r.get("Id") == relation)
        return "word/" + target.removeprefix("/word/")

    def is_sound(self) -> bool:
        assert faults(self.path) == []
        assert audited(self.path) == []
        return True


def newer(document: Document, wait: str = NEW_WAIT, windows: str = NEW_WINDOWS) -> Document:
    """The same report after the data have changed: other sentences, a row more, other values in all figures."""
    return replace(
        document, blocks=tuple(_newer(block, {OLD_WAIT: wait, OLD_WINDOWS: windows}) for block in document.blocks)
    )


def _newer(block: Block, fresh: Mapping[str, str]) -> Block:
    match block:
        case Paragraph():
            pieces = ((_newer_words(piece, fresh), stretch) for piece, stretch in pieces_of(block.text))
            told = (marked(piece, s.key, s.meaning) if s else piece for piece, s in pieces)
            return replace(block, text=joined(told))
        case Table() if block.marks:
            rows = tuple((row[0], row[1].replace("15.8", "17.7"), *row[2:]) for row in block.rows)
            return replace(block, rows=(*rows[:5], ("到店客户数", "1,902", "1,744", "+9.1%", "优于同类"), *rows[5:]))
        case Figure():
            series = (replace(s, values=tuple(v if v is None else v * 0.9 for v in s.values)) for s in block.series)
            return replace(block, series=tuple(series))
    return block


def _newer_words(words: str, fresh: Mapping[str, str]) -> str:
    for old, new in fresh.items():
        words = words.replace(old, new)
    return words


def once(document: Document) -> Document:
    """The sample without the figure that has another one's key."""
    seen: set[str] = set()
    kept = [block for block in document.blocks if not (block.key in seen or seen.add(block.key))]  # type: ignore[func-returns-value]
    return replace(document, blocks=tuple(kept))


def sample() -> Document:
    return once(samples.document())


def control(tree: Any, key: str) -> Any:
    """The control of this key."""
    return next(c for c in tree.iter(f"{W}sdt") if tag_of(c) == key)


def tag_of(control: Any) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else str(tag.get(f"{W}val"))


def tags(path: Path) -> list[str]:
    return [tag_of(c) for c in root(path).iter(f"{W}sdt") if tag_of(c)]


def text_of(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def typed(words: str, *, bold: bool = False) -> Any:
    """A paragraph as a person types it."""
    paragraph = etree.Element(f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    if bold:
        etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
    etree.SubElement(run, f"{W}t").text = words
    return paragraph


def copy_of(element: Any) -> Any:
    return deepcopy(element)
