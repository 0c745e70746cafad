"""The deck and the ranking of the meeting, as blocks and sheets:
from artifacts alone, with nothing left out in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from tests.analyses.meeting.cases import RULES, series

from branchbook.analyses.diagnosis.scorecard import focus_score
from branchbook.analyses.meeting import BankTables, BranchResults, meeting
from branchbook.artifacts.meeting import meeting_artifacts
from branchbook.indicators import Indicators, compare
from branchbook.report.ranking import LinkCell, NumberCell, ranking_sheets
from branchbook.report.slides import Closing, Deck, Section, Slide, SlideLook
from branchbook.report.summary_meeting import MeetingFacts, summary_meeting
from branchbook.rules import Rules
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import Artifact, Finding, Severity
from branchbook.values.branch import Branch, BranchType
from branchbook.values.quantity import Quantity, Unit

FACTS = MeetingFacts("银行（合成数据）", date(2025, 12, 31), "x")
FIGURES = {
    f"{place:02}": [50.0 + place] * 4 + [(50.0 + place) * (1.4 if place < 4 else 1.0)] * 4 for place in range(12)
}
FIGURES |= {
    one: [value * (1 + int(one) / 500 * (month > 3)) for month, value in enumerate(values)]
    for one, values in FIGURES.items()
}


def artifacts_of(
    rules: Rules = RULES,
    *,
    coached: bool = True,
    contest: bool = True,
    missing: tuple[str, ...] = (),
    unassessed: tuple[str, ...] = (),
) -> Mapping[str, Artifact]:
    """Twelve branches, the first four coached from May; a trouble at every third one that was assessed."""
    branches = [Branch(one, f"网点{one}", BranchType.BASIC, f"Branch {one}") for one in FIGURES]
    frame = pd.DataFrame(
        [(one, "smart_share", 0.5 + place / 50, 400, 0.4, 0.6) for place, one in enumerate(FIGURES)],
        columns=["branch_id", "indicator", "value", "n", "low", "high"],
    )
    peers = compare(Indicators(frame), branches, rules)
    started = pd.DataFrame({"branch_id": list(FIGURES)[:4], "phase": None, "started_on": pd.Timestamp(2025, 5, 1)})
    scores = pd.DataFrame(
        [(one, pd.Timestamp(2025, 8, 1), 95.0 - place) for place, one in enumerate(FIGURES)],
        columns=["branch_id", "month", "score"],
    )
    evidence = {name: Quantity(0.2, Unit.SHARE) for name in Text.of("zh-CN").wants("finding.weak_lobby.evidence")}
    trouble = Finding("weak_lobby", Severity.HIGH, evidence, contents=("CO1",), weight=2.0)
    results = {
        branch.id: BranchResults(
            focus_score(peers.of(branch.id), rules.mapping("DX5.weights.basic")).score.value,
            (trouble,) if place % 3 == 0 and branch.id not in unassessed else (),
            branch.id not in unassessed,
        )
        for place, branch in enumerate(branches)
        if branch.id not in missing
    }
    tables = BankTables(series(FIGURES), (), started if coached else None, scores if contest else None)
    found = meeting(branches, tables, peers, results, rules)
    return {one.key: one for one in meeting_artifacts(found, results, {}, rules)}


def named(language: str) -> Text:
    text = Text.of(language)
    return Text(language, {**text.entries, **{f"branch.{one}": f"N{one}" for one in FIGURES}})


def deck_of(artifacts: Mapping[str, Artifact], language: str = "zh-CN") -> Deck:
    return summary_meeting(artifacts, FACTS, named(language))


def pages(deck: Deck) -> list[Slide]:
    return [one for one in deck.slides if isinstance(one, Slide) and one.look is SlideLook.BRANCH]


def words(deck: Deck) -> str:
    return repr(deck)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deck_has_the_meetings_three_parts_a_page_per_branch_and_notes_on_every_slide(language: str) -> None:
    deck = deck_of(artifacts_of(), language)
    assert [slide.key for slide in deck.slides if isinstance(slide, Section)] == [
        "slide.part.review", "slide.part.branches", "slide.part.closing",
    ]  # fmt: skip
    assert isinstance(deck.slides[-1], Closing)
    assert len(pages(deck)) == 12
    assert all(slide.speaker for slide in deck.slides)
    assert deck.cover_speaker


def test_a_conclusion_stands_with_its_interval() -> None:
    text = words(deck_of(artifacts_of()))
    assert "改善：月均重点产品销售额" in text
    assert "95%区间" in text


def test_what_is_missing_has_its_sentence() -> None:
    text = words(deck_of(artifacts_of(coached=False, contest=False)))
    for why in ("coaching", "practices"):
        assert Text.of("zh-CN")(f"meeting.lacks.{why}") in text


def test_branches_without_results_are_named_and_have_neither_place_nor_page() -> None:
    artifacts = artifacts_of(missing=("01", "07"))
    deck = deck_of(artifacts)
    assert "N01和N07" in words(deck)
    assert len(pages(deck)) == 10
    (first, *_) = ranking_sheets(artifacts, "银行", named("zh-CN"))
    assert len(first.rows) == 10
    assert any("N01和N07" in note for note in first.notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_branches_of_which_nothing_was_compared_are_said_not_to_be_assessed(language: str) -> None:
    text = named(language)
    deck = deck_of(artifacts_of(unassessed=("02", "04")), language)
    titles = {slide.key: slide.title for slide in pages(deck)}
    without = {key for key, title in titles.items() if text("meeting.deck.page.not_assessed") in title}
    assert without == {"slide.branch.02", "slide.branch.04"}
    assert text("meeting.step.supply") in words(deck)
    assert text("meeting.review.unassessed", count=2) in words(deck)
    assert text("meeting.lacks.assessment") in words(deck)


def test_where_no_branch_was_assessed_the_meeting_counts_no_troubles_and_proposes_no_branch() -> None:
    deck = deck_of(artifacts_of(coached=False, contest=False, unassessed=tuple(FIGURES)))
    told = words(deck)
    assert "12家网点尚无可对比的经营指标，结论有待资料补齐" in told
    for why in ("topics_unassessed", "next_unassessed"):
        assert Text.of("zh-CN")(f"meeting.lacks.{why}") in told
    assert "重要程度高的问题" not in told
    assert "保持现有做法" not in told


def test_a_large_bank_has_pages_and_places_up_to_the_rule() -> None:
    rules = RULES.with_overrides({"SM1": {"most_branch_pages": 6, "most_ranked": 4}})
    artifacts = artifacts_of(rules)
    deck = deck_of(artifacts)
    shown = [slide.key.removeprefix("slide.branch.") for slide in pages(deck)]
    assert shown == ["00", "01", "02", "03", "10", "11"]
    tables = [slide.key for slide in deck.slides if slide.key.startswith("slide.ranking")]
    assert tables == ["slide.ranking.front", "slide.ranking.back"]
    (whole, *_) = ranking_sheets(artifacts, "银行", named("zh-CN"))
    assert len(whole.rows) == 12


def test_every_branch_has_three_steps_its_own_troubles_first() -> None:
    artifacts = artifacts_of()
    for one in FIGURES:
        steps = artifacts[f"95_summary_meeting.branch.{one}.steps"].value
        assert isinstance(steps, tuple)
        assert len(steps) == 3
    first = artifacts["95_summary_meeting.branch.00.steps"].value
    assert isinstance(first, tuple)
    assert getattr(first[0], "key", "") == "finding.weak_lobby.advice"


def test_the_workbook_leads_to_each_report_and_keeps_numbers_numbers() -> None:
    (sheet, *_) = ranking_sheets(artifacts_of(), "银行", named("zh-CN"))
    assert len(sheet.headings) == len(sheet.rows[0])
    assert sheet.rows[0][0] == NumberCell(1.0, "#,##0")
    assert sheet.rows[0][-1] == LinkCell("打开", "../branches/00/report.docx")


def test_the_same_artifacts_give_the_same_deck() -> None:
    assert deck_of(artifacts_of()) == deck_of(artifacts_of())
