"""The register of an engagement, brought up to date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from branchbook.book.registering import bring_register, register_fingerprint
from branchbook.errors import InputFaults
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.store import Store
from branchbook.rules import Rules


@pytest.fixture
def engagement(tmp_path: Path) -> Engagement:
    """One that brings neither firms nor corporate customers."""
    folder = tmp_path / "small"
    folder.mkdir()
    return Engagement("small", folder, "小银行（合成数据）", date(2025, 12, 31), {})


def brought(engagement: Engagement, folder: Path) -> None:
    bring_register(engagement, Store(folder, "", {}, (), {}), Rules.defaults(), folder)


def test_firms_that_an_engagement_brings_no_longer_go_from_the_register(engagement: Engagement, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    nothing = register_fingerprint(folder, "001")
    (folder / "firms").mkdir(parents=True)
    (folder / "firms" / "001.parquet").write_bytes(b"before")
    assert register_fingerprint(folder, "001") != nothing
    brought(engagement, folder)
    assert register_fingerprint(folder, "001") == nothing


def test_word_lists_and_decisions_are_read_when_they_change_and_then_no_more(
    engagement: Engagement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "register"
    brought(engagement, folder)
    with monkeypatch.context() as within:
        within.setattr("branchbook.register.Lexicons.of", lambda _folder: pytest.fail("read again"))
        brought(engagement, folder)
    (engagement.folder / "matches.csv").write_text("nonsense", encoding="utf-8")
    with pytest.raises(InputFaults):
        brought(engagement, folder)
    (engagement.folder / "matches.csv").unlink()
    (engagement.folder / "lexicons").mkdir()
    (engagement.folder / "lexicons" / "names.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(InputFaults):
        brought(engagement, folder)
