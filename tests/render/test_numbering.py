"""Heading numbers."""

from __future__ import annotations

import pytest

from branchbook.render.word.numbering import chinese_number, heading_numbers
from branchbook.report.blocks import Block, Heading, Paragraph


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (2, "二"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"),
     (90, "九十"), (99, "九十九"), (100, "一百"), (103, "一百零三"), (110, "一百一十"), (115, "一百一十五"),
     (230, "二百三十")],
)  # fmt: skip
def test_chinese_numbers_are_written_as_people_count(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_lower_levels_begin_anew_under_every_higher_heading() -> None:
    levels = [1, 2, 3, 3, 2, 3, 1, 2, 3]
    blocks: list[Block] = [Heading(str(place), "x", level) for place, level in enumerate(levels)]
    blocks.insert(3, Paragraph("p", "text"))
    assert heading_numbers(blocks, "en") == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2", "2.1", "2.1.1"]
    assert heading_numbers(blocks, "zh-CN") == [
        "一、",
        "（一）",
        "1. ",
        "2. ",
        "（二）",
        "1. ",
        "二、",
        "（一）",
        "1. ",
    ]
