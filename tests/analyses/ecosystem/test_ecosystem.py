"""The ecosystem of a branch, from hand-made rows of its register."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from branchbook.analyses.ecosystem import Ecosystem, ecosystem
from branchbook.analyses.ecosystem.surroundings import Stage
from branchbook.analyses.ecosystem.targets import Ground
from branchbook.analyses.ecosystem.worth import potential
from branchbook.register import COLUMNS, LINK_COLUMNS
from branchbook.register.aims import Aim, customer_aim
from branchbook.rules import Rules

RULES = Rules.defaults()
AS_OF = date(2025, 12, 31)
GIVEN = ("enterprises", "corporate_customers", "staff")
STAFF = pd.DataFrame({"staff_id": ["s1", "s2"], "position": ["head", "corporate_manager"]})
_EMPTY: dict[str, Any] = {"str": "", "float": np.nan, "bool": False, "datetime64[us]": pd.NaT}


def firms(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of a register; what is not given is empty, the module corporate."""
    base = {name: _EMPTY[kind] for name, kind in COLUMNS.items()} | {
        "module": "corporate",
        "certainty": "clear",
        "branch_id": "1",
    }
    named = [{**base, "shown_name": row.get("name", ""), "short_name": row.get("name", ""), **row} for row in rows]
    return pd.DataFrame(named, columns=list(COLUMNS)).astype(dict(COLUMNS))


def customer(id_: str, **row: Any) -> dict[str, Any]:
    return {"side": "existing", "firm_id": id_, "customer_id": id_, "name": f"客户{id_}", "home_branch_id": "1", **row}


def target(id_: str, **row: Any) -> dict[str, Any]:
    return {"side": "target", "firm_id": id_, "name": f"企业{id_}", **row}


def made(*rows: dict[str, Any], links: pd.DataFrame | None = None, scenes: pd.DataFrame | None = None) -> Ecosystem:
    tables = {"staff": STAFF} | ({} if scenes is None else {"scenes": scenes})
    given_links = pd.DataFrame(columns=list(LINK_COLUMNS)) if links is None else links
    return ecosystem(firms(*rows), given_links, tables, GIVEN, RULES, AS_OF)


def order(found: Ecosystem) -> list[str]:
    return [one.firm_id for one in found.targets]


def test_of_two_firms_the_nearer_comes_first() -> None:
    assert order(made(target("far", distance_m=4000.0), target("near", distance_m=400.0))) == ["near", "far"]


def test_a_firm_that_staff_know_comes_before_a_nearer_one_that_nobody_knows() -> None:
    found = made(target("near", distance_m=100.0), target("known", distance_m=6000.0, known_by="s2"))
    assert order(found) == ["known", "near"]
    assert found.targets[0].owner == "s2"
    assert found.targets[0].reasons[0].ground is Ground.KNOWN


def test_who_of_another_branch_knows_a_firm_is_a_reason_but_no_owner() -> None:
    found = made(target("a", known_by="elsewhere"))
    assert found.targets[0].owner == ""
    assert found.targets[0].reasons[0].name == "elsewhere"
    assert found.owners == {}


def test_without_distances_the_same_town_counts_as_nearer_than_the_same_district() -> None:
    assert order(made(target("a", nearness="district"), target("b", nearness="town"))) == ["b", "a"]


def test_a_firm_that_trades_with_a_customer_comes_forward_and_the_reason_names_the_customer() -> None:
    links = pd.DataFrame([("1", "b", "企业b", "c", "客户c", 5.0, "货")], columns=list(LINK_COLUMNS))
    found = made(customer("c"), target("a"), target("b"), links=links)
    assert order(found) == ["b", "a"]
    assert any(reason.ground is Ground.CHAIN and reason.name == "客户c" for reason in found.targets[0].reasons)
    assert [(chain.supplier_side, chain.buyer_side) for chain in found.chains] == [("target", "existing")]


def test_equal_firms_stand_in_the_order_of_their_ids_whatever_the_order_of_rows() -> None:
    rows = [target(id_) for id_ in "dacb"]
    assert order(made(*rows)) == order(made(*reversed(rows))) == ["a", "b", "c", "d"]


def test_every_target_has_a_reason() -> None:
    found = made(target("a"), target("b", district="甲区", nearness="city"), target("c", capital_cny=1e6))
    assert all(one.reasons for one in found.targets)


def test_outlets_of_other_banks_are_nobody_to_win_and_not_on_the_map() -> None:
    found = made(target("a", industry="bank"), target("b"))
    assert order(found) == ["b"]
    assert [place.firm_id for place in found.on_map] == ["b"]
    assert found.quality.left_out == 1


def test_customers_of_other_branches_are_counted_and_not_shown() -> None:
    found = made(target("a"), target("x") | {"side": "elsewhere", "home_branch_id": "2"})
    assert found.quality.elsewhere == 1
    assert order(found) == ["a"]
    assert len(found.records) == 1


