"""Chance that always falls the same way: one stream of random numbers per subject and branch.

Separate streams keep the subjects apart: a change in how surveys are drawn leaves every customer as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SEED = 20251231
"""The one seed of the demo bank."""


def stream(*words: str) -> np.random.Generator:
    """The random numbers of the subject that ``words`` name, e.g. ``stream("customers", "004")``."""
    entropy = [SEED, *"/".join(words).encode("utf-8")]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def even(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """So many numbers between 0 and 1 in random order, one from each equal part.

    They keep the luck of the draw out of a branch's totals where a trouble must not arise by chance.
    """
    return np.asarray((rng.permutation(count) + rng.random(count)) / count)
