"""Which targets lie near one another, so that one way serves both (OU1)."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from branchbook.analyses.outreach.tasks import Target

_EARTH_KM = 6371.0088


def near(one: Target, other: Target, near_km: float) -> bool:
    """Within ``near_km`` of one another; by area where coordinates are missing. Unknown places are near to nothing."""
    if one.point and other.point:
        return kilometres(one.point, other.point) <= near_km
    return bool(one.area) and one.area == other.area


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two places (longitude, latitude in degrees), in kilometres."""
    (east, north), (east2, north2) = ((radians(lon), radians(lat)) for lon, lat in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))
