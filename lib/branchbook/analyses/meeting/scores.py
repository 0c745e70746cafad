"""What branches are ranked by: the contest's mean score or, without a contest, the focus score (SV4, DX5)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from branchbook.indicators import BY_NAME, Focus, PeerTable, Scope, Verdict, intervals
from branchbook.rules import Rules
from branchbook.values.branch import Branch

Floats = npt.NDArray[np.float64]


class Basis(StrEnum):
    """What the ranking rests on."""

    CONTEST = "contest"
    FOCUS = "focus"


@dataclass(frozen=True)
class Scores:
    """A score of 100 per branch, and what it might as well have been by chance: a column of draws per branch.

    ``months`` are the first and the last month of the contest that were counted.
    """

    basis: Basis
    score: Mapping[str, float]
    draws: Mapping[str, Floats]
    months: tuple[pd.Timestamp, pd.Timestamp] | None = None


def contest(rows: pd.DataFrame, rules: Rules) -> Scores:
    """The mean of the latest ``SV4.contest_months`` months' scores. Chance is the spread of a branch's own months."""
    latest = sorted(rows["month"].unique())[-int(rules.number("SV4.contest_months")) :]
    counted = rows[rows["month"].isin(latest)].groupby("branch_id")["score"]
    mean = counted.mean()
    error: pd.Series[float] = (counted.std() / np.sqrt(counted.count())).fillna(0.0)
    count = int(rules.number("SV4.draws"))
    draws = {str(one): mean[one] + error[one] * _normal(f"contest {one}", count) for one in mean.index}
    score = {str(branch_id): float(value) for branch_id, value in mean.items()}
    return Scores(Basis.CONTEST, score, draws, (pd.Timestamp(latest[0]), pd.Timestamp(latest[-1])))


def focus(scores: Mapping[str, float], peers: PeerTable, branches: Sequence[Branch], rules: Rules) -> Scores:
    """The focus scores that the reports tell, with draws that redo each score after every sampled indicator of every
    branch has been drawn anew within its sampling error (Goldstein and Spiegelhalter 1996, "League tables and their
    limitations", JRSS A 159). Figures of the books are no sample and stay."""
    redrawn = focus_draws(peers, branches, rules)
    return Scores(Basis.FOCUS, dict(scores), {branch_id: redrawn[branch_id] for branch_id in scores})


def focus_draws(
    peers: PeerTable, branches: Sequence[Branch], rules: Rules, widened: float = 1.0
) -> Mapping[str, Floats]:
    """The focus score of every branch, redone for each draw; nan where a branch has none. ``widened`` multiplies the
    sampling errors: 0 answers the focus scores themselves."""
    types = {branch.id: str(branch.type) for branch in branches}
    names = [name for name, indicator in BY_NAME.items() if indicator.focus]
    frame = peers.frame[peers.frame["indicator"].isin(names) & peers.frame["branch_id"].isin(types)]
    count = int(rules.number("SV4.draws")) if widened else 1
    sums = {area: {one: np.zeros(count) for one in types} for area in Focus if area}
    counts = {area: dict.fromkeys(types, 0) for area in Focus if area}
    for name, rows in frame.groupby("indicator", sort=False):
        area = BY_NAME[str(name)].focus
        for branch_id, surpassed in _surpassed(rows, types, BY_NAME[str(name)].sign, count, widened).items():
            sums[area][branch_id] = sums[area][branch_id] + surpassed
            counts[area][branch_id] += 1
    return {
        branch_id: _weighted(
            {area: sums[area][branch_id] / n for area in sums if (n := counts[area][branch_id])},
            rules.mapping(f"DX5.weights.{kind}"),
            count,
        )
        for branch_id, kind in types.items()
    }


def _weighted(areas: Mapping[Focus, Floats], weights: Mapping[str, float], count: int) -> Floats:
    """The areas' mean, each by its weight; areas without figures leave theirs to the others."""
    carried = sum(weights.get(area, 0.0) for area in areas)
    if not carried:
        return np.full(count, np.nan)
    parts = [weights.get(area, 0.0) / carried * surpassed for area, surpassed in areas.items()]
    return 100 * np.asarray(np.sum(parts, axis=0))


def _surpassed(
    rows: pd.DataFrame, types: Mapping[str, str], sign: int, count: int, widened: float
) -> Mapping[str, Floats]:
    """The share of peers that each branch surpasses (ties half) in every draw, where it has peers."""
    error = ((rows["high"] - rows["low"]) / (2 * _HALF_WIDTH)).fillna(0.0).to_numpy()
    name = str(rows["indicator"].iloc[0])
    noise = np.stack([_normal(f"{name} {one}", count) for one in rows["branch_id"]])
    drawn = sign * (rows["value"].to_numpy()[:, None] + widened * error[:, None] * noise)
    counted = (rows["verdict"] != Verdict.FEW).to_numpy()
    ids, kinds = rows["branch_id"].to_numpy(), rows["branch_id"].map(types).to_numpy()
    found: dict[str, Floats] = {}
    for kind in dict.fromkeys(kinds):
        own = (kinds == kind) & (rows["scope"] == Scope.TYPE).to_numpy()
        pool = (kinds == kind) & counted
        found |= zip(ids[own], _shares(drawn[own], counted[own], np.sort(drawn[pool], axis=0)), strict=True)
    wider = (rows["scope"] == Scope.BANK).to_numpy()
    found |= zip(ids[wider], _shares(drawn[wider], counted[wider], np.sort(drawn[counted], axis=0)), strict=True)
    return found


def _shares(drawn: Floats, counted: npt.NDArray[np.bool_], pool: Floats) -> list[Floats]:
    """For each row of draws the share of the pool below it, itself left out where it is ``counted`` in the pool."""
    left = np.empty(drawn.shape)
    right = np.empty(drawn.shape)
    for draw in range(drawn.shape[1]):
        left[:, draw] = np.searchsorted(pool[:, draw], drawn[:, draw], "left")
        right[:, draw] = np.searchsorted(pool[:, draw], drawn[:, draw], "right")
    own = counted[:, None]
    return list((left + (right - left - own) / 2) / np.maximum(len(pool) - own, 1))


_HALF_WIDTH = float(intervals.student(0.0, 1.0, 1, 1e9)[1])
"""Standard errors in half a 95 % interval of the normal distribution."""


def _normal(words: str, count: int) -> Floats:
    """Standard normal numbers that depend on ``words`` alone."""
    seed = list(hashlib.sha256(words.encode("utf-8")).digest())
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(count)
