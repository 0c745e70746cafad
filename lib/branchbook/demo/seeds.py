"""Chance that always falls the same way: one stream of random numbers per subject and branch.

Separate streams keep the subjects apart: a change in how surveys are drawn leaves every customer as it was.
"""

from __future__ import annotations

import numpy as np

SEED = 20251231
"""The one seed of the demo bank."""


def stream(*words: str) -> np.random.Generator:
    """The random numbers of the subject that ``words`` name, e.g. ``stream("customers", "004")``."""
    entropy = [SEED, *"/".join(words).encode("utf-8")]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
