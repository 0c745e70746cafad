"""Before and after against branches not coached: by hand, by scipy, by a published table, and by what must hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.analyses.meeting.cases import RULES, months, series, sides

from branchbook.analyses.meeting.coaching import coaching
from branchbook.analyses.meeting.comparison import Comparison, Effect, comparisons, course
from branchbook.analyses.meeting.contrast import contrast
from branchbook.values.branch import Branch, BranchType

MAY = date(2025, 5, 1)


def only(figures: dict[str, list[float]], starts: dict[str, date], measure: str = "product_sales") -> Comparison:
    (found,) = comparisons(series(figures, measure), sides(starts, figures), RULES)
    return found


FIGURES = {
    "a": [10, 10, 10, 10, 15, 15, 15, 15],
    "b": [20, 20, 20, 20, 26, 26, 26, 26],
    "c": [10, 10, 10, 10, 11, 11, 11, 11],
    "d": [10, 10, 10, 10, 12, 12, 12, 12],
    "e": [50, 50, 50, 50, 50, 50, 50, 50],
}
"""Changes: a +50 %, b +30 %; c +10 %, d +20 %, e none."""


def test_a_case_worked_by_hand() -> None:
    """(50 + 30) / 2 - (10 + 20 + 0) / 3 = 40 - 10 = 30 points."""
    found = only(FIGURES, {"a": MAY, "b": MAY})
    assert (found.coached, found.others) == (pytest.approx(0.4), pytest.approx(0.1))
    assert found.contrast.difference == pytest.approx(0.3)
    assert found.own["a"].beyond == pytest.approx(0.4)
    assert (found.own["b"].before, found.own["b"].after) == (20, 26)
    assert (found.coached_branches, found.other_branches) == (2, 3)
    assert (found.months_before, found.months_after) == ((4, 4), (4, 4))


def test_interval_and_permutations_are_scipys() -> None:
    found = only(FIGURES, {"a": MAY, "b": MAY})
    first, second = np.array([0.5, 0.3]), np.array([0.1, 0.2, 0.0])
    welch = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    exact = stats.permutation_test(
        (first, second), lambda one, other: abs(one.mean() - other.mean()), n_resamples=np.inf, alternative="greater"
    )
    assert (found.contrast.low, found.contrast.high) == (pytest.approx(welch.low), pytest.approx(welch.high))
    assert found.contrast.p == pytest.approx(exact.pvalue)


def test_the_means_of_card_and_krueger() -> None:
    """Card and Krueger (1994), table 3: full-time equivalents 20.44 to 21.03 in New Jersey, 23.33 to 21.17 in
    Pennsylvania; the difference of differences 2.76 there (2.75 from the rounded means)."""
    jersey = np.array([21.03 - 20.44 + step for step in (-1.0, 0.0, 1.0)])
    pennsylvania = np.array([21.17 - 23.33 + step for step in (-2.0, 0.0, 2.0)])
    assert contrast(jersey, pennsylvania, 1000, "").difference == pytest.approx(2.76, abs=0.011)


def test_a_shock_that_meets_everyone_changes_nothing() -> None:
    shocked = {name: [*values[:4], *(2 * value for value in values[4:])] for name, values in FIGURES.items()}
    plain, found = only(FIGURES, {"a": MAY, "b": MAY}), only(shocked, {"a": MAY, "b": MAY})
    assert found.contrast.difference == pytest.approx(2 * plain.contrast.difference)  # shares of the same base
    samples = {name: [value + 7 for value in values] for name, values in FIGURES.items()}
    shifted = {name: [*values[:4], *(value + 5 for value in values[4:])] for name, values in samples.items()}
    told = [
        comparisons(series(one, "service_score", n=4), sides({"a": MAY, "b": MAY}, one), RULES)[0]
        for one in (samples, shifted)
    ]
    assert told[0].contrast.difference == pytest.approx(told[1].contrast.difference)


def test_the_other_way_round_is_the_negative() -> None:
    first, second = np.array([0.5, 0.3, 0.1]), np.array([0.1, 0.2, 0.0, 0.4])
    one, other = contrast(first, second, 5000, ""), contrast(second, first, 5000, "")
    assert one.difference == pytest.approx(-other.difference)
    assert (one.low, one.high) == (pytest.approx(-(other.high or 0)), pytest.approx(-(other.low or 0)))
    assert one.p == pytest.approx(other.p)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = series(FIGURES)
    turned = rows.iloc[::-1].reset_index(drop=True)
    both = [comparisons(one, sides({"a": MAY, "b": MAY}, FIGURES), RULES)[0] for one in (rows, turned)]
    assert both[0].contrast == both[1].contrast


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Three coached branches against eight: 95 of 100 intervals hold the true difference, within sampling error."""
    rng = np.random.default_rng(5)
    rounds = 1500
    held = 0
    for _ in range(rounds):
        found = contrast(0.3 + rng.normal(0, 0.1, 3), rng.normal(0, 0.1, 8), 100, "")
        held += found.low is not None and found.high is not None and found.low <= 0.3 <= found.high
    assert 0.925 <= held / rounds <= 0.985  # Welch is a little too wide or narrow with two degrees of freedom


def test_drawn_regroupings_agree_with_all_of_them() -> None:
    rng = np.random.default_rng(8)
    first, second = rng.normal(0.8, 1, 6), rng.normal(0, 1, 9)
    exact, drawn = contrast(first, second, 10_000, "x"), contrast(first, second, 4000, "x")
    assert exact.p != drawn.p
    assert exact.p == pytest.approx(drawn.p, abs=0.03)
    assert contrast(first, second, 4000, "x") == drawn


