"""Branches against their peers, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from branchbook.indicators import Indicators, PeerTable, Scope, Verdict, compare
from branchbook.rules import Rules
from branchbook.values.branch import Branch, BranchType

RULES = Rules.defaults().with_overrides(
    {
        "DX3": {"min_peers": 3},
        "DX9": {
            "robust_z": 3,
            "wider_scope_factor": 2,
            "minimum_sample": {"share": 20, "total": 1, "mean": 5},
            "material_gap": {"long_wait_share": 0.1, "aum_growth": 0.05, "aum_per_customer": 0.5, "service_score": 6},
        },
    }
)


def branches(ids: str, kind: BranchType = BranchType.BASIC) -> tuple[Branch, ...]:
    return tuple(Branch(one, one, kind) for one in ids)


def indicators(
    name: str, values: Iterable[float], half: float | None = 0.01, n: Iterable[int] | int = 100
) -> Indicators:  # fmt: skip
    """Branches A, B, C ... with these values; intervals of this half width, None for a full count."""
    given = list(values)
    frame = pd.DataFrame({"branch_id": [chr(65 + i) for i in range(len(given))], "indicator": name, "value": given})
    bounds = np.nan if half is None else half
    return Indicators(frame.assign(n=n, low=frame["value"] - bounds, high=frame["value"] + bounds))


def test_a_branch_is_read_against_the_others_of_its_type_and_never_itself() -> None:
    found = compare(indicators("long_wait_share", [0.9, 0.1, 0.2, 0.4]), branches("ABCD"), RULES).of("A")
    row = found["long_wait_share"]
    assert (row.median, row.low, row.high) == pytest.approx((0.2, 0.15, 0.3))
    assert (row.peers, row.rank, row.scope) == (3, 4, Scope.TYPE)
    assert (row.better_than, row.gap, row.strength) == pytest.approx((0.0, -0.7, -7.0))
    assert row.verdict is Verdict.WORSE


def test_less_is_better_where_the_indicator_says_so() -> None:
    table = compare(indicators("long_wait_share", [0.1, 0.4, 0.4, 0.4]), branches("ABCD"), RULES)
    assert table.of("A")["long_wait_share"].verdict is Verdict.BETTER
    assert table.of("A")["long_wait_share"].rank == 1
    growth = compare(indicators("aum_growth", [0.3, 0.1, 0.1, 0.1], half=None), branches("ABCD"), RULES)
    assert growth.of("A")["aum_growth"].verdict is Verdict.BETTER


def test_ties_count_half_and_share_the_better_rank() -> None:
    row = compare(indicators("long_wait_share", [0.2, 0.2, 0.1, 0.4]), branches("ABCD"), RULES).of("A")[
        "long_wait_share"
    ]
    assert row.rank == 2
    assert row.better_than == pytest.approx((1 + 0.5) / 3)


def test_a_gap_that_is_certain_but_small_is_no_difference() -> None:
    found = compare(indicators("long_wait_share", [0.29, 0.2, 0.2, 0.2], half=0.001), branches("ABCD"), RULES)
    assert found.of("A")["long_wait_share"].verdict is Verdict.LIKE


def test_a_gap_that_is_great_but_uncertain_is_no_difference() -> None:
    found = compare(indicators("long_wait_share", [0.5, 0.2, 0.2, 0.2], half=0.31), branches("ABCD"), RULES)
    assert found.of("A")["long_wait_share"].verdict is Verdict.LIKE


def test_a_full_count_must_stand_out_from_how_its_peers_scatter() -> None:
    """Peers at 0.00, 0.10 and 0.20: median distance 0.1, so 3 * 1.4826 * 0.1 = 0.445 is needed."""
    near = compare(indicators("aum_growth", [-0.3, 0, 0.1, 0.2], half=None), branches("ABCD"), RULES)
    far = compare(indicators("aum_growth", [-0.4, 0, 0.1, 0.2], half=None), branches("ABCD"), RULES)
    assert near.of("A")["aum_growth"].verdict is Verdict.LIKE
    assert far.of("A")["aum_growth"].verdict is Verdict.WORSE


def test_with_too_few_of_its_type_a_branch_is_read_against_the_bank_and_needs_a_greater_gap() -> None:
    """Two of its type are too few. The other five have the median 0.2; the material gap doubles to 0.2."""
    kinds = branches("ABC", BranchType.PREMIUM) + branches("DEF")
    table = compare(indicators("long_wait_share", [0.35, 0.45, 0.2, 0.2, 0.2, 0.2]), kinds, RULES)
    assert table.of("A")["long_wait_share"].scope is Scope.BANK
    assert table.of("A")["long_wait_share"].peers == 5
    assert table.of("A")["long_wait_share"].verdict is Verdict.LIKE
    assert table.of("B")["long_wait_share"].verdict is Verdict.WORSE


def test_what_differs_by_type_is_never_read_across_types() -> None:
    kinds = branches("A", BranchType.WEALTH_CENTRE) + branches("BCDE")
    row = compare(indicators("aum_per_customer", [900.0, 100, 100, 100, 100]), kinds, RULES).of("A")["aum_per_customer"]
    assert (row.scope, row.verdict, row.median) == (Scope.NONE, Verdict.ALONE, None)


def test_money_gaps_are_shares_of_the_peers_median() -> None:
    row = compare(indicators("aum_per_customer", [250.0, 100, 100, 100]), branches("ABCD"), RULES).of("A")
    assert row["aum_per_customer"].strength == pytest.approx(1.5 / 0.5)


def test_a_small_sample_gets_no_verdict_and_is_nobodys_peer() -> None:
    table = compare(
        indicators("long_wait_share", [0.9, 0.1, 0.2, 0.3, 0.3], n=[19, 100, 100, 100, 100]), branches("ABCDE"), RULES
    )
    assert table.of("A")["long_wait_share"].verdict is Verdict.FEW
    assert table.of("A")["long_wait_share"].peers == 4
    assert table.of("B")["long_wait_share"].peers == 3


def test_a_bank_of_three_branches_has_nobody_to_be_read_against() -> None:
    row = compare(indicators("long_wait_share", [0.9, 0.1, 0.2]), branches("ABC"), RULES).of("A")["long_wait_share"]
    assert (row.scope, row.verdict) == (Scope.NONE, Verdict.ALONE)
    assert (row.median, row.gap, row.strength, row.rank, row.better_than) == (None,) * 5
    assert row.estimate.value == 0.9


def test_no_indicator_at_all_gives_an_empty_table() -> None:
    nothing = indicators("long_wait_share", [])
    assert compare(nothing, branches("A"), RULES).of("A") == {}


def test_a_branch_that_is_not_in_the_list_has_no_standing() -> None:
    assert compare(indicators("long_wait_share", [0.9, 0.1]), branches("A"), RULES).of("B") == {}


def test_another_order_of_rows_and_branches_gives_every_branch_the_same_standing() -> None:
    given = indicators("long_wait_share", [0.9, 0.1, 0.2, 0.4, 0.4])
    turned = Indicators(given.frame.iloc[::-1].reset_index(drop=True))
    first, second = compare(given, branches("ABCDE"), RULES), compare(turned, branches("EDCBA"), RULES)
    assert [first.of(one) for one in "ABCDE"] == [second.of(one) for one in "ABCDE"]


def test_a_change_at_a_peer_changes_the_fingerprint_only_of_who_reads_a_figure_that_moves() -> None:
    kinds = branches("ABCD") + branches("EFGH", BranchType.PREMIUM)
    before = compare(indicators("aum_growth", [0.1, 0.2, 0.3, 0.4] * 2, half=None), kinds, RULES)
    after = compare(indicators("aum_growth", [0.1, 0.2, 0.3, 0.5, 0.1, 0.2, 0.3, 0.4], half=None), kinds, RULES)
    assert before.fingerprint("A") != after.fingerprint("A")
    assert before.fingerprint("E") == after.fingerprint("E")


def test_what_is_saved_gives_the_same_standing(tmp_path: Path) -> None:
    table = compare(indicators("long_wait_share", [0.9, 0.1, 0.2, 0.4]), branches("ABCD"), RULES)
    table.save(tmp_path / "peers.parquet")
    for loaded in (PeerTable.load(tmp_path / "peers.parquet"), PeerTable.load(tmp_path / "peers.parquet", "A")):
        assert loaded.of("A") == table.of("A")
        assert loaded.fingerprint("A") == table.fingerprint("A")


def test_one_branch_is_loaded_without_the_others(tmp_path: Path) -> None:
    compare(indicators("long_wait_share", [0.9, 0.1, 0.2, 0.4]), branches("ABCD"), RULES).save(
        tmp_path / "peers.parquet"
    )
    assert PeerTable.load(tmp_path / "peers.parquet", "B").of("A") == {}


def test_the_input_is_left_as_it_was() -> None:
    given = indicators("long_wait_share", [0.9, 0.1, 0.2, 0.4])
    copy = given.frame.copy(deep=True)
    compare(given, branches("ABCD"), RULES)
    pd.testing.assert_frame_equal(given.frame, copy)
