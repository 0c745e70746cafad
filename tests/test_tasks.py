"""The set-up script: what it says on a machine that lacks something, and what it leaves in an environment."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import tasks


@pytest.fixture
def environment(tmp_path: Path) -> tasks.Environment:
    scripts, packages = tmp_path / "env" / "bin", tmp_path / "env" / "lib" / "site-packages"
    scripts.mkdir(parents=True)
    packages.mkdir(parents=True)
    return tasks.Environment(scripts / "python", scripts, packages)


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0), (2, 7, 18)])
def test_a_python_without_locked_packages_is_refused_by_its_number(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(tasks.MachineError, match=rf"needs Python 3\.11 to 3\.14; this is {version[0]}\.{version[1]}\."):
        tasks.check_this_python()


def test_a_python_of_32_bits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    with pytest.raises(tasks.MachineError, match="64-bit"):
        tasks.check_this_python()


def test_a_debian_without_python3_venv_hears_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(tasks.MachineError, match="apt install python3-venv"):
        tasks.make_venv()


def test_set_up_here_asks_for_an_active_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    with pytest.raises(tasks.MachineError, match="No environment is active"):
        tasks.running_environment()


def test_a_python_that_does_not_run_is_no_environment(tmp_path: Path) -> None:
    assert tasks.inspect(tmp_path / "bin" / "python") is None


def test_the_errors_of_pip_are_told_without_addresses() -> None:
    said = "\n".join(
        [
            "Looking in indexes: https://user:secret@index.example/simple",
            "WARNING: Retrying after connection broken",
            "ERROR: Could not fetch https://index.example/simple/numpy/: no route",
            "ERROR: HTTPSConnectionPool(host='index.example', port=443): Max retries exceeded",
        ]
    )
    told = tasks.without_addresses(said)
    assert "index.example" not in told
    assert "secret" not in told
    assert told.count("ERROR") == 2


def test_the_package_is_linked_by_a_plain_ascii_relative_path(environment: tasks.Environment) -> None:
    tasks.link_package(environment)
    written = (environment.packages / "branchbook.pth").read_text(encoding="ascii").strip()
    assert not Path(written).is_absolute()
    assert (environment.packages / written).resolve() == tasks.HOUSE / "lib"


def test_a_linked_package_offers_what_an_installed_one_does(environment: tasks.Environment) -> None:
    for _ in range(2):
        tasks.link_package(environment)
    [linked] = distributions(name="branchbook", path=[str(environment.packages)])
    project = tomllib.loads((tasks.HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    offered = {group: {one.name: one.value for one in linked.entry_points if one.group == group}
               for group in project["entry-points"]}  # fmt: skip
    assert offered == project["entry-points"]
    assert {one.group for one in linked.entry_points} == set(offered)


@pytest.mark.skipif(tasks.WINDOWS, reason="the launcher of Windows is a .cmd file")
def test_the_launcher_passes_arguments_and_the_exit_code_on(environment: tasks.Environment) -> None:
    environment.python.write_text('#!/bin/sh\necho "$PYTHONUTF8" "$@"\nexit 7\n', encoding="utf-8")
    environment.python.chmod(0o755)
    tasks.write_launcher(environment)
    done = subprocess.run([environment.scripts / "branchbook", "check", "a b"], capture_output=True, encoding="utf-8")
    assert (done.stdout, done.returncode) == ("1 -m branchbook check a b\n", 7)


def test_the_launcher_of_windows_stands_beside_its_python(
    environment: tasks.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "WINDOWS", True)
    tasks.write_launcher(environment)
    written = (environment.scripts / "branchbook.cmd").read_bytes()
    assert b'"%~dp0python" -m branchbook %*\r\n' in written


@pytest.mark.parametrize("text", ["", "no json", "[1, 2]"])
def test_a_damaged_stamp_remembers_nothing(text: str, environment: tasks.Environment) -> None:
    environment.stamp.write_text(text, encoding="utf-8")
    assert tasks.read_stamp(environment.stamp) == {}


def test_the_second_set_up_installs_nothing(environment: tasks.Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(tasks, "house_environment", lambda: environment)
    monkeypatch.setattr(tasks, "install", lambda _environment, lock: installed.append(lock.name))
    tasks.set_up(tasks.RUN_LOCK)
    tasks.set_up(tasks.RUN_LOCK)
    assert installed == ["requirements.lock"]


def test_a_renewed_lock_is_installed_again(
    environment: tasks.Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[bytes] = []
    monkeypatch.setattr(tasks, "house_environment", lambda: environment)
    monkeypatch.setattr(tasks, "install", lambda _environment, lock: installed.append(lock.read_bytes()))
    lock = tmp_path / "some.lock"
    for content in (b"old", b"old", b"new"):
        lock.write_bytes(content)
        tasks.set_up(lock)
    assert installed == [b"old", b"new"]


def test_the_counts_of_a_test_run_are_read_from_its_record(tmp_path: Path) -> None:
    record = tmp_path / "record.xml"
    record.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>', encoding="utf-8"
    )
    assert tasks.counts(record) == "3 passed, 1 failed, 2 in error, 3 skipped"


def test_a_test_run_without_a_record_did_not_run(tmp_path: Path) -> None:
    assert tasks.counts(tmp_path / "missing.xml") == "did not run"


def test_programs_are_started_in_utf8_and_without_foreign_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    variables = tasks.child_variables()
    assert variables["PYTHONUTF8"] == "1"
    assert "PYTHONPATH" not in variables
