"""Which branch a firm belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from branchbook.register.catchment import Catchment, assign, distances, nearness
from branchbook.rules import Rules
from branchbook.values.distance import metres_apart

CATCHMENT = Catchment.of(Rules.defaults())
_DEFAULTS = {"lon": np.nan, "lat": np.nan, "city": "", "district": "", "town": "", "road": ""}


def firms(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**_DEFAULTS, "assigned_branch_id": None, **row} for row in rows])


def branches(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**_DEFAULTS, "type": "basic", "class": "urban", **row} for row in rows])


def place(city: str = "甲市", district: str = "乙区", town: str = "", road: str = "") -> dict[str, object]:
    return {"city": city, "district": district, "town": town, "road": road}


DEGREES = st.tuples(st.floats(120.9, 121.1), st.floats(30.9, 31.1))


@given(st.lists(DEGREES, min_size=1, max_size=8, unique=True), st.lists(DEGREES, min_size=1, max_size=20))
def test_a_firm_with_coordinates_belongs_to_the_nearest_branch(
    homes: list[tuple[float, float]], spots: list[tuple[float, float]]
) -> None:
    known = branches(*({"branch_id": str(n), "lon": lon, "lat": lat} for n, (lon, lat) in enumerate(homes)))
    answer = assign(firms(*({"lon": lon, "lat": lat} for lon, lat in spots)), known, CATCHMENT)
    for (lon, lat), chosen in zip(spots, answer["branch_id"], strict=True):
        metres = [float(metres_apart(lon, lat, *home)) for home in homes]
        assert metres[int(chosen)] <= min(metres) + 0.01


def test_a_firm_too_far_from_every_branch_belongs_to_none() -> None:
    known = branches({"branch_id": "1", "lon": 121.0, "lat": 31.0})
    assert assign(firms({"lon": 122.0, "lat": 31.0}), known, CATCHMENT)["branch_id"].tolist() == [""]


def test_without_coordinates_road_goes_before_town_and_town_before_district() -> None:
    known = branches(
        {"branch_id": "road", **place(town="丙镇", road="一路")},
        {"branch_id": "town", **place(town="丁镇", road="二路")},
    )
    listed = firms(place(road="一路"), place(town="丁镇", road="九路"), place(), place(district="戊区"))
    answer = assign(listed, known, CATCHMENT)
    assert answer["branch_id"].tolist() == ["road", "town", "road", ""]
    assert answer["placed_by"].tolist() == ["road", "town", "district", ""]


def test_the_main_office_leads_in_its_district_else_the_first_of_the_list() -> None:
    first, main = {"branch_id": "1", **place()}, {"branch_id": "2", **place(), "class": "main_office"}
    assert assign(firms(place()), branches(first, main), CATCHMENT)["branch_id"].tolist() == ["2"]
    assert assign(firms(place()), branches(first, {**main, "class": "urban"}), CATCHMENT)["branch_id"].tolist() == ["1"]


def test_towns_of_one_name_in_two_districts_are_two_towns() -> None:
    known = branches({"branch_id": "1", **place(town="丙镇")})
    assert assign(firms(place(district="戊区", town="丙镇")), known, CATCHMENT)["branch_id"].tolist() == [""]


def test_the_handed_down_branch_counts_last_unless_the_rules_put_it_first() -> None:
    known = branches({"branch_id": "1", **place()}, {"branch_id": "2", **place(district="戊区")})
    listed = firms({**place(), "assigned_branch_id": "2"}, {"assigned_branch_id": "2"}, {"assigned_branch_id": "9"})
    assert assign(listed, known, CATCHMENT)["branch_id"].tolist() == ["1", "2", ""]
    first = replace(CATCHMENT, order=("handed_down", "coordinates", "address"))
    assert assign(listed, known, first)["branch_id"].tolist() == ["2", "2", ""]


def test_a_self_service_bank_takes_no_firms() -> None:
    known = branches(
        {"branch_id": "near", "type": "self_service", "lon": 121.0, "lat": 31.0},
        {"branch_id": "far", "lon": 121.05, "lat": 31.0},
    )
    assert assign(firms({"lon": 121.0, "lat": 31.0}), known, CATCHMENT)["branch_id"].tolist() == ["far"]


def test_distance_and_nearness_are_told_only_where_they_are_known() -> None:
    known = branches({"branch_id": "1", "lon": 121.0, "lat": 31.0, **place(town="丙镇")})
    rows = firms(
        {"lon": 121.0, "lat": 31.0, **place(town="丙镇")},
        place(town="丁镇"),
        place(district="戊区"),
        place(city="", district=""),
    ).assign(branch_id="1")
    metres = distances(rows, known)
    assert metres[0] == 0
    assert metres[1:].isna().all()
    assert nearness(rows, known).tolist() == ["town", "district", "city", "unknown"]
