"""Results move into place whole, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchbook.batch.layout import Layout


def folder(path: Path, content: str) -> Path:
    path.mkdir(parents=True)
    (path / "report.docx").write_text(content, encoding="utf-8")
    return path


def test_a_finished_branch_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    folder(layout.branch("001"), "old")
    folder(layout.failure("001"), "failed before")
    layout.install(folder(layout.new_scratch("001"), "new"), "001")
    assert (layout.branch("001") / "report.docx").read_text(encoding="utf-8") == "new"
    assert not layout.failure("001").exists()
    assert list(layout.scratch.iterdir()) == []


def test_the_old_branch_comes_back_where_the_system_refuses(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.scratch.mkdir(parents=True)
    folder(layout.branch("001"), "old")
    with pytest.raises(OSError, match="missing"):
        layout.install(layout.scratch / "missing", "001")
    assert (layout.branch("001") / "report.docx").read_text(encoding="utf-8") == "old"


def test_a_run_killed_between_the_two_renames_is_undone(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    folder(layout.scratch / "001.previous", "old")
    folder(layout.scratch / "002.previous", "old")
    folder(layout.branch("002"), "new")
    folder(layout.scratch / "003.77-1", "half made")
    layout.recover()
    assert (layout.branch("001") / "report.docx").read_text(encoding="utf-8") == "old"
    assert (layout.branch("002") / "report.docx").read_text(encoding="utf-8") == "new"
    assert not layout.scratch.exists()
    assert not layout.branch("003").exists()


def test_a_failure_keeps_its_notebooks_and_nothing_else(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    made = folder(layout.new_scratch("001"), "half a report")
    (made / "notebooks").mkdir()
    (made / "notebooks" / "10.ipynb").write_text("red", encoding="utf-8")
    kept = layout.keep_failure(made, "001")
    assert [path.relative_to(kept).as_posix() for path in sorted(kept.rglob("*.*"))] == ["notebooks/10.ipynb"]
    assert not made.exists()


def test_branches_of_hostile_names_stay_inside(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    for branch_id in ("../../etc", "a/b", "CON", "..", "x" * 300):
        assert layout.branch(branch_id).parent == layout.branches
        assert layout.new_scratch(branch_id).parent == layout.scratch
