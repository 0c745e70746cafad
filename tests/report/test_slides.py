"""A deck as data: every slide and part is known by a key of its own."""

from dataclasses import replace

import pytest

from branchbook.report.blocks import Cover, Paragraph
from branchbook.report.slides import Agenda, AgendaItem, Deck, Section, Slide, deck_labels
from branchbook.text import LANGUAGES, Text

DECK = Deck(
    "zh-CN",
    deck_labels("甲银行", "网点汇报", Text.of("zh-CN")),
    Cover("网点汇报", "城东支行", ()),
    (
        Agenda("agenda", "议程", (AgendaItem("现状"), AgendaItem("行动"))),
        Section("section.now", "现状", number="一"),
        Slide("slide.now", "等候时间偏长", (Paragraph("10_diagnosis.waiting.reading", "……"),)),
    ),
    "Branchbook",
    "0" * 16,
)


def test_a_deck_tells_its_keys_in_the_order_of_its_slides() -> None:
    assert list(DECK.keys()) == ["cover", "agenda", "section.now", "slide.now", "10_diagnosis.waiting.reading"]


def test_a_key_that_two_parts_have_is_refused() -> None:
    second = Slide("slide.again", "再说一次", (Paragraph("10_diagnosis.waiting.reading", "……"),))
    with pytest.raises(ValueError, match=r"10_diagnosis\.waiting\.reading"):
        replace(DECK, slides=(*DECK.slides, second))


def test_a_part_with_the_key_of_the_cover_is_refused() -> None:
    with pytest.raises(ValueError, match="cover"):
        replace(DECK, slides=(Slide("cover", "封面", ()),))


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_tell_the_title_and_the_place_of_a_slide_that_goes_on(language: str) -> None:
    labels = deck_labels("甲银行", "汇报", Text.of(language))
    assert {name for name in ("{title}", "{part}", "{parts}") if name in labels.continued} == {
        "{title}",
        "{part}",
        "{parts}",
    }
    assert "甲银行" in labels.footer
    assert "汇报" in labels.footer
