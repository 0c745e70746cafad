"""What a deck's file says of itself: title, author, time, and the run that it came from."""

from __future__ import annotations

from datetime import datetime

from branchbook.render.living.origin import state_manifest
from branchbook.render.living.package import Package
from branchbook.render.plaintext import xml_text
from branchbook.report.slides import Deck

_RELATIONS = "http://schemas.openxmlformats.org"
_CORE = f"{_RELATIONS}/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_LONGEST = 255


def state_properties(package: Package, deck: Deck, issued: datetime) -> None:
    """Write title, author, times and the manifest's id into the file's properties."""
    moment = issued.strftime("%Y-%m-%dT%H:%M:%SZ")
    author = xml_text(deck.author[:_LONGEST])
    title = xml_text(f"{deck.cover.title} {deck.cover.subtitle}".strip()[:_LONGEST])
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_RELATIONS}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<dc:language>{xml_text(deck.language)}</dc:language></cp:coreProperties>"
    )
    _state(package, _CORE, "docProps/core{}.xml", core, _CORE_TYPE)
    state_manifest(package, deck.manifest_id)


def _state(package: Package, kind: str, pattern: str, content: str, content_type: str) -> None:
    known = [part for part in package.related("", kind) if part in package.entries]
    if known:
        package.replace(known[0], content.encode("utf-8"))
    else:
        package.relate("", kind, package.add(pattern, content.encode("utf-8"), content_type))
