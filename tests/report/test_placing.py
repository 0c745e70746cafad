"""Artifacts become blocks in the words and number marks of one language."""

import pytest

from branchbook.report.blocks import Align, EcosystemMap, Figure, Paragraph, ParagraphStyle, Table
from branchbook.report.placing import blocks_of
from branchbook.text import Text
from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Missing,
    Series,
    TableData,
)
from branchbook.values.ecosystem_map import MapData, MapMark
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Sentence, Term

CHINESE = Text.of("zh-CN")
ENGLISH = Text.of("en")


def placed_table(*columns: Column, rows: tuple[tuple[object, ...], ...], text: Text = CHINESE) -> Table:
    (block,) = blocks_of(Artifact("k", "表题", TableData(columns, rows)), text)  # type: ignore[arg-type]
    assert isinstance(block, Table)
    return block


def test_a_column_of_money_is_in_one_scale_that_its_heading_tells() -> None:
    table = placed_table(Column("aum", "余额", Unit.MONEY), rows=((1_234_500,), (89_000,), (None,)))
    assert table.columns[0].title == "余额（万元）"
    assert table.rows == (("123.5",), ("8.9",), ("—",))


def test_numbers_stand_right_and_words_left() -> None:
    table = placed_table(Column("n", "名称"), Column("c", "户数", Unit.COUNT), rows=(("甲", 1234),))
    assert [column.align for column in table.columns] == [Align.LEFT, Align.RIGHT]
    assert table.rows == (("甲", "1,234"),)


def test_a_heading_of_ours_begins_with_a_capital_and_one_of_a_consultants_stays() -> None:
    columns = (Column("a", Term("column.branches.name")), Column("b", "name"), Column("c", "p"))
    for text, said in ((ENGLISH, ["Name", "name", "p"]), (CHINESE, ["网点名称", "name", "p"])):
        table = placed_table(*columns, rows=(("x", "y", "z"),), text=text)
        assert [column.title for column in table.columns] == said


def test_a_cell_may_have_a_unit_of_its_own() -> None:
    table = placed_table(
        Column("v", "数值", Unit.PLAIN), rows=((Quantity(0.5, Unit.SHARE),), (Quantity(None, Unit.NPS),))
    )
    assert table.rows == (("50.0%",), ("—",))


def test_a_term_is_written_in_the_language_of_the_document() -> None:
    columns, rows = (Column("t", Term("branch_type.basic")),), ((Term("branch_type.premium"),),)
    assert placed_table(*columns, rows=rows).rows == (("精品网点",),)
    assert placed_table(*columns, rows=rows, text=ENGLISH).rows == (("premium branch",),)


def placed_figure(unit: Unit, *values: float | None) -> Figure:
    data = FigureData(FigureKind.COLUMN, tuple("甲乙丙"[: len(values)]), (Series("数", values),), unit)
    (block,) = blocks_of(Artifact("k", "图题", data), CHINESE)
    assert isinstance(block, Figure)
    return block


def test_shares_stay_shares_in_a_figure_for_a_percent_format() -> None:
    figure = placed_figure(Unit.SHARE, 0.25, 0.5)
    assert (figure.series[0].values, figure.number_format) == ((0.25, 0.5), "0.0%")


def test_money_in_a_figure_is_divided_to_the_unit_that_the_axis_tells() -> None:
    figure = placed_figure(Unit.MONEY, 2e8, None, 4e8)
    assert (figure.series[0].values, figure.value_title) == ((2.0, None, 4.0), "亿元")


def test_a_figure_is_described_in_words_by_its_peak_and_bottom() -> None:
    assert placed_figure(Unit.MINUTES, 3, 12, 5).alt == "柱形图“图题”。数最高为12.0（乙），最低为3.0（甲）。"


def test_a_figure_without_values_says_so() -> None:
    assert "没有可以绘制的数据" in placed_figure(Unit.MINUTES, None).alt


def test_a_missing_value_leaves_its_sentence() -> None:
    reason = Sentence("own.words", {"words": "没有叫号记录。"})
    assert blocks_of(Artifact("k", "等候", Missing(reason)), CHINESE) == (
        Paragraph("k", "没有叫号记录。", ParagraphStyle.MISSING),
    )


@pytest.mark.parametrize("value", [Quantity(12, Unit.MINUTES), Estimate(12, Unit.MINUTES, 5)])
def test_a_single_number_becomes_a_line_with_its_name(value: Quantity | Estimate) -> None:
    assert blocks_of(Artifact("k", "等候", value), CHINESE) == (Paragraph("k", "等候：12.0分钟"),)


def test_sentences_run_on_as_one_paragraph() -> None:
    words = tuple(Sentence("own.words", {"words": words}) for words in ("One.", "Two."))
    assert blocks_of(Artifact("k", "t", words), ENGLISH) == (Paragraph("k", "One. Two."),)
    assert blocks_of(Artifact("k", "t", ()), ENGLISH) == ()


@pytest.mark.parametrize(("english", "language", "written"), [
    ("Seaside Branch", "en", "Seaside Branch"), ("Seaside Branch", "zh-CN", "海滨支行"), ("", "en", "海滨支行"),
])  # fmt: skip
def test_a_map_names_its_branch_in_the_language_of_the_document(english: str, language: str, written: str) -> None:
    mark = MapMark("1", "示例", 0, 0, existing=True, size=1)
    data = MapData("海滨支行", (Term("module.corporate"),), (Term("nearness.town"),), (), (mark,), False, 0, english)
    [block] = blocks_of(Artifact("40_ecosystem_map.map", Term("ecosystem.title.map"), data), Text.of(language))
    assert isinstance(block, EcosystemMap)
    assert block.centre == written
    assert written in block.alt
