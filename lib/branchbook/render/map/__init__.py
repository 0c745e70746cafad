"""The financial-ecosystem map as a picture: layout without overlaps, then drawing.

Public: ``map_picture`` on a ``report_sheet`` or a ``slide_sheet``, ``map_drawing`` on a ``wall_sheet``; ``lay_out`` for
who wants the boxes.
"""

from branchbook.render.map.layout import Layout, lay_out
from branchbook.render.map.picture import MapPicture, map_drawing, map_picture
from branchbook.render.map.sheet import Sheet, report_sheet, slide_sheet, wall_sheet

__all__ = [
    "Layout",
    "MapPicture",
    "Sheet",
    "lay_out",
    "map_drawing",
    "map_picture",
    "report_sheet",
    "slide_sheet",
    "wall_sheet",
]
