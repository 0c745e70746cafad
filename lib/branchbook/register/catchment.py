"""Which branch a firm belongs to (EC4: nearest branch first): by coordinates, by address, or as handed down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from branchbook.rules import Rules
from branchbook.values.distance import EARTH_RADIUS_M, metres_apart


class PlacedBy(StrEnum):
    """What a firm's branch rests on."""

    CUSTOMER = "customer"  #: it is the branch's customer
    COORDINATES = "coordinates"  #: the nearest branch
    ROAD = "road"  #: on the road of the branch
    TOWN = "town"  #: in the town or subdistrict of the branch
    DISTRICT = "district"  #: in the district of the branch, which leads there
    HANDED_DOWN = "handed_down"  #: as the head office assigned it
    NOWHERE = ""


class Nearness(StrEnum):
    """How near a firm is to its branch where no distance is known."""

    TOWN = "town"
    DISTRICT = "district"
    CITY = "city"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Catchment:
    """How firms find branches. ``order`` names the ways to be tried; ``farthest_m`` bounds the nearest branch."""

    order: tuple[str, ...]
    farthest_m: float
    without: tuple[str, ...]

    @classmethod
    def of(cls, rules: Rules) -> Catchment:
        """The catchment rules of an engagement (EC4)."""
        return cls(
            rules.names("EC4.assign_by"), 1000 * rules.number("EC4.farthest_km"), rules.names("EC4.types_without_map")
        )


def assign(firms: pd.DataFrame, branches: pd.DataFrame, catchment: Catchment) -> pd.DataFrame:
    """The branch of each firm: columns ``branch_id`` (empty where none is found) and ``placed_by``.

    ``firms`` and ``branches`` have ``lon`` and ``lat`` (WGS-84, nan where unknown), ``city``, ``district``, ``town``
    and ``road``; firms also ``assigned_branch_id``, branches ``branch_id``, ``type`` and ``class``, in the bank's
    order.
    """
    open_to = branches[~branches["type"].isin(catchment.without)].reset_index(drop=True)
    found = pd.DataFrame({"branch_id": "", "placed_by": PlacedBy.NOWHERE.value}, index=firms.index, dtype="str")
    for way in catchment.order:
        rest = firms[found["branch_id"] == ""]
        if len(rest) and len(open_to):
            answer = _WAYS[way](rest, open_to, catchment)
            found.loc[answer.index, ["branch_id", "placed_by"]] = answer[["branch_id", "placed_by"]]
    return found


def _by_coordinates(firms: pd.DataFrame, branches: pd.DataFrame, catchment: Catchment) -> pd.DataFrame:
    """The nearest branch of each located firm, if it is near enough."""
    located = firms[firms["lon"].notna() & firms["lat"].notna()]
    placed = branches[branches["lon"].notna() & branches["lat"].notna()].reset_index(drop=True)
    if located.empty or placed.empty:
        return _answer(located.index[:0], [], [])
    from scipy.spatial import cKDTree  # slow to import, and needed only where a register is computed

    chords, nearest = cKDTree(_on_sphere(placed)).query(_on_sphere(located))
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.clip(chords / 2, 0, 1))
    near = metres <= catchment.farthest_m
    ids = placed["branch_id"].to_numpy()[nearest[near]]
    return _answer(located.index[near], ids, [PlacedBy.COORDINATES] * int(near.sum()))


def _on_sphere(places: pd.DataFrame) -> npt.NDArray[np.float64]:
    lon, lat = np.radians(places["lon"].to_numpy(float)), np.radians(places["lat"].to_numpy(float))
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _by_address(firms: pd.DataFrame, branches: pd.DataFrame, _: Catchment) -> pd.DataFrame:
    """The branch of the same road, else of the same town, else the branch that leads in the district.

    In a district of several branches the one of class main_office leads, else the first in the bank's list.
    """
    keys = (
        (PlacedBy.ROAD, ["city", "district", "road"]),
        (PlacedBy.TOWN, ["city", "district", "town"]),
        (PlacedBy.DISTRICT, ["city", "district"]),
    )
    leading = branches.assign(_rank=(branches["class"] != "main_office").astype(int)).sort_values(
        "_rank", kind="stable"
    )
    found = _answer(firms.index[:0], [], [])
    for placed_by, columns in keys:
        rest = firms.loc[firms.index.difference(found.index, sort=False)]
        told = rest[(rest[columns] != "").all(axis=1)]
        first = leading[(leading[columns] != "").all(axis=1)].drop_duplicates(columns)
        joined = told[columns].reset_index(names="_row").merge(first[[*columns, "branch_id"]], on=columns)
        found = pd.concat([found, _answer(joined["_row"], joined["branch_id"], [placed_by] * len(joined))])
    return found


def _handed_down(firms: pd.DataFrame, branches: pd.DataFrame, _: Catchment) -> pd.DataFrame:
    named = firms.loc[firms["assigned_branch_id"].isin(branches["branch_id"]), "assigned_branch_id"]
    return _answer(named.index, named, [PlacedBy.HANDED_DOWN] * len(named))


def _answer(rows: Iterable[int], ids: Sequence[str] | pd.Series, ways: Sequence[PlacedBy]) -> pd.DataFrame:
    named = pd.DataFrame({"branch_id": list(ids), "placed_by": [way.value for way in ways]}, dtype="str")
    return named.set_index(pd.Index(list(rows), dtype="int64"))


_WAYS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, Catchment], pd.DataFrame]] = {
    "coordinates": _by_coordinates,
    "address": _by_address,
    "handed_down": _handed_down,
}


def distances(firms: pd.DataFrame, branches: pd.DataFrame) -> pd.Series:
    """Metres from each firm to its branch (``branch_id``); nan where either has no coordinates."""
    homes = branches.set_index("branch_id")[["lon", "lat"]].reindex(firms["branch_id"])
    metres = metres_apart(firms["lon"], firms["lat"], homes["lon"].to_numpy(), homes["lat"].to_numpy())
    return pd.Series(metres, index=firms.index)


def nearness(firms: pd.DataFrame, branches: pd.DataFrame) -> pd.Series:
    """How near each firm is to its branch by address alone: the same town, district or city, or unknown."""
    homes = branches.set_index("branch_id")[["city", "district", "town"]].reindex(firms["branch_id"])
    same = {
        column: (firms[column].to_numpy() == homes[column].to_numpy()) & (firms[column] != "").to_numpy()
        for column in ("city", "district", "town")
    }
    told = (firms["district"] != "").to_numpy()
    chosen = np.select(
        [same["city"] & same["district"] & same["town"], same["city"] & same["district"], told],
        [Nearness.TOWN, Nearness.DISTRICT, Nearness.CITY],
        Nearness.UNKNOWN,
    )
    return pd.Series(chosen, index=firms.index, dtype="str")
