"""A map painted as dots: shapes by the Agg library, letters by FreeType, both as matplotlib brings them along.

Neither figure nor axes nor artists stand between: a map has hundreds of shapes whose places are known, and what an
artist does to find its own costs several times what painting it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from branchbook.render.lettering import INCH, Dots, Words, write
from branchbook.render.map.shapes import Card, Disc, Ring, Shape

_ROUND, _ROUND_CODES = np.asarray(Path.unit_circle().vertices, dtype=float), Path.unit_circle().codes
_STEP = math.radians(0.5)
_QUARTER = 0.4477  # of a corner: where the control points of a cubic curve lie that follows a quarter of a circle


def dots_of(shapes: Iterable[Shape], width: float, height: float, dpi: int) -> Dots:
    """Rows of dots, red, green and blue, of a white sheet of this size (points) with the shapes on it.

    Words are written last: no shape covers any.
    """
    brush = _Brush(width, height, dpi)
    words = []
    for shape in shapes:
        match shape:
            case Words():
                words.append(shape)
            case Ring():
                brush.paint(_ring(shape), shape.face, "FFFFFF", shape.line)
            case Disc():
                brush.paint(_disc(shape), shape.face, shape.edge, shape.line)
            case Card():
                brush.paint(_card(shape), "FFFFFF", shape.edge, shape.line, shape.opacity)
    dots = brush.dots()
    for line in words:
        write(dots, line, dpi)
    return dots


class _Brush:
    """Agg's canvas."""

    def __init__(self, width: float, height: float, dpi: int) -> None:
        self._canvas = RendererAgg(int(width / INCH * dpi), int(height / INCH * dpi), dpi)  # type: ignore[no-untyped-call]
        self._to_dots = Affine2D().scale(dpi / INCH)
        self.paint(Path.unit_rectangle().transformed(Affine2D().scale(2 * width, 2 * height)), "FFFFFF", "", 0)

    def paint(self, path: Path, face: str, edge: str, line: float, opacity: float = 1.0) -> None:
        """Fill a path and draw its edge."""
        pen: GraphicsContextBase = self._canvas.new_gc()
        pen.set_linewidth(line)
        if line:
            pen.set_foreground((*_shares(edge), 1.0), isRGBA=True)
        self._canvas.draw_path(pen, path, self._to_dots, (*_shares(face), opacity))  # type: ignore[no-untyped-call]

    def dots(self) -> Dots:
        """What has been painted, without transparency: the sheet is white."""
        dots = np.asarray(self._canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return np.ascontiguousarray(dots[:, :, :3])


def _ring(ring: Ring) -> Path:
    """There along the outer edge and back along the inner one, in steps too short to be seen."""
    angles = np.linspace(ring.start, ring.end, 2 + int((ring.end - ring.start) / _STEP))
    turned = np.column_stack((np.sin(angles), np.cos(angles)))
    edge = np.concatenate((turned * ring.outer, turned[::-1] * ring.inner, turned[:1] * ring.outer))
    return Path(edge + np.array((ring.x, ring.y)), closed=True)


def _disc(disc: Disc) -> Path:
    return Path(_ROUND * disc.radius + np.array((disc.x, disc.y)), _ROUND_CODES)


def _card(card: Card) -> Path:
    box, corner = card.box, card.corner
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    near = corner * _QUARTER
    vertices = [
        (left + corner, bottom), (right - corner, bottom),
        (right - near, bottom), (right, bottom + near), (right, bottom + corner), (right, top - corner),
        (right, top - near), (right - near, top), (right - corner, top), (left + corner, top),
        (left + near, top), (left, top - near), (left, top - corner), (left, bottom + corner),
        (left, bottom + near), (left + near, bottom), (left + corner, bottom), (left + corner, bottom),
    ]  # fmt: skip
    curve, line = [Path.CURVE4] * 3, Path.LINETO
    return Path(vertices, [Path.MOVETO, line, *curve, line, *curve, line, *curve, line, *curve, Path.CLOSEPOLY])


def _shares(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue
