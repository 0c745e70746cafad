"""The summary of a batch tells what a person has to look at in a branch's report and deck."""

from __future__ import annotations

import pytest
from tests.cli.test_commands import Command, chapter, command, events, folder

from branchbook.report.living import Notes

__all__ = ["command", "folder"]

NOTED = """
import os, pathlib
from branchbook.report.living import Notes
Notes({notes}).write(pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'], {file!r}))
"""


def told_of(command: Command, folder: object, notes: Notes, *words: str, file: str = "report.docx") -> None:
    given = ", ".join(f"{name}={getattr(notes, name)!r}" for name in ("kept", "unknown", "fault", "got"))
    chapter(folder, "90_branch_report", NOTED.format(notes=given, file=file))  # type: ignore[arg-type]
    assert command("batch", "small", "--branches", "002", *words) == 0


def test_what_a_person_reworded_is_named_with_its_branch(
    command: Command, folder: object, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of(command, folder, Notes(kept=("summary.lead", "10_diagnosis.waiting.reading")), "--quiet")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("  002 城西：2 处您改写过的内容有新版本")
    assert "summary.lead, 10_diagnosis.waiting.reading" in line


def test_an_unknown_control_is_named_with_the_nearest_key(
    command: Command, folder: object, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of(command, folder, Notes(unknown=(("summary.leed", "summary.lead"), ("x", ""))), "--lang", "en")
    near, plain = capsys.readouterr().err.splitlines()
    assert "summary.leed" in near
    assert "summary.lead" in near.replace("summary.leed", "")
    assert "x" in plain


@pytest.mark.parametrize(
    ("fault", "got", "words"),
    [
        ("report_locked", "", "正在其他程序中打开"),
        ("report_unreadable", "", "无法打开"),
        ("report_hostile", "attachedTemplate", "attachedTemplate"),
        ("report_changed", "", "运行期间被保存过"),
    ],
)
def test_a_report_that_was_left_alone_is_told_with_the_remedy(
    command: Command, folder: object, capsys: pytest.CaptureFixture[str], fault: str, got: str, words: str
) -> None:
    told_of(command, folder, Notes(fault=fault, got=got))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("  002 城西：report.docx 未作改动：")
    assert words in line
    assert "report.new.docx" in line


def test_programs_are_told_the_same_as_events(
    command: Command, folder: object, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of(command, folder, Notes(kept=("summary.lead",)), "--json")
    told = [line for line in events(capsys.readouterr().out) if line["event"] == "error"]
    assert [line["code"] for line in told] == ["cli.summary.kept"]
    assert "summary.lead" in str(told[0]["message"])


def test_a_shape_of_the_deck_that_a_person_reworded_is_named_with_its_file(
    command: Command, folder: object, capsys: pytest.CaptureFixture[str]
) -> None:
    told_of(command, folder, Notes(kept=("slide.standing.title",)), "--quiet", file="presentation.pptx")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("  002 城西：1 处您改写过的内容有新版本")
    assert "presentation.pptx" in line
    assert "slide.standing.title" in line
