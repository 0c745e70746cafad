"""The same chapters and documents of the same branches, made in four ways; tells the CPU that each branch takes.

Run as ``python -m tests.benchmarks.ways WAY INPUTS OUTPUTS BRANCH [BRANCH …]``, from the repository's folder and in the
environment of a batch's workers, on an engagement ``demo`` that has been prepared. WAY is one of

- ``stock``: papermill in a loop with its own engine, a kernel per notebook; pictures by pyplot at 150 dots per inch, in
  the notebooks and in a report that python-docx writes; no deck
- ``drawn``: Branchbook's batch with every chart of a notebook drawn
- ``data``: Branchbook's batch as it runs by default
- ``limit``: the code of the notebooks called directly in one warm process, no kernel, no notebook written, every chart
  drawn; what ``drawn`` can at best come near to

Printed is JSON: seconds of CPU (user and system, of the process and of all that it started) to get ready, and for each
branch: all that it takes, and what its working papers (ledger, import file, outreach plan, project, calendars) and its
deck take of that, each written anew by itself.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from branchbook.batch.job import ChapterRun, Engine, Job
from branchbook.batch.plan import Need, Plan, Task, make_plan
from branchbook.batch.worker import JUPYTER_FOLDERS
from branchbook.book.charts import VARIABLE, Charts
from branchbook.book.locations import Locations
from branchbook.book.prepared import prepare
from branchbook.inputs.engagement import read_engagement

ENGAGEMENT = "demo"
WAYS = ("stock", "drawn", "data", "limit")


def cpu() -> float:
    """Seconds of CPU that this process and its ended children have taken."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def measured(way: str, locations: Locations, branch_ids: list[str]) -> dict[str, Any]:
    """The seconds of CPU of a way; a first branch, which warms files and caches up, is not counted."""
    before = cpu()
    plan = planned(locations, branch_ids, Charts.DATA if way == "data" else Charts.PICTURE)
    make = {"stock": stock, "drawn": ours, "data": ours, "limit": limit}[way]()
    ready = cpu() - before
    branches = {}
    for task in (plan.tasks[0], *plan.tasks):
        job = plan.job(task)
        before = cpu()
        make(job)
        seconds = cpu() - before
        assert (job.scratch / "report.docx").stat().st_size > 20_000
        branches[task.branch.id] = {"all": seconds, **besides(job, has_deck=way != "stock")}
        shutil.rmtree(job.scratch)
    return {"way": way, "ready": ready, "branches": branches}


def besides(job: Job, *, has_deck: bool) -> dict[str, float]:
    """The seconds of CPU of what a branch is given besides its chapters and report, each written anew by itself."""
    from branchbook.artifacts import Shelf
    from branchbook.book.coverage_documents import write_coverage
    from branchbook.book.documents import write_deck
    from branchbook.book.prepared import prepare_here

    if has_deck:
        (job.scratch / "presentation.pptx").unlink()
        shutil.rmtree(job.scratch / "artifacts" / "presentation", ignore_errors=True)
    with environment(job):
        prepared = prepare_here(Locations.from_environment(), job.engagement, job.branch.id)
        given = (prepared, job.branch, Shelf(job.scratch / "artifacts").all(), job.scratch, prepared.text())
        before = cpu()
        write_coverage(*given)
        between = cpu()
        if has_deck:
            write_deck(*given)
        return {"papers": between - before, "deck": cpu() - between}


def planned(locations: Locations, branch_ids: list[str], charts: Charts) -> Plan:
    """A plan that makes these branches, whatever stands."""
    from dataclasses import replace

    prepared = prepare(read_engagement(locations.engagement(ENGAGEMENT)), locations.outputs_of(ENGAGEMENT))
    plan = make_plan(prepared, locations, branch_ids=branch_ids, force=True)
    tasks = tuple(Task(task.branch, Need.RUN) for task in plan.tasks)
    return replace(plan, engine=Engine.WARM, charts=charts, tasks=tasks)


def ours() -> Callable[[Job], None]:
    """A worker of the batch, which forks a child for each branch."""
    from branchbook.batch.start import begin_forking_warm, make_in_child

    begin_forking_warm()

    def make(job: Job) -> None:
        outcome = make_in_child(job, lambda chapter, place: None)  # noqa: ARG005
        assert outcome.failure is None, outcome.failure

    return make


def stock() -> Callable[[Job], None]:
    """papermill, and nothing else."""
    import nbformat
    import papermill

    def make(job: Job) -> None:
        folder = job.scratch / "notebooks"
        folder.mkdir(parents=True)
        for chapter in job.chapters:
            notebook: Any = nbformat.read(chapter.path, as_version=4)
            notebook.cells.insert(2, nbformat.v4.new_code_cell(_INSTALL.format(folder=str(job.scratch / "pictures"))))
            source = folder / f"{chapter.name}.source.ipynb"
            nbformat.write(notebook, source)
            with environment(job):
                papermill.execute_notebook(
                    str(source), str(folder / f"{chapter.name}.ipynb"), dict(chapter.parameters),
                    kernel_name="python3", progress_bar=False,
                )  # fmt: skip

    return make


_INSTALL = "from pathlib import Path\nfrom tests.benchmarks import stock\nstock.install(Path({folder!r}))"


def limit() -> Callable[[Job], None]:
    """The notebooks' code, called directly."""
    from branchbook.batch.child import make_ready_to_fork

    make_ready_to_fork()

    def make(job: Job) -> None:
        job.scratch.mkdir(parents=True)
        with environment(job):
            for chapter in job.chapters:
                _call(chapter)

    return make


def _call(chapter: ChapterRun) -> None:
    """Run the code cells one after the other and make of each value what a notebook would keep."""
    cells = json.loads(chapter.path.read_text(encoding="utf-8"))["cells"]
    known: dict[str, Any] = {}
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        body = ast.parse("".join(cell["source"])).body
        value = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), chapter.name, "exec"), known)  # noqa: S102 - our own notebooks
        if "parameters" in cell["metadata"].get("tags", []):
            known |= chapter.parameters
        if value is not None:
            _shown(eval(compile(ast.Expression(value.value), chapter.name, "eval"), known))  # noqa: S307


def _shown(value: object) -> None:
    repr(value)
    for method in ("_repr_html_", "_repr_png_"):
        if hasattr(value, method):
            getattr(value, method)()


@contextmanager
def environment(job: Job) -> Iterator[None]:
    """The variables that tell a notebook where it is."""
    from branchbook.batch.environment import environ

    told = {
        "BRANCHBOOK_INPUTS": str(job.inputs),
        "BRANCHBOOK_OUTPUTS": str(job.outputs),
        "BRANCHBOOK_BRANCH_FOLDER": str(job.scratch),
        VARIABLE: job.charts,
    }
    with environ(told):
        yield


def main(way: str, inputs: str, outputs: str, *branch_ids: str) -> None:
    """Measure one way and print what it took."""
    locations = Locations(Path(inputs).resolve(), Path(outputs).resolve())
    for name in JUPYTER_FOLDERS:
        Path(os.environ[name]).mkdir(parents=True, exist_ok=True)
    json.dump(measured(way, locations, list(branch_ids)), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
