"""A disk that can't be written to or is too small is told before anything runs;
one that fills up costs what it must."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from tests.batch.desk import JOBS, Desk
from tests.batch.test_bad_notebooks import OURS, STOCK, one_bad
from tests.batch.test_batch import Way

from branchbook.batch import manifest as manifest_of
from branchbook.batch.disk import BRANCH_BYTES, branch_bytes, check_room, check_writable
from branchbook.batch.layout import Layout
from branchbook.batch.manifest import read_manifest
from branchbook.batch.outcome import Cause, Failure, State, failure_of_files
from branchbook.errors import InputFaults
from branchbook.text import LANGUAGES, Text

FILL = "kept = open('filler', 'wb')\nwhile True: kept.write(bytes(1 << 20))"


@contextmanager
def disk_of(size: str, folder: Path) -> Iterator[None]:
    """A disk of its own at ``folder``; skipped where this system lets nobody have one."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def told(found: InputFaults) -> str:
    """The one fault in both languages, with no placeholder left."""
    [fault] = found.faults
    said = "".join("".join(Text.of(language).fault(fault)) for language in LANGUAGES)
    assert "{" not in said
    return said


def test_outputs_that_can_not_be_made_are_named_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file, where a folder is wanted", encoding="utf-8")
    with pytest.raises(InputFaults) as found:
        check_writable(Layout(tmp_path / "outputs" / "small"))
    assert "outputs/small" in told(found.value)


def test_a_disk_that_is_only_for_reading_is_named_before_anything_runs(desk: Desk) -> None:
    with disk_of("8m", desk.folder / "outputs"):
        check_writable(Layout(desk.results))
        assert list(desk.results.iterdir()) == []
        subprocess.run(["mount", "-o", "remount,ro", str(desk.folder / "outputs")], check=True)
        with pytest.raises(InputFaults) as found:
            check_writable(Layout(desk.results))
    assert os.strerror(errno.EROFS) in told(found.value)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named_before_anything_runs(desk: Desk) -> None:
    desk.run(branch_ids=("001",))
    (desk.results / "branches").chmod(0o500)
    with pytest.raises(InputFaults) as found:
        check_writable(Layout(desk.results))
    (desk.results / "branches").chmod(0o700)
    assert "outputs/small/branches" in told(found.value)


def test_too_little_room_is_told_with_what_is_needed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.results.mkdir(parents=True)
    free = 4 * BRANCH_BYTES
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    check_room(desk.plan(branch_ids=("001", "002")), JOBS)
    with pytest.raises(InputFaults) as found:
        check_room(desk.plan(), JOBS)  # three that stay, and two that are being made
    assert found.value.faults[0].values["branches"] == "3"
    told(found.value)


def test_what_stands_tells_how_much_room_the_next_ones_take(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(branch_ids=("001",))
    standing = sum(file.stat().st_size for file in desk.branch("001").rglob("*") if file.is_file())
    assert branch_bytes(Layout(desk.results)) == standing
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4 * standing))
    check_room(desk.plan(), JOBS)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    check_room(desk.plan(branch_ids=("001",)), JOBS)  # nothing is to be done
    with pytest.raises(InputFaults):
        check_room(desk.plan(), JOBS)


@pytest.mark.parametrize("way", [OURS, STOCK])
def test_a_disk_that_a_notebook_fills_is_named_and_the_rest_is_done(desk: Desk, way: Way) -> None:
    with disk_of("48m", desk.folder / "outputs"):
        failure = one_bad(desk, way, FILL)
        assert (failure.cause, failure.notebook, failure.cell) == (Cause.DISK, "10_diagnosis", 4)
        kept = desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb"
        assert not kept.exists() or nbformat.read(kept, as_version=4).cells
        desk.chapter("10_diagnosis", "print(branch_id)")
        assert {outcome.state for outcome in desk.run().values()} == {State.DONE}


def test_a_disk_that_stays_full_leaves_whole_results_and_the_next_run_goes_on(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import os, pathlib; pathlib.Path('own').write_bytes(bytes(4 << 20))")
    with disk_of("24m", desk.folder / "outputs"):
        desk.run(branch_ids=("001",))
        before = read_manifest(desk.results / "manifest.json")
        filler = desk.folder / "outputs" / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(1 << 16)):
                pass
        made = desk.run()
        assert {one: outcome.state for one, outcome in made.items()} == {
            "001": State.CURRENT,
            "002": State.FAILED,
            "003": State.FAILED,
        }
        causes = {outcome.failure.cause for outcome in made.values() if outcome.failure}
        assert causes == {Cause.DISK}
        assert [folder.name for folder in (desk.results / "branches").iterdir()] == ["001"]
        assert read_manifest(desk.results / "manifest.json")["branches"]["001"] == before["branches"]["001"]
        filler.unlink()
        assert {outcome.state for outcome in desk.run().values()} == {State.CURRENT, State.DONE}
        assert not list((desk.results / "failed").iterdir())


def test_a_manifest_that_can_not_be_written_costs_no_branch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(branch_ids=("001",))
    before = (desk.results / "manifest.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(manifest_of, "write_whole", full)
        assert [outcome.state for outcome in desk.run().values()] == [State.CURRENT, State.DONE, State.DONE]
    assert (desk.results / "manifest.json").read_bytes() == before
    desk.run()
    assert set(read_manifest(desk.results / "manifest.json")["branches"]) == {"001", "002", "003"}


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "x"),
        OSError(errno.EDQUOT, "x"),
        shutil.Error([("a", "b", f"[Errno 28] {os.strerror(errno.ENOSPC)}: 'b'")]),
        OSError(f"Error writing bytes to file. Detail: [errno 28] {os.strerror(errno.ENOSPC)}"),
    ],
)
def test_a_full_disk_is_known_in_whatever_words_it_comes(error: OSError) -> None:
    assert failure_of_files(error).cause is Cause.DISK
    assert failure_of_files(OSError(errno.EACCES, "x")) == Failure(Cause.FILES, error="EACCES")
