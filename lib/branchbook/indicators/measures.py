"""Counts and sums per branch become indicator rows: value, sample size and 95 % interval.

Every function takes a frame with ``branch_id`` and the columns it names, leaves out branches with nothing to count,
and answers a frame with the columns of :data:`COLUMNS`. A value that can't be had is an absent row.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from branchbook.indicators import intervals

COLUMNS = ("branch_id", "indicator", "value", "n", "low", "high")


def _rows(
    indicator: str,
    branch_ids: pd.Series[str],
    value: npt.ArrayLike,
    n: npt.ArrayLike,
    low: npt.ArrayLike = np.nan,
    high: npt.ArrayLike = np.nan,
) -> pd.DataFrame:
    size = len(branch_ids)
    made = pd.DataFrame(
        {
            "branch_id": branch_ids.to_numpy(),
            "indicator": indicator,
            "value": np.asarray(value, dtype=float),
            "n": np.asarray(n, dtype=np.int64),
            "low": np.broadcast_to(np.asarray(low, dtype=float), size),
            "high": np.broadcast_to(np.asarray(high, dtype=float), size),
        },
        columns=list(COLUMNS),
    )
    return made.dropna(subset="value")


def share(indicator: str, frame: pd.DataFrame, hits: str, n: str) -> pd.DataFrame:
    """The share of ``hits`` among ``n``."""
    counted = frame[frame[n] > 0]
    low, high = intervals.wilson(counted[hits], counted[n])
    return _rows(indicator, counted["branch_id"], value=counted[hits] / counted[n], n=counted[n], low=low, high=high)


def mean(indicator: str, frame: pd.DataFrame, total: str, squares: str, n: str) -> pd.DataFrame:
    """The mean, from a sum, a sum of squares and a count."""
    counted = frame[frame[n] > 0].astype({total: float, squares: float})
    value = counted[total] / counted[n]
    deviation = np.sqrt(_spread(counted, total, squares, n) / (counted[n] - 1).where(counted[n] > 1))
    low, high = intervals.student(value, deviation, counted[n])
    return _rows(indicator, counted["branch_id"], value=value, n=counted[n], low=low, high=high)


def pooled_mean(indicator: str, frame: pd.DataFrame, total: str, squares: str, n: str) -> pd.DataFrame:
    """The mean of few ratings; the deviation is pooled over all branches, as in an analysis of variance.

    Four checks a year tell little about a branch's own spread, but much about the spread of checks in general. Holds
    where branches are judged on one scale by one kind of observer.
    """
    counted = frame[frame[n] > 0].astype({total: float, squares: float})
    freedom = int((counted[n] - 1).sum())
    pooled = np.sqrt(_spread(counted, total, squares, n).sum() / freedom) if freedom else np.nan
    value = counted[total] / counted[n]
    low, high = intervals.student(value, pooled, counted[n], freedom)
    return _rows(indicator, counted["branch_id"], value=value, n=counted[n], low=low, high=high)


def rate(indicator: str, frame: pd.DataFrame, events: str, exposure: str, per: float) -> pd.DataFrame:
    """Events per ``per`` exposed; n is the exposure."""
    counted = frame[frame[exposure] > 0]
    scale = per / counted[exposure]
    low, high = intervals.garwood(counted[events])
    value = counted[events] * scale
    return _rows(indicator, counted["branch_id"], value=value, n=counted[exposure], low=low * scale, high=high * scale)


def promoter_score(indicator: str, frame: pd.DataFrame, promoting: str, detracting: str, n: str) -> pd.DataFrame:
    """The net promoter score (DX6)."""
    counted = frame[frame[n] > 0]
    value, low, high = intervals.promoters(counted[promoting], counted[detracting], counted[n])
    return _rows(indicator, counted["branch_id"], value=value, n=counted[n], low=low, high=high)


def total(indicator: str, frame: pd.DataFrame, value: str, n: str) -> pd.DataFrame:
    """A figure of the books, counted in full."""
    counted = frame[frame[value].notna()]
    return _rows(indicator, counted["branch_id"], value=counted[value], n=counted[n])


def median(indicator: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The median with its bounds, from columns ``median``, ``n``, ``low`` and ``high``."""
    described = {"value": frame["median"], "n": frame["n"], "low": frame["low"], "high": frame["high"]}
    return _rows(indicator, frame["branch_id"], **described)


def _spread(frame: pd.DataFrame, total: str, squares: str, n: str) -> pd.Series:
    """Sums of squared distances from each branch's mean, never below zero by rounding."""
    return (frame[squares] - frame[total] ** 2 / frame[n]).clip(lower=0)


def nothing() -> pd.DataFrame:
    """No row at all, for a figure that can't be had."""
    return pd.DataFrame(columns=list(COLUMNS))
