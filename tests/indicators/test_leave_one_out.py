"""Peers' medians, quartiles and ranks, against taking the branch out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.indicators.leave_one_out import others

VALUES = st.lists(st.tuples(st.integers(-20, 20), st.booleans()), min_size=1, max_size=25)


@given(VALUES)
def test_every_figure_equals_that_of_the_others_taken_by_hand(members: list[tuple[int, bool]]) -> None:
    values = np.array([value for value, _ in members], dtype=float)
    counted = np.array([is_counted for _, is_counted in members])
    found = others(values, counted)
    for place, value in enumerate(values):
        rest = np.array([v for i, v in enumerate(values) if counted[i] and i != place])
        assert found.count[place] == len(rest)
        assert found.below[place] == (rest < value).sum()
        assert found.equal[place] == (rest == value).sum()
        assert found.above[place] == (rest > value).sum()
        if len(rest):
            quartiles = np.quantile(rest, [0.25, 0.5, 0.75])
            assert [found.low[place], found.median[place], found.high[place]] == pytest.approx(quartiles)
            assert found.spread[place] == pytest.approx(np.median(np.abs(rest - quartiles[1])))
        else:
            assert np.isnan([found.low[place], found.median[place], found.high[place], found.spread[place]]).all()
