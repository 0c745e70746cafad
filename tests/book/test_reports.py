"""The report of a branch, as blocks, on the demo engagement: every branch, both languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.book.conftest import Diagnosed
from tests.render.refresh.desk import Desk, control, tags, typed

import branchbook as bb
from branchbook.book.documents import report_of
from branchbook.errors import UnfinishedChaptersError
from branchbook.render.word.refresh import Supply
from branchbook.report.blocks import (
    AppendixHeading,
    BulletList,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from branchbook.report.outline import folded
from branchbook.report.placing import blocks_of
from branchbook.values.artifact import Missing
from branchbook.values.wording import Sentence

BRANCHES = [f"{number:03d}" for number in range(1, 13)]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
TERMS_OF_THE_TRADE = {"AUM", "NPS", "ATM", "xlsx", "csv", "gz", "Wilson", "Poisson"}


def report(diagnosed: Diagnosed, branch_id: str, language: str = "zh-CN") -> Document:
    book = diagnosed(branch_id, language)
    return report_of(book.prepared, book.branch, book.folder, language)


def words(document: Document) -> Iterator[str]:
    """Every word that a reader sees, block by block."""
    yield document.cover.title
    yield from (line for _, line in document.cover.lines)
    for block in document.blocks:
        match block:
            case Heading() | AppendixHeading() | Paragraph():
                yield block.text
            case BulletList():
                yield from block.items
            case Table():
                yield block.caption
                yield from (column.title for column in block.columns)
                yield from (cell for row in block.rows for cell in row)
                yield from block.notes
            case Figure():
                yield from (block.caption, block.alt, block.category_title, block.value_title, *block.notes)
                yield from (*block.categories, *(series.name for series in block.series))


@pytest.mark.parametrize("branch_id", BRANCHES)
def test_every_branch_has_a_report_without_nan_or_none(diagnosed: Diagnosed, branch_id: str) -> None:
    said = " ".join(words(report(diagnosed, branch_id)))
    assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b|\{[a-z_]+\}", said)


@pytest.mark.parametrize("branch_id", BRANCHES)
def test_a_chinese_report_holds_no_english_words(diagnosed: Diagnosed, branch_id: str) -> None:
    found = {word for said in words(report(diagnosed, branch_id)) for word in LATIN_WORD.findall(said)}
    assert found <= TERMS_OF_THE_TRADE


@pytest.mark.parametrize("branch_id", BRANCHES)
def test_an_english_report_holds_chinese_only_in_names_of_the_banks_own_files(
    diagnosed: Diagnosed, branch_id: str
) -> None:
    document = report(diagnosed, branch_id, "en")
    assert [
        said for said in words(document) if CHINESE.search(said) and not said.endswith((".xlsx", ".csv", ".gz"))
    ] == []


@pytest.mark.parametrize("branch_id", ["001", "008", "012"])
def test_both_languages_show_the_same_shares_minutes_and_counts(diagnosed: Diagnosed, branch_id: str) -> None:
    """Money is scaled by language; every other number in a table is the same to the last digit."""
    chinese, english = (report(diagnosed, branch_id, language) for language in ("zh-CN", "en"))

    def numbers(document: Document) -> dict[str, list[list[str]]]:
        plain = {}
        for block in document.blocks:
            if isinstance(block, Table) and ".appendix." not in block.key:
                cells = [cell for row in block.rows for cell in row if "元" not in cell and "CNY" not in cell]
                plain[block.key] = [NUMBER.findall(cell) for cell in cells if cell.endswith("%")]
        return plain

    assert numbers(chinese) == numbers(english)
    assert any(numbers(chinese).values())


@pytest.mark.parametrize("branch_id", BRANCHES)
def test_no_two_blocks_share_a_key(diagnosed: Diagnosed, branch_id: str) -> None:
    keys = [block.key for block in report(diagnosed, branch_id).blocks]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("branch_id", BRANCHES)
def test_no_heading_stands_over_nothing(diagnosed: Diagnosed, branch_id: str) -> None:
    """After a heading comes something to read, or a heading one level down."""
    blocks = report(diagnosed, branch_id).blocks
    for block, following in itertools.pairwise(blocks):
        if isinstance(block, Heading) and isinstance(following, Heading):
            assert following.level > block.level, block.text
    assert not isinstance(blocks[-1], Heading | AppendixHeading)


def test_the_report_starts_with_its_conclusions(diagnosed: Diagnosed) -> None:
    before, first, second, third, *_ = report(diagnosed, "008").blocks
    assert isinstance(before, PageBreak)
    assert isinstance(first, Heading)
    assert first.text == "诊断结论"
    assert isinstance(second, Paragraph)
    assert "高峰期排队过长" in second.text
    assert isinstance(third, BulletList)


def test_only_conclusions_and_appendix_begin_a_page_so_that_no_chapter_ends_in_a_lonely_line(
    diagnosed: Diagnosed,
) -> None:
    blocks = report(diagnosed, "008").blocks
    begun = [after.key for block, after in itertools.pairwise(blocks) if isinstance(block, PageBreak)]
    assert begun == ["summary.heading", "appendix"]


def test_a_branch_without_customers_says_so_once_and_shows_no_empty_chapter(diagnosed: Diagnosed) -> None:
    blocks = report(diagnosed, "012").blocks
    assert [block.key for block in blocks if block.key.startswith("chapter.customers")] == []
    (table,) = (block for block in blocks if block.key == "chapter.missing.table")
    assert isinstance(table, Table)
    told = {title: (reason, promised) for title, reason, promised in table.rows}
    reason, promised = told["客户与产品"]
    assert reason == "缺少资料：客户和持有。补充后重新生成即可得到本部分结果。"
    assert promised == "客户结构、客户维护和产品渗透"


def test_a_section_whose_data_are_to_come_is_gathered_with_what_else_is_missing(diagnosed: Diagnosed) -> None:
    blocks = report(diagnosed, "012").blocks
    (table,) = (block for block in blocks if block.key == "chapter.missing.table")
    assert isinstance(table, Table)
    rows = {title: promised for title, _, promised in table.rows}
    assert rows["经营表现与同类对比：学习与成长"] == "学习与成长维度指标"
    keys = {block.key for block in blocks}
    assert "chapter.scorecard.finance" in keys
    assert "chapter.scorecard.growth" not in keys


@pytest.mark.parametrize("gone", [".waiting.", ".voice."])
def test_a_report_whose_chapter_or_section_gets_its_data_or_loses_them_becomes_the_fresh_one(
    diagnosed: Diagnosed, tmp_path: Path, gone: str
) -> None:
    def supplied() -> tuple[Document, Supply]:
        artifacts = dict(book.shelf.all())
        supply = Supply(frozenset(artifacts), lambda key: blocks_of(artifacts[key], book.text), {}, folded(artifacts))
        return report_of(book.prepared, book.branch, book.folder), supply

    book = diagnosed("008")
    whole = supplied()
    kept = book.shelf.chapter("10_diagnosis")
    lost = [replace(one, value=Missing(Sentence("report.missing.lead"))) if gone in one.key else one for one in kept]
    book.shelf.put("10_diagnosis", lost)
    poorer = supplied()
    desk, fresh = Desk(tmp_path), Desk(tmp_path / "fresh")
    fresh.folder.mkdir()
    desk.write(poorer[0])
    desk.edit(lambda tree: control(tree, "chapter.service").addprevious(typed("顾问手写。")))
    for document, supply in (whole, poorer, whole):
        desk.refresh(document, supply)
        fresh.write(document)
        assert tags(desk.path) == tags(fresh.path)
        assert desk.words.replace("顾问手写。", "") == fresh.words
        assert desk.words.count("顾问手写。") == 1
        assert (desk.told.kept, desk.told.deleted, desk.told.unplaced) == ((), (), ())
        assert desk.is_sound()


def test_a_chapter_that_has_not_run_leaves_no_report_with_holes(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    book.shelf.put("10_diagnosis", [one for one in book.shelf.chapter("10_diagnosis") if "waiting" not in one.key])
    with pytest.raises(UnfinishedChaptersError) as found:
        report_of(book.prepared, book.branch, book.folder)
    assert [(fault.code, fault.got) for fault in found.value.faults] == [("chapter_unfinished", "10_diagnosis")]


@pytest.mark.parametrize(("language", "said"), [("", "请先把该章从头到尾运行一遍"), ("en", "Run that chapter")])
def test_chapter_90_before_the_diagnosis_says_in_words_which_chapter_comes_first(
    diagnosed: Diagnosed, language: str, said: str
) -> None:
    book = diagnosed("001", language)
    book.shelf.put("10_diagnosis", ())
    for begin in (bb.conclusions_of, bb.write_branch_documents):
        with pytest.raises(UnfinishedChaptersError) as found:
            begin(book)
        assert "10_diagnosis" in str(found.value)
        assert said in str(found.value)
    assert list(book.folder.glob("report*")) == []


def test_no_personal_data_reach_a_report(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    names = set(book.prepared.store.read_personal("customers", "001")["name"].dropna())
    said = " ".join(words(report_of(book.prepared, book.branch, book.folder)))
    assert names
    assert [name for name in names if name in said] == []