def test_staggered_starts_are_held_against_the_same_calendar_months() -> None:
    """Everyone doubles in June. A branch coached from March and one from September add 10 % and 20 % of their own."""
    season = [1.0] * 5 + [2.0] * 7
    figures = {
        "early": [100 * s * (1.1 if month >= 2 else 1) for month, s in enumerate(season)],
        "late": [100 * s * (1.2 if month >= 8 else 1) for month, s in enumerate(season)],
        **{name: [size * s for s in season] for name, size in (("c", 10.0), ("d", 50.0), ("e", 90.0))},
    }
    found = only(figures, {"early": date(2025, 3, 1), "late": date(2025, 9, 1)})
    base_early, base_late = np.mean(season[2:8]) / 1.0, 2.0 / np.mean(season[2:8])
    assert found.own["early"].beyond == pytest.approx(0.1 * base_early)
    assert found.own["late"].beyond == pytest.approx(0.2 * base_late)


def test_the_month_in_which_coaching_began_counts_on_neither_side() -> None:
    found = only({**FIGURES, "a": [10, 10, 10, 10, 999, 15, 15, 15]}, {"a": date(2025, 5, 12), "b": MAY})
    assert found.own["a"].change == pytest.approx(0.5)
    assert found.months_after == (3, 4)


def test_a_branch_with_a_month_missing_is_left_out_and_named() -> None:
    found = only({**FIGURES, "b": [20, float("nan"), 20, 20, 26, 26, 26, 26]}, {"a": MAY, "b": MAY})
    assert found.left_out == ("b",)
    assert found.effect is Effect.FEW


def test_two_coached_branches_of_five_never_suffice_for_a_conclusion() -> None:
    """Ten regroupings: no p-value below 0.1."""
    found = only(FIGURES, {"a": MAY, "b": MAY})
    assert found.contrast.p >= 0.1
    assert found.effect is Effect.UNCLEAR


def many(change: float, trend: float = 0.0, measure: str = "product_sales") -> Comparison:
    figures = {
        f"c{place}": [100.0 * (1 + trend) ** m * (1 + (change + place / 100) * (m >= 4)) for m in range(8)]
        for place in range(4)
    } | {f"o{place}": [50.0 + place * (1 + 0.002 * m) for m in range(8)] for place in range(8)}
    return only(figures, {f"c{place}": MAY for place in range(4)}, measure)


def test_a_clear_difference_is_told_and_which_way_is_good() -> None:
    assert many(0.3).effect is Effect.BETTER
    assert many(-0.3).effect is Effect.WORSE
    assert many(0.3, measure="cost").effect is Effect.WORSE
    assert many(0.0).effect in (Effect.UNCLEAR, Effect.BETTER)


def test_groups_that_went_different_ways_before_allow_no_conclusion() -> None:
    found = many(0.0, trend=0.05)
    assert found.earlier is not None
    assert found.earlier.p <= 0.05
    assert found.effect is Effect.DIVERGED


def test_a_balance_is_compared_by_its_growth_as_of_a_year() -> None:
    figures = {name: [100 * 1.01**m for m in range(8)] for name in "cde"}
    figures |= {name: [100 * 1.01 ** min(m, 3) * 1.03 ** max(m - 3, 0) for m in range(8)] for name in "ab"}
    found = only(figures, {"a": MAY, "b": MAY}, "aum")
    assert found.own["a"].before == pytest.approx(1.01**12 - 1)
    assert found.own["a"].after == pytest.approx(1.03**12 - 1)
    assert found.contrast.difference == pytest.approx(1.03**12 - 1.01**12)


def test_small_samples_are_left_out() -> None:
    rows = series(FIGURES, "nps", n=2)
    assert comparisons(rows, sides({"a": MAY, "b": MAY}, FIGURES), RULES) == ()
    rows["n"] = 10
    assert len(comparisons(rows, sides({"a": MAY, "b": MAY}, FIGURES), RULES)) == 1


def test_without_months_on_both_sides_nothing_is_compared() -> None:
    assert comparisons(series(FIGURES), sides({"a": date(2025, 1, 1)}, FIGURES), RULES) == ()
    assert comparisons(series(FIGURES), sides({"a": date(2026, 1, 1)}, FIGURES), RULES) == ()
    assert comparisons(series({}), sides({"a": MAY}, FIGURES), RULES) == ()


def test_a_course_starts_from_a_hundred_on_both_sides() -> None:
    found = only(FIGURES, {"a": MAY, "b": MAY})
    drawn = course(series(FIGURES), found, sides({"a": MAY, "b": MAY}, FIGURES))
    assert drawn.months == tuple(months(8))
    assert drawn.coached == (100, 100, 100, 100, *(pytest.approx(140),) * 4)
    assert drawn.others == (100, 100, 100, 100, *(pytest.approx(110),) * 4)


def test_only_like_branches_without_coaching_are_compared() -> None:
    branches = [
        Branch("a", "甲", BranchType.BASIC), Branch("b", "乙", BranchType.BASIC), Branch("c", "丙", BranchType.PREMIUM),
        Branch("d", "丁", BranchType.BASIC), Branch("e", "戊", BranchType.BASIC),
    ]  # fmt: skip
    rows = pd.DataFrame(
        {
            "branch_id": ["a", "a", "b"],
            "phase": ["diagnosis", "coaching", "diagnosis"],
            "started_on": pd.to_datetime(["2025-04-20", "2025-05-06", "2025-06-01"]),
        }
    )
    found = coaching(rows, branches, ["a", "e"])
    assert found.starts == {"a": date(2025, 5, 6)}
    assert found.others == ("b", "d")
    assert found.undated == ("e",)
