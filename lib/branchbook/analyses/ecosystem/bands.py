"""How near firms are to the branch: rings of kilometres where distances are known, else town, district and city."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from branchbook.register import Nearness
from branchbook.rules import Rules

_AREAS = (Nearness.TOWN, Nearness.DISTRICT, Nearness.CITY, Nearness.UNKNOWN)


@dataclass(frozen=True)
class Bands:
    """The bands from the inside out, and each firm's.

    ``ends_km`` are the outer ends of measured rings (the last band but one is everything beyond them, the last firms
    without a distance); empty where bands are areas, which ``areas`` then names. ``band`` and ``depth`` (0 to 1 within
    the band, nan where unknown) are by the firms' index.
    """

    measured: bool
    ends_km: tuple[float, ...]
    areas: tuple[str, ...]
    band: pd.Series
    depth: pd.Series

    @property
    def count(self) -> int:
        """How many bands there are."""
        return len(self.ends_km) + 2 if self.measured else len(self.areas)


def bands(firms: pd.DataFrame, rules: Rules) -> Bands:
    """Rings if the distance of at least EC6.measured_share of the firms is known, else areas."""
    ends = tuple(sorted(rules.mapping("EC6.rings_km").values()))
    known = firms["distance_m"].notna()
    if len(firms) and known.mean() >= rules.number("EC6.measured_share"):
        return _rings(firms["distance_m"] / 1000, ends)
    return _areas(firms)


def _rings(kilometres: pd.Series, ends: tuple[float, ...]) -> Bands:
    band = pd.Series(np.searchsorted(ends, kilometres, side="left"), index=kilometres.index)
    band[kilometres.isna()] = len(ends) + 1
    farthest = max(kilometres.max(skipna=True), ends[-1] * 1.5)
    edges = np.array([0.0, *ends, farthest])
    inner = np.minimum(band, len(ends))
    depth = (kilometres - edges[inner]) / (edges[inner + 1] - edges[inner])
    return Bands(True, ends, (), band.astype(int), depth.clip(0, 1))


def _areas(firms: pd.DataFrame) -> Bands:
    place = {area: number for number, area in enumerate(_AREAS)}
    band = firms["nearness"].map(place).fillna(len(_AREAS) - 1).astype(int)
    return Bands(False, (), tuple(map(str, _AREAS)), band, pd.Series(np.nan, index=firms.index, dtype=float))
