"""Readings refer to the figures and tables behind them; numbers have one key each."""

from __future__ import annotations

from tests.render import samples

from branchbook.report.blocks import Block, BulletList, Heading, Paragraph, ParagraphStyle
from branchbook.report.numbers import numbers_of, with_named_numbers
from branchbook.report.references import with_references
from branchbook.text import Text
from branchbook.text.phrase import Meaning, Phrase, joined, marked
from branchbook.values.artifact import FigureKind

LABELS = samples.document().labels
LEAD = Paragraph("lead", "等候长。", ParagraphStyle.LEAD)
READING = Paragraph("reading", "分流少。")
TABLE, LINE, BAR = samples.table(), samples.figure(FigureKind.LINE), samples.figure(FigureKind.BAR)


def told(*blocks: Block) -> list[str]:
    made = with_references(blocks, {"lead", "reading"}, LABELS, Text.of("zh-CN"))
    return [block.text for block in made if isinstance(block, Paragraph)]


def test_a_reading_refers_to_what_follows_it_by_the_numbers_of_the_captions() -> None:
    assert told(TABLE, READING, LINE, samples.table(key="other"), BAR) == ["分流少。详见图 1、表 2和图 2。"]


def test_an_opening_refers_to_its_first_section_only() -> None:
    assert told(LEAD, Heading("a", "甲", 2), LINE, Heading("b", "乙", 2), BAR) == ["等候长。详见图 1。"]
    assert told(READING, Heading("a", "甲", 2), LINE) == ["分流少。"]


def test_a_reading_refers_to_nothing_beyond_the_next_words() -> None:
    assert told(LEAD, READING, TABLE) == ["等候长。", "分流少。详见表 1。"]
    assert told(READING, BulletList("l", ("甲",)), TABLE) == ["分流少。"]
    assert told(READING, Heading("next", "下一章"), TABLE) == ["分流少。"]


def test_what_is_missing_is_passed_over_and_refers_to_nothing() -> None:
    missing = Paragraph("reading", "未收到数据。", ParagraphStyle.MISSING)
    assert told(LEAD, missing, TABLE) == ["等候长。详见表 1。", "未收到数据。"]
    assert told(Paragraph("other", "顾问的话。"), TABLE) == ["顾问的话。"]


def test_a_reference_names_the_block_that_it_speaks_of() -> None:
    (reading, _) = with_references((READING, LINE), {"reading"}, LABELS, Text.of("zh-CN"))
    assert isinstance(reading, Paragraph)
    assert isinstance(reading.text, Phrase)
    assert [(s.key, s.meaning) for s in reading.text.stretches] == [(LINE.key, Meaning.REFERENCE)]


def test_a_number_is_named_after_its_block_unless_it_has_a_name() -> None:
    words = joined(("共", marked("5", ".counts.all"), "项，等候", marked("21.3分钟", "10.wait")))
    assert numbers_of(with_named_numbers([Paragraph("10.reading", words)])) == {
        "10.reading.counts.all": "5", "10.wait": "21.3分钟",
    }  # fmt: skip


def test_a_name_that_would_stand_for_two_numbers_names_none() -> None:
    one, other = (Paragraph(key, marked(words, "10.wait")) for key, words in (("a", "21.3"), ("b", "18.0")))
    same = BulletList("c", (marked("7", ".n"), marked("7", ".n")))
    assert numbers_of(with_named_numbers([one, other, same])) == {"c.n": "7"}
