"""Estimates pulled towards the mean of their group, the more so the less certain they are (empirical Bayes)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LEAST = 4  # the factor (k - 3) / (k - 1) asks for more than three estimates
_ROUNDS = 100


def shrunk(values: npt.ArrayLike, variances: npt.ArrayLike) -> Floats:
    """Parametric empirical Bayes estimates of group members with known sampling variances.

    Morris (1983), "Parametric Empirical Bayes Inference: Theory and Applications", JASA 78: member i becomes
    ``(1 - B_i) y_i + B_i m`` with ``B_i = (k - 3) / (k - 1) * V_i / (V_i + A)``, where the mean m and the variance A
    between members are found by weighting with ``1 / (V_i + A)``, A not below zero. With equal variances this is the
    estimator of Efron and Morris (1975). Assumes roughly normal estimates around exchangeable members: branches of one
    type. Fewer than four members, or members without a variance above zero, stay as they are.
    """
    estimates, uncertain = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    usable = np.isfinite(estimates) & (uncertain > 0)
    answer = estimates.copy()
    if usable.sum() >= _LEAST:
        answer[usable] = _pulled(estimates[usable], uncertain[usable])
    return answer


def _pulled(values: Floats, variances: Floats) -> Floats:
    k = len(values)
    between = _variance_between(values, variances)
    mean = _weighted_mean(values, variances, between)
    pull = (k - 3) / (k - 1) * variances / (variances + between)
    return (1 - pull) * values + pull * mean


def _variance_between(values: Floats, variances: Floats) -> float:
    """The variance A between members, by the fixed-point rounds of Morris (1983)."""
    k = len(values)
    between = max(float(np.var(values, ddof=1) - variances.mean()), 0.0)
    for _ in range(_ROUNDS):
        weights = 1 / (variances + between)
        distance = (values - _weighted_mean(values, variances, between)) ** 2
        renewed = max(float(np.sum(weights * (k / (k - 1) * distance - variances)) / weights.sum()), 0.0)
        if abs(renewed - between) <= 1e-9 * variances.mean():
            return renewed
        between = renewed
    return between


def _weighted_mean(values: Floats, variances: Floats, between: float) -> float:
    weights = 1 / (variances + between)
    return float(np.sum(weights * values) / weights.sum())
