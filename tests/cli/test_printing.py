"""``--pdf`` and ``--page-numbers`` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_commands import Command, command, events, folder

from branchbook.book.printing import Printed

__all__ = ["command", "folder"]


@pytest.mark.parametrize("word", ["batch", "render"])
@pytest.mark.parametrize("option", ["--pdf", "--page-numbers"])
def test_without_libreoffice_the_command_says_so_before_anything_runs(
    command: Command,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    word: str,
    option: str,
) -> None:
    monkeypatch.setattr("branchbook.cli.printing.office", lambda: None)
    assert command(word, "small", option) == 2
    assert "LibreOffice" in capsys.readouterr().err
    assert not (folder / "outputs" / "small" / "branches").exists()


def test_what_could_not_be_printed_is_told_and_answers_1(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    branches = folder / "outputs" / "small" / "branches"
    done = Printed((branches / "001" / "report.pdf",), (branches / "002" / "report.docx",))
    monkeypatch.setattr("branchbook.cli.printing.office", lambda: Path("soffice"))
    monkeypatch.setattr("branchbook.book.printing.print_documents", lambda _folders: done)
    assert command("batch", "small", "--pdf", "--json") == 1
    told = {line["event"]: line for line in events(capsys.readouterr().out)}
    assert told["printed"]["files"] == ["outputs/small/branches/001/report.pdf"]
    assert told["printed"]["left"] == ["outputs/small/branches/002/report.docx"]
