"""The demo engagement prepared once, and a chapter opened on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import branchbook as bb
from branchbook.book.prepared import Prepared, prepare
from branchbook.inputs.engagement import read_engagement

Diagnosed = Callable[..., bb.Book]


@pytest.fixture(scope="session")
def demo_outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An outputs folder for the demo engagement."""
    return tmp_path_factory.mktemp("outputs")


@pytest.fixture(scope="session")
def demo_prepared(demo_inputs: Path, demo_outputs: Path) -> Prepared:
    """The demo engagement, checked and with its indicators."""
    return prepare(read_engagement(demo_inputs / "demo"), demo_outputs / "demo")


@pytest.fixture
def diagnosed(
    demo_inputs: Path,
    demo_outputs: Path,
    demo_prepared: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Diagnosed:
    """Chapter 10 of a branch, worked through as its notebook does, in a folder of this test's own."""

    def work_through(branch_id: str, language: str = "") -> bb.Book:
        monkeypatch.setenv("BRANCHBOOK_INPUTS", str(demo_inputs))
        monkeypatch.setenv("BRANCHBOOK_OUTPUTS", str(demo_outputs))
        monkeypatch.setenv("BRANCHBOOK_BRANCH_FOLDER", str(tmp_path / branch_id))
        book = bb.open_chapter("10_diagnosis", "demo", branch_id, language)
        diagnosis = bb.diagnose(book.data, book.peers, book.rules, book.as_of)
        findings = bb.find(diagnosis, book.rules)
        book.keep_all(bb.diagnosis_artifacts(diagnosis, findings, book.stored, book.rules))
        return book

    assert demo_prepared.branches  # prepared before any chapter opens
    return work_through
