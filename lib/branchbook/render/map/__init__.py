"""The financial-ecosystem map as a picture: layout without overlaps, then drawing.

Public: ``map_picture`` (PNG bytes), ``map_height``, ``WALL`` and ``report_sheet``; ``lay_out`` for who wants the boxes.
"""

from branchbook.render.map.layout import Layout, Sheet, lay_out, report_sheet, wall_sheet
from branchbook.render.map.picture import map_height, map_picture

__all__ = ["Layout", "Sheet", "lay_out", "map_height", "map_picture", "report_sheet", "wall_sheet"]
