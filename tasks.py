"""All set-up and all checks, with nothing but Python 3.11 to 3.14, on Linux, macOS and Windows.

    python3 tasks.py demo        make .venv, render the demo engagement, say where the reports are
    python3 tasks.py test        the same set-up plus test tools; then lint, types, pytest and the notebooks
    python3 tasks.py setup       the set-up alone; a second call is quick; --cluster: also what a Dask cluster takes
    python3 tasks.py lab         JupyterLab on the notebooks
    python3 tasks.py notebooks   renew the outputs that are committed in the notebooks (for developers)
    python3 tasks.py lock        renew the lock files (for developers; needs uv)

On Windows: ``py -3.13 tasks.py demo``. Without a network: put the lock's wheels into ``wheels/`` beside this file.
Exit code: 0 all good, 1 a check failed, 2 the machine lacks something, which is then named.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

HOUSE = Path(__file__).resolve().parent
VENV = HOUSE / ".venv"
WHEELS = HOUSE / "wheels"
RUN_LOCK = HOUSE / "requirements.lock"
CLUSTER_LOCK = HOUSE / "requirements-cluster.lock"
TEST_LOCK = HOUSE / "requirements-test.lock"
OLDEST, NEWEST = (3, 11), (3, 14)
WINDOWS = os.name == "nt"

SH_LAUNCHER = """#!/bin/sh
PYTHONUTF8=1
export PYTHONUTF8
exec "$(dirname "$0")/{python}" -m branchbook "$@"
"""
CMD_LAUNCHER = """@echo off
setlocal
set PYTHONUTF8=1
"%~dp0{python}" -m branchbook %*
"""
ABOUT = """
import importlib.util, json, sys, sysconfig
print(json.dumps({
    "version": sys.version_info[:2],
    "has_pip": importlib.util.find_spec("pip") is not None,
    "scripts": sysconfig.get_path("scripts"),
    "packages": sysconfig.get_path("purelib"),
}))
"""
WRITE_DEMO = """
import sys
from pathlib import Path
from branchbook.demo import ensure_demo
ensure_demo(Path(sys.argv[1]))
"""
LINKED = "0"
"""The version that is told of the linked package: any, since what is linked is the folder itself."""
ENTRY_POINTS = "[papermill.engine]\nbranchbook = branchbook.batch.offered:ENGINE\n"
# Files of tests run side by side; what measures (all of it is heavy) runs alone.
SIDE_BY_SIDE = ["--numprocesses=logical", "--maxprocesses=4", "--dist=loadfile"]


class MachineError(Exception):
    """The machine lacks something; the message says what, and what to do."""


# ---- set-up -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Environment:
    """A Python that holds (or will hold) Branchbook's packages: its program, scripts and packages folders."""

    python: Path
    scripts: Path
    packages: Path

    @property
    def stamp(self) -> Path:
        """The file that remembers what was installed."""
        return self.packages / "branchbook-setup.json"


def set_up(lock: Path, here: bool = False) -> Environment:
    """The environment with the packages of ``lock`` and the package itself in it; quick if it is there already."""
    check_this_python()
    environment = running_environment() if here else house_environment()
    installed = read_stamp(environment.stamp)
    wanted = {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest()}
    if installed.items() >= wanted.items():
        link_package(environment)
        return environment
    install(environment, lock)
    link_package(environment)
    write_launcher(environment)
    environment.stamp.write_text(json.dumps({**installed, **wanted}, indent=1), encoding="utf-8")
    return environment


