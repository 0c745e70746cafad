"""What must hold in an Office file, checked from its bytes: by openxml-audit, and by us where that doesn't look."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BOOKMARK = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_OFFICES = (FileFormat.OFFICE_2016, FileFormat.OFFICE_2021, FileFormat.MICROSOFT_365)


def audited(path: Path) -> list[str]:
    """Every finding of openxml-audit, for each version of Office that is in use."""
    found = []
    for version in _OFFICES:
        result = OpenXmlValidator(file_format=version).validate(str(path))
        found += [f"{version.name}: {error}" for error in result.errors]
    return found


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root(path: Path, part: str = "word/document.xml") -> Any:
    """The root element of a part."""
    return etree.fromstring(parts(path)[part])


def words(path: Path, part: str = "word/document.xml") -> str:
    """All text of a part."""
    return "".join(text.text or "" for text in root(path, part).iter(f"{W}t"))


def faults(path: Path) -> list[str]:
    """What Word would stumble over and openxml-audit lets pass: repeated ids, open fields, lost targets."""
    files = parts(path)
    stories = {
        name: etree.fromstring(content)
        for name, content in files.items()
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml", name)
    }
    found = list(_repeated("docPr id", (d.get("id") for s in stories.values() for d in s.iter(f"{WP}docPr"))))
    controls = [c for s in stories.values() for c in s.iter(f"{W}sdtPr")]
    # LibreOffice writes a control of its own around contents, with neither number nor tag.
    found += _repeated("control id", (number.get(f"{W}val") for c in controls for number in c.iter(f"{W}id")))
    tags = [tag.get(f"{W}val") for c in controls for tag in c.iter(f"{W}tag")]
    found += [f"long tag {tag}" for tag in tags if len(tag) > 64]
    starts = [b for s in stories.values() for b in s.iter(f"{W}bookmarkStart")]
    found += _repeated("bookmark id", (b.get(f"{W}id") for b in starts))
    found += _repeated("bookmark name", (b.get(f"{W}name") for b in starts))
    found += [f"bookmark name {name}" for b in starts if not _BOOKMARK.fullmatch(name := b.get(f"{W}name"))]
    for name, story in stories.items():
        found += _open_bookmarks(name, story)
        found += _open_fields(name, story)
    names = {b.get(f"{W}name") for b in starts}
    links = [a for s in stories.values() for h in s.iter(f"{W}hyperlink") if (a := h.get(f"{W}anchor"))]
    found += [f"link to nowhere: {anchor}" for anchor in links if anchor not in names]
    found += _lost_targets(files)
    found += [
        f"{name} asks Word to update fields"
        for name, content in files.items()
        if name.endswith(".xml") and (b"updateFields" in content or b"w:dirty" in content)
    ]
    return found


def _repeated(kind: str, values: Iterable[str | None]) -> Iterator[str]:
    return (f"{kind} {value} is there {count} times" for value, count in Counter(values).items() if count > 1)


def _open_bookmarks(name: str, story: Any) -> Iterator[str]:
    """Bookmarks that don't begin and end within one paragraph."""
    for paragraph in story.iter(f"{W}p"):
        begun = {b.get(f"{W}id") for b in paragraph.iter(f"{W}bookmarkStart")}
        ended = {b.get(f"{W}id") for b in paragraph.iter(f"{W}bookmarkEnd")}
        if begun != ended:
            yield f"{name}: a bookmark leaves its paragraph: {sorted(begun ^ ended)}"


def _open_fields(name: str, story: Any) -> Iterator[str]:
    depth = 0
    for character in story.iter(f"{W}fldChar"):
        kind = character.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth < 0:
            yield f"{name}: a field ends that never began"
    if depth:
        yield f"{name}: {depth} fields are left open"


def _lost_targets(files: dict[str, bytes]) -> Iterator[str]:
    for name, content in files.items():
        if not name.endswith(".rels"):
            continue
        base = PurePosixPath(name).parent.parent
        for relation in etree.fromstring(content).iter(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target")
            path = PurePosixPath(target.lstrip("/")) if target.startswith("/") else base / target
            if _resolved(path) not in files:
                yield f"{name}: {target} is not there"


def _resolved(path: PurePosixPath) -> str:
    kept: list[str] = []
    for part in path.parts:
        if part == "..":
            kept.pop()
        elif part != ".":
            kept.append(part)
    return "/".join(kept)
