"""Figures on a slide: native charts in letters for a room, heat maps and maps as pictures."""

from __future__ import annotations

import re
from dataclasses import replace

from branchbook.render.chart import chart_workbook, chart_xml
from branchbook.render.deck.geometry import EMU_PER_CM, Box, cm
from branchbook.render.deck.pieces import DrawingPiece
from branchbook.render.deck.shapes import chart_shape, picture_shape
from branchbook.render.deck.sheet import Sheet
from branchbook.render.living.charts import CHART_TYPE
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

_WIDE = cm(18)
_LARGER, _LARGE = 1.35, 1.2  # than in a report, in a wide and in a narrow chart
_SIZE = re.compile(r' sz="(\d+)"')
_PICTURE_SCALE = 1.5  # a picture is drawn for paper and enlarged to the slide


def draw(sheet: Sheet, piece: DrawingPiece) -> None:
    """Put a figure or map on the slide."""
    drawing, box = piece.drawing, piece.box
    if isinstance(drawing, Figure) and drawing.kind is not FigureKind.HEATMAP:
        xml = _enlarged(chart_xml(drawing, sheet.language), _LARGER if box.width >= _WIDE else _LARGE)
        relation = sheet.add_chart(xml, chart_workbook(drawing), CHART_TYPE)
        sheet.put(chart_shape(sheet.number, piece.name, box, drawing.alt, relation))
        return
    png, width, height = _picture(sheet, piece)
    relation = sheet.add_picture(png)
    inside = _inscribed(box, width, height)
    sheet.put(picture_shape(sheet.number, piece.name, inside, drawing.alt, relation))


def _enlarged(xml: str, scale: float) -> str:
    return _SIZE.sub(lambda size: f' sz="{round(int(size[1]) * scale, -1):.0f}"', xml)


def _picture(sheet: Sheet, piece: DrawingPiece) -> tuple[bytes, float, float]:
    # matplotlib is slow to start, and many a deck has no picture
    from branchbook.render.figure import picture
    from branchbook.render.map import map_picture, slide_sheet

    drawing, box = piece.drawing, piece.box
    if isinstance(drawing, Figure):
        width, height = (side / EMU_PER_CM / _PICTURE_SCALE for side in (box.width, box.height))
        return picture(replace(drawing, notes=()), width, height, sheet.palette), width, height
    drawn = map_picture(drawing, slide_sheet(min(box.width, box.height) / EMU_PER_CM), sheet.palette)
    return drawn.png, drawn.width, drawn.height


def _inscribed(box: Box, width: float, height: float) -> Box:
    """The largest box of these proportions in the middle of ``box``."""
    scale = min(box.width / width, box.height / height)
    wide, tall = round(width * scale), round(height * scale)
    return Box(box.x + (box.width - wide) // 2, box.y + (box.height - tall) // 2, wide, tall)