def check_this_python() -> None:
    """Refuse a Python that the locked packages are not made for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        fitting = next(iter(other_pythons()), "py -3.13" if WINDOWS else "python3.13")
        raise MachineError(
            "Branchbook needs Python {}.{} to {}.{}; this is {}.{}.\n".format(*OLDEST, *NEWEST, *sys.version_info)
            + f"Start it with one of those: {fitting} tasks.py"
        )
    if sys.maxsize < 2**32:
        raise MachineError("Branchbook needs a 64-bit Python; this one has 32 bits.")


def other_pythons() -> Iterator[str]:
    """Names of fitting Pythons on the search path, newest first."""
    names = (f"python{major}.{minor}" for major, minor in ((3, 14), (3, 13), (3, 12), (3, 11)))
    return (name for name in names if shutil.which(name))


def house_environment() -> Environment:
    """The environment in .venv, made new if it is missing or broken."""
    python = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
    environment = inspect(python)
    if environment is None:
        make_venv()
        environment = inspect(python)
    if environment is None:
        raise MachineError(f"{VENV} was made but does not work. Delete it and try again.")
    return environment


def running_environment() -> Environment:
    """The conda or virtual environment that runs this script."""
    if sys.prefix == sys.base_prefix and "CONDA_PREFIX" not in os.environ:
        raise MachineError("No environment is active. Activate one, or leave out --here to have .venv made.")
    environment = inspect(Path(sys.executable))
    if environment is None:
        raise MachineError("The active environment has no pip.")
    return environment


def inspect(python: Path) -> Environment | None:
    """What ``python`` says about itself; None if it does not run, is of a wrong version or has no pip."""
    try:
        answer = subprocess.run(
            [python, "-c", ABOUT], capture_output=True, check=True, encoding="utf-8", env=child_variables()
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    about = json.loads(answer.stdout)
    if not about["has_pip"] or not OLDEST <= tuple(about["version"]) <= NEWEST:
        return None
    return Environment(python, Path(about["scripts"]), Path(about["packages"]))


def make_venv() -> None:
    """Make .venv anew."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        raise MachineError(
            "This Python can't make a virtual environment, since its ensurepip is missing.\n"
            f"On Debian and Ubuntu install it first:  sudo apt install python3-venv   (or {package})"
        )
    say("Making .venv ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False, env=child_variables())
    if made.returncode:
        raise MachineError("The virtual environment could not be made; see the message above.")


def install(environment: Environment, lock: Path) -> None:
    """Install exactly the packages of ``lock``, each checked against its hash."""
    source = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    say(f"Installing the packages of {lock.name}{' from wheels/' if source else ''}; this takes a minute or two ...")
    command = [
        str(environment.python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--no-deps",
        "--require-hashes",
    ]
    done = subprocess.run(
        [*command, *source, "--requirement", str(lock)],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=child_variables(),
    )
    if done.returncode:
        raise MachineError(
            f"pip could not install the packages of {lock.name}:\n{without_addresses(done.stdout)}\n"
            "Is the network there? Without one, put the wheels of the lock into the folder wheels/ and try again."
        )


def without_addresses(output: str) -> str:
    """The errors of pip's output, without the addresses of package indexes: those are the user's own business."""
    errors = [line for line in output.splitlines() if line.startswith("ERROR")] or output.splitlines()[-10:]
    return "\n".join(re.sub(r"\w+://\S+|host='[^']*'", "(package index)", line) for line in errors)


def link_package(environment: Environment) -> None:
    """Make ``import branchbook`` find lib/, and papermill the engine that it offers.

    The path is relative, so it is plain ASCII and moves with the folder.
    """
    target = Path(os.path.relpath(HOUSE / "lib", environment.packages))
    about = environment.packages / f"branchbook-{LINKED}.dist-info"
    write_anew(environment.packages / "branchbook.pth", f"{target}\n")
    write_anew(about / "METADATA", f"Metadata-Version: 2.1\nName: branchbook\nVersion: {LINKED}\n")
    write_anew(about / "entry_points.txt", ENTRY_POINTS)


def write_anew(path: Path, text: str) -> None:
    """Write a small text unless it stands there already: somebody may be reading it."""
    if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def write_launcher(environment: Environment) -> None:
    """Put a ``branchbook`` command beside the environment's Python."""
    python = os.path.relpath(environment.python, environment.scripts)
    name, text, newline = ("branchbook.cmd", CMD_LAUNCHER, "\r\n") if WINDOWS else ("branchbook", SH_LAUNCHER, "\n")
    launcher = environment.scripts / name
    launcher.write_text(text.format(python=python), encoding="utf-8", newline=newline)
    launcher.chmod(0o755)


def read_stamp(stamp: Path) -> dict[str, str]:
    """What the stamp remembers: the hash of each lock file that was installed."""
    try:
        remembered = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return remembered if isinstance(remembered, dict) else {}


# ---- checks -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    good: bool
    detail: str
    seconds: float


def run_checks(environment: Environment, selection: Sequence[str]) -> int:
    """Run every check, whatever the others say, and sum up."""
    with tempfile.TemporaryDirectory(prefix="branchbook-test-") as scratch:
        outcomes = [
            check(environment, "lint", ["ruff", "check", "--quiet"]),
            check(environment, "format", ["ruff", "format", "--check", "--quiet"]),
            check(environment, "types", ["mypy", "--no-error-summary"]),
            count(environment, "tests", selection, Path(scratch)),
            count(
                environment,
                "notebooks",
                notebook_options(),
                Path(scratch),
                notebook_variables(environment, Path(scratch)),
            ),
        ]
    say("")
    for outcome in outcomes:
        mark = "good  " if outcome.good else "FAILED"
        say(f"{outcome.name:10} {mark} {outcome.detail:45} {outcome.seconds:6.1f} s")
    return 0 if all(outcome.good for outcome in outcomes) else 1


def check(environment: Environment, name: str, module: Sequence[str]) -> Outcome:
    """Run a tool that is good or not."""
    say(f"--- {name}: {' '.join(module)}")
    start = time.monotonic()
    code = run_module(environment, module)
    return Outcome(name, code == 0, "", time.monotonic() - start)


def count(
    environment: Environment,
    name: str,
    options: Sequence[str],
    scratch: Path,
    variables: Mapping[str, str] | None = None,
) -> Outcome:
    """Run pytest and count what it did."""
    say(f"--- {name}: pytest {' '.join(options)}")
    record = scratch / f"{name}.xml"
    start = time.monotonic()
    code = run_module(environment, ["pytest", f"--junit-xml={record}", *options], variables)
    return Outcome(name, code == 0, counts(record), time.monotonic() - start)


def counts(record: Path) -> str:
    """The numbers of a JUnit record in words."""
    if not record.is_file():
        return "did not run"
    kinds = ("tests", "failures", "errors", "skipped")
    suites = list(ET.parse(record).getroot().iter("testsuite"))
    number = {kind: sum(int(suite.get(kind, "0")) for suite in suites) for kind in kinds}
    passed = number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    words = {"failed": number["failures"], "in error": number["errors"], "skipped": number["skipped"]}
    return ", ".join([f"{passed} passed", *(f"{amount} {word}" for word, amount in words.items() if amount)])


def notebook_options() -> list[str]:
    """nbval on every notebook: all cells must run, and the tagged ones print what is committed."""
    return [
        "--nbval-lax",
        "--nbval-current-env",
        "--nbval-sanitize-with=tests/nbval_sanitize.cfg",
        "--nbval-cell-timeout=300",
        "-p",
        "no:randomly",
        "-p",
        "no:python",
        "notebooks",
    ]


def notebook_variables(environment: Environment, scratch: Path) -> dict[str, str]:
    """Notebooks under test read the demo engagement from a scratch folder and write there."""
    inputs, outputs = scratch / "inputs", scratch / "outputs"
    subprocess.run([environment.python, "-c", WRITE_DEMO, inputs], check=False, env=child_variables())
    return {"BRANCHBOOK_INPUTS": str(inputs), "BRANCHBOOK_OUTPUTS": str(outputs)}


# ---- locks --------------------------------------------------------------------------------------


def renew_locks(options: Sequence[str]) -> int:
    """Resolve pyproject.toml anew into the lock files; ``--upgrade`` also takes newer versions."""
    if shutil.which("uv") is None:
        raise MachineError(
            "Renewing the locks needs uv on the search path: pip install uv, in an environment of yours."
        )
    compile_lock(RUN_LOCK, options)
    compile_lock(CLUSTER_LOCK, ["--extra", "cluster", *options])
    compile_lock(TEST_LOCK, ["--extra", "cluster", "--extra", "test", *options])
    return 0


def compile_lock(lock: Path, options: Sequence[str]) -> None:
    """One lock for all systems and all supported Pythons, with hashes and without addresses."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--quiet", "--no-header"]
    settings = ["--fork-strategy", "fewest", "--python-version", "3.11", "--no-emit-index-url"]
    subprocess.run([*command, *settings, *options, "--output-file", lock.name], check=True, cwd=HOUSE)


# ---- all together -------------------------------------------------------------------------------


def run_module(environment: Environment, module: Sequence[str], variables: Mapping[str, str] | None = None) -> int:
    """Run ``python -m`` in the top folder; the exit code."""
    return run_python(environment, ["-m", *module], variables)


def run_python(environment: Environment, words: Sequence[str], variables: Mapping[str, str] | None = None) -> int:
    """Run the environment's Python in the top folder; the exit code."""
    variables = {**child_variables(), **(variables or {})}
    with subprocess.Popen([environment.python, *words], cwd=HOUSE, env=variables) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                say("")  # the program got the same signal and ends in its own way


def child_variables() -> dict[str, str]:
    """The environment variables of programs that this script starts: UTF-8 everywhere, and no foreign packages."""
    foreign = {"PYTHONHOME", "PYTHONPATH"}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**inherited, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def say(line: str) -> None:
    """Tell at once, also where the output is a file."""
    print(line, flush=True)


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The task, its own options, and what is passed on."""
    parser = argparse.ArgumentParser(prog="tasks.py", description="Set up, show and test Branchbook.")
    tasks = parser.add_subparsers(dest="task", required=True, metavar="setup|demo|test|lab|notebooks|lock")
    setup = tasks.add_parser("setup", help="make .venv; a second call is quick")
    setup.add_argument("--here", action="store_true", help="use the active (conda) environment in place of .venv")
    setup.add_argument("--cluster", action="store_true", help="also what a Dask cluster takes")
    tasks.add_parser("demo", help="set up, then render the demo engagement; options go to `branchbook demo`")
    test = tasks.add_parser("test", help="set up, then run all checks; further options run pytest alone, with them")
    test.add_argument("--heavy", action="store_true", help="also the tests that take minutes")
    tasks.add_parser("lab", help="set up, then open JupyterLab; options go to `branchbook lab`")
    tasks.add_parser("notebooks", help="renew the outputs that are committed in the notebooks")
    tasks.add_parser("lock", help="renew the lock files; options go to `uv pip compile`")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.task in ("setup", "notebooks"):
        parser.error(f"{options.task} does not know {' '.join(rest)}")
    return options, rest


def main(arguments: Sequence[str]) -> int:
    """Do the task that was asked for; its exit code."""
    options, rest = parse(arguments)
    if options.task == "lock":
        return renew_locks(rest)
    if options.task == "test":
        environment, everything = set_up(TEST_LOCK), ["-m", ""] if options.heavy else []
        if rest:
            return run_module(environment, ["pytest", *everything, *rest])
        return run_checks(environment, everything or SIDE_BY_SIDE)
    if options.task == "notebooks":
        return run_python(set_up(TEST_LOCK), ["tests/renew_notebooks.py", "notebooks"])
    if options.task == "setup":
        environment = set_up(CLUSTER_LOCK if options.cluster else RUN_LOCK, here=options.here)
        say(f"Ready. The command is {environment.scripts / 'branchbook'}")
        return 0
    return run_module(set_up(RUN_LOCK), ["branchbook", options.task, *rest])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MachineError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
