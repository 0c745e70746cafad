"""The command line as a project lead uses it, on a small engagement whose chapters take no time."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.batch.desk import REPORT, StandingWorkers, standing_workers, write_notebook
from tests.batch.test_disk import disk_of

from branchbook.batch.job import Engine
from branchbook.cli import main
from branchbook.text import LANGUAGES

ENGAGEMENT = """\
bank: 小银行（合成数据）
as_of: 2025-12-31
notebooks: [10_diagnosis, 90_branch_report]
sources:
  branches: branches.csv
"""
BRANCHES = "网点编号,网点名称,网点类型\n001,城东,基础网点\n002,城西,基础网点\n003,城南,基础网点\n"

Command = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Engagement ``small`` below ``inputs``, with chapters of its own."""
    own = tmp_path / "inputs" / "small"
    own.mkdir(parents=True)
    (own / "engagement.yaml").write_text(ENGAGEMENT, encoding="utf-8")
    (own / "branches.csv").write_text(BRANCHES, encoding="utf-8")
    chapter(tmp_path, "10_diagnosis", "print(branch_id)")
    chapter(tmp_path, "90_branch_report", REPORT)
    return tmp_path


@pytest.fixture
def command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """``branchbook`` in this process, on workers that stand already."""

    def workers(engine: Engine, *_: object) -> StandingWorkers:
        return standing_workers(engine)

    monkeypatch.setattr("branchbook.batch.start.start_workers", workers)
    monkeypatch.setattr("branchbook.batch.plan.chapter_code", lambda: "code")
    monkeypatch.setattr("branchbook.batch.plan.document_code", lambda: "code")

    def run(*words: str) -> int:
        return main([*words, "--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")])

    return run


def chapter(folder: Path, name: str, *cells: str, **options: str) -> None:
    write_notebook(folder / "inputs" / "small" / "notebooks" / f"{name}.ipynb", *cells, **options)


