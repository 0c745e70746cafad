"""The ranking: order, ties, grades, how sure places are; and what its front does otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from tests.analyses.meeting.cases import RULES, months

from branchbook.analyses.diagnosis.scorecard import focus_score
from branchbook.analyses.meeting.following import following
from branchbook.analyses.meeting.practices import practices
from branchbook.analyses.meeting.ranking import Grade, Ranking, ranking
from branchbook.analyses.meeting.scores import Basis, Scores, contest, focus_draws
from branchbook.indicators import Indicators, PeerTable, compare
from branchbook.rules import Rules
from branchbook.values.artifact import Finding, Severity
from branchbook.values.branch import Branch, BranchType

NOBODY = PeerTable(pd.DataFrame({"branch_id": [], "indicator": [], "verdict": [], "strength": [], "value": []}))


def ranked(scores: Mapping[str, float], spread: float = 0.0, rules: Rules = RULES) -> Ranking:
    rng = np.random.default_rng(1)
    draws = {one: score + spread * rng.standard_normal(400) for one, score in scores.items()}
    return ranking(Scores(Basis.CONTEST, scores, draws), list(scores), NOBODY, rules)


def test_branches_stand_from_high_to_low_and_equal_ones_share_a_place() -> None:
    rows = ranked({"a": 80.0, "b": 91.0, "c": 80.04, "d": 60.0}).rows
    assert [(row.branch_id, row.place) for row in rows] == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]


def test_grades_are_those_of_the_rule() -> None:
    rows = ranked({"a": 90.0, "b": 89.9, "c": 75.0, "d": 74.9}).rows
    assert [row.grade for row in rows] == [Grade.EXCELLENT, Grade.QUALIFIED, Grade.QUALIFIED, Grade.UNQUALIFIED]


def test_without_chance_a_place_is_exact_and_with_much_of_it_unsure() -> None:
    sure, unsure = ranked({"a": 90, "b": 80, "c": 70}), ranked({"a": 90, "b": 80, "c": 70}, spread=30)
    assert [(row.first, row.last, row.unsure) for row in sure.rows] == [(1, 1, False), (2, 2, False), (3, 3, False)]
    assert all((row.first, row.last, row.unsure) == (1, 3, True) for row in unsure.rows)


def test_the_interval_of_a_place_holds_the_place() -> None:
    rows = ranked({f"b{place:02}": 50 + place for place in range(30)}, spread=4).rows
    assert all(row.first <= row.place <= row.last for row in rows)
    assert all(row.low <= row.score <= row.high for row in rows)


def test_a_contest_counts_its_latest_months_and_names_who_has_no_score() -> None:
    rows = pd.DataFrame(
        [(one, month, value) for one, value in (("a", 90.0), ("b", 60.0)) for month in months(8)],
        columns=["branch_id", "month", "score"],
    )
    rows.loc[rows["month"] < months(3)[-1], "score"] = 0.0
    scores = contest(rows, RULES)
    assert scores.score == {"a": 90.0, "b": 60.0}
    assert scores.months == (months(3)[-1], months(8)[-1])
    assert ranking(scores, ["a", "b", "c"], NOBODY, RULES).unranked == ("c",)


def bank(count: int = 9) -> tuple[PeerTable, list[Branch]]:
    rng = np.random.default_rng(3)
    types = [BranchType.BASIC, BranchType.PREMIUM, BranchType.BASIC]
    branches = [Branch(f"{place:02}", f"网点{place}", types[place % 3]) for place in range(count)]
    samples = {"smart_share": 300, "long_wait_share": 200, "contacted_share": 90, "products_per_customer": 60}
    rows = [
        (branch.id, name, value, n, value - half, value + half)
        for name, n in samples.items()
        for values, halves in [(rng.uniform(0.2, 0.9, count), rng.uniform(0.02, 0.1, count))]
        for branch, value, half in zip(branches, values, halves, strict=True)
    ]
    rows[0] = (*rows[0][:3], 3, *rows[0][4:])
    frame = pd.DataFrame(rows, columns=["branch_id", "indicator", "value", "n", "low", "high"])
    frame = frame.sort_values(["branch_id"], kind="stable").reset_index(drop=True)
    return compare(Indicators(frame), branches, RULES), branches


def test_redone_without_chance_a_focus_score_is_the_reports() -> None:
    peers, branches = bank()
    redone = focus_draws(peers, branches, RULES, widened=0.0)
    for branch in branches:
        told = focus_score(peers.of(branch.id), RULES.mapping(f"DX5.weights.{branch.type}")).score.value
        assert redone[branch.id][0] == pytest.approx(told)


def test_redone_with_chance_scores_spread_and_the_same_each_time() -> None:
    peers, branches = bank()
    once, again = focus_draws(peers, branches, RULES), focus_draws(peers, branches[::-1], RULES)
    assert all(np.array_equal(once[branch.id], again[branch.id]) for branch in branches)
    assert all(0 <= draws.min() <= draws.max() <= 100 for draws in once.values())
    assert np.std(once["01"]) > 0


def test_the_front_leads_where_its_figures_are_better() -> None:
    names = [f"{place:02}" for place in range(8)]
    branches = [Branch(one, one, BranchType.BASIC) for one in names]
    rows = [
        (one, "smart_share", 0.9 if place < 3 else 0.5 + place / 100, 400, 0.0, 0.0) for place, one in enumerate(names)
    ] + [(one, "contacted_share", 0.6, 400, 0.0, 0.0) for one in names]
    frame = pd.DataFrame(rows, columns=["branch_id", "indicator", "value", "n", "low", "high"])
    peers = compare(Indicators(frame), branches, RULES)
    found = practices(ranked({one: 90.0 - place for place, one in enumerate(names)}), peers, None, RULES)
    assert found.front == ("00", "01", "02")
    assert [(lead.indicator.name, lead.front, lead.rest) for lead in found.leads] == [
        ("smart_share", 0.9, pytest.approx(0.55))
    ]
    assert (found.given, found.collected) == (False, ())


def test_what_follows_takes_the_most_shared_troubles_and_branches_not_coached() -> None:
    def one(code: str, severity: Severity, weight: float) -> Finding:
        return Finding(code, severity, {}, contents=("CO1",), weight=weight)

    findings = {
        "a": [one("long_waits", Severity.HIGH, 3), one("low_nps", Severity.LOW, 1)],
        "b": [one("long_waits", Severity.MEDIUM, 2)],
        "c": [one("low_nps", Severity.STRENGTH, 5)],
        "d": [one("weak_lobby", Severity.HIGH, 9)],
    }
    found = following(findings, ["d"], RULES)
    assert [(topic.finding.code, topic.branch_ids, topic.high) for topic in found.topics] == [
        ("long_waits", ("a", "b"), 1), ("weak_lobby", ("d",), 1), ("low_nps", ("a",), 0),
    ]  # fmt: skip
    assert found.next_branches == ("a", "b")
