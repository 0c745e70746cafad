"""Intervals against published values and against scipy, never against themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from branchbook.indicators import intervals


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_values_of_newcombes_table(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    assert np.array(intervals.wilson(hits, n)) == pytest.approx([low, high], abs=5e-5)


@given(n=st.integers(1, 5000), data=st.data())
def test_wilson_equals_scipys_and_holds_the_share(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = intervals.wilson(hits, n)
    oracle = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert (float(low), float(high)) == pytest.approx((oracle.low, oracle.high), abs=1e-9)
    assert low <= hits / n + 1e-12
    assert high >= hits / n - 1e-12


def test_student_gives_the_interval_of_students_sleep_data() -> None:
    """Student (1908): extra hours of sleep under the first drug; the interval is R's t.test."""
    hours = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    low, high = intervals.student(np.mean(hours), np.std(hours, ddof=1), len(hours))
    assert (float(low), float(high)) == pytest.approx((-0.5297804, 2.0297804), abs=1e-6)


def test_a_mean_of_one_value_has_no_interval() -> None:
    assert np.isnan(intervals.student(3.0, np.nan, 1)).all()


@pytest.mark.parametrize(
    ("n", "ranks"),
    [(5, (0, 0)), (6, (1, 6)), (8, (1, 8)), (9, (2, 8)), (10, (2, 9)), (15, (4, 12)), (20, (6, 15)), (25, (8, 18)),
     (50, (18, 33))],
)  # fmt: skip
def test_median_ranks_are_those_of_the_sign_tests_tables(n: int, ranks: tuple[int, int]) -> None:
    low, high = intervals.median_ranks(n)
    assert (int(low), int(high)) == ranks


@given(st.integers(6, 3000))
def test_median_ranks_hold_the_median_with_95_percent_and_no_narrower_pair_does(n: int) -> None:
    low, high = (int(rank) for rank in intervals.median_ranks(n))
    assert stats.binom.cdf(high - 1, n, 0.5) - stats.binom.cdf(low - 1, n, 0.5) >= 0.95
    assert stats.binom.cdf(high - 2, n, 0.5) - stats.binom.cdf(low, n, 0.5) < 0.95


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888)],
)
def test_garwood_gives_the_published_limits_of_a_poisson_count(events: int, low: float, high: float) -> None:
    """Garwood (1936), Biometrika 28; the values stand in Ulm (1990), American Journal of Epidemiology 131."""
    assert np.array(intervals.garwood(events)) == pytest.approx([low, high], abs=6e-4)


def test_the_promoter_score_is_worked_out_by_hand() -> None:
    """50 promoters and 20 detractors of 100: 30; variance (0.5 + 0.2 - 0.09) / 100, so 1.96 * 7.81 either way."""
    score, low, high = intervals.promoters(50, 20, 100)
    assert (float(score), float(low), float(high)) == pytest.approx((30, 14.69, 45.31), abs=0.01)


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_the_promoter_scores_variance_is_that_of_its_single_answers(up: int, middle: int, down: int) -> None:
    answers = np.repeat([100.0, 0.0, -100.0], [up, middle, down])
    score, low, high = intervals.promoters(up, down, len(answers))
    half = 1.959964 * answers.std() / np.sqrt(len(answers))
    assert float(score) == pytest.approx(answers.mean())
    assert float(low) == pytest.approx(max(answers.mean() - half, -100), abs=1e-4)
    assert float(high) == pytest.approx(min(answers.mean() + half, 100), abs=1e-4)
