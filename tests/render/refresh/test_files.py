"""The report's file in a branch's folder."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.render.ooxml_checks import W, root
from tests.render.refresh.desk import NEW_WAIT, OFFER, TEMPLATE, Desk, control, newer, sample

from branchbook.render.word.refresh import Supply, render_report
from branchbook.report.blocks import Document
from branchbook.report.living import Notes


def rendered(folder: Path, document: Document) -> Path:
    return render_report(document, TEMPLATE, folder / "report.docx", OFFER, Supply())


def reports(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.docx"))


def test_the_report_of_before_is_kept_five_times_and_only_where_something_changed(tmp_path: Path) -> None:
    path = rendered(tmp_path, sample())
    rendered(tmp_path, sample())
    assert reports(tmp_path) == ["report.docx"]
    for day in range(7):
        os.utime(path, (1_750_000_000 + 86_400 * day,) * 2)
        rendered(tmp_path, newer(sample()) if day % 2 == 0 else sample())
    kept = [name for name in reports(tmp_path) if name != "report.docx"]
    assert kept == [f"report.2025-06-{15 + day}T150640Z.docx" for day in range(2, 7)]
    assert Notes.read(tmp_path / "report.docx") == Notes()


@pytest.mark.parametrize("mark", ["~$report.docx", ".~lock.report.docx#"])
def test_a_report_that_is_open_is_left_alone_and_the_new_one_stands_beside_it(tmp_path: Path, mark: str) -> None:
    path = rendered(tmp_path, sample())
    before = path.read_bytes()
    (tmp_path / mark).write_bytes(b"")
    beside = rendered(tmp_path, newer(sample()))
    assert path.read_bytes() == before
    assert beside.name == "report.new.docx"
    assert NEW_WAIT in "".join(text.text for text in root(beside).iter(f"{W}t"))
    assert Notes.read(tmp_path / "report.docx").fault == "report_locked"
    (tmp_path / mark).unlink()
    assert rendered(tmp_path, newer(sample())) == path
    assert reports(tmp_path)[0] != "report.new.docx"
    assert Notes.read(tmp_path / "report.docx").fault == ""


def test_a_report_that_can_not_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"no zip archive")
    assert rendered(tmp_path, sample()).name == "report.new.docx"
    assert path.read_bytes() == b"no zip archive"
    assert Notes.read(tmp_path / "report.docx").fault == "report_unreadable"


def test_the_copy_of_the_record_serves_where_an_editor_dropped_the_documents_own(tmp_path: Path) -> None:
    path = rendered(tmp_path, sample())
    desk = Desk(tmp_path)
    relations = "word/_rels/document.xml.rels"

    def forget(tree: object) -> None:
        for relation in [r for r in tree if r.get("Type").endswith("/customXml")]:  # type: ignore[attr-defined]
            tree.remove(relation)  # type: ignore[attr-defined]

    desk.edit(forget, relations)
    assert rendered(tmp_path, newer(sample())) == path
    assert NEW_WAIT in "".join(t.text for t in control(root(path), "90_report.summary.lead").iter(f"{W}t"))
    assert asdict(Notes.read(tmp_path / "report.docx")) == asdict(Notes())
