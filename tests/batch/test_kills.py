"""Killed at any moment, a batch loses nothing:
the next run completes it to the same bytes, and no reader saw a half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import nbformat
import psutil
import pytest
from tests.batch.cluster import Cluster
from tests.batch.desk import PARAMETERS, StandingWorkers, standing_workers
from tests.batch.witness import watched

from branchbook.batch.course import Workers
from branchbook.batch.job import Engine, Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.plan import MEETING, REPORT
from branchbook.cli import main

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL, and no folders opened by handle"),
]

MOMENTS = 50
BRANCHES = 6
VERSIONS = "AB"
"""Every other run has other chapters, so that old results are there to be replaced and can be told from new ones."""

ENGAGEMENT = f"""\
bank: 小银行（合成数据）
as_of: 2025-12-31
notebooks: [10_diagnosis, {REPORT}, {MEETING}]
sources:
  branches: branches.csv
"""
LINES = [f"{number:03d},网点{number},基础网点" for number in range(1, BRANCHES + 1)]

WRITE = """\
import os, pathlib, time, zipfile
folder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'])

def write_slowly(name, content):
    with (folder / name).open('wb') as file:
        for start in range(0, len(content), 1 + len(content) // 4):
            file.write(content[start : start + 1 + len(content) // 4])
            file.flush()
            time.sleep(0.01)

def write_archive(name, said):
    with (folder / name).open('wb') as file, zipfile.ZipFile(file, 'w') as archive:
        archive.writestr(zipfile.ZipInfo('content'), said * 20_000)
        file.flush()
        time.sleep(0.01)
        archive.writestr(zipfile.ZipInfo('more'), said * 20_000)
"""
"""Writes as a careless notebook does: in pieces, at the final name, with time between them."""

OF_A_BRANCH = """\
for name in ('report.docx', 'presentation.pptx', 'list.xlsx'):
    write_archive(name, version + branch_id)
write_slowly('page.html', f'<html>{version}{branch_id * 50_000}</html>'.encode())
write_slowly('data.json', ('{"version": "' + version + '", "rows": [' + '1, ' * 50_000 + '1]}').encode())
"""
OF_THE_MEETING = "for name in ('summary.pptx', 'ranking.xlsx'):\n    write_archive(name, version)"


@dataclass(frozen=True)
class House:
    """An engagement ``small`` below ``folder`` with light chapters of its own."""

    folder: Path

    @property
    def results(self) -> Path:
        return self.folder / "outputs" / "small"

    @property
    def words(self) -> list[str]:
        return ["batch", "small", "--inputs", str(self.folder / "inputs"), "--outputs", str(self.folder / "outputs")]

    def lay_out(self) -> None:
        own = self.folder / "inputs" / "small"
        own.mkdir(parents=True)
        (own / "engagement.yaml").write_text(ENGAGEMENT, encoding="utf-8")
        (own / "branches.csv").write_text("\n".join(["网点编号,网点名称,网点类型", *LINES, ""]), encoding="utf-8")

    def turn_to(self, version: str) -> None:
        """Chapters that say ``version`` in everything that they write."""
        said = f"version = {version!r}"
        self._chapter(version, "10_diagnosis", said, "print(version, branch_id)")
        self._chapter(version, REPORT, said, WRITE, OF_A_BRANCH)
        whole = 'engagement: str = "small"  # folder\nlanguage: str = ""  # or en'
        self._chapter(version, MEETING, said, WRITE, OF_THE_MEETING, parameters=whole)

    def _chapter(self, version: str, name: str, *cells: str, parameters: str = PARAMETERS) -> None:
        notebook = nbformat.v4.new_notebook(metadata={"version": version})
        notebook.cells = [
            nbformat.v4.new_code_cell(cell, id=f"cell-{at}") for at, cell in enumerate((parameters, *cells))
        ]
        notebook.cells[0].metadata["tags"] = ["parameters"]
        path = self.folder / "inputs" / "small" / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(nbformat.writes(notebook), encoding="utf-8")

    def fingerprints(self) -> dict[str, str]:
        """Of everything that people get, but for times."""
        places = [self.results / "branches", self.results / "meeting"]
        found = [path for place in places for path in place.rglob("*") if path.is_file()]
        return {path.relative_to(self.results).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}

    def left_over(self) -> list[str]:
        """What a run that has ended must not leave behind."""
        stray = [".scratch", "failed/*", "meeting-failed", ".*.part", ".cache/jupyter", "**/.*.tmp"]
        return sorted(path.name for pattern in stray for path in self.results.glob(pattern))


@dataclass(frozen=True)
class Undisturbed:
    """What runs that nobody disturbs leave, by version, and how long one takes."""

    results: dict[str, dict[str, str]]
    seconds: float

    @property
    def expected(self) -> dict[str, frozenset[str]]:
        """The files of a branch's folder and of the meeting's."""
        names = self.results[VERSIONS[0]]
        return {
            "branch": frozenset(
                name.removeprefix("branches/001/") for name in names if name.startswith("branches/001/")
            ),
            "meeting": frozenset(name.removeprefix("meeting/") for name in names if name.startswith("meeting/")),
        }


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.lay_out()
    return house


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches in this process are done by workers that stand already."""

    def workers(engine: Engine, *_: object) -> StandingWorkers:
        return standing_workers(engine)

    monkeypatch.setattr("branchbook.batch.start.start_workers", workers)


def undisturbed(house: House, run: Callable[[], int]) -> Undisturbed:
    """The results of both versions; the second run, on warm workers and old results, is the one that is timed."""
    results, seconds = {}, 0.0
    for version in VERSIONS:
        house.turn_to(version)
        begun = time.monotonic()
        assert run() == 0
        seconds = time.monotonic() - begun
        results[version] = house.fingerprints()
    assert results["A"].keys() == results["B"].keys()
    assert results["A"]["branches/001/report.docx"] != results["B"]["branches/001/report.docx"]
    return Undisturbed(results, seconds)


def moments(seed: int) -> Iterator[tuple[int, float, random.Random]]:
    """Number, moment as a part of the whole, and more chance: one moment in every fiftieth part, in random order."""
    chance = random.Random(seed)
    parts = [(place + chance.random()) / MOMENTS for place in range(MOMENTS)]
    chance.shuffle(parts)
    for number, part in enumerate(parts):
        yield number, part, chance


def is_whole(house: House, version: str, found: Undisturbed) -> bool:
    """Whether all stands as an undisturbed run leaves it, and nothing else."""
    assert house.left_over() == []
    return house.fingerprints() == found.results[version]


def wait_until_gone(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert alive == []


# --- the batch itself ------------------------------------------------------------------------------------------------


def begun(house: House) -> subprocess.Popen[bytes]:
    """A batch in a process of its own."""
    words = [sys.executable, "-m", "branchbook", *house.words, "--jobs", "1", "--quiet"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.usefixtures("here")
def test_a_batch_that_is_killed_at_any_moment_is_completed_by_the_next(house: House) -> None:
    found = undisturbed(house, lambda: begun(house).wait())
    alive_when_killed = 0
    for number, part, _ in moments(seed=1):
        version = VERSIONS[number % 2]
        if number % 10 == 9:  # from nothing, tables and all
            shutil.rmtree(house.results)
        house.turn_to(version)
        with watched(
            house.results, found.expected, f"killed at {part:.3f} of {found.seconds:.1f} s, version {version}"
        ):
            process = begun(house)
            time.sleep(part * found.seconds)
            started = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            alive_when_killed += process.wait() == -signal.SIGKILL
            assert main([*house.words, "--quiet"]) == 0
            assert is_whole(house, version, found)
            wait_until_gone(started)
    assert alive_when_killed > MOMENTS * 0.8


# --- its workers -----------------------------------------------------------------------------------------------------


def workers_of_this_process() -> list[psutil.Process]:
    """Worker processes and the children in which they make branches."""
    found = psutil.Process().children(recursive=True)
    return [one for one in found if "--multiprocessing-fork" in " ".join(_words(one))]


def _words(process: psutil.Process) -> list[str]:
    try:
        words: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return words


def kill_one(candidates: list[psutil.Process], chance: random.Random) -> None:
    if candidates:
        try:
            chance.choice(candidates).kill()
        except psutil.NoSuchProcess:
            return


@pytest.mark.usefixtures("here")
def test_a_worker_that_is_killed_at_any_moment_costs_only_time(house: House) -> None:
    def run() -> int:
        return main([*house.words, "--quiet"])

    run()
    found = undisturbed(house, run)
    for number, part, chance in moments(seed=2):
        version = VERSIONS[number % 2]
        house.turn_to(version)
        if number % 10 == 9:  # all have to start again
            for process in workers_of_this_process():
                process.kill()
        with watched(
            house.results, found.expected, f"killed at {part:.3f} of {found.seconds:.1f} s, version {version}"
        ):
            killer = threading.Timer(part * found.seconds, lambda: kill_one(workers_of_this_process(), chance))  # noqa: B023
            killer.start()
            if run() != 0:  # a branch was killed twice
                assert run() == 0
            killer.join()
            assert is_whole(house, version, found)


# --- the workers of a cluster ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The workers of a cluster, handed on from one batch to the next: their start takes longer than what they do."""

    workers: Workers

    @property
    def slots(self) -> int:
        return self.workers.slots

    def submit(self, job: Job) -> Future[Outcome]:
        return self.workers.submit(job)

    def stop(self, kill: bool = False) -> None:
        """They stay."""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="Dask is an extra")
    cluster = Cluster(tmp_path / "cluster")
    for _ in range(2):
        cluster.add_worker()
    cluster.wait_for(2)
    yield cluster
    cluster.end()


@pytest.mark.usefixtures("here")
def test_a_worker_of_a_cluster_that_is_killed_at_any_moment_costs_only_time(
    house: House, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from branchbook.batch.cluster import ClusterWorkers

    standing = ClusterWorkers(cluster.address, house.folder / "inputs", house.folder / "shared")
    monkeypatch.setattr("branchbook.batch.cluster.ClusterWorkers", lambda *_: Kept(standing))

    def run() -> int:
        return main([*house.words, "--quiet", "--scheduler", cluster.address])

    def of_the_cluster() -> list[psutil.Process]:
        """The worker that each nanny minds."""
        minded = [child for nanny in cluster.workers for child in psutil.Process(nanny.pid).children()]
        return [one for one in minded if "--multiprocessing-fork" in " ".join(_words(one))]

    found = undisturbed(house, run)
    for number, part, chance in moments(seed=3):
        version = VERSIONS[number % 2]
        house.turn_to(version)
        with watched(
            house.results, found.expected, f"killed at {part:.3f} of {found.seconds:.1f} s, version {version}"
        ):
            killer = threading.Timer(part * found.seconds, lambda: kill_one(of_the_cluster(), chance))  # noqa: B023
            killer.start()
            assert run() == 0
            killer.join()
            assert is_whole(house, version, found)
        cluster.wait_for(2)
    standing.stop()
