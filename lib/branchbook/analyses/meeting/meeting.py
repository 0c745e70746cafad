"""The whole of the summary meeting's figures in one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from branchbook.analyses.meeting.coaching import Coaching, coaching
from branchbook.analyses.meeting.comparison import Comparison, Effect, MonthlyCourse, comparisons, course
from branchbook.analyses.meeting.following import Following, following
from branchbook.analyses.meeting.practices import Practices, practices
from branchbook.analyses.meeting.ranking import Ranking, ranking
from branchbook.analyses.meeting.scores import contest, focus
from branchbook.indicators import PeerTable
from branchbook.rules import Rules
from branchbook.values.artifact import Finding
from branchbook.values.branch import Branch


@dataclass(frozen=True)
class BranchResults:
    """What a branch's own chapters say, as its report tells it: the focus score where there is one, and findings.

    ``assessed`` tells whether any of its figures was read against its peers.
    """

    focus_score: float | None
    findings: tuple[Finding, ...]
    assessed: bool


@dataclass(frozen=True)
class BankTables:
    """The bank's rows that the meeting needs; None for a table that was not given. ``marked`` are the branches that the
    bank marks as coached, ``monthly`` the courses (``branchbook.indicators.monthly``)."""

    monthly: pd.DataFrame
    marked: tuple[str, ...] = ()
    coaching: pd.DataFrame | None = None
    contest_scores: pd.DataFrame | None = None
    best_practices: pd.DataFrame | None = None


@dataclass(frozen=True)
class Meeting:
    """Before and after, ranking, practices and what follows, for the branches that have results;
    ``missing`` have none, and of ``unassessed`` no figure was read against peers."""

    branches: tuple[Branch, ...]
    missing: tuple[Branch, ...]
    unassessed: tuple[Branch, ...]
    coaching: Coaching
    comparisons: tuple[Comparison, ...]
    courses: tuple[MonthlyCourse, ...]
    ranking: Ranking
    practices: Practices
    following: Following


def meeting(
    branches: Sequence[Branch],
    tables: BankTables,
    peers: PeerTable,
    results: Mapping[str, BranchResults],
    rules: Rules,
) -> Meeting:
    """Everything that the meeting shows. Branches without ``results`` are named as missing and stand in no ranking; the
    comparison of before and after rests on the bank's own figures and takes all branches."""
    present = tuple(branch for branch in branches if branch.id in results)
    sides = coaching(tables.coaching, branches, tables.marked)
    compared = comparisons(tables.monthly, sides, rules)
    ranked = _ranking(present, tables, peers, results, rules)
    found = {branch.id: results[branch.id].findings for branch in present}
    return Meeting(
        branches=present,
        missing=tuple(branch for branch in branches if branch.id not in results),
        unassessed=tuple(branch for branch in present if not results[branch.id].assessed),
        coaching=sides,
        comparisons=compared,
        courses=tuple(course(tables.monthly, one, sides) for one in _foremost(compared, rules)),
        ranking=ranked,
        practices=practices(ranked, peers, tables.best_practices, rules),
        following=following(found, [*sides.starts, *sides.undated], rules),
    )


def _ranking(
    branches: Sequence[Branch],
    tables: BankTables,
    peers: PeerTable,
    results: Mapping[str, BranchResults],
    rules: Rules,
) -> Ranking:
    if tables.contest_scores is not None and len(tables.contest_scores):
        scores = contest(tables.contest_scores, rules)
    else:
        told = {branch.id: results[branch.id].focus_score for branch in branches}
        scores = focus({one: score for one, score in told.items() if score is not None}, peers, branches, rules)
    return ranking(scores, [branch.id for branch in branches], peers, rules)


def _foremost(compared: Sequence[Comparison], rules: Rules) -> tuple[Comparison, ...]:
    """The comparisons whose course is drawn: those that allow a conclusion first."""
    told = (Effect.BETTER, Effect.WORSE)
    order = sorted(compared, key=lambda one: (one.effect not in told, one.effect is Effect.FEW))
    return tuple(order[: int(rules.number("SM3.drawn"))])
