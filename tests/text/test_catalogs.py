"""The text catalogs: two languages that say the same, and nothing in them that runs."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from branchbook.errors import Fault, InputFaults, Place
from branchbook.text import LANGUAGES, Text
from branchbook.text.catalog import fill, read_catalog
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Names, Sentence, Term


def test_both_languages_hold_the_same_keys() -> None:
    chinese, english = (set(Text.of(language).entries) for language in LANGUAGES)
    assert chinese ^ english == set()


def test_both_languages_want_the_same_values() -> None:
    chinese, english = (Text.of(language) for language in LANGUAGES)
    unlike = [key for key in chinese.entries if english.has(key) and chinese.wants(key) != english.wants(key)]
    assert unlike == []


def test_english_texts_hold_no_chinese_and_chinese_texts_hold_some() -> None:
    english = Text.of("en")
    assert [key for key in english.entries if any("\u4e00" <= mark <= "\u9fff" for mark in english.entries[key])] == []


def test_a_text_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError, match=r"no\.such\.text"):
        Text.of("en")("no.such.text")


def test_a_value_that_a_text_wants_and_does_not_get_is_refused() -> None:
    with pytest.raises(KeyError, match="wants"):
        Text.of("en")("mark.date", year="2025")


def test_a_placeholder_reaches_into_no_value() -> None:
    hostile = "{value.__class__} {value[0]} {value!r} {value:>99}"
    assert fill("k", hostile, lambda _: "filled") == hostile


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1", "1 branch is late; of 1 [a|b]."),
        ("0", "0 branches are late; of 0 [a|b]."),
        ("12", "12 branches are late; of 12 [a|b]."),
    ],
)
def test_words_agree_with_the_number_before_them_and_a_value_is_left_as_it_is(number: str, said: str) -> None:
    entry = "{count} [branch is|branches are] late; of {count} {name}."
    assert fill("k", entry, {"count": number, "name": "[a|b]"}.__getitem__) == said


def test_words_agree_only_where_a_number_stands_before_them_and_never_reach_a_reader_unchosen() -> None:
    """Entries that a page fills by itself, as those of the maps and lists, have no such words."""
    for language in LANGUAGES:
        text = Text.of(language)
        agreeing = [key for key, entry in text.entries.items() if re.search(r"\[[^\[\]]*\|", entry)]
        assert all("}" in text.entries[key].partition("[")[0] for key in agreeing)
        assert not [
            key
            for key in agreeing
            if key.startswith(("index.word.", "ecosystem.page.", "ecosystem.map.not_", "deck.label.", "report.label."))
        ]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-CN, en"):
        Text.of("fr")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("- a list", "catalog_unreadable"),
        ("a: [1, 2", "catalog_unreadable"),
        ("a: {b: 3}", "catalog_entry_no_text"),
        ("!!python/object/apply:os.getcwd []", "catalog_unreadable"),
    ],
)
def test_a_file_that_is_no_mapping_of_texts_is_a_fault(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        read_catalog(tmp_path)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_key_that_two_files_hold_is_a_fault(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text("x: {y: words}", encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        read_catalog(tmp_path)
    assert caught.value.faults[0].got == "x.y"


def test_names_and_dates_are_written_as_the_language_does() -> None:
    chinese, english = (Text.of(language) for language in LANGUAGES)
    names, day = Names(("甲", Term("weekday.d1"), "丙")), date(2025, 2, 1)
    assert [text.value(names) for text in (chinese, english)] == ["甲、周一和丙", "甲, Mon and 丙"]
    assert [text.value(day) for text in (chinese, english)] == ["2025年2月1日", "1 February 2025"]
    assert chinese.date(datetime(2025, 2, 1, 23, 59, tzinfo=UTC)) == "2025年2月1日"
    assert [text.month(day) for text in (chinese, english)] == ["2025年2月", "February 2025"]


def test_a_sentence_is_its_entry_with_its_values() -> None:
    sentence = Sentence("unit.minutes_of", {"number": Quantity(3, Unit.COUNT)})
    assert Text.of("zh-CN").sentence(sentence) == "3分钟"


def test_a_fault_says_where_what_and_what_to_do() -> None:
    fault = Fault("rule_unknown", Place(file="engagement.yaml", key="rules.FL9"), got="FL9", allowed="FL4")
    place, problem, remedy = Text.of("zh-CN").fault(fault)
    assert place == "文件“engagement.yaml”，键“rules.FL9”"
    assert "FL9" in problem
    assert "FL4" in remedy
