"""The deck of one branch: which slides it has, and that it says what the report says."""

from collections.abc import Mapping
from datetime import date

import pytest

from branchbook.report.blocks import BulletList, Figure, Paragraph
from branchbook.report.branch_deck import EVIDENCE, FURTHER_PICTURES, PICTURES, Picture, branch_deck
from branchbook.report.branch_report import ReportFacts
from branchbook.report.placing import blocks_of
from branchbook.report.slides import BigNumbers, Deck, Slide
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Missing,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.branch import Branch, BranchType
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence

FACTS = ReportFacts("甲银行（合成数据）", Branch("007", "城东支行", BranchType.BASIC), date(2026, 6, 30), "0" * 16)
MISSING = Missing(Sentence("report.summary.level"))
READING = (Sentence("report.summary.level"), Sentence("report.summary.level"))
CHART = FigureData(FigureKind.COLUMN, ("甲", "乙"), (Series("本网点", (1.0, 2.0), SeriesRole.BRANCH),), Unit.PLAIN)
HEADLINE = TableData(
    (
        Column("indicator", "指标"),
        Column("value", "本网点", Unit.PLAIN),
        Column("median", "中位数", Unit.PLAIN),
    ),
    (
        ("增长率", Quantity(0.094, Unit.SHARE), Quantity(0.087, Unit.SHARE)),
        ("持有数", Quantity(3.36, Unit.RATIO), Quantity(None, Unit.RATIO)),
        ("没有的", None, None),
    ),
    ((0, "better"),),
)


def artifacts(**others: object) -> Mapping[str, Artifact]:
    """The diagnosis of a branch with these values in place of what is missing."""
    names = {
        "scorecard.headline": HEADLINE, "scorecard.reading": READING, "scorecard.perspectives": CHART, "findings": (),
        **{picture.reading: READING for picture in PICTURES},
        **{name: MISSING for picture in PICTURES for name in picture.figures},
        **{name.replace("__", "."): value for name, value in others.items()},
    }  # fmt: skip
    return {f"10_diagnosis.{name}": Artifact(f"10_diagnosis.{name}", name, value) for name, value in names.items()}


def deck(language: str = "zh-CN", **others: object) -> Deck:
    return branch_deck(artifacts(**others), FACTS, Text.of(language))


def slides(made: Deck) -> dict[str, Slide]:
    return {slide.key: slide for slide in made.slides if isinstance(slide, Slide)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_branch_with_little_data_has_a_short_deck(language: str) -> None:
    assert list(slides(deck(language))) == ["slide.standing"]


def test_the_headline_figures_are_big_numbers_against_their_peers_and_missing_ones_are_left_out() -> None:
    (numbers,) = [part for part in slides(deck())["slide.standing"].parts if isinstance(part, BigNumbers)]
    assert [(item.label, item.value, item.note, item.mood.value) for item in numbers.items] == [
        ("增长率", "9.4%", "同类中位数 8.7%", "better"),
        ("持有数", "3.36", "", "plain"),
    ]


def test_headline_figures_that_are_missing_leave_the_sentence_that_says_so() -> None:
    standing = slides(deck(scorecard__headline=MISSING))["slide.standing"]
    assert isinstance(standing.parts[0], Paragraph)
    assert standing.parts[0].text
    assert standing.title == "网点自身经营数据有待补充"  # and not that nothing was found


def test_a_chapter_shows_its_first_figure_with_data_beside_what_is_read_in_it() -> None:
    shown = slides(deck(business__hours=CHART))["slide.business"]
    assert [type(part) for part in shown.parts] == [BulletList, Figure]
    assert shown.parts[1].key == "10_diagnosis.business.hours"
    assert not shown.title.endswith("。")


def test_every_figure_of_the_deck_is_an_artifact_under_its_own_key() -> None:
    made = deck(business__hours=CHART, waiting__by_hour=CHART, customers__tiers_chart=CHART)
    drawn = [part.key for slide in slides(made).values() for part in slide.parts if isinstance(part, Figure)]
    assert len(drawn) == len(set(drawn)) == 4
    assert all(key in artifacts() for key in drawn)


def test_every_figure_that_shows_a_finding_names_findings_that_exist() -> None:
    entries = Text.of("en").entries
    assert [code for codes in EVIDENCE.values() for code in codes if f"finding.{code}.title" not in entries] == []


@pytest.mark.parametrize("picture", FURTHER_PICTURES, ids=lambda picture: picture.name)
def test_a_chapter_that_was_not_run_has_no_slide(picture: Picture) -> None:
    assert f"slide.{picture.name}" not in slides(deck())


def test_figures_of_the_deck_are_those_of_the_report() -> None:
    text = Text.of("zh-CN")
    known = artifacts(waiting__by_hour=CHART)
    chart = next(
        part for part in slides(branch_deck(known, FACTS, text))["slide.waiting"].parts if isinstance(part, Figure)
    )
    assert blocks_of(known[chart.key], text) == (chart,)
