"""Fixtures of the batch's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.batch.desk import REPORT, Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An engagement of three branches and two chapters, apart from the shipped ones and from the package's changes."""
    desk = Desk(tmp_path)
    desk.chapter("10_diagnosis", "import os, pathlib", "print(branch_id)")
    desk.chapter("90_branch_report", REPORT)
    monkeypatch.setattr("branchbook.batch.plan.notebooks_folder", lambda: desk.shipped)
    monkeypatch.setattr("branchbook.batch.plan.chapter_code", lambda: "code")
    monkeypatch.setattr("branchbook.batch.plan.document_code", lambda: "code")
    return desk
