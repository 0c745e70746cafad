"""What a parameters cell declares, and what may be given to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.batch.desk import write_notebook

from branchbook.batch.notebook import Parameter, chapter_paths, read_chapter
from branchbook.errors import InputFaults


def chapter_of(folder: Path, parameters: str) -> list[Parameter]:
    return list(read_chapter(write_notebook(folder / "10_own.ipynb", parameters=parameters)).parameters)


def faults_of(folder: Path, parameters: str, **given: object) -> list[tuple[str, str, str]]:
    chapter = read_chapter(write_notebook(folder / "10_own.ipynb", parameters=parameters))
    return [(fault.code, fault.place.key, fault.values.get("nearest", "")) for fault in chapter.faults_of(given)]


def test_a_line_declares_name_type_and_default(tmp_path: Path) -> None:
    [parameter] = chapter_of(tmp_path, 'branch_id: str = "007"  # id of the branch')
    assert parameter == Parameter("branch_id", "str", "007")


def test_a_line_without_a_type_takes_its_defaults(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "top = 5", top="5") == [("parameter_mistyped", "top", "")]
    assert faults_of(tmp_path, "top = 5", top=6) == []


def test_a_line_without_a_value_must_be_given_one(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "top: int") == [("parameter_missing", "top", "")]
    assert faults_of(tmp_path, "top: int", top=3) == []


def test_a_misspelt_parameter_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    assert faults_of(tmp_path, 'branch_id: str = ""', brnach_id="001") == [
        ("parameter_unknown", "brnach_id", "branch_id")
    ]


@pytest.mark.parametrize(
    ("annotation", "value", "accepted"),
    [
        ("str", "007", True),
        ("str", 7, False),
        ("int", 7, True),
        ("int", True, False),
        ("int", 7.0, False),
        ("float", 7, True),
        ("float", True, False),
        ("bool", True, True),
        ("bool", 1, False),
        ("list[str]", ["a"], True),
        ("list[str]", ["a", 1], False),
        ("dict[str, int]", {"a": 1}, True),
        ("dict[str, int]", {"a": "1"}, False),
        ("str | None", None, True),
        ("Optional[int]", None, True),
        ("Optional[int]", "x", False),
    ],
)
def test_a_value_is_held_against_the_declared_type(annotation: str, value: object, accepted: bool) -> None:
    assert Parameter("p", annotation).accepts(value) is accepted


@pytest.mark.parametrize(
    "source",
    [
        "a = b",
        "a = 1 + len('x')",
        "import os",
        "a = open('x')",
        "%matplotlib inline",
        "a: SomeType = 1",
        "a.b = 1",
        "a, b = 1, 2",
    ],
)
def test_a_cell_of_anything_but_literals_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(InputFaults) as found:
        chapter_of(tmp_path, source)
    assert [fault.code for fault in found.value.faults] == ["parameters_cell_not_literal"]


def test_a_notebook_has_exactly_one_parameters_cell(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as found:
        read_chapter(write_notebook(tmp_path / "x.ipynb", "1", parameters=""))
    assert found.value.faults[0].code == "parameters_cell_missing"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', "\ufeff{}"])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "10_own.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputFaults) as found:
        read_chapter(path)
    assert found.value.faults[0].code == "notebook_unreadable"
    assert str(tmp_path.parent) not in found.value.faults[0].place.file


def test_an_engagements_own_copy_takes_the_place_of_the_shipped_chapter(tmp_path: Path) -> None:
    for name in ("10_a", "20_b"):
        write_notebook(tmp_path / "shipped" / f"{name}.ipynb")
    own = write_notebook(tmp_path / "own" / "20_b.ipynb")
    paths = chapter_paths(tmp_path / "shipped", tmp_path / "own")
    assert paths == (tmp_path / "shipped" / "10_a.ipynb", own)


def test_an_own_notebook_that_would_never_run_is_refused(tmp_path: Path) -> None:
    write_notebook(tmp_path / "shipped" / "10_diagnosis.ipynb")
    write_notebook(tmp_path / "own" / "10_diagnosis-Copy1.ipynb")
    with pytest.raises(InputFaults) as found:
        chapter_paths(tmp_path / "shipped", tmp_path / "own")
    assert found.value.faults[0].values["nearest"] == "10_diagnosis"


def test_an_engagement_chooses_its_chapters_by_name(tmp_path: Path) -> None:
    for name in ("10_a", "20_b"):
        write_notebook(tmp_path / f"{name}.ipynb")
    assert [path.stem for path in chapter_paths(tmp_path, tmp_path / "none", ["20_b"])] == ["20_b"]
    with pytest.raises(InputFaults) as found:
        chapter_paths(tmp_path, tmp_path / "none", ["20_c"])
    assert found.value.faults[0].values["nearest"] == "20_b"
