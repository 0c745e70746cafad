"""The ranking from high to low with its three grades (SV4), and how sure each place is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

import numpy as np
import pandas as pd

from branchbook.analyses.meeting.scores import Basis, Scores
from branchbook.indicators import PeerTable, Verdict
from branchbook.rules import Rules

_TAILS = (0.025, 0.975)


class Grade(StrEnum):
    """The three grades of the monthly contest (SV4)."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


@dataclass(frozen=True)
class Ranked:
    """A branch's place. Branches whose scores are written alike (one decimal) share a place, and the next is skipped.

    ``low`` and ``high`` bound the score, ``first`` and ``last`` the place, with 95 %; ``unsure`` says that the place
    tells little (SV4.unsure): its interval is wide, or many of the branch's samples are too small.
    """

    branch_id: str
    place: int
    score: float
    low: float
    high: float
    grade: Grade
    first: int
    last: int
    unsure: bool


@dataclass(frozen=True)
class Ranking:
    """All branches with a score, from high to low, and those without one; ``months`` are those of the contest."""

    basis: Basis
    rows: tuple[Ranked, ...]
    unranked: tuple[str, ...]
    months: tuple[pd.Timestamp, pd.Timestamp] | None = None


def ranking(scores: Scores, branch_ids: Sequence[str], peers: PeerTable, rules: Rules) -> Ranking:
    """Rank these branches; equal ones stand in the order in which they are given."""
    known = [branch_id for branch_id in branch_ids if branch_id in scores.score]
    written = {branch_id: floor(scores.score[branch_id] * 10 + 0.5) for branch_id in known}
    order = sorted(known, key=lambda branch_id: -written[branch_id])
    small = _small_samples(peers)
    spans = _spans(scores, known)
    rows = tuple(
        _ranked(branch_id, 1 + sum(other > written[branch_id] for other in written.values()), spans[branch_id],
                small.get(branch_id, 0.0), scores, rules, len(known))
        for branch_id in order
    )  # fmt: skip
    return Ranking(scores.basis, rows, tuple(one for one in branch_ids if one not in written), scores.months)


def _ranked(
    branch_id: str, place: int, span: tuple[int, int], small: float, scores: Scores, rules: Rules, count: int
) -> Ranked:
    score = scores.score[branch_id]
    low, high = (float(np.quantile(scores.draws[branch_id], tail)) for tail in _TAILS)
    first, last = min(place, span[0]), max(place, span[1])
    unsure = rules.mapping("SV4.unsure")
    wide = last - first > 0 and (last - first + 1) >= unsure["places"] * count
    return Ranked(
        branch_id, place, score, max(min(low, score), 0.0), min(max(high, score), 100.0),
        _grade(score, rules.mapping(f"SV4.{scores.basis}")), first, last, wide or small >= unsure["few"],
    )  # fmt: skip


def _grade(score: float, least: Mapping[str, float]) -> Grade:
    if score >= least["excellent"]:
        return Grade.EXCELLENT
    return Grade.QUALIFIED if score >= least["qualified"] else Grade.UNQUALIFIED


def _spans(scores: Scores, branch_ids: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """The bounds of each branch's place over the draws."""
    if not branch_ids:
        return {}
    drawn = np.stack([scores.draws[branch_id] for branch_id in branch_ids])
    places = np.empty(drawn.shape)
    for draw in range(drawn.shape[1]):
        column = np.sort(drawn[:, draw])
        places[:, draw] = 1 + len(column) - np.searchsorted(column, drawn[:, draw], "right")
    low, high = np.quantile(places, _TAILS, axis=1)
    return {
        branch_id: (int(np.floor(first)), int(np.ceil(last)))
        for branch_id, first, last in zip(branch_ids, low, high, strict=True)
    }


def _small_samples(peers: PeerTable) -> Mapping[str, float]:
    """The part of each branch's indicators whose sample is too small to judge."""
    few = (peers.frame["verdict"] == Verdict.FEW).groupby(peers.frame["branch_id"]).mean()
    return {str(branch_id): float(share) for branch_id, share in few.items()}
