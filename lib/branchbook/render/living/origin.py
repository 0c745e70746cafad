"""Which run a file of Office came from, as a property that the file keeps wherever it goes and whoever saves it."""

from __future__ import annotations

from lxml import etree

from branchbook.render.living.package import Package
from branchbook.render.plaintext import one_line

MANIFEST_PROPERTY = "BranchbookManifest"

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TEXT_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_LONGEST = 255  # characters that Word takes in a property


def state_manifest(package: Package, manifest_id: str) -> None:
    """Write the manifest's id into the file's properties, beside those that others have put there."""
    words = one_line(manifest_id)[:_LONGEST]
    if stated_manifest(package) == words:
        return
    root = package.tree(_custom_part(package))
    for known in [child for child in root if child.get("name") == MANIFEST_PROPERTY]:
        root.remove(known)
    number = max([1, *(int(child.get("pid")) for child in root)]) + 1
    told = {"fmtid": _TEXT_PROPERTY, "pid": str(number), "name": MANIFEST_PROPERTY}
    etree.SubElement(etree.SubElement(root, f"{{{_CUSTOM}}}property", told), f"{{{_TYPES}}}lpwstr").text = words


def stated_manifest(package: Package) -> str:
    """The id that a file states; empty for a file that is not ours."""
    for part in package.related("", _RELATION):
        if part not in package.entries:
            continue
        for known in package.tree(part):
            if known.get("name") == MANIFEST_PROPERTY:
                return "".join(known.itertext()).strip()
    return ""


def _custom_part(package: Package) -> str:
    """The part of the properties that users may add to, made where there is none."""
    known = [part for part in package.related("", _RELATION) if part in package.entries]
    if known:
        return known[0]
    empty = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})
    content = etree.tostring(empty, xml_declaration=True, encoding="UTF-8", standalone=True)
    name = "docProps/custom.xml" if "docProps/custom.xml" not in package.entries else "docProps/custom{}.xml"
    part = package.add(name, content, _CONTENT_TYPE)
    package.relate("", _RELATION, part)
    return part
