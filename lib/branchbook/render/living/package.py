"""A file of Office opened part by part, so that what is not changed stays byte for byte; hostile files are refused."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.archive import archived
from branchbook.render.oxml import Element

_MOST_BYTES = 512 * 2**20  # all parts unpacked; a report with hundreds of pictures has a tenth of that
_MOST_PARTS = 10_000
_MOST_SWOLLEN = 400  # unpacked to packed; text of thousands of alike table rows packs about 40 times
_SWOLLEN_FROM = 16 * 2**20
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FETCHED_AT_ONCE = {"image", "attachedTemplate", "oleObject", "subDocument", "frame", "package", "aFChunk"}

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CHART, IMAGE, PACKAGE = f"{_OFFICE}/chart", f"{_OFFICE}/image", f"{_OFFICE}/package"
COMMENTS, CUSTOM_XML, CUSTOM_XML_PROPERTIES = f"{_OFFICE}/comments", f"{_OFFICE}/customXml", f"{_OFFICE}/customXmlProps"
HEADER, FOOTER = f"{_OFFICE}/header", f"{_OFFICE}/footer"
STYLES, NUMBERING = f"{_OFFICE}/styles", f"{_OFFICE}/numbering"
THEME, TABLE_STYLES = f"{_OFFICE}/theme", f"{_OFFICE}/tableStyles"
VIEW_PROPERTIES = f"{_OFFICE}/viewProps"
SLIDE, SLIDE_LAYOUT, SLIDE_MASTER = f"{_OFFICE}/slide", f"{_OFFICE}/slideLayout", f"{_OFFICE}/slideMaster"
NOTES, NOTES_MASTER = f"{_OFFICE}/notesSlide", f"{_OFFICE}/notesMaster"


@dataclass(frozen=True)
class Relation:
    """One relation of a part; ``target`` is the name of a part, or an address where ``external``."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass
