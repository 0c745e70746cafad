"""Making one branch in its scratch folder: its notebooks in order, then its documents."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from branchbook.batch.environment import environ
from branchbook.batch.job import ChapterRun, Job
from branchbook.batch.kernel import kernel_options
from branchbook.batch.layout import ERROR_FILE
from branchbook.batch.outcome import Cause, Failure, Outcome, State
from branchbook.batch.scrub import plain_path_names, scrub_file
from branchbook.book.documents import write_documents
from branchbook.book.locations import Locations
from branchbook.book.prepared import prepare_here
from branchbook.errors import BranchbookError
from branchbook.values.places import safe_part


class _FailedError(BranchbookError):
    """A branch can't be finished; carries where and why."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure)


def make_branch(job: Job) -> Outcome:
    """Make a branch whole in ``job.scratch``; what failed is told in the outcome and lies in the folder."""
    started = time.monotonic()
    seconds: dict[str, float] = {}
    failure = None
    try:
        with _files():
            _lay_out(job)
        for chapter in job.chapters:
            begun = time.monotonic()
            _execute(job, chapter)
            seconds[chapter.name] = time.monotonic() - begun
        if job.writes_documents:
            _write_documents(job)
        with _files():
            job.stamp.write(job.scratch)
    except _FailedError as failed:
        failure = failed.failure
    state = State.FAILED if failure else State.DONE if job.chapters else State.RENDERED
    return Outcome(job.branch, state, failure, time.monotonic() - started, seconds)


def environment(job: Job) -> dict[str, str]:
    """What tells a notebook where it is; never a parameter, so that no folder stands in an executed notebook."""
    return {
        "BRANCHBOOK_INPUTS": str(job.inputs),
        "BRANCHBOOK_OUTPUTS": str(job.outputs),
        "BRANCHBOOK_BRANCH_FOLDER": str(job.scratch),
    }


@contextmanager
def _files() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _FailedError(Failure(Cause.FILES, error=type(error).__name__)) from error


def _lay_out(job: Job) -> None:
    if job.start_from is None and not job.chapters:
        raise _FailedError(Failure(Cause.NEVER_RUN))
    if job.start_from:
        shutil.copytree(job.start_from, job.scratch)
    (job.scratch / "notebooks").mkdir(parents=True, exist_ok=True)


def _execute(job: Job, chapter: ChapterRun) -> None:
    """Run one notebook into the scratch folder, the red cell in it if it fails."""
    made = job.scratch / "notebooks" / f"{chapter.name}.ipynb"
    try:
        with environ(environment(job)):
            papermill.execute_notebook(
                _literally(chapter.path),
                _literally(made),
                parameters=dict(chapter.parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                cwd=made.parent,
                **kernel_options(),
            )
    except PapermillExecutionError as error:
        raise _FailedError(Failure(Cause.CELL, chapter.name, error.exec_count or 0, error.ename)) from error
    except DeadKernelError as error:
        raise _FailedError(Failure(Cause.KERNEL, chapter.name)) from error
    except OSError as error:
        raise _FailedError(Failure(Cause.FILES, chapter.name, error=type(error).__name__)) from error
    finally:
        if made.exists():
            scrub_file(made, _folder_names(job))


def _write_documents(job: Job) -> None:
    try:
        prepared = prepare_here(Locations(job.inputs, job.outputs, job.scratch), job.engagement)
        write_documents(prepared, job.branch, job.scratch, job.language)
    except Exception as error:  # whatever it is, it costs this branch and no other
        trace = plain_path_names(traceback.format_exc(), _folder_names(job))
        (job.scratch / ERROR_FILE).write_text(trace, encoding="utf-8", newline="\n")
        raise _FailedError(Failure(Cause.DOCUMENTS, error=type(error).__name__)) from error


def _folder_names(job: Job) -> dict[Path, str]:
    outputs = f"outputs/{safe_part(job.engagement)}/branches/{safe_part(job.branch.id)}"
    return {job.scratch: outputs, job.outputs: "outputs", job.inputs: "inputs"}


def _literally(path: Path) -> str:
    """A path in which papermill finds no placeholders to fill."""
    return str(path).replace("{", "{{").replace("}", "}}")
