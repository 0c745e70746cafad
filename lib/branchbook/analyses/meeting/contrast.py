"""Two groups of branches whose changes are held against each other: estimate, interval and permutation test."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
import numpy.typing as npt

from branchbook.indicators import intervals

Floats = npt.NDArray[np.float64]

_SAME = 1e-9  # regroupings that differ by rounding alone are as great as what was seen


@dataclass(frozen=True)
class Contrast:
    """The mean of one group less that of the other, with a 95 % interval and the p-value of a permutation test.

    The bounds are None for fewer than two branches in a group.
    """

    difference: float
    low: float | None
    high: float | None
    p: float


def contrast(first: Floats, second: Floats, permutations: int, seed: str) -> Contrast:
    """Two groups of independent branches, each one value.

    Interval: Welch (1947), "The generalization of 'Student's' problem when several different population variances are
    involved", Biometrika 34, with Satterthwaite's degrees of freedom. A branch is one observation however many months
    it has, because its months hang together: Bertrand, Duflo and Mullainathan (2004), "How much should we trust
    differences-in-differences estimates?", QJE 119. The p-value is Fisher's randomisation test, two-sided, over all
    regroupings or, where there are more than ``permutations``, so many drawn ones, the seen one counted in (Phipson and
    Smyth 2010). Draws depend on ``seed`` alone.
    """
    difference = float(first.mean() - second.mean())
    low, high = _welch(first, second, difference)
    return Contrast(difference, low, high, _permuted(first, second, difference, permutations, seed))


def _welch(first: Floats, second: Floats, difference: float) -> tuple[float | None, float | None]:
    if min(len(first), len(second)) < 2:
        return None, None
    one, other = (float(np.var(group, ddof=1)) / len(group) for group in (first, second))
    if one + other == 0:
        return difference, difference
    freedom = (one + other) ** 2 / (one**2 / (len(first) - 1) + other**2 / (len(second) - 1))
    low, high = intervals.student(difference, np.sqrt(one + other), 1, freedom)
    return float(low), float(high)


def _permuted(first: Floats, second: Floats, seen: float, permutations: int, seed: str) -> float:
    """The share of regroupings whose difference is at least as great as the seen one."""
    pool, size = np.concatenate([first, second]), len(first)
    rest = len(pool) - size
    drawn = comb(len(pool), size) > permutations
    chosen = _drawn(len(pool), size, permutations, seed) if drawn else _all(len(pool), size)
    sums = pool[chosen].sum(axis=1)
    differences = sums / size - (pool.sum() - sums) / rest
    great = int((np.abs(differences) >= abs(seen) * (1 - _SAME) - _SAME * np.abs(pool).max()).sum())
    return (great + 1) / (len(chosen) + 1) if drawn else great / len(chosen)


def _all(count: int, size: int) -> npt.NDArray[np.int64]:
    flat = chain.from_iterable(combinations(range(count), size))
    return np.fromiter(flat, dtype=np.int64).reshape(-1, size)


def _drawn(count: int, size: int, permutations: int, seed: str) -> npt.NDArray[np.int64]:
    rng = np.random.Generator(np.random.PCG64(list(hashlib.sha256(seed.encode("utf-8")).digest())))
    return np.stack([rng.choice(count, size, replace=False) for _ in range(permutations)])


def seed_of(words: Sequence[str]) -> str:
    """A seed from what is compared, so that the same data give the same draws."""
    return "\n".join(words)