@pytest.mark.parametrize(
    ("deposits", "before", "aim"),
    [(600_000.0, 600_000.0, Aim.PROTECT), (1000.0, 2000.0, Aim.PROTECT), (1000.0, 1000.0, Aim.DIG),
     (None, None, Aim.DIG), (800.0, 1000.0, Aim.PROTECT), (801.0, 1000.0, Aim.DIG), (5.0, 0.0, Aim.DIG)],
)  # fmt: skip
def test_large_and_falling_customers_are_protected_all_others_dug(
    deposits: float | None, before: float | None, aim: Aim
) -> None:
    assert customer_aim(deposits, before, RULES) is aim


def test_the_aims_add_up_to_all_firms() -> None:
    found = made(customer("a", deposits=1e6), customer("b", deposits=1.0), target("c"), target("d"))
    assert sum(found.aim_count(aim) for aim in Aim) == 4


def test_a_falling_customer_whom_nobody_has_contacted_stands_before_a_quiet_one() -> None:
    quiet = customer("a", deposits=1e5, deposits_previous=1e5, contacted_on=pd.Timestamp("2025-12-20"), manager_id="s1")
    falling = customer("b", deposits=1e5, deposits_previous=3e5)
    assert [one.firm_id for one in made(quiet, falling).customers] == ["b", "a"]


def test_modules_hold_every_firm_once_and_those_without_one_apart() -> None:
    found = made(
        customer("a", deposits=10.0, loans=5.0),
        target("b", module="international", tax_rank=3.0),
        target("c", module=""),
    )
    views = {view.module: view for view in found.modules}
    assert (views["corporate"].customers, views["corporate"].deposits, views["corporate"].loans) == (1, 10.0, 5.0)
    assert (views["international"].targets, views["international"].ranked_targets) == (1, 1)
    assert views[""].targets == 1
    assert sorted(place.firm_id for place in found.on_map) == ["a", "b"]


def test_rings_are_drawn_where_most_distances_are_known_and_areas_where_not() -> None:
    assert made(target("a", distance_m=500.0), target("b", distance_m=50.0), target("c")).bands.measured
    assert not made(target("a", distance_m=500.0), target("b"), target("c")).bands.measured


def test_a_firm_stands_in_the_ring_of_its_distance() -> None:
    metres = {"a": 999.0, "b": 1000.0, "c": 1001.0, "d": 9999.0, "e": 50_000.0}
    found = made(*(target(id_, distance_m=distance) for id_, distance in metres.items()), target("f"))
    band = {place.firm_id: place.band for place in found.on_map}
    assert band == {"a": 0, "b": 0, "c": 1, "d": 3, "e": 4, "f": 5}
    assert all(place.depth is None or 0 <= place.depth <= 1 for place in found.on_map)
    assert sum(view.customers + view.targets for view in found.band_views) == 6


def test_both_sides_come_forward_in_turn() -> None:
    rows = [customer(f"c{n}", deposits=float(n)) for n in range(3)] + [
        target(f"t{n}", capital_cny=10.0**n) for n in range(4, 9)
    ]
    assert [place.existing for place in made(*rows).on_map][:6] == [True, False] * 3


def test_a_better_rank_and_more_capital_never_lower_the_potential() -> None:
    rows = firms(
        *(
            target(str(n), tax_rank=float(r), capital_cny=c)
            for n, (r, c) in enumerate([(1, 1e9), (1, 1e6), (50, 1e6), (600, 1e6), (600, 1e4)])
        )
    )
    points = potential(rows, RULES)
    assert points.tolist() == sorted(points, reverse=True)
    assert points.iloc[0] == pytest.approx(100)
    assert points.iloc[4] == 0


def test_a_firm_is_leading_before_it_is_new_and_growing_otherwise() -> None:
    found = made(
        target("a", registered_on=pd.Timestamp("2025-01-01")),
        target("b", registered_on=pd.Timestamp("2025-01-01"), tax_rank=2.0),
        target("c", registered_on=pd.Timestamp("2010-01-01")),
        target("d"),
    )
    assert {stage.stage: stage.targets for stage in found.stages} == dict.fromkeys(Stage, 1)


def test_scenes_come_from_the_banks_list_and_from_addresses_that_name_one_often_enough() -> None:
    at_park = [target(str(n), scene="示例工业园", scene_kind="park") for n in range(3)]
    once = target("x", scene="孤楼大厦", scene_kind="office_building")
    listed = pd.DataFrame([{"name": "示例小区", "kind": "community", "size": 900, "alliance": None}])
    found = made(*at_park, once, scenes=listed)
    assert [(scene.name, scene.targets, scene.listed) for scene in found.scenes] == [
        ("示例小区", 0, True),
        ("示例工业园", 3, False),
    ]


def test_a_branch_without_firms_has_an_empty_ecosystem() -> None:
    found = made()
    assert (found.customers, found.targets, found.on_map, found.scenes, found.chains) == ((), (), (), (), ())
    assert found.quality.classified is None


def test_the_rows_that_came_in_are_left_as_they_were() -> None:
    rows = firms(customer("a", deposits=1.0), target("b"))
    before = rows.copy(deep=True)
    ecosystem(rows, pd.DataFrame(columns=list(LINK_COLUMNS)), {"staff": STAFF}, GIVEN, RULES, AS_OF)
    pd.testing.assert_frame_equal(rows, before)
