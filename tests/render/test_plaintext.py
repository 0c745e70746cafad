"""Words made safe to print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from branchbook.render.plaintext import one_line, printable, xml_attribute, xml_text
from branchbook.render.word.paragraphs import run

ANYTHING = st.text(st.characters(codec=None))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@given(ANYTHING)
def test_any_text_makes_sound_xml_and_reads_the_same(words: str) -> None:
    element = etree.fromstring(f'<a b="{xml_attribute(words)}">{xml_text(words)}</a>')
    assert (element.text or "") == one_line(words)
    assert element.get("b") == one_line(words)


@given(ANYTHING)
def test_a_run_of_any_text_is_sound_and_keeps_every_printable_letter(words: str) -> None:
    root = etree.fromstring(f'<w:p xmlns:w="{W}">{run(words)}</w:p>')
    back = {"br": "\n", "tab": "\t"}
    inside = [e for e in root.iter() if etree.QName(e).localname in ("t", "br", "tab")]
    assert "".join(back.get(etree.QName(e).localname, e.text or "") for e in inside) == printable(words)


@given(ANYTHING)
def test_making_text_printable_twice_changes_nothing_more(words: str) -> None:
    assert printable(printable(words)) == printable(words)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200e\u200f\x00\x1b\ufeff")
def test_marks_that_reorder_or_hide_text_are_gone(mark: str) -> None:
    assert printable(f"甲{mark}乙") == "甲乙"


def test_every_line_end_is_one_line_end() -> None:
    assert printable("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
