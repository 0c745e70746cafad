"""The round field of a map: its sectors, its bands, and where in it a point or a box lies.

Lengths are points (1/72 inch), angles are radians clockwise from the top; x grows to the right, y upwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

_LEAST_SECTOR = math.radians(38)
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Field:
    """The field around ``(x, y)`` between the centre's disc and the rim.

    ``starts`` are the angles where sectors begin, with the end of the last one; ``radii`` where bands begin, with the
    end of the last one.
    """

    x: float
    y: float
    starts: tuple[float, ...]
    radii: tuple[float, ...]

    @classmethod
    def shared_out(
        cls, x: float, y: float, inner: float, outer: float, sectors: Sequence[int], bands: Sequence[int]
    ) -> Field:
        """A field whose sectors and bands have room by the number of firms in them, and none vanishes."""
        widths = _shares([math.sqrt(count) for count in sectors], 2 * math.pi, _LEAST_SECTOR)
        least = min(34.0, (outer - inner) / (1.4 * max(len(bands), 1)))
        depths = _shares([math.sqrt(count) for count in bands], outer - inner, least)
        return cls(x, y, _running(0.0, widths), _running(inner, depths))

    def cell_area(self, sector: int, band: int) -> float:
        """The area of one cell, in square points."""
        width = self.starts[sector + 1] - self.starts[sector]
        return width / 2 * (self.radii[band + 1] ** 2 - self.radii[band] ** 2)

    def at(self, angle: npt.ArrayLike, radius: npt.ArrayLike) -> Points:
        """Points at these angles and radii, one row each."""
        turned, far = np.asarray(angle, dtype=float), np.asarray(radius, dtype=float)
        return np.column_stack((self.x + far * np.sin(turned), self.y + far * np.cos(turned)))

    def places(self, sector: int, band: int, margin: float, step: float) -> Points:
        """A grid of points in a cell, ``margin`` from its edges, in an order that spreads evenly from the first on."""
        low, high = self.radii[band] + margin, self.radii[band + 1] - margin
        if high < low:
            low = high = (self.radii[band] + self.radii[band + 1]) / 2
        rows = np.linspace(low, high, max(1, int((high - low) / step) + 1))
        found = np.concatenate([self._row(sector, radius, margin, step) for radius in rows])
        return found[_spread(len(found))]

    def places_at(self, sector: int, band: int, depth: float, margin: float, step: float) -> Points:
        """Points of a cell at a given depth of its band, those of the exact radius before those slightly off it."""
        low, high = self.radii[band] + margin, self.radii[band + 1] - margin
        exact = min(max(self.radii[band] + depth * (self.radii[band + 1] - self.radii[band]), low), max(low, high))
        offsets = (0.0, step, -step, 2 * step, -2 * step)
        rows = [exact + offset for offset in offsets if offset == 0 or low <= exact + offset <= high]
        rings = [self._row(sector, radius, margin, step / 2) for radius in rows]
        return np.concatenate([ring[_spread(len(ring))] for ring in rings])

    def holds(self, sector: int, boxes: Points) -> npt.NDArray[np.bool_]:
        """Which boxes (left, bottom, right, top) lie in a sector, between disc and rim, with all four corners."""
        held = np.ones(len(boxes), dtype=bool)
        start, width = self.starts[sector], self.starts[sector + 1] - self.starts[sector]
        for across in (0, 2):
            for up in (1, 3):
                x, y = boxes[:, across] - self.x, boxes[:, up] - self.y
                turned = np.mod(np.arctan2(x, y) - start, 2 * np.pi)
                far = np.hypot(x, y)
                held &= (turned <= width) & (far >= self.radii[0]) & (far <= self.radii[-1])
        return held

    def _row(self, sector: int, radius: float, margin: float, step: float) -> Points:
        pad = margin / max(radius, margin)
        start, end = self.starts[sector] + pad, self.starts[sector + 1] - pad
        if end <= start:
            start = end = (self.starts[sector] + self.starts[sector + 1]) / 2
        angles = np.linspace(start, end, max(1, int((end - start) * radius / step) + 1))
        return self.at(angles, np.full(len(angles), radius))


def _shares(weights: Sequence[float], whole: float, least: float) -> list[float]:
    """``whole`` shared out by weight, no part smaller than ``least`` (or an equal part, if that is smaller still)."""
    least = min(least, whole / max(len(weights), 1))
    free = whole - least * len(weights)
    total = sum(weights) or 1.0
    return [least + free * (weight / total if sum(weights) else 1 / len(weights)) for weight in weights]


def _running(start: float, steps: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(total) for total in np.cumsum([start, *steps]))


def _spread(count: int) -> npt.NDArray[np.int64]:
    """An order of so many places, the middle first, in which neighbours come far apart:
    multiples of the golden section."""
    return np.argsort(np.mod((np.arange(count) - count // 2) * _GOLDEN, 1.0), kind="stable")
