"""The financial-ecosystem map as a picture: layout without overlaps, then drawing.

Public: ``map_picture`` on a ``report_sheet``, a ``slide_sheet`` or a ``wall_sheet``; ``lay_out`` for who wants the boxes.
"""

from branchbook.render.map.layout import Layout, Sheet, lay_out, report_sheet, slide_sheet, wall_sheet
from branchbook.render.map.picture import WALL_DPI, MapPicture, map_picture

__all__ = [
    "WALL_DPI",
    "Layout",
    "MapPicture",
    "Sheet",
    "lay_out",
    "map_picture",
    "report_sheet",
    "slide_sheet",
    "wall_sheet",
]
