"""A small engagement to batch: chapters of a few cells, branches without data, everything below one folder."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import nbformat
import psutil

from branchbook.batch.course import Workers, carry_out
from branchbook.batch.job import Engine, Job
from branchbook.batch.limits import Limits
from branchbook.batch.manifest import ManifestWriter
from branchbook.batch.outcome import Outcome, State
from branchbook.batch.plan import Plan, make_plan
from branchbook.batch.progress import Progress, Silent
from branchbook.batch.start import FORKS, start_workers
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared
from branchbook.errors import Place
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.notices import Notice
from branchbook.inputs.store import Store
from branchbook.rules import Rules
from branchbook.values.branch import Branch, BranchType

JOBS = 2
PARAMETERS = 'engagement: str = "small"  # folder\nbranch_id: str = "001"  # id\nlanguage: str = ""  # or en'
SECOND_FAILED = {"001": State.DONE, "002": State.FAILED, "003": State.DONE}
"""How a batch of three branches ends that one of them has failed."""

REPORT = (
    "import os, pathlib\nfolder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'])\n"
    "(folder / 'report.docx').write_text(branch_id)"
)


@dataclass
class PreparedStub:
    """What a plan asks of a prepared engagement, with fingerprints that a test may change."""

    engagement: Engagement
    branches: tuple[Branch, ...]
    inputs: dict[str, str] = field(default_factory=dict)
    templates: str = "first"
    rules: Rules = field(default_factory=Rules.defaults)
    files: Mapping[str, str] = field(default_factory=lambda: {"客户.xlsx": "0" * 64})

    def data_of(self, branch_id: str) -> str:
        return self.inputs.get(branch_id, "first")

    def for_documents(self, language: str = "") -> str:
        return f"{self.templates} {language}"

    def manifest_id(self, branch_id: str) -> str:
        return f"small/branches/{branch_id}/{self.data_of(branch_id):0<16}"

    @property
    def store(self) -> Store:
        notice = Notice("table_empty", Place(file="客户.xlsx"), {"table": "customers"})
        return Store(self.engagement.folder, "", {}, self.branches, {}, notices=(notice,), files=self.files)


@dataclass
class Desk:
    """An engagement called ``small`` below ``folder``; chapters are cells by name, in the order given."""

    folder: Path
    branch_ids: Sequence[str] = ("001", "002", "003")
    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shipped.mkdir(parents=True, exist_ok=True)
        own = self.locations.engagement("small")
        own.mkdir(parents=True, exist_ok=True)
        engagement = Engagement("small", own, "银行（合成数据）", date(2025, 12, 31), {}, parameters=self.parameters)
        branches = tuple(Branch(one, f"网点{one}", BranchType.BASIC) for one in self.branch_ids)
        self.prepared = PreparedStub(engagement, branches)

    @property
    def shipped(self) -> Path:
        return self.folder / "notebooks"

    @property
    def locations(self) -> Locations:
        return Locations(self.folder / "inputs", self.folder / "outputs")

    @property
    def results(self) -> Path:
        return self.folder / "outputs" / "small"

    def branch(self, branch_id: str) -> Path:
        return self.results / "branches" / branch_id

    def chapter(self, name: str, *cells: str, parameters: str = PARAMETERS, own: bool = False) -> Path:
        """Write a chapter; ``own`` puts it into the engagement's folder."""
        path = (self.prepared.engagement.folder / "notebooks" if own else self.shipped) / f"{name}.ipynb"
        return write_notebook(path, *cells, parameters=parameters)

    def plan(self, **options: Any) -> Plan:
        return make_plan(cast(Prepared, self.prepared), self.locations, **options)

    def run(
        self,
        engine: Engine = Engine.WARM,
        progress: Progress | None = None,
        only: str = "",
        forks: bool = FORKS,
        workers: Workers | None = None,
        limits: Limits | None = None,
        **options: Any,
    ) -> dict[str, Outcome]:
        """Plan and carry out, by ``workers`` or those that stand here; outcomes by branch id."""
        plan = replace(self.plan(**options), engine=engine, limits=limits or Limits())
        start = (lambda: workers) if workers else partial(standing_workers, engine, forks)
        outcomes = carry_out(plan, start, ManifestWriter(plan, JOBS), progress or Silent(), only)
        return {outcome.branch.id: outcome for outcome in outcomes}


class StandingWorkers:
    """Workers that one test hands on to the next, since starting them takes far longer than what tests run on them."""

    def __init__(self, engine: Engine, forks: bool) -> None:
        self._cache = tempfile.TemporaryDirectory(prefix="branchbook-tests-", ignore_cleanup_errors=True)
        self._workers = start_workers(engine, JOBS, Path(self._cache.name), forks)
        self.slots = JOBS

    def submit(self, job: Job) -> Future[Outcome]:
        return self._workers.submit(job)

    def stop(self, kill: bool = False) -> None:
        """They stay."""

    def children(self) -> list[psutil.Process]:
        """What runs below the workers."""
        return [child for worker in psutil.Process().children() for child in worker.children(recursive=True)]

    def end(self) -> None:
        self._workers.stop(kill=True)
        self._cache.cleanup()


_standing: dict[tuple[Engine, bool], StandingWorkers] = {}


def standing_workers(engine: Engine, forks: bool = FORKS) -> StandingWorkers:
    """The workers of this kind; matplotlib's font list is the only thing that they keep, in a folder of their own."""
    if (engine, forks) not in _standing:
        _standing[engine, forks] = StandingWorkers(engine, forks)
        atexit.register(_standing[engine, forks].end)
    return _standing[engine, forks]


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """A notebook of code cells with stable ids; the parameters cell comes first unless it is empty."""
    notebook = nbformat.v4.new_notebook()
    if parameters:
        notebook.cells.append(nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
    notebook.cells += [nbformat.v4.new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def states(made: Mapping[str, Outcome]) -> dict[str, State]:
    """How each branch ended."""
    return {one: outcome.state for one, outcome in made.items()}


def red_cell(path: Path) -> Any:
    """The cell below papermill's mark in a notebook that failed."""
    cells = nbformat.read(path, as_version=4).cells
    marks = [place for place, cell in enumerate(cells) if "papermill-error-cell-tag" in cell.metadata.get("tags", [])]
    return cells[marks[-1] + 1]


def outputs_of(path: Path) -> list[Any]:
    """The outputs of a notebook's code cells."""
    notebook = nbformat.read(path, as_version=4)
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
