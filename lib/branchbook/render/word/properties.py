"""The file's properties: who, what, when, and the run that it came from."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from branchbook.render.plaintext import one_line, xml_text
from branchbook.render.word.template import Template
from branchbook.report.blocks import Document

MANIFEST_PROPERTY = "BranchbookManifest"

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TEXT_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LONGEST = 255


def state_properties(template: Template, document: Document, issued: datetime) -> None:
    """Write title, author, times and the manifest's id into the file's properties."""
    core = template.word.core_properties
    core.title = one_line(f"{document.cover.title} {document.cover.subtitle}".strip())[:_LONGEST]
    core.author = core.last_modified_by = one_line(document.author)[:_LONGEST]
    core.language = document.language
    core.created = core.modified = issued.replace(tzinfo=None)
    core.revision = 1
    _state_manifest(template.package, document.manifest_id)


def _state_manifest(package: OpcPackage, manifest_id: str) -> None:
    """The id of the run as a property of our own, beside those that the template may have."""
    part = _custom_part(package)
    root = etree.fromstring(part.blob)
    for known in [child for child in root if child.get("name") == MANIFEST_PROPERTY]:
        root.remove(known)
    number = max([1, *(int(child.get("pid")) for child in root)]) + 1
    property_xml = (
        f'<property xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}" fmtid="{_TEXT_PROPERTY}" pid="{number}" '
        f'name="{MANIFEST_PROPERTY}"><vt:lpwstr>{xml_text(manifest_id)}</vt:lpwstr></property>'
    )
    root.append(etree.fromstring(property_xml))
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    _replace(package, part, content)


def _custom_part(package: OpcPackage) -> Part:
    for relation in package.rels.values():
        if relation.reltype == REL.CUSTOM_PROPERTIES:
            return cast(Part, relation.target_part)
    empty = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}"/>'.encode()
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT_TYPE, empty)
    package.relate_to(part, REL.CUSTOM_PROPERTIES)
    return part


def _replace(package: OpcPackage, part: Part, content: bytes) -> None:
    for relation_id, relation in list(package.rels.items()):
        if relation.reltype == REL.CUSTOM_PROPERTIES:
            fresh = Part(part.partname, part.content_type, content)
            package.load_rel(REL.CUSTOM_PROPERTIES, fresh, relation_id)
