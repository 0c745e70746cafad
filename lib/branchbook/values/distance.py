"""Great-circle distances on a sphere of the earth's mean radius: for two points quickly, for many at once."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the earth (IUGG), in metres."""


def kilometres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points (longitude, latitude in degrees of one system) in kilometres.

    For single pairs, as a plan asks for by the hundred thousand: far quicker than :func:`metres_apart` is there.
    """
    (east, north), (east2, north2) = ((radians(lon), radians(lat)) for lon, lat in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_RADIUS_M / 1000 * asin(min(1.0, sqrt(half)))


def metres_apart(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """The distances of points (degrees of one system) in metres, nan where one is not known; shapes broadcast."""
    east, north, east2, north2 = (np.radians(np.asarray(part, dtype=float)) for part in (lon, lat, to_lon, to_lat))
    half = np.sin((north2 - north) / 2) ** 2 + np.cos(north) * np.cos(north2) * np.sin((east2 - east) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half))))