class Package:
    """The parts of a file by name, parsed where someone looked into them; only changed ones are written anew."""

    entries: dict[str, bytes]
    _trees: dict[str, Element] = field(default_factory=dict)
    _as_opened: dict[str, bytes] = field(default_factory=dict)

    def tree(self, name: str) -> Element:
        """The root of a part; changes to it are written."""
        if name not in self._trees:
            self._trees[name] = _parsed(self.entries[name])
            self._as_opened[name] = _unparsed(self._trees[name])
        return self._trees[name]

    def final(self) -> dict[str, bytes]:
        """All parts as they now are."""
        trees = {name: _unparsed(tree) for name, tree in self._trees.items() if name in self.entries}
        changed = {name: _DECLARATION + now for name, now in trees.items() if now != self._as_opened[name]}
        return {**self.entries, **changed}

    def document(self) -> str:
        """The name of the main part."""
        return next(relation.target for relation in self.relations("") if relation.kind.endswith("/officeDocument"))

    def relations(self, part: str) -> list[Relation]:
        """What a part (the package itself under the empty name) refers to."""
        return [_relation(part, known) for known in self._known(part)]

    def _known(self, part: str) -> Iterator[Element]:
        name = _relations_name(part)
        if name in self.entries:
            yield from self.tree(name).iter(f"{{{_RELATIONSHIPS}}}Relationship")

    def related(self, part: str, kind: str) -> list[str]:
        """The parts to which a part has relations of this kind."""
        return [relation.target for relation in self.relations(part) if relation.kind == kind]

    def target(self, part: str, relation_id: str) -> str:
        """The part behind a relation's id; empty where there is none."""
        found = next((known for known in self._known(part) if known.get("Id") == relation_id), None)
        return "" if found is None else _relation(part, found).target

    def relate(self, part: str, kind: str, target: str) -> str:
        """The id of the relation from a part to another, made where it is not there yet."""
        known = [relation for relation in self.relations(part) if relation.kind == kind and relation.target == target]
        if known:
            return known[0].id
        name = _relations_name(part)
        if name not in self.entries:
            self.entries[name] = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
        taken = {relation.id for relation in self.relations(part)}
        fresh = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(
            self.tree(name), f"{{{_RELATIONSHIPS}}}Relationship", {"Id": fresh, "Type": kind, "Target": path}
        )
        return fresh

    def unrelate(self, part: str, relation_id: str) -> None:
        """Take a relation away, and the part behind it where nothing else refers to it."""
        target = self.target(part, relation_id)
        for known in list(self.tree(_relations_name(part))):
            if known.get("Id") == relation_id:
                known.getparent().remove(known)
        if target and not self._is_referred_to(target):
            for below in self.relations(target):
                self.unrelate(target, below.id)
            for name in (target, _relations_name(target)):
                self.entries.pop(name, None)
                self._trees.pop(name, None)
            self._forget_type(target)

    def add(self, pattern: str, content: bytes, content_type: str) -> str:
        """Add a part under the first free name of this pattern; answers the name."""
        number = 1
        while pattern.format(number) in self.entries:
            number += 1
        name = pattern.format(number)
        self.entries[name] = content
        self._tell_type(name, content_type)
        return name

    def replace(self, name: str, content: bytes) -> None:
        """Give a part other bytes."""
        self.entries[name] = content
        self._trees.pop(name, None)

    def _is_referred_to(self, target: str) -> bool:
        parts = [_part_of(name) for name in self.entries if name.endswith(".rels")]
        return any(relation.target == target for part in parts for relation in self.relations(part))

    def _tell_type(self, name: str, content_type: str) -> None:
        types = self.tree("[Content_Types].xml")
        extension = name.rpartition(".")[2].lower()
        for known in types.iter(f"{{{_CONTENT_TYPES}}}Default"):
            if known.get("Extension").lower() == extension and known.get("ContentType") == content_type:
                return
        etree.SubElement(types, f"{{{_CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})

    def _forget_type(self, name: str) -> None:
        types = self.tree("[Content_Types].xml")
        for known in list(types):
            if known.get("PartName") == f"/{name}":
                types.remove(known)


def opened(path: Path, what: str = "report") -> Package:
    """Open a document that stands; InputFaults (``report_unreadable``, ``report_hostile``) where it can't be trusted.

    ``what`` is the first word of these codes: it says which kind of document the person has to look at.
    """
    place = Place(file=path.name)
    try:
        content = path.read_bytes()
        package = Package(_unpacked(content, place, what))
        _refuse_links(package, place, what)
        package.tree(package.document())
    except (
        zipfile.BadZipFile,
        KeyError,
        StopIteration,
        etree.XMLSyntaxError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise InputFaults([Fault(f"{what}_unreadable", place)]) from error
    return package


def packed(entries: dict[str, bytes]) -> bytes:
    """Parts as the bytes of a file."""
    return archived(entries)


def _unpacked(content: bytes, place: Place, what: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in files}
        total = sum(info.file_size for info in files)
        if len(files) > _MOST_PARTS or len(names) < len(files) or total > _MOST_BYTES:
            raise InputFaults([Fault(f"{what}_hostile", place, got="zip")])
        if any(
            info.file_size > _SWOLLEN_FROM and info.file_size > _MOST_SWOLLEN * info.compress_size for info in files
        ):
            raise InputFaults([Fault(f"{what}_hostile", place, got="zip")])
        entries = {info.filename: archive.read(info) for info in files}
    for name, part in entries.items():
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise InputFaults([Fault(f"{what}_hostile", place, got=posixpath.basename(name))])
    return entries


def _refuse_links(package: Package, place: Place, what: str) -> None:
    """Refuse what Office would fetch from elsewhere as soon as the file is opened; links to click on may stay."""
    for name in [name for name in package.entries if name.endswith(".rels")]:
        for relation in package.relations(_part_of(name)):
            if relation.external and relation.kind.rpartition("/")[2] in _FETCHED_AT_ONCE:
                raise InputFaults([Fault(f"{what}_hostile", place, got=relation.kind.rpartition("/")[2])])


def _parsed(content: bytes) -> Element:
    # Without huge_tree, so that the parser refuses elements nested deeper than any document of Office.
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _unparsed(tree: Element) -> bytes:
    content: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=False)
    return content


def _relation(part: str, known: Element) -> Relation:
    target, external = known.get("Target"), known.get("TargetMode") == "External"
    resolved = target if external else _resolved(posixpath.dirname(part), target)
    return Relation(known.get("Id"), known.get("Type"), resolved, external)


def _relations_name(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")


def _part_of(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")  # nothing lies above the package
