"""Whatever a notebook does to its process or its machine:
it is named, it costs its own branch, and the rest is done."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from tests.batch.desk import SECOND_FAILED, Desk, red_cell, standing_workers, states
from tests.batch.test_batch import WAYS, Way

from branchbook.batch.job import Engine
from branchbook.batch.limits import Limits
from branchbook.batch.manifest import read_manifest
from branchbook.batch.outcome import Cause, Failure, State
from branchbook.batch.progress import failure_told
from branchbook.batch.start import FORKS
from branchbook.text import LANGUAGES, Text

OURS, _, STOCK = WAYS
"""Our engine as this system runs it best,
and stock kernels. What is watched in the same way by all is tried on ours."""

OURS_WAY: Way = (Engine.WARM, FORKS)

C_LOOP = "import ctypes; list(filter(None, iter(int, 1)))"
"""Never comes back to the interpreter's own loop, so that no signal handler of Python's is ever run."""


SLEEP = ["sleep", str(1_000_000 + os.getpid())]
"""What notebooks of these tests leave running, told apart from everyone else's."""


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """No test leaves a process behind, whatever it starts."""
    yield
    deadline = time.monotonic() + 5
    while (left := sleeping()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def sleeping() -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline", "status"])
        if process.info["cmdline"] == SLEEP and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def one_bad(desk: Desk, way: Way, bad: str, limits: Limits | None = None) -> Failure:
    """Have branch 002 do ``bad`` in its third cell; the failure, after a look at the others."""
    indented = bad.replace("\n", "\n    ")
    desk.chapter("10_diagnosis", "import os; print('shown before')", f"if branch_id == '002':\n    {indented}")
    engine, forks = way
    made = desk.run(engine=engine, forks=forks, limits=limits)
    assert states(made) == SECOND_FAILED
    failure = made["002"].failure
    assert failure is not None
    assert read_manifest(desk.results / "manifest.json")["branches"]["002"]["failure"]["cause"] == failure.cause
    assert not (desk.results / ".scratch").exists()
    return failure


def marked_cell(desk: Desk) -> nbformat.NotebookNode:
    """The red cell in what is left of branch 002."""
    return red_cell(desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb")


@pytest.mark.parametrize("way", WAYS)
def test_a_cell_that_never_comes_back_is_ended(desk: Desk, way: Way) -> None:
    seconds = 2 if way[0] is Engine.WARM else 6  # the first cell of a new kernel takes its time
    failure = one_bad(desk, way, C_LOOP, Limits(cell_seconds=seconds))
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.CELL_TIME, "10_diagnosis", 4)
    assert failure.limit == seconds
    assert C_LOOP in marked_cell(desk).source
    assert [output.output_type for output in marked_cell(desk).outputs] == ["error"]


def test_an_interrupted_cell_shows_where_it_was_and_what_came_before(desk: Desk) -> None:
    one_bad(desk, OURS_WAY, "def endless():\n    while True: pass\nendless()", Limits(cell_seconds=1))
    [error] = marked_cell(desk).outputs
    assert "endless" in "".join(error.traceback)
    kept = (desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb").read_text(encoding="utf-8")
    assert "shown before" in kept


def test_a_branch_that_takes_too_long_is_ended(desk: Desk) -> None:
    failure = one_bad(desk, OURS_WAY, "import time\nfor _ in range(99): time.sleep(0.1)", Limits(branch_seconds=2))
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.BRANCH_TIME, "10_diagnosis", 4)


@pytest.mark.parametrize("way", [OURS, STOCK])
def test_a_cell_that_eats_memory_is_ended(desk: Desk, way: Way) -> None:
    eat = "eaten = []\nwhile True: eaten.append(bytearray(b'x') * (8 << 20))"
    failure = one_bad(desk, way, eat, Limits(memory=900 << 20, branch_seconds=60))
    assert (failure.cause, failure.notebook, failure.cell, failure.limit) == (
        Cause.MEMORY,
        "10_diagnosis",
        4,
        900 << 20,
    )


@pytest.mark.skipif(not FORKS, reason="only Linux tells which pages processes share")
def test_memory_that_is_eaten_by_what_a_cell_starts_counts(desk: Desk) -> None:
    eat = (
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', "
        "'import time; x = bytearray(b\"x\") * (900 << 20); time.sleep(60)'])"
    )
    assert one_bad(desk, OURS_WAY, eat, Limits(memory=900 << 20, branch_seconds=60)).cause is Cause.MEMORY


def test_an_array_that_no_machine_holds_is_told_as_short_memory(desk: Desk) -> None:
    failure = one_bad(desk, OURS_WAY, "import numpy; numpy.ones(1 << 50)")
    assert (failure.cause, failure.limit) == (Cause.MEMORY, 0)


@pytest.mark.skipif(not FORKS, reason="this system has no safe fork")
def test_a_cell_that_forks_goes_on_once(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import os", "pid = os.fork()", "print('once')")
    assert desk.run(branch_ids=("001",))["001"].state is State.DONE
    shown = nbformat.read(desk.branch("001") / "notebooks" / "10_diagnosis.ipynb", as_version=4)
    assert [output.text for cell in shown.cells for output in cell.get("outputs", [])] == ["once\n"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("way", [OURS, STOCK])
def test_orphans_of_a_process_that_died_end_with_it(desk: Desk, way: Way) -> None:
    orphan = f"import subprocess\nif os.fork() == 0:\n    os.setsid()\n    subprocess.run({SLEEP})\nos._exit(1)"
    assert one_bad(desk, way, orphan).cause is Cause.KERNEL


@pytest.mark.skipif(os.name == "nt", reason="there is no exec that keeps a process on Windows")
def test_a_process_that_becomes_another_program_is_named(desk: Desk) -> None:
    failure = one_bad(desk, OURS_WAY, "os.execvp('true', ['true'])")
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.KERNEL, "10_diagnosis", 4)


@pytest.mark.parametrize("way", [OURS, STOCK])
def test_handles_that_are_used_up_are_named(desk: Desk, way: Way) -> None:
    greedy = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (200, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))\n"
        "while True: os.open(os.devnull, 0)"
    )
    failure = one_bad(desk, way, greedy)
    assert (failure.cause, failure.notebook) in [(Cause.CELL, "10_diagnosis"), (Cause.FILES, "10_diagnosis")]
    assert (desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb").exists()


THREADS_FOR_EVER = (
    "import threading, time\n"
    "while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); time.sleep(0.001)"
)
PROCESSES_FOR_EVER = f"import subprocess, time\nwhile True: subprocess.Popen({SLEEP}); time.sleep(0.005)"
FORK_BOMB = "import time\nend = time.monotonic() + 20\nwhile time.monotonic() < end: os.fork()"
"""Each of its processes forks as fast as it can; the end is there in case that this test fails."""

SWARMS = {"threads": THREADS_FOR_EVER, "processes": PROCESSES_FOR_EVER}


@pytest.mark.parametrize("way", [OURS, STOCK])
@pytest.mark.parametrize("swarm", SWARMS)
def test_a_cell_that_starts_more_and_more_is_ended_with_all_of_it(desk: Desk, way: Way, swarm: str) -> None:
    failure = one_bad(desk, way, SWARMS[swarm], Limits(threads=150, branch_seconds=60))
    assert (failure.cause, failure.notebook, failure.cell, failure.limit) == (Cause.THREADS, "10_diagnosis", 4, 150)


@pytest.mark.skipif(not FORKS, reason="this system has no safe fork")
@pytest.mark.heavy  # it takes the machine's breath for a moment
def test_a_fork_bomb_is_ended_to_its_last_process(desk: Desk) -> None:
    failure = one_bad(desk, OURS_WAY, FORK_BOMB, Limits(threads=100))
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.THREADS, "10_diagnosis", 4)
    assert standing_workers(*OURS_WAY).children() == []


