"""Empirical Bayes against the batting averages that the method became known by."""

import numpy as np
import pytest

from branchbook.indicators.shrinkage import shrunk

AVERAGES = np.array(
    [
        0.400, 0.378, 0.356, 0.333, 0.311, 0.311, 0.289, 0.267, 0.244,
        0.244, 0.222, 0.222, 0.222, 0.222, 0.222, 0.200, 0.178, 0.156,
    ]
)  # fmt: skip
"""18 players' batting averages over their first 45 times at bat in 1970: Efron and Morris (1975), table 1."""


def test_the_batting_averages_shrink_as_in_scientific_american() -> None:
    """Efron and Morris (1977), "Stein's Paradox in Statistics": shrinking factor 0.212 around 0.265."""
    mean = AVERAGES.mean()
    found = shrunk(AVERAGES, np.full(18, mean * (1 - mean) / 45))
    published = (
        [0.294, 0.289, 0.285, 0.280, 0.275, 0.275, 0.270, 0.266, 0.261, 0.261] + [0.256] * 5 + [0.252, 0.247, 0.242]
    )
    assert found == pytest.approx(published, abs=1.1e-3)


def test_the_transformed_averages_shrink_as_in_the_paper() -> None:
    """Efron and Morris (1975), JASA 70: the arc sine makes every variance 1;
    their estimates back on the first scale."""
    transformed = np.sqrt(45) * np.arcsin(2 * AVERAGES - 1)
    found = (1 + np.sin(shrunk(transformed, np.ones(18)) / np.sqrt(45))) / 2
    published = (
        [0.290, 0.286, 0.281, 0.277, 0.273, 0.273, 0.268, 0.264, 0.259, 0.259] + [0.254] * 5 + [0.249, 0.244, 0.239]
    )
    assert found == pytest.approx(published, abs=1.1e-3)


def test_the_less_certain_of_two_equal_members_is_pulled_further() -> None:
    values, variances = np.array([10.0, 10.0, 2.0, 4.0, 6.0, 3.0]), np.array([1.0, 9.0, 1.0, 1.0, 1.0, 1.0])
    found = shrunk(values, variances)
    assert found[1] < found[0] < 10.0


def test_three_members_are_too_few_to_learn_from() -> None:
    assert shrunk([1.0, 5.0, 9.0], [1.0, 1.0, 1.0]).tolist() == [1.0, 5.0, 9.0]


def test_members_that_differ_by_chance_alone_shrink_to_their_mean_but_for_the_factor() -> None:
    """No variance between members leaves the factor (k - 3) / (k - 1) of the pull."""
    found = shrunk([1.0, 2.0, 3.0, 2.0, 2.0], np.full(5, 100.0))
    assert found == pytest.approx([1.5, 2.0, 2.5, 2.0, 2.0])


def test_a_member_without_variance_stays_as_it_is() -> None:
    assert shrunk([1.0, 2.0, 3.0, 4.0, 99.0], [1.0, 1.0, 1.0, 1.0, np.nan])[4] == 99.0
