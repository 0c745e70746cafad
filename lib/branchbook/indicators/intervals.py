"""95 % intervals, vectorised over branches: one home for every uncertainty that a report tells.

All functions take arrays (or numbers) of one length and answer arrays; where there is no interval the bounds are nan.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bounds = tuple[Floats, Floats]

LEVEL = 0.95
_TAIL = (1 - LEVEL) / 2
_Z = NormalDist().inv_cdf(1 - _TAIL)


def wilson(hits: npt.ArrayLike, n: npt.ArrayLike) -> Bounds:
    """The score interval of a share ``hits / n`` (Wilson 1927); n must be at least 1."""
    count = np.asarray(n, dtype=float)
    share = np.asarray(hits, dtype=float) / count
    weight = _Z**2 / count
    middle = (share + weight / 2) / (1 + weight)
    half = _Z * np.sqrt(share * (1 - share) / count + weight / (4 * count)) / (1 + weight)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def student(
    mean: npt.ArrayLike, deviation: npt.ArrayLike, n: npt.ArrayLike, freedom: npt.ArrayLike | None = None
) -> Bounds:
    """Student's t interval of a mean of ``n`` values with this standard deviation.

    ``freedom`` are the degrees of freedom of the deviation, n - 1 unless it was pooled; below 1 there is no interval.
    """
    from scipy import stats  # takes a second, which a command that measures nothing should not wait for

    count = np.asarray(n, dtype=float)
    degrees = np.asarray(count - 1 if freedom is None else freedom, dtype=float)
    factor = stats.t.ppf(1 - _TAIL, np.where(degrees >= 1, degrees, np.nan))
    half = factor * np.asarray(deviation, dtype=float) / np.sqrt(count)
    return np.asarray(mean) - half, np.asarray(mean) + half


def median_ranks(n: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Ranks (from 1) of the order statistics between which the median lies with at least 95 % (Thompson 1936).

    0 and 0 where n is below 6 and no two of the values reach that level.
    """
    from scipy import stats  # takes a second, which a command that measures nothing should not wait for

    count = np.asarray(n, dtype=np.int64)
    low = stats.binom.ppf(_TAIL, count, 0.5).astype(np.int64)
    none = low < 1
    return np.where(none, 0, low), np.where(none, 0, count + 1 - low)


def garwood(events: npt.ArrayLike) -> Bounds:
    """The exact interval of a Poisson count (Garwood 1936); divide by the exposure for a rate."""
    from scipy import stats  # takes a second, which a command that measures nothing should not wait for

    count = np.asarray(events, dtype=float)
    low = np.where(count > 0, stats.chi2.ppf(_TAIL, np.where(count > 0, 2 * count, 1)) / 2, 0.0)
    return low, stats.chi2.ppf(1 - _TAIL, 2 * (count + 1)) / 2


def promoters(promoting: npt.ArrayLike, detracting: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """The net promoter score and its normal interval, all on the scale -100 to 100 and kept within it.

    Each answer counts 1, 0 or -1; the variance of their mean is (p + d - (p - d)²) / n for shares p and d.
    """
    count = np.asarray(n, dtype=float)
    for_us, against = np.asarray(promoting, dtype=float) / count, np.asarray(detracting, dtype=float) / count
    net = for_us - against
    half = _Z * np.sqrt(np.clip(for_us + against - net**2, 0, None) / count)
    return 100 * net, np.clip(100 * (net - half), -100, 100), np.clip(100 * (net + half), -100, 100)
