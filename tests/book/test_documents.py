"""The Word reports of the demo engagement, as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.book.conftest import Diagnosed
from tests.render.ooxml_checks import audited, faults, parts, words

import branchbook as bb
from branchbook.report.blocks import Table

BRANCHES = [f"{number:03d}" for number in range(1, 13)]
IN_BOTH_LANGUAGES = [*((branch_id, "zh-CN") for branch_id in BRANCHES), ("008", "en"), ("012", "en")]


def written(diagnosed: Diagnosed, branch_id: str, language: str = "zh-CN") -> Path:
    book = diagnosed(branch_id, language)
    bb.write_branch_documents(book)
    return book.folder / "report.docx"


@pytest.mark.parametrize(("branch_id", "language"), IN_BOTH_LANGUAGES)
def test_every_report_is_sound_office_open_xml(diagnosed: Diagnosed, branch_id: str, language: str) -> None:
    report = written(diagnosed, branch_id, language)
    assert audited(report) == []
    assert faults(report) == []


def test_the_same_artifacts_give_the_same_bytes(diagnosed: Diagnosed) -> None:
    first = written(diagnosed, "008").read_bytes()
    assert written(diagnosed, "008").read_bytes() == first


def test_a_number_in_the_notebook_stands_in_word_as_well(diagnosed: Diagnosed) -> None:
    """Read back from the file: every cell of a table that the notebook shows."""
    book = diagnosed("005")
    (shown,) = book.show("waiting.by_hour_table").blocks
    assert isinstance(shown, Table)
    bb.write_branch_documents(book)
    said = words(book.folder / "report.docx")
    assert [cell for row in shown.rows for cell in row if cell not in said] == []


def test_charts_in_word_are_native_and_carry_their_data(diagnosed: Diagnosed) -> None:
    names = set(parts(written(diagnosed, "001")))
    charts = {name for name in names if name.startswith("word/charts/chart")}
    workbooks = {name for name in names if name.startswith("word/embeddings/")}
    assert len(charts) >= 8
    assert len(workbooks) == len(charts)


def test_no_path_of_a_machine_and_no_personal_name_is_in_any_part(diagnosed: Diagnosed) -> None:
    report = written(diagnosed, "001")
    content = b"".join(parts(report).values())
    book = diagnosed("001")
    personal = book.prepared.store.read_personal("customers", "001")
    assert str(report.parent).encode() not in content
    assert [name for name in personal["name"].dropna() if str(name).encode() in content] == []
