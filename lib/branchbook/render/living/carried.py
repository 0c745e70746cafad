"""A text that a file of Office carries along: the record of what was last written into it.

It stands in a custom XML part, because Word keeps such parts and LibreOffice 7.4 was seen to keep them in a docx too.
Properties of the file hold 255 characters in Word, so they can't carry it.
"""

from __future__ import annotations

from lxml import etree

from branchbook.render.living.package import CUSTOM_XML, CUSTOM_XML_PROPERTIES, Package

_NAMESPACE = "urn:branchbook:written"
_ROOT = f"{{{_NAMESPACE}}}written"
_ID = "{3F7C2B51-9D64-4E0A-8B57-52C1D0A9E6F4}"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"


def carried(package: Package) -> str:
    """What the file carries; empty where it carries nothing of ours."""
    parts = _parts(package)
    return (package.tree(parts[0]).text or "") if parts else ""


def carry(package: Package, words: str) -> None:
    """Let the file carry these words, once, from now on."""
    root = etree.Element(_ROOT, nsmap={"b": _NAMESPACE})
    root.text = words
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts = _parts(package)
    if not parts:
        _add(package, content)
        return
    if package.tree(parts[0]).text != root.text:
        package.replace(parts[0], content)
    package.relate(package.document(), CUSTOM_XML, parts[0])
    for relation in package.relations(""):
        if relation.kind == CUSTOM_XML and relation.target in parts:
            package.unrelate("", relation.id)


def _add(package: Package, content: bytes) -> None:
    part = package.add("customXml/item{}.xml", content, "application/xml")
    package.relate(package.document(), CUSTOM_XML, part)
    properties = (
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_ID}"><ds:schemaRefs><ds:schemaRef ds:uri="{_NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    )
    described = package.add("customXml/itemProps{}.xml", properties.encode(), _PROPERTIES_TYPE)
    package.relate(part, CUSTOM_XML_PROPERTIES, described)


def _parts(package: Package) -> list[str]:
    """The parts that are ours, the newest first: where LibreOffice saves a deck, they belong to the file itself."""
    held = [*package.related(package.document(), CUSTOM_XML), *reversed(package.related("", CUSTOM_XML))]
    return [part for part in dict.fromkeys(held) if part in package.entries and package.tree(part).tag == _ROOT]
