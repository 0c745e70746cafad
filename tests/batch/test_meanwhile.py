"""What a person saves while a batch is under way is never lost, and the fresh report is not lost either."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from tests.batch.desk import Desk
from tests.render.ooxml_checks import W, words
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, typed
from tests.render.refresh.desk import Desk as Report

from branchbook.batch.layout import Layout
from branchbook.batch.meanwhile import fingerprints, keep_saved
from branchbook.batch.plan import Need
from branchbook.batch.stamp import Stamp
from branchbook.report.living import Notes

RENDERING = """
import os, pathlib, time
from tests.render.refresh.desk import OFFER, TEMPLATE, newer, sample
from branchbook.render.word.refresh import Supply, render_report
folder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'])
pause = pathlib.Path({pause!r})
document = newer(sample()) if pause.with_name('newer').exists() else sample()
render_report(document, TEMPLATE, folder / 'report.docx', OFFER, Supply())
"""
WAITING = """
pause.with_name('waits').touch()
deadline = time.monotonic() + 60
while pause.exists() and time.monotonic() < deadline:
    time.sleep(0.02)
"""


def rendering(desk: Desk) -> Path:
    """Let chapter 90 render the sample report and then wait as long as the file answered exists."""
    pause = desk.folder / "pause"
    desk.chapter("90_branch_report", RENDERING.format(pause=str(pause)), WAITING)
    return pause


def type_a_line(folder: Path, words: str) -> None:
    def add(tree: object) -> None:
        tree.find(f"{W}body").insert(0, typed(words))  # type: ignore[attr-defined]

    Report(folder).edit(add)


def test_a_report_saved_during_the_run_stays_and_the_fresh_one_stands_beside_it(desk: Desk) -> None:
    pause = rendering(desk)
    desk.branch_ids = ("001",)
    desk.run(branch_ids=["001"])
    folder = desk.branch("001")
    pause.with_name("newer").touch()
    pause.touch()
    pause.with_name("waits").unlink()

    def save() -> None:
        deadline = time.monotonic() + 60
        while not pause.with_name("waits").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        type_a_line(folder, "保存于运行期间。")
        pause.unlink()

    person = threading.Thread(target=save)
    person.start()
    outcome = desk.run(branch_ids=["001"], force=True)["001"]
    person.join()
    assert outcome.told["report.docx"].fault == "report_changed"
    assert Notes.read(folder / "report.docx").fault == "report_changed"
    assert "保存于运行期间。" in words(folder / "report.docx")
    assert OLD_WAIT in words(folder / "report.docx")
    assert NEW_WAIT in words(folder / "report.new.docx")
    (task,) = desk.plan(branch_ids=["001"]).tasks
    assert task.need is Need.RENDER


def taken_along(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    """A branch's folder, its copy in the making with a fresh report, and what was taken along."""
    stood, made = tmp_path / "stood", tmp_path / "made"
    (stood / "artifacts" / "report").mkdir(parents=True)
    (stood / "report.docx").write_bytes(b"as it was")
    (stood / "artifacts" / "report" / "parts.json").write_text("as it was", encoding="utf-8")
    shutil.copytree(stood, made)
    taken = fingerprints(made)
    (made / "report.docx").write_bytes(b"fresh")
    (made / "artifacts" / "report" / "parts.json").write_text("fresh", encoding="utf-8")
    Stamp("001", {}, {"code": "now"}).write(made)
    return stood, made, taken


def test_nothing_is_told_where_nobody_saved(tmp_path: Path) -> None:
    stood, made, taken = taken_along(tmp_path)
    assert keep_saved(stood, made, taken) == {}
    assert (made / "report.docx").read_bytes() == b"fresh"
    assert not (made / "report.new.docx").exists()


def test_a_saved_report_keeps_what_is_on_record_about_it(tmp_path: Path) -> None:
    stood, made, taken = taken_along(tmp_path)
    (stood / "report.docx").write_bytes(b"saved")
    told = keep_saved(stood, made, taken)
    assert told["report.docx"].fault == "report_changed"
    assert (made / "report.docx").read_bytes() == b"saved"
    assert (made / "report.new.docx").read_bytes() == b"fresh"
    assert (made / "artifacts" / "report" / "parts.json").read_text(encoding="utf-8") == "as it was"
    stamp = Stamp.read(made)
    assert stamp is not None
    assert stamp.documents == {}


@pytest.mark.parametrize("mark", ["~$report.docx", ".~lock.report.docx#"])
def test_a_report_opened_during_the_run_is_not_pulled_from_under_its_editor(tmp_path: Path, mark: str) -> None:
    stood, made, taken = taken_along(tmp_path)
    (stood / mark).write_bytes(b"")
    told = keep_saved(stood, made, taken)
    assert told["report.docx"].fault == "report_locked"
    assert (made / "report.docx").read_bytes() == b"as it was"
    assert (made / "report.new.docx").read_bytes() == b"fresh"
    assert (made / mark).exists()


def test_a_mark_of_an_editor_that_was_closed_meanwhile_does_not_stay(tmp_path: Path) -> None:
    stood, made, taken = taken_along(tmp_path)
    (made / "~$report.docx").write_bytes(b"")
    assert keep_saved(stood, made, taken) == {}
    assert not (made / "~$report.docx").exists()


def test_a_copy_that_a_person_lays_beside_the_report_comes_along(tmp_path: Path) -> None:
    stood, made, taken = taken_along(tmp_path)
    (stood / "report.送审.docx").write_bytes(b"a copy")
    assert keep_saved(stood, made, taken) == {}
    assert (made / "report.送审.docx").read_bytes() == b"a copy"
    assert (made / "report.docx").read_bytes() == b"fresh"


def test_what_was_saved_is_judged_where_nobody_can_save_any_more(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.branch("001").mkdir(parents=True)
    made = layout.new_scratch("001")
    made.mkdir(parents=True)
    seen: list[bool] = []
    layout.install(made, "001", lambda old: seen.append(old.is_dir() and not layout.branch("001").exists()))
    assert seen == [True]


def test_a_run_that_makes_the_rest_anew_takes_along_what_people_work_on(desk: Desk) -> None:
    desk.chapter("90_branch_report", "pass")
    desk.run(branch_ids=["001"])
    folder = desk.branch("001")
    kept = ("report.docx", "report.2025-06-15T150640Z.docx", "report.new.docx", "artifacts/report/parts.json")
    (folder / "artifacts" / "report").mkdir(parents=True, exist_ok=True)
    for name in (*kept, "artifacts/10.json", "lists.xlsx"):
        (folder / name).write_text(name, encoding="utf-8")
        os.utime(folder / name, (1_750_000_000, 1_750_000_000))
    desk.run(branch_ids=["001"], force=True)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found & {*kept, "artifacts/10.json", "lists.xlsx"} == set(kept)
    assert {(folder / name).read_text(encoding="utf-8") for name in kept} == set(kept)
    assert (folder / "report.docx").stat().st_mtime == 1_750_000_000


def test_documents_that_were_left_alone_are_tried_again(desk: Desk) -> None:
    rendering(desk)
    desk.run(branch_ids=["001"])
    mark = desk.branch("001") / "~$report.docx"
    mark.write_bytes(b"")
    assert desk.run(branch_ids=["001"], force=True)["001"].told["report.docx"].fault == "report_locked"
    stamp = json.loads((desk.branch("001") / "made-from.json").read_text(encoding="utf-8"))
    assert stamp["documents"] == {}
