"""The Word reports of the demo engagement, as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation
from tests.book.conftest import Diagnosed
from tests.render.ooxml_checks import W, audited, faults, parts, root, words

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


def test_the_deck_says_the_numbers_of_the_report_and_no_personal_name(diagnosed: Diagnosed) -> None:
    report = written(diagnosed, "001")
    deck = report.with_name("presentation.pptx")
    book = diagnosed("001")
    presentation = Presentation(str(deck))
    shapes = {shape.name: shape for slide in presentation.slides for shape in slide.shapes}
    rows = [
        ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in root(report).iter(f"{W}tr")
    ]
    said = {(row[0], row[1]) for row in rows if len(row) > 1}
    told = [
        [paragraph.text for paragraph in shape.text_frame.paragraphs]
        for name, shape in shapes.items()
        if name.startswith("10_diagnosis.scorecard.headline.")
    ]
    assert len(told) == 4
    assert {(label, value) for label, value, *_ in told} <= said
    content = b"".join(parts(deck).values())
    personal = book.prepared.store.read_personal("customers", "001")
    assert [name for name in personal["name"].dropna() if str(name).encode() in content] == []
    assert str(report.parent).encode() not in content
    for office in (FileFormat.OFFICE_2016, FileFormat.OFFICE_2021, FileFormat.MICROSOFT_365):
        assert OpenXmlValidator(file_format=office).validate(str(deck)).errors == []
