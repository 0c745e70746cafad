"""A batch finishes, tells the truth, and goes on after anything."""

from __future__ import annotations

import io
import json
import os
from functools import partial
from pathlib import Path

import nbformat
import pytest
from tests.batch.desk import REPORT, SECOND_FAILED, Desk, red_cell, standing_workers, states

from branchbook.batch.job import Engine
from branchbook.batch.manifest import ManifestWriter, read_manifest
from branchbook.batch.outcome import Cause, State
from branchbook.batch.progress import JsonLines, Lines
from branchbook.batch.start import FORKS
from branchbook.text import Text

WAYS = [
    pytest.param(
        (Engine.WARM, True), marks=pytest.mark.skipif(not FORKS, reason="there is no safe fork here"), id="forked"
    ),
    pytest.param((Engine.WARM, False), id="warm"),
    pytest.param((Engine.KERNEL, FORKS), id="kernel"),
]
Way = tuple[Engine, bool]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def outcomes(desk: Desk, way: Way = (Engine.WARM, FORKS), **options: object) -> dict[str, State]:
    engine, forks = way
    return {one: outcome.state for one, outcome in desk.run(engine=engine, forks=forks, **options).items()}


@pytest.mark.parametrize("way", WAYS)
def test_one_bad_branch_does_not_stop_the_others(desk: Desk, way: Way) -> None:
    desk.chapter("10_diagnosis", "print(branch_id)", "1 / 0 if branch_id == '002' else 'well'")
    engine, forks = way
    made = desk.run(engine=engine, forks=forks)
    assert states(made) == SECOND_FAILED
    failure = made["002"].failure
    assert failure is not None
    assert (failure.cause, failure.notebook, failure.cell, failure.error) == (
        Cause.CELL,
        "10_diagnosis",
        4,
        "ZeroDivisionError",
    )
    assert "report.docx" in files(desk.branch("001"))
    assert not desk.branch("002").exists()
    red = nbformat.read(desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb", as_version=4)
    assert [
        output.ename for cell in red.cells for output in cell.get("outputs", []) if output.output_type == "error"
    ] == ["ZeroDivisionError"]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_inputs_give_the_same_bytes(desk: Desk, way: Way) -> None:
    desk.chapter(
        "10_diagnosis", "import os; print(os.getcwd()); object()", "import warnings; warnings.warn('w')", "{*'abcdef'}"
    )
    outcomes(desk, way)
    first = files(desk.results / "branches")
    outcomes(desk, way, force=True)
    assert files(desk.results / "branches") == first
    everything = b"".join(first.values())
    assert str(desk.folder).encode() not in everything
    assert str(Path.home()).encode() not in everything


def test_a_second_run_executes_and_writes_nothing(desk: Desk) -> None:
    outcomes(desk)
    before = times_of_change(desk.results)
    assert set(outcomes(desk).values()) == {State.CURRENT}
    assert times_of_change(desk.results) == before
    assert {"manifest.json", "index.html"} <= {path.name for path in before}


@pytest.mark.parametrize("lost", ["index.html", "manifest.json", ""])
def test_a_run_with_nothing_to_do_mends_a_page_or_a_manifest_that_is_gone_or_of_a_run_that_was_killed(
    desk: Desk, lost: str
) -> None:
    outcomes(desk)
    page, manifest = desk.results / "index.html", desk.results / "manifest.json"
    shown = page.read_bytes()
    if lost:
        (desk.results / lost).unlink()
    else:
        ManifestWriter(desk.plan(), 2).begin(has_work=True)
    assert set(outcomes(desk).values()) == {State.CURRENT}
    assert page.read_bytes() == shown
    assert read_manifest(manifest)["finished"]
    assert set(read_manifest(manifest)["branches"]) == {"001", "002", "003"}


def test_a_run_with_nothing_to_do_tells_of_files_that_were_saved_anew_with_the_same_rows(desk: Desk) -> None:
    outcomes(desk)
    desk.prepared.files = {"客户.xlsx": "1" * 64}
    assert set(outcomes(desk).values()) == {State.CURRENT}
    assert read_manifest(desk.results / "manifest.json")["inputs"] == [{"file": "客户.xlsx", "sha256": "1" * 64}]


def times_of_change(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_changed_branch_runs_alone(desk: Desk) -> None:
    outcomes(desk)
    desk.prepared.inputs["002"] = "changed"
    assert outcomes(desk) == {"001": State.CURRENT, "002": State.DONE, "003": State.CURRENT}


def test_a_failed_run_leaves_the_good_results_and_the_next_one_clears_the_failure(desk: Desk) -> None:
    outcomes(desk)
    good = files(desk.branch("001"))
    desk.chapter("10_diagnosis", "raise ValueError")
    assert set(outcomes(desk).values()) == {State.FAILED}
    assert files(desk.branch("001")) == good
    desk.chapter("10_diagnosis", "print('repaired')")
    assert set(outcomes(desk).values()) == {State.DONE}
    assert list((desk.results / "failed").iterdir()) == []
    assert not (desk.results / ".scratch").exists()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("death", ["import os; os._exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_process_that_dies_costs_only_its_branch(desk: Desk, way: Way, death: str) -> None:
    desk.chapter("10_diagnosis", "print('before')", f"if branch_id == '002':\n    {death}")
    engine, forks = way
    made = desk.run(engine=engine, forks=forks)
    assert states(made) == SECOND_FAILED
    failure = made["002"].failure
    assert failure is not None
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.KERNEL, "10_diagnosis", 4)
    assert (desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb").exists()


@pytest.mark.skipif(not FORKS, reason="a worker that runs notebooks itself is killed above")
def test_a_worker_that_is_killed_takes_its_child_along_and_costs_only_its_branch(desk: Desk) -> None:
    kill = (
        "import os, signal, time\n"
        "if branch_id == '002':\n    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(3600)"
    )
    desk.chapter("10_diagnosis", kill)
    made = desk.run()
    assert states(made) == SECOND_FAILED
    assert made["002"].failure is not None
    assert made["002"].failure.cause is Cause.WORKER


@pytest.mark.parametrize("way", WAYS)
def test_the_cell_in_which_a_process_died_is_marked_red(desk: Desk, way: Way) -> None:
    desk.chapter("10_diagnosis", "print('before')", "", "import os; os._exit(0)")
    engine, forks = way
    failure = desk.run(engine=engine, forks=forks, branch_ids=("001",))["001"].failure
    assert failure is not None
    assert failure.cell == 4
    red = red_cell(desk.results / "failed" / "001" / "notebooks" / "10_diagnosis.ipynb")
    assert red.source == "import os; os._exit(0)"
    assert [(output.output_type, output.ename) for output in red.outputs] == [("error", "kernel")]
    assert "单元格 [4]" in red.outputs[0].evalue


def test_nothing_leaks_from_one_branch_to_the_next(desk: Desk) -> None:
    desk.chapter(
        "10_diagnosis",
        "import sys, json, os",
        "assert not hasattr(json, 'leak'), 'a branch before this one left its mark'",
        "json.leak = branch_id; os.environ['LEAK'] = branch_id; leak = 1",
    )
    assert set(outcomes(desk).values()) == {State.DONE} if FORKS else True


def test_a_stray_file_of_a_notebook_stays_in_its_branch(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "open('stray.txt', 'w').write('x'); None")
    outcomes(desk)
    assert [path.parent.parent.parent.name for path in desk.folder.rglob("stray.txt")] == ["branches"] * 3


def test_one_chapter_runs_on_top_of_what_stands(desk: Desk) -> None:
    outcomes(desk)
    desk.chapter("10_diagnosis", "print('new')")
    report = (desk.branch("001") / "report.docx").stat().st_mtime_ns
    made = desk.run(only="10_diagnosis", branch_ids=("001",), force=True)
    assert list(made["001"].notebook_seconds) == ["10_diagnosis"]
    assert "new" in (desk.branch("001") / "notebooks" / "10_diagnosis.ipynb").read_text(encoding="utf-8")
    assert (desk.branch("001") / "report.docx").stat().st_mtime_ns == report
    [task] = desk.plan(branch_ids=("001",)).tasks
    assert task.need == "render"


def test_documents_that_were_never_computed_are_not_written(desk: Desk) -> None:
    from dataclasses import replace

    from branchbook.batch.course import carry_out
    from branchbook.batch.manifest import ManifestWriter
    from branchbook.batch.plan import Need, Task
    from branchbook.batch.progress import Silent

    plan = desk.plan(branch_ids=("001",))
    plan = replace(plan, tasks=(Task(plan.tasks[0].branch, Need.RENDER, ("asked",)),))
    [outcome] = carry_out(plan, partial(standing_workers, plan.engine), ManifestWriter(plan, 1), Silent())
    assert outcome.failure is not None
    assert outcome.failure.cause is Cause.NEVER_RUN
    assert not desk.branch("001").exists()


def test_the_manifest_tells_every_branchs_outcome_and_keeps_earlier_ones(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1 / 0 if branch_id == '002' else 1")
    outcomes(desk)
    manifest = read_manifest(desk.results / "manifest.json")
    assert {one: entry["state"] for one, entry in manifest["branches"].items()} == {
        "001": "done",
        "002": "failed",
        "003": "done",
    }
    assert manifest["branches"]["002"]["failure"]["error"] == "ZeroDivisionError"
    assert manifest["branches"]["001"]["fingerprints"]["notebooks"].keys() == {"10_diagnosis", "90_branch_report"}
    assert manifest["finished"] >= manifest["started"]
    outcomes(desk, branch_ids=("001",))
    again = read_manifest(desk.results / "manifest.json")
    assert again["branches"] == manifest["branches"]


def test_progress_for_programs_is_one_json_object_a_line(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1 / 0 if branch_id == '002' else 1")
    stream = io.StringIO()
    desk.run(progress=JsonLines(stream))
    first, *branches = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (first["event"], first["run"], first["nothing"]) == ("begin", 3, 0)
    assert {line["branch"]: line["state"] for line in branches} == {"001": "done", "002": "failed", "003": "done"}
    assert [line["failure"]["cell"] for line in branches if line["failure"]] == [3]


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "失败"), ("en", "failed")])
def test_progress_for_people_is_in_their_language(desk: Desk, language: str, word: str) -> None:
    desk.chapter("10_diagnosis", "1 / 0")
    stream = io.StringIO()
    desk.run(progress=Lines(stream, Text.of(language)), branch_ids=("001",))
    assert word in stream.getvalue()
    assert "10_diagnosis" in stream.getvalue()


@pytest.mark.skipif(not FORKS, reason="what notebooks start ends with a forked child alone")
def test_what_a_notebook_leaves_running_ends_with_it(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import subprocess; child = subprocess.Popen(['sleep', '3600']); print(child.pid)")
    outcomes(desk, branch_ids=("001",))
    notebook = nbformat.read(desk.branch("001") / "notebooks" / "10_diagnosis.ipynb", as_version=4)
    pid = int(next(cell.outputs[0].text for cell in notebook.cells if cell.get("outputs")))
    status = Path(f"/proc/{pid}/stat")
    assert not status.exists() or status.read_text(encoding="utf-8").split()[2] == "Z"


def test_nothing_is_written_into_the_users_own_folders(desk: Desk) -> None:
    desk.chapter(
        "10_diagnosis", "import os; sorted(v for k, v in os.environ.items() if k.startswith(('IPYTHON', 'JUPYTER_')))"
    )
    outcomes(desk, branch_ids=("001",))
    shown = (desk.branch("001") / "notebooks" / "10_diagnosis.ipynb").read_text(encoding="utf-8")
    for name in ("ipythondir", "jupyter_runtime_dir", "jupyter_config_dir", "jupyter_data_dir"):
        assert f"/jupyter/{name}" in shown


@pytest.mark.skipif(not FORKS, reason="workers fork on Linux alone")
def test_a_worker_has_one_thread_when_it_forks(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import os; print(os.listdir(f'/proc/{os.getppid()}/task') == [str(os.getppid())])")
    outcomes(desk, branch_ids=("001",))
    assert "True" in (desk.branch("001") / "notebooks" / "10_diagnosis.ipynb").read_text(encoding="utf-8")


def test_paths_with_braces_and_chinese_letters_are_taken_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "{项目} 100%")
    monkeypatch.setattr("branchbook.batch.plan.notebooks_folder", lambda: desk.shipped)
    desk.chapter("10_diagnosis", "print(branch_id)")
    desk.chapter("90_branch_report", REPORT)
    assert outcomes(desk, branch_ids=("001",)) == {"001": State.DONE}
    assert "report.docx" in files(desk.branch("001"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_that_can_t_be_written_is_named(desk: Desk) -> None:
    outcomes(desk, branch_ids=("001",))
    (desk.results / "branches").chmod(0o500)
    made = desk.run(branch_ids=("002",))
    (desk.results / "branches").chmod(0o700)
    assert made["002"].failure is not None
    assert made["002"].failure.cause is Cause.FILES
