"""Which targets lie near one another, so that one way serves both (OU1)."""

from __future__ import annotations

from branchbook.analyses.outreach.tasks import Target
from branchbook.values.distance import kilometres_between


def near(one: Target, other: Target, near_km: float) -> bool:
    """Within ``near_km`` of one another; by area where coordinates are missing. Unknown places are near to nothing."""
    if one.point and other.point:
        return kilometres_between(one.point, other.point) <= near_km
    return bool(one.area) and one.area == other.area
