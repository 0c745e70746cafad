"""The parts of a Word package: charts, workbooks and pictures added to it, and all of it as the bytes of a file."""

from __future__ import annotations

from collections.abc import Mapping

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from branchbook.render.plaintext import xml_attribute

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_BY_EXTENSION = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xlsx": _WORKBOOK,
    "xml": "application/xml",
}
_STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


class Parts:
    """Adds parts to the package of a document; names that the template uses are left alone."""

    def __init__(self, document_part: Part, package: OpcPackage) -> None:
        self._document_part = document_part
        self._package = package
        self._taken = {str(part.partname) for part in package.iter_parts()}

    def add_chart(self, xml: str, workbook: bytes) -> str:
        """Add a chart with the workbook behind it; the answer is the relation by which the document refers to it."""
        chart = self._part("/word/charts/chart{}.xml", _CHART, xml.encode("utf-8"))
        data = self._part("/word/embeddings/Microsoft_Excel_Sheet{}.xlsx", _WORKBOOK, workbook)
        chart.relate_to(data, REL.PACKAGE)
        return str(self._document_part.relate_to(chart, REL.CHART))

    def add_picture(self, png: bytes) -> str:
        """Add a PNG picture; the answer is the relation by which the document refers to it."""
        return str(self._document_part.relate_to(self._part("/word/media/image{}.png", "image/png", png), REL.IMAGE))

    def _part(self, pattern: str, content_type: str, content: bytes) -> Part:
        number = 1
        while pattern.format(number) in self._taken:
            number += 1
        name = pattern.format(number)
        self._taken.add(name)
        return Part(PackURI(name), content_type, content)


def drop_style_copy(document_part: Part) -> None:
    """Drop the copy of the styles that Word 2010 kept beside them and that goes stale when styles change."""
    for relation_id, relation in list(document_part.rels.items()):
        if relation.reltype == _STYLES_WITH_EFFECTS:
            del document_part.rels[relation_id]


def drop_unused(document_part: Part, content: bytes) -> None:
    """Drop charts and pictures that the document refers to no more:
    a template may have been another branch's report."""
    for relation_id, relation in list(document_part.rels.items()):
        if relation.reltype in (REL.CHART, REL.IMAGE) and f'"{relation_id}"'.encode() not in content:
            del document_part.rels[relation_id]


def package_entries(package: OpcPackage, replaced: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of the package by name, as they stand in a file. ``replaced`` gives the content of parts by name
    that is written instead of their own."""
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    entries = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": _encoded(package.rels.xml)}
    for part in parts:
        entries[part.partname.membername] = replaced.get(part.partname) or part.blob
        if part.rels:
            entries[part.partname.rels_uri.membername] = _encoded(part.rels.xml)
    return entries


def _content_types(parts: list[Part]) -> bytes:
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in sorted(_BY_EXTENSION.items())
    )
    overrides = "".join(
        f'<Override PartName="{xml_attribute(str(part.partname))}" ContentType="{xml_attribute(part.content_type)}"/>'
        for part in parts
        if _BY_EXTENSION.get(part.partname.ext.lower()) != part.content_type
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Types xmlns="{_CONTENT_TYPES}">{defaults}{overrides}</Types>'.encode()


def _encoded(xml: str | bytes) -> bytes:
    return xml.encode("utf-8") if isinstance(xml, str) else xml
