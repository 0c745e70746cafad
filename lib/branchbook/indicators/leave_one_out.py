"""Medians, quartiles and ranks of every branch's peers, itself left out, in one sort for the whole group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Others:
    """For each branch of a group, what the counted others are like; nan where there is no other.

    ``spread`` is the median absolute distance from the median; ``below``, ``equal`` and ``above`` count the others
    with a smaller, the same and a greater value.
    """

    count: Counts
    low: Floats
    median: Floats
    high: Floats
    spread: Floats
    below: Counts
    equal: Counts
    above: Counts


def others(values: Floats, counted: Flags) -> Others:
    """What each branch's peers are like. Only branches that are ``counted`` serve as peers; all are compared."""
    pool = np.sort(values[counted])
    count = len(pool) - counted.astype(np.int64)
    median = _quantile(pool, values, counted, 0.5)
    left, right = np.searchsorted(pool, values, "left"), np.searchsorted(pool, values, "right")
    return Others(
        count=count,
        low=_quantile(pool, values, counted, 0.25),
        median=median,
        high=_quantile(pool, values, counted, 0.75),
        spread=_spread(values, counted, median),
        below=left,
        equal=right - left - counted,
        above=len(pool) - right,
    )


def _quantile(pool: Floats, values: Floats, counted: Flags, share: float) -> Floats:
    """Quantiles (linear between neighbours) of the pool, less the branch itself where it is in the pool."""
    size = len(pool) - counted.astype(np.int64)
    if not size.max(initial=0):
        return np.full(len(values), np.nan)
    own = np.where(counted, np.searchsorted(pool, values, "left"), len(pool))
    place = share * np.maximum(size - 1, 0)
    floor = place.astype(np.int64)
    rest = np.minimum(floor + 1, np.maximum(size - 1, 0))
    first, second = _without(pool, own, floor), _without(pool, own, rest)
    return np.where(size > 0, first + (place - floor) * (second - first), np.nan)


def _without(pool: Floats, own: Counts, index: Counts) -> Floats:
    """The value at ``index`` of the sorted pool from which position ``own`` was taken out."""
    return pool[np.minimum(index + (index >= own), len(pool) - 1)]


def _spread(values: Floats, counted: Flags, median: Floats) -> Floats:
    """Median absolute distances; leaving one out moves the median to a handful of places, each handled at once."""
    spread = np.full(len(values), np.nan)
    for middle in np.unique(median[np.isfinite(median)]):
        here = median == middle
        distance = np.abs(values - middle)
        pool = np.sort(distance[counted])
        spread[here] = _quantile(pool, distance[here], counted[here], 0.5)
    return spread
