"""Words that remember which of their letters are numbers and references."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.text import LANGUAGES, Text
from branchbook.text.phrase import Meaning, Phrase, Stretch, joined, marked, pieces_of, renamed, under
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Clauses, Sentence


def stretches_of(words: str) -> tuple[Stretch, ...]:
    return tuple(stretch for _, stretch in pieces_of(words) if stretch)


PIECES = st.lists(st.tuples(st.text(max_size=5), st.booleans()))


@given(PIECES, st.text(max_size=2))
def test_joining_keeps_every_stretch_on_its_letters(pieces: list[tuple[str, bool]], between: str) -> None:
    made = [marked(words, f"k{place}") if is_number else words for place, (words, is_number) in enumerate(pieces)]
    told = joined(made, between)
    assert told == between.join(words for words, _ in pieces)
    wanted = [(words, f"k{place}") for place, (words, is_number) in enumerate(pieces) if is_number and words]
    assert [(piece, stretch.key) for piece, stretch in pieces_of(told) if stretch] == wanted
    assert "".join(piece for piece, _ in pieces_of(told)) == told


def test_words_cut_or_replaced_are_plain_words() -> None:
    told = joined(("等候", marked("21.3", "wait"), "分钟"))
    assert stretches_of(told) == (Stretch(2, 6, "wait"),)
    assert stretches_of(told.replace("21", "2")) == ()
    assert stretches_of(told[1:]) == ()


def test_a_phrase_comes_back_whole_from_another_process() -> None:
    told = joined(("见", marked("图 3", "a.chart", Meaning.REFERENCE)))
    again = pickle.loads(pickle.dumps(told))  # noqa: S301  # what was just written
    assert isinstance(again, Phrase)
    assert (again, again.stretches) == (told, stretches_of(told))


def test_relative_keys_go_below_their_holder_and_others_stay() -> None:
    told = joined((marked("1", ".counts.worse"), "/", marked("2", "10.indicator.nps")))
    assert [s.key for s in stretches_of(under(told, "10.reading"))] == ["10.reading.counts.worse", "10.indicator.nps"]
    assert [s.key for s in stretches_of(renamed(told, lambda key: key if key.startswith(".") else ""))] == [
        ".counts.worse"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_of_a_sentence_are_marked_by_their_own_key_or_their_place(language: str) -> None:
    text = Text.of(language)
    counts = Sentence("diagnosis.scorecard.counts", {"all": 30, "worse": Quantity(4, Unit.COUNT, "own"), "better": 2})
    told = text.sentence(counts)
    assert {(piece, s.key) for piece, s in pieces_of(told) if s} == {
        ("30", ".counts.all"), ("4", "own"), ("2", ".counts.better"),
    }  # fmt: skip
    nested = [s.key for s in stretches_of(text.value(Clauses((counts, counts))))]
    assert sorted(nested) == sorted([".counts.all", "own", ".counts.better"] * 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_marks_its_number_its_bounds_and_its_sample(language: str) -> None:
    estimate = Estimate(12.34, Unit.MINUTES, 1234, 10.0, 14.0, "wait")
    named = {s.key: piece for piece, s in pieces_of(Text.of(language).estimate(estimate)) if s}
    assert named == {
        "wait": Text.of(language).quantity(estimate.quantity), "wait.low": "10.0", "wait.high": "14.0",
        "wait.n": "1,234",
    }  # fmt: skip


def test_a_missing_number_is_no_stretch() -> None:
    text = Text.of("zh-CN")
    assert stretches_of(text("report.number", title="等候", number=Quantity(None, Unit.MINUTES))) == ()
