"""Drawing a laid-out map: the same bytes for the same map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from branchbook.render.colours import HOUSE, Palette
from branchbook.render.map.dots import dots_of
from branchbook.render.map.layout import lay_out
from branchbook.render.map.lines import svg_of
from branchbook.render.map.shapes import shapes_of
from branchbook.render.map.sheet import Sheet
from branchbook.render.png import png_of
from branchbook.report.blocks import EcosystemMap

PRINT_DPI = 200

_CM = 72 / 2.54


@dataclass(frozen=True)
class MapPicture:
    """A drawn map: the PNG and its size on paper in centimetres."""

    png: bytes
    width: float
    height: float


def map_picture(block: EcosystemMap, sheet: Sheet, palette: Palette = HOUSE, dpi: int = PRINT_DPI) -> MapPicture:
    """The map on this sheet; its height follows from its legend.

    A map that a notebook has shown is not drawn a second time for the report.
    """
    asked = (block, sheet, palette, dpi)
    if not _last or _last[0] != asked:  # by value: a map's words can't be hashed
        _last[:] = [asked, _picture(*asked)]
    drawn: MapPicture = _last[1]
    return drawn


_last: list[Any] = []


def map_drawing(block: EcosystemMap, sheet: Sheet, palette: Palette = HOUSE) -> str:
    """The map on this sheet as SVG: lines and letters as sharp as the printer, however large the paper."""
    layout = lay_out(block, sheet)
    return svg_of(shapes_of(block, layout, palette), sheet.width, layout.height, block.alt)


def _picture(block: EcosystemMap, sheet: Sheet, palette: Palette, dpi: int) -> MapPicture:
    layout = lay_out(block, sheet)
    dots = dots_of(shapes_of(block, layout, palette), sheet.width, layout.height, dpi)
    return MapPicture(png_of(dots, dpi), sheet.width / _CM, layout.height / _CM)
