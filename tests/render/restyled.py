"""A template as a bank's designer hands it back: other colours, a logo, sections moved, controls of her own."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from lxml import etree
from tests.render.ooxml_checks import W, parts

from branchbook.render.archive import archived
from branchbook.values.places import templates_folder

COLOUR = "7A1F2B"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:drawing>'
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="720000" cy="240000"/><wp:docPr id="901" name="logo" descr="行徽"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="901" name="logo"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="{r}" r:embed="rId901"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="720000" cy="240000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def restyled(path: Path, *placed: str, line: str = "") -> Path:
    """Write a restyled template: headings in :data:`COLOUR`, a logo in the header, the contents behind the text, and
    before it the parts ``placed`` by their tags; ``line`` is a number placed in a sentence."""
    entries = parts(templates_folder() / "report.docx")
    _recolour(entries)
    _put_logo(entries)
    document = etree.fromstring(entries["word/document.xml"])
    blocks, contents = _control(document, "blocks"), _control(document, "contents")
    blocks.addnext(contents)
    for tag in placed:
        blocks.addprevious(block_control(tag))
    if line:
        blocks.addprevious(line_control(line))
    entries["word/document.xml"] = _written(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archived(entries))
    return path


def block_control(tag: str) -> Any:
    """A control around a paragraph, as Word puts it in."""
    return etree.fromstring(
        f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:tag w:val="{tag}"/><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>单击此处输入文字。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )


def line_control(tag: str) -> Any:
    """A sentence with a control between its words."""
    return etree.fromstring(
        f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t xml:space="preserve">综合得分 </w:t></w:r>'
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>单击</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )


def _control(document: Any, tag: str) -> Any:
    return next(c for c in document.iter(f"{W}sdt") if c.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag)


def _recolour(entries: dict[str, bytes]) -> None:
    styles = etree.fromstring(entries["word/styles.xml"])
    for style in styles.iter(f"{W}style"):
        if style.find(f"{W}name").get(f"{W}val") in ("heading 1", "heading 2"):
            for colour in style.iter(f"{W}color"):
                colour.attrib.clear()
                colour.set(f"{W}val", COLOUR)
    entries["word/styles.xml"] = _written(styles)


def _put_logo(entries: dict[str, bytes]) -> None:
    header = etree.fromstring(entries["word/header1.xml"])
    header.insert(0, etree.fromstring(_DRAWING.format(r=_R)))
    entries["word/header1.xml"] = _written(header)
    entries["word/media/logo.png"] = _png()
    entries["word/_rels/header1.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId901" Type="{_R}/image" Target="media/logo.png"/>'
        "</Relationships>"
    ).encode()
    types = entries["[Content_Types].xml"].decode()
    if 'Extension="png"' not in types:
        types = types.replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)
    entries["[Content_Types].xml"] = types.encode()


def _png() -> bytes:
    """A picture of six by two dark red dots."""
    rows = b"".join(b"\0" + bytes.fromhex(COLOUR) * 6 for _ in range(2))
    header = struct.pack(">IIBBBBB", 6, 2, 8, 2, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _written(tree: Any) -> bytes:
    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content