def events(printed: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_a_batch_makes_every_branch_and_answers_0(command: Command, folder: Path) -> None:
    assert command("batch", "small") == 0
    made = sorted(path.parent.name for path in (folder / "outputs" / "small" / "branches").glob("*/report.docx"))
    assert made == ["001", "002", "003"]


def test_a_failed_branch_is_named_with_the_command_that_goes_on(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter(folder, "10_diagnosis", "1 / 0 if branch_id == '002' else 1")
    assert command("batch", "small") == 1
    told = capsys.readouterr()
    assert "branchbook batch small --branches 002" in told.err
    assert "outputs/small/failed/002" in told.err
    assert "ZeroDivisionError" in told.err
    chapter(folder, "10_diagnosis", "1")
    assert command("batch", "small", "--branches", "002") == 0
    assert not (folder / "outputs" / "small" / "failed" / "002").exists()


def test_quiet_says_nothing_when_all_is_well(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("batch", "small", "--quiet") == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_json_lines_tell_a_program_everything(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter(folder, "10_diagnosis", "1 / 0 if branch_id == '002' else 1")
    assert command("batch", "small", "--json") == 1
    first, *branches, last = events(capsys.readouterr().out)
    assert first["event"] == "begin"
    assert {line["branch"]: line["state"] for line in branches} == {"001": "done", "002": "failed", "003": "done"}
    assert (last["event"], last["done"], last["failed_branches"]) == ("end", 2, ["002"])


def test_status_tells_each_branchs_state(command: Command, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter(folder, "10_diagnosis", "1 / 0 if branch_id == '002' else 1")
    command("batch", "small", "--branches", "001,002")
    capsys.readouterr()
    assert command("status", "small", "--json") == 0
    assert {line["branch"]: line["state"] for line in events(capsys.readouterr().out)} == {
        "001": "current",
        "002": "failed",
        "003": "run",
    }
    command("status", "small", "--lang", "en")
    told = capsys.readouterr().out
    assert "003 城南: to run (never run)" in told
    assert "002 城西: failed last time: cell [3] of 10_diagnosis raised an error (ZeroDivisionError)" in told


def test_run_takes_one_branch_and_one_chapter(command: Command, folder: Path) -> None:
    assert command("run", "small", "--branch", "001") == 0
    chapter(folder, "10_diagnosis", "print('again')")
    assert command("run", "small", "--branch", "001", "--notebook", "10_diagnosis") == 0
    branches = folder / "outputs" / "small" / "branches"
    assert "again" in (branches / "001" / "notebooks" / "10_diagnosis.ipynb").read_text(encoding="utf-8")
    assert [path.name for path in branches.iterdir()] == ["001"]


def test_render_of_branches_that_were_never_run_answers_1(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("render", "small", "--lang", "en") == 1
    assert "never been run" in capsys.readouterr().err


def test_documents_before_the_diagnosis_name_the_chapter_to_run_first(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter(folder, "10_diagnosis", "1")
    own = folder / "inputs" / "small" / "notebooks" / "90_branch_report.ipynb"
    own.unlink()
    assert command("run", "small", "--branch", "001", "--notebook", "90_branch_report") == 1
    assert "网点文档需要 10_diagnosis 的结果，而该章尚未运行或未运行到底" in capsys.readouterr().err
    chapter(folder, "90_branch_report", "1")
    assert command("run", "small", "--branch", "001") == 0
    capsys.readouterr()
    assert command("render", "small", "--branches", "001", "--lang", "en") == 1
    assert "the branch's documents want what 10_diagnosis finds" in capsys.readouterr().err


def test_the_report_is_refused_where_the_diagnosis_is_left_out(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = folder / "inputs" / "small"
    (small / "notebooks" / "90_branch_report.ipynb").unlink()
    (small / "engagement.yaml").write_text(ENGAGEMENT.replace("10_diagnosis, ", ""), encoding="utf-8")
    assert command("check", "small") == 2
    assert "选了 90_branch_report，却没有选 10_diagnosis" in capsys.readouterr().err
    assert not (folder / "outputs" / "small" / "branches").exists()


def test_check_of_good_data_answers_0(command: Command, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("check", "small", "--json") == 0
    [clean] = events(capsys.readouterr().out)
    assert (clean["branches"], clean["tables"]) == (3, {"branches": 3})
    assert not (folder / "outputs" / "small" / "check.xlsx").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_of_good_data_tells_what_of_them_is_not_used(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    lines = (folder / "inputs" / "small" / "branches.csv").read_text(encoding="utf-8").splitlines()
    wider = [f"{line},{'楼层' if number == 0 else 3}" for number, line in enumerate(lines)]
    (folder / "inputs" / "small" / "branches.csv").write_text("\n".join(wider) + "\n", encoding="utf-8")
    assert command("check", "small", "--lang", language) == 0
    assert "楼层" in capsys.readouterr().out.splitlines()[-1]
    assert command("check", "small", "--lang", language, "--json") == 0
    notice, _ = events(capsys.readouterr().out)
    assert (notice["event"], notice["code"], notice["place"]) == ("notice", "columns_ignored", {"file": "branches.csv"})


def test_check_tells_every_fault_and_marks_them(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = BRANCHES + "001,重复,基础网点\n004,未知,大网点\n"
    (folder / "inputs" / "small" / "branches.csv").write_text(bad, encoding="utf-8")
    chapter(folder, "10_diagnosis", "1", parameters='engagement: str = ""\nbrnach_id: str = ""')
    assert command("check", "small") == 2
    told = capsys.readouterr().err
    assert "branches.csv" in told
    assert "大网点" in told
    assert "brnach_id" in told
    assert (folder / "outputs" / "small" / "check.xlsx").exists()


@pytest.mark.parametrize(("file", "bank_can_mend"), [("branches.csv", True), ("engagement.yaml", False)])
def test_only_what_is_wrong_in_the_banks_own_files_is_to_be_sent_back(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], file: str, bank_can_mend: bool
) -> None:
    path = folder / "inputs" / "small" / file
    path.write_text(
        path.read_text(encoding="utf-8").replace("网点类型", "类别").replace("as_of", "asof"), encoding="utf-8"
    )
    assert command("check", "small") == 2
    assert ("可发回银行" in capsys.readouterr().out) is bank_can_mend


def test_a_misspelt_parameter_stops_a_batch_before_anything_runs(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = folder / "inputs" / "small" / "engagement.yaml"
    chapter(folder, "10_diagnosis", "1", parameters='engagement: str = ""\nbranch_id: str = ""\ntop: int = 5')
    description.write_text(ENGAGEMENT + "parameters:\n  10_diagnosis: {topp: 3}\n", encoding="utf-8")
    assert command("batch", "small", "--lang", "en") == 2
    assert 'no parameter "topp" (nearest: top)' in capsys.readouterr().err
    assert not (folder / "outputs" / "small" / "branches").exists()
    description.write_text(ENGAGEMENT + "parameters:\n  10_diagnosis: {top: 3}\n", encoding="utf-8")
    assert command("batch", "small", "--branches", "001") == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bach", "small"), '"batch"'),
        (("batch", "smal"), "small"),
        (("batch", "small", "--forec"), '"--force"'),
        (("batch", "small", "--engine", "wram"), '"warm"'),
        (("batch", "small", "--jobs", "0"), "--jobs"),
        (("batch", "small", "--branches", "01"), "Nearest: 001;"),
        (("run", "small", "--branch", "001", "--notebook", "10_diagnosys"), "Nearest: 10_diagnosis;"),
        (("run", "small"), "--branch"),
        (("batch", "../small"), "../small"),
        (("batch",), "Still missing: NAME"),
        (("batch", "small", "--jobs"), "--jobs wants a value"),
    ],
)
def test_wrong_words_are_told_with_the_nearest_right_ones(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert command(words[0], "--lang", "en", *words[1:]) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""
    assert not (folder / "outputs" / "small" / "branches").exists()


def test_an_unknown_language_is_refused_with_the_known_ones(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("batch", "small", "--lang", "de") == 2
    assert "zh-CN, en" in capsys.readouterr().err


def test_new_makes_a_folder_that_is_read_and_never_touches_one(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("new", "fresh") == 0
    made = folder / "inputs" / "fresh"
    assert sorted(path.name for path in made.iterdir()) == ["engagement.yaml", "数据.xlsx"]
    assert command("new", "fresh", "--lang", "en") == 2
    assert "already there" in capsys.readouterr().err
    assert command("check", "fresh") == 2  # there is nothing in it yet, and that is said


def test_help_and_version_answer_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert [word for word in ("usage", "options", "show", "arguments") if word in told] == []
    assert main(["batch", "--help", "--lang", "en"]) == 0
    assert main(["--version"]) == 0
    assert "--engine" in capsys.readouterr().out


def test_ctrl_c_says_how_to_go_on(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> StandingWorkers:
        raise KeyboardInterrupt

    monkeypatch.setattr("branchbook.batch.start.start_workers", interrupted)
    assert command("batch", "small", "--lang", "en") == 130
    assert "branchbook batch small" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_batch_leaves_nothing_half_made_and_the_next_one_finishes(command: Command, folder: Path) -> None:
    chapter(folder, "10_diagnosis", "import time; time.sleep(0 if branch_id == '001' else 3600)")
    branches = folder / "outputs" / "small" / "branches"
    process = subprocess.Popen(_words(folder))
    scratch = folder / "outputs" / "small" / ".scratch"
    _wait_for(lambda: (branches / "001").exists() and any(scratch.glob("002.*/notebooks")))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path.name for path in branches.iterdir()] == ["001"]
    chapter(folder, "10_diagnosis", "1")
    assert command("batch", "small") == 0
    assert sorted(path.name for path in branches.iterdir()) == ["001", "002", "003"]
    assert not scratch.exists()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_second_batch_is_refused_and_an_interrupted_one_leaves_nothing_behind(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    chapter(folder, "10_diagnosis", "import time; time.sleep(3600)")
    variables = {**os.environ, "TMPDIR": str(temporary)}
    with hearing_ctrl_c():
        process = subprocess.Popen(_words(folder), stderr=subprocess.PIPE, text=True, env=variables)
    scratch = folder / "outputs" / "small" / ".scratch"
    _wait_for(lambda: any(scratch.glob("*/notebooks")))
    assert command("batch", "small") == 2
    assert command("status", "small") == 0
    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "branchbook batch small" in told
    assert "Traceback" not in told
    _wait_for(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children))
    assert not scratch.exists()
    assert list(temporary.iterdir()) == []


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Processes started in the block hear Ctrl-C, even where this one was started in the background and does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _words(folder: Path) -> list[str]:
    places = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    return [sys.executable, "-m", "branchbook", "batch", "small", "--jobs", "1", "--quiet", *places]


def _children(pid: int) -> list[str]:
    return [
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]


def _wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("what was waited for did not happen")


@pytest.mark.parametrize("option", [("--cell-timeout", "soon"), ("--branch-timeout", "1d"), ("--memory", "2")])
def test_a_limit_that_is_no_quantity_is_refused_before_anything_runs(
    command: Command, folder: Path, option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("batch", "small", *option) == 2
    assert f"{option[0]} " in capsys.readouterr().err
    assert not (folder / "outputs").exists()


def test_a_cell_that_takes_longer_than_asked_for_is_named(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter(folder, "10_diagnosis", "import time; time.sleep(60 if branch_id == '002' else 0)")
    assert command("batch", "small", "--cell-timeout", "2s", "--lang", "en") == 1
    told = capsys.readouterr()
    assert "cell [3] of 10_diagnosis took longer than 2 s" in told.err
    assert "branchbook batch small --branches 002" in told.out + told.err


LOOK = """
import sys
from branchbook.cli import main
answer = main(sys.argv[1:])
print("imported:", sorted(set(sys.modules) & {heavy}))
sys.exit(answer)
"""
HEAVY = {
    "IPython", "docx", "duckdb", "matplotlib", "nbformat", "numpy", "openpyxl",
    "pandas", "papermill", "pptx", "pyarrow", "scipy", "xlsxwriter",
}  # fmt: skip


def test_what_finds_nothing_to_do_brings_none_of_what_does_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    monkeypatch.setattr("branchbook.batch.start.start_workers", lambda engine, *_: standing_workers(engine))
    assert main(["batch", "small", *places]) == 0
    for words in (["batch", "small", *places], ["status", "small", *places], ["--help"]):
        found = subprocess.run(
            [sys.executable, "-c", LOOK.replace("{heavy}", repr(HEAVY)), *words], capture_output=True, check=True
        )
        *_, imported = found.stdout.decode("utf-8").splitlines()
        assert imported == "imported: []", words


def test_what_has_something_to_do_does_bring_them(folder: Path) -> None:
    places = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    found = subprocess.run(
        [sys.executable, "-c", LOOK.replace("{heavy}", repr(HEAVY)), "check", "small", *places],
        capture_output=True, check=True,
    )  # fmt: skip
    assert "'pandas'" in found.stdout.decode("utf-8").splitlines()[-1]


def test_a_manifest_that_can_not_be_written_is_told_and_the_branches_stand(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    outputs = folder / "outputs" / "small"
    with monkeypatch.context() as patched:
        patched.setattr("branchbook.batch.manifest.write_whole", full)
        assert command("batch", "small") == 1
    said = capsys.readouterr()
    assert os.strerror(errno.ENOSPC) in said.err
    assert "branchbook batch small" in said.err
    assert "完成 3 个" in said.out
    assert len(list(outputs.glob("branches/*/report.docx"))) == 3
    assert not (outputs / "manifest.json").exists()
    assert command("batch", "small") == 0
    assert "无变化 3 个" in capsys.readouterr().out
    assert sorted(json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))["branches"]) == [
        "001",
        "002",
        "003",
    ]


def test_on_a_full_disk_what_stands_can_be_asked_for_and_what_does_not_fit_is_refused(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with disk_of("64m", folder / "outputs"):
        assert command("batch", "small", "--branches", "001,002") == 0
        for size in (1 << 16, 1 << 9):
            with (folder / "outputs" / f"filler{size}").open("wb", buffering=0) as file, suppress(OSError):
                while file.write(bytes(size)):
                    pass
        capsys.readouterr()
        assert command("status", "small") == 0
        assert "最新 2 个" in capsys.readouterr().out
        assert command("batch", "small", "--branches", "001,002") == 0
        assert command("batch", "small") == 2
        assert " 0 MB" in capsys.readouterr().err
