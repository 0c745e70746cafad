"""Artifacts survive their files whole."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.artifacts import Shelf
from branchbook.artifacts.codec import decode, encode
from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Finding,
    Missing,
    Provenance,
    Series,
    SeriesRole,
    Severity,
    TableData,
)
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Names, Sentence, Term

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(Unit)
WORDINGS = st.text() | st.builds(Term, st.text())
QUANTITIES = st.builds(Quantity, st.none() | NUMBERS, UNITS)
ESTIMATES = st.builds(Estimate, NUMBERS, UNITS, st.integers(0, 10**9), st.none() | NUMBERS, st.none() | NUMBERS)
SENTENCE_VALUES = WORDINGS | QUANTITIES | ESTIMATES | st.dates() | st.builds(Names, st.tuples(WORDINGS, WORDINGS))
SENTENCES = st.builds(Sentence, st.text(), st.dictionaries(st.sampled_from("abc"), SENTENCE_VALUES))
CELLS = WORDINGS | SENTENCES | NUMBERS | st.integers() | st.none()
TABLES = st.lists(st.tuples(CELLS, CELLS)).map(
    lambda rows: TableData((Column("a", "甲"), Column("b", Term("t"), Unit.SHARE, 2.0)), tuple(rows))
)
FIGURES = st.builds(
    lambda kind, values: FigureData(
        kind, tuple("xyz"[: len(values)]), (Series("s", tuple(values), SeriesRole.BRANCH),), Unit.MINUTES
    ),
    st.sampled_from(FigureKind),
    st.lists(st.none() | NUMBERS, max_size=3),
)
FINDINGS = st.builds(
    Finding, st.text(), st.sampled_from(Severity), st.dictionaries(st.sampled_from("abc"), QUANTITIES | ESTIMATES),
    st.text(), st.tuples(st.text()), NUMBERS,
)  # fmt: skip
VALUES = (
    QUANTITIES
    | ESTIMATES
    | TABLES
    | FIGURES
    | st.tuples(FINDINGS)
    | st.tuples(SENTENCES)
    | st.builds(Missing, SENTENCES)
)
ARTIFACTS = st.builds(
    Artifact, st.text(), WORDINGS, VALUES, st.tuples(SENTENCES), st.builds(Provenance, st.text(), st.tuples(st.text()))
)


@given(ARTIFACTS)
def test_an_artifact_comes_back_equal_and_of_the_same_types(artifact: Artifact) -> None:
    returned = decode(encode(artifact))
    assert returned == artifact
    assert repr(returned) == repr(artifact)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        encode(Quantity(number, Unit.COUNT))


def test_a_value_of_an_unknown_class_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        encode(Sentence("k", {"v": 1j}))  # type: ignore[dict-item]
    with pytest.raises(KeyError):
        decode({"is": "Popen", "args": "calc"})


def artifact(key: str, number: float) -> Artifact:
    return Artifact(key, "数", Quantity(number, Unit.COUNT))


def test_a_chapter_put_anew_takes_the_place_of_what_it_had_put(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "artifacts")
    shelf.put("10_diagnosis", [artifact("a", 1), artifact("b", 2)])
    shelf.put("10_diagnosis", [artifact("a", 3)])
    shelf.put("90_branch_report", [artifact("c", 4)])
    assert dict(shelf.all()) == {"a": artifact("a", 3), "c": artifact("c", 4)}
    assert [path.name for path in sorted((tmp_path / "artifacts").iterdir())] == [
        "10_diagnosis.json",
        "90_branch_report.json",
    ]


def test_the_same_artifacts_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (Shelf(tmp_path / name).put("x", [artifact("a", 1.5)]).read_bytes() for name in "ab")
    assert first == second


def test_two_artifacts_of_one_key_are_refused_and_the_old_ones_stay(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("x", [artifact("a", 1)])
    with pytest.raises(ValueError, match="'a'"):
        shelf.put("x", [artifact("a", 2), artifact("a", 3)])
    assert shelf.chapter("x") == (artifact("a", 1),)


def test_what_was_just_put_is_what_another_process_would_read(tmp_path: Path) -> None:
    shelf, value = Shelf(tmp_path), Quantity(np.float64(0.125), Unit.SHARE)
    shelf.put("10_diagnosis", [Artifact("10_diagnosis.share", Term("t"), value)])
    (here,) = shelf.chapter("10_diagnosis")
    told = json.loads((tmp_path / "10_diagnosis.json").read_text(encoding="utf-8"))
    assert [here] == [decode(one) for one in told]
    assert isinstance(here.value, Quantity)
    assert type(here.value.value) is float  # NumPy's own rounds otherwise


def test_a_file_that_another_process_has_put_is_read_anew(tmp_path: Path) -> None:
    shelf, other = Shelf(tmp_path / "one"), Shelf(tmp_path / "two")
    shelf.put("10_diagnosis", [Artifact("10_diagnosis.a", Term("before"), Quantity(1.0, Unit.COUNT))])
    assert shelf.all()["10_diagnosis.a"].title == Term("before")
    put = other.put("10_diagnosis", [Artifact("10_diagnosis.a", Term("after"), Quantity(2.0, Unit.COUNT))])
    put.replace(tmp_path / "one" / "10_diagnosis.json")
    assert shelf.all()["10_diagnosis.a"].title == Term("after")


def test_a_chapter_that_has_not_run_has_put_nothing(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "none").chapter("10_diagnosis") == ()


def test_dates_survive_in_sentences() -> None:
    sentence = Sentence("k", {"day": date(2025, 12, 31)})
    assert decode(encode(sentence)) == sentence
