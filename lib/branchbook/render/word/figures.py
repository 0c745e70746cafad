"""Figures: native charts with their workbook; heat maps and maps as pictures."""

from __future__ import annotations

from branchbook.render.chart import chart_height, chart_workbook, chart_xml
from branchbook.render.figure import picture
from branchbook.render.map import map_picture, report_sheet
from branchbook.render.oxml import NAMESPACES
from branchbook.render.plaintext import xml_attribute
from branchbook.render.word.captions import caption, notes
from branchbook.render.word.controls import control
from branchbook.render.word.identity import tag_of
from branchbook.render.word.manuscript import EMU_PER_CM, Manuscript
from branchbook.render.word.paragraphs import paragraph
from branchbook.report.blocks import EcosystemMap, Figure
from branchbook.values.artifact import FigureKind

_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
# Declared where they are used, as Word does it: the template's own document need not know them.
_DECLARED = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("wp", "a", "r", "c", "pic"))


def figure(manuscript: Manuscript, block: Figure) -> str:
    """A captioned figure in its control: the figure, caption and notes below."""
    break_before = manuscript.page_break()
    width, height = manuscript.text_width_cm, chart_height(block)
    if block.kind is FigureKind.HEATMAP:
        graphic = _picture(manuscript, block, picture(block, width, height, manuscript.palette), width, height)
    else:
        graphic = _chart(manuscript, block)
    return _captioned(manuscript, block, _inline(manuscript, block, graphic, width, height), break_before)


def ecosystem_map(manuscript: Manuscript, block: EcosystemMap) -> str:
    """A captioned map in its control: always a picture."""
    break_before = manuscript.page_break()
    drawn = map_picture(block, report_sheet(manuscript.text_width_cm), manuscript.palette)
    graphic = _picture(manuscript, block, drawn.png, drawn.width, drawn.height)
    return _captioned(manuscript, block, _inline(manuscript, block, graphic, drawn.width, drawn.height), break_before)


def _captioned(manuscript: Manuscript, block: Figure | EcosystemMap, inline: str, break_before: str) -> str:
    drawn = paragraph(manuscript.styles["Branchbook Figure"], inline, break_before)
    hold = "<w:keepNext/>" if block.notes else ""
    below = caption(manuscript, block.key, block.caption, "caption", hold)
    return control(manuscript.identities, block.key, block.caption, drawn + below + notes(manuscript, block.notes))


def _chart(manuscript: Manuscript, block: Figure) -> str:
    xml = chart_xml(block, manuscript.language)
    relation = manuscript.parts.add_chart(xml, chart_workbook(block))
    return f'<a:graphicData uri="{_DRAWINGML}/chart"><c:chart r:id="{relation}"/></a:graphicData>'


def _picture(manuscript: Manuscript, block: Figure | EcosystemMap, png: bytes, width: float, height: float) -> str:
    relation = manuscript.parts.add_picture(png)
    name, alt = xml_attribute(tag_of(block.key)), xml_attribute(block.alt)
    return (
        f'<a:graphicData uri="{_DRAWINGML}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{name}" '
        f'descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{_emu(width)}" cy="{_emu(height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )


def _inline(manuscript: Manuscript, block: Figure | EcosystemMap, graphic: str, width: float, height: float) -> str:
    return (
        "<w:r><w:drawing>"
        f'<wp:inline {_DECLARED} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_emu(width)}" cy="{_emu(height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{manuscript.identities.drawing()}" name="{xml_attribute(tag_of(block.key))}" '
        f'descr="{xml_attribute(block.alt)}"/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _emu(centimetres: float) -> int:
    return round(centimetres * EMU_PER_CM)
