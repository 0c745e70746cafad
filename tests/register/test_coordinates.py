"""Conversions against values that other programs have published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.register.coordinates import (
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    to_wgs84,
    wgs84_to_gcj02,
)
from branchbook.values.distance import metres_apart

IN_CHINA = st.tuples(st.floats(75, 133), st.floats(18, 53))


def point(lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([lon]), np.array([lat])


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),  # Shanghai, test of eviltransform
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),  # Shenzhen, the same
        ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),  # Beijing, README of coordtransform
    ],
)
def test_gcj02_agrees_with_published_values(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    lon, lat = wgs84_to_gcj02(*point(*wgs))
    assert (float(lon[0]), float(lat[0])) == pytest.approx(gcj, abs=1e-9)


def test_bd09_agrees_with_published_values() -> None:
    # README of coordtransform: 116.404, 39.915 both ways.
    assert [float(part[0]) for part in gcj02_to_bd09(*point(116.404, 39.915))] == pytest.approx(
        [116.41036949371029, 39.92133699351022], abs=1e-9
    )
    # Its inverse is a first approximation, ours is exact: they agree to a metre (1e-5 degrees).
    assert [float(part[0]) for part in bd09_to_gcj02(*point(116.404, 39.915))] == pytest.approx(
        [116.39762729119315, 39.90865673957631], abs=1e-5
    )


@given(IN_CHINA)
def test_converting_there_and_back_ends_where_it_began(place: tuple[float, float]) -> None:
    start = point(*place)
    assert np.allclose(gcj02_to_wgs84(*wgs84_to_gcj02(*start)), start, atol=1e-9)
    assert np.allclose(bd09_to_gcj02(*gcj02_to_bd09(*start)), start, atol=1e-9)


@given(IN_CHINA)
def test_the_shift_of_gcj02_is_some_hundred_metres(place: tuple[float, float]) -> None:
    start = point(*place)
    assert 10 < float(metres_apart(*start, *wgs84_to_gcj02(*start))[0]) < 1500


def test_points_outside_china_are_not_shifted() -> None:
    assert [float(part[0]) for part in wgs84_to_gcj02(*point(2.35, 48.85))] == [2.35, 48.85]


def test_a_system_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="xian80"):
        to_wgs84([120.0], [30.0], "xian80")
