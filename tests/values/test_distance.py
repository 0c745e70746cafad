"""Distances against geometry, and one by one against many at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.values.distance import EARTH_RADIUS_M, kilometres_between, metres_apart

PLACE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_a_degree_of_latitude_is_a_360th_of_the_meridian() -> None:
    assert float(metres_apart(120, 30, 120, 31)) == pytest.approx(np.pi * EARTH_RADIUS_M / 180)


def test_the_poles_are_half_the_way_round_apart() -> None:
    assert float(metres_apart(0, 90, 0, -90)) == pytest.approx(np.pi * EARTH_RADIUS_M)


def test_distances_to_an_unknown_place_are_unknown() -> None:
    assert np.isnan(metres_apart([120.0, np.nan], [30.0, np.nan], 121.0, 30.0)).tolist() == [False, True]


@given(PLACE, PLACE)
def test_distances_are_the_angle_between_two_directions(one: tuple[float, float], other: tuple[float, float]) -> None:
    """The chord between the points in space, which no formula of the sphere's surface stands in."""

    def direction(place: tuple[float, float]) -> np.ndarray:
        lon, lat = np.radians(place)
        return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    chord = float(np.linalg.norm(direction(one) - direction(other)))
    expected = 2 * EARTH_RADIUS_M * np.arcsin(min(1.0, chord / 2))
    assert float(metres_apart(*one, *other)) == pytest.approx(expected, rel=1e-6, abs=1.0)


@given(PLACE, PLACE)
def test_one_pair_is_as_far_apart_as_among_many_and_the_same_both_ways(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert kilometres_between(one, other) * 1000 == pytest.approx(float(metres_apart(*one, *other)), abs=1e-3)
    assert kilometres_between(one, other) == pytest.approx(kilometres_between(other, one))