# --- writing out of bounds -------------------------------------------------------------------------------------------

ELSEWHERE = {
    "another branch": (
        "pathlib.Path(os.environ['BRANCHBOOK_OUTPUTS'], 'small', 'branches', '001', 'report.docx').write_text('mine')"
    ),
    "another branch's scratch": "(pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER']).parent / 'stray').mkdir()",
    "the inputs": "os.remove(pathlib.Path(os.environ['BRANCHBOOK_INPUTS'], 'small', 'engagement.yaml'))",
    "the engagement's data": "os.rename('../made-from.json', os.environ['BRANCHBOOK_INPUTS'] + '/small/data.csv')",
    "a link that leads out": "os.symlink(os.environ['BRANCHBOOK_INPUTS'], 'link'); open('link/new.txt', 'w')",
    "the user's folder": "(pathlib.Path.home() / 'branchbook-stray.txt').write_text('x')",
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_notebook_that_writes_elsewhere_is_stopped_and_named(desk: Desk, where: str) -> None:
    (desk.locations.engagement("small") / "engagement.yaml").write_text("kept: true", encoding="utf-8")
    before = {path: path.read_bytes() for path in desk.folder.joinpath("inputs").rglob("*") if path.is_file()}
    failure = one_bad(desk, OURS_WAY, f"import pathlib; {ELSEWHERE[where]}")
    assert (failure.cause, failure.notebook, failure.cell) == (Cause.OUTSIDE, "10_diagnosis", 4)
    after = {path: path.read_bytes() for path in desk.folder.joinpath("inputs").rglob("*") if path.is_file()}
    assert after == before
    assert (desk.branch("001") / "report.docx").read_text(encoding="utf-8") == "001"


@pytest.mark.parametrize("way", [OURS, STOCK])
def test_every_engine_keeps_a_notebook_to_its_folder(desk: Desk, way: Way) -> None:
    failure = one_bad(desk, way, f"import pathlib; {ELSEWHERE['another branch']}")
    assert (failure.cause, failure.error) == (Cause.OUTSIDE, "OutsideFolderError")


@pytest.mark.parametrize("way", [OURS, STOCK])
def test_own_folder_temporary_files_and_decisions_are_lawful(desk: Desk, way: Way) -> None:
    desk.chapter(
        "10_diagnosis",
        "import os, pathlib, tempfile",
        "pathlib.Path('..', 'own.txt').write_text('x'); os.rename('../own.txt', '../renamed.txt')",
        "with tempfile.TemporaryDirectory() as folder: pathlib.Path(folder, 'x').write_text('x')",
        "kept = pathlib.Path(os.environ['BRANCHBOOK_INPUTS'], 'small', 'decisions', 'outreach', '001.json')",
        "kept.parent.mkdir(parents=True, exist_ok=True); kept.write_text('{}')",
        "open(os.devnull, 'w').write('x'); os.makedirs(os.environ['BRANCHBOOK_OUTPUTS'], exist_ok=True)",
    )
    engine, forks = way
    made = desk.run(engine=engine, forks=forks, branch_ids=("001",))
    assert made["001"].failure is None
    assert (desk.branch("001") / "renamed.txt").exists()


# --- tried once more -------------------------------------------------------------------------------------------------


def test_a_cause_from_outside_is_tried_once_more_and_told(desk: Desk, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    kill = (
        f"import pathlib, signal\nseen = pathlib.Path({str(seen)!r})\n"
        "if not seen.exists():\n    seen.touch()\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    desk.chapter("10_diagnosis", "import os", kill)
    made = desk.run(branch_ids=("001",))
    assert made["001"].state is State.DONE
    assert read_manifest(desk.results / "manifest.json")["branches"]["001"]["retried"] == Cause.KERNEL


@pytest.mark.parametrize("error", ["raise OSError('its own')", "os._exit(1)"])
def test_a_notebooks_own_error_is_never_tried_again(desk: Desk, tmp_path: Path, error: str) -> None:
    count = tmp_path / "count"
    desk.chapter("10_diagnosis", "import os", f"open({str(count)!r}, 'a').write('x')", error)
    made = desk.run(branch_ids=("001",))
    assert made["001"].state is State.FAILED
    assert count.read_text(encoding="utf-8") == "x"
    assert read_manifest(desk.results / "manifest.json")["branches"]["001"]["retried"] is None


def test_the_manifest_tells_the_memory_of_each_notebook(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import time; x = bytearray(b'x') * (200 << 20); time.sleep(0.5)")
    desk.run(branch_ids=("001",))
    memory = read_manifest(desk.results / "manifest.json")["branches"]["001"]["notebook_memory"]
    assert memory["10_diagnosis"] > 200 << 20


# --- in the consultant's language ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_told_with_what_a_person_needs(cause: Cause, language: str) -> None:
    told = failure_told(Failure(cause, "10_diagnosis", 4, "error", 600), Text.of(language))
    assert "{" not in told
    if cause in (
        Cause.CELL,
        Cause.KERNEL,
        Cause.CELL_TIME,
        Cause.BRANCH_TIME,
        Cause.MEMORY,
        Cause.THREADS,
        Cause.OUTSIDE,
        Cause.DISK,
    ):
        assert "10_diagnosis" in told
        assert "[4]" in told


def test_a_limit_is_told_in_its_unit() -> None:
    chinese = Text.of("zh-CN")
    assert "600 秒" in failure_told(Failure(Cause.CELL_TIME, "10_diagnosis", 4, limit=600), chinese)
    assert "1.5 GB" in failure_told(Failure(Cause.MEMORY, "10_diagnosis", 4, limit=1.5 * (1 << 30)), chinese)
