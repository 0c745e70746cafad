"""Making one branch in its scratch folder: its notebooks in order, then its documents."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from branchbook.artifacts import Shelf
from branchbook.batch.environment import environ
from branchbook.batch.guard import VARIABLE as BOUNDS
from branchbook.batch.guard import Bounds, OutsideFolderError, bounds_of, kept_inside
from branchbook.batch.job import ChapterRun, Engine, Job
from branchbook.batch.kernel import kernel_options
from branchbook.batch.layout import ERROR_FILE, Layout
from branchbook.batch.meanwhile import fingerprints
from branchbook.batch.outcome import Cause, Failure, Outcome, State, failure_of_files, tells_full_disk
from branchbook.batch.progress import failure_told
from branchbook.batch.red_cell import clear_outputs, is_whole, mark_death, number_of
from branchbook.batch.scrub import plain_path_names, scrub, scrub_file
from branchbook.batch.stamp import Stamp
from branchbook.batch.warm import warm_options
from branchbook.batch.watched import Death
from branchbook.book.charts import VARIABLE as CHARTS
from branchbook.book.decision_files import allocations_told
from branchbook.book.documents import write_documents
from branchbook.book.locations import Locations
from branchbook.book.meeting_documents import write_meeting
from branchbook.book.prepared import prepare_here
from branchbook.book.record import take_record
from branchbook.errors import BranchbookError, UnfinishedChaptersError
from branchbook.report.headline import DIAGNOSIS, headline_of
from branchbook.report.living import DOCUMENTS, LIVING, Notes
from branchbook.report.outline import unfinished
from branchbook.text import Text
from branchbook.values.branch import WHOLE
from branchbook.values.places import safe_part

_OUT_OF_MEMORY = ("MemoryError", "OutOfMemoryException")  # Python's and NumPy's; DuckDB's


class _FailedError(BranchbookError):
    """A branch can't be finished; carries where and why."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure)


ToldOfCells = Callable[[str, int], None]


def _tell_no_one(chapter: str, cell: int) -> None:
    """What is told of cells where no one listens."""


def make_branch(job: Job, told: ToldOfCells = _tell_no_one) -> Outcome:
    """Make a branch whole in ``job.scratch``; what failed is told in the outcome and lies in the folder.

    ``told`` hears of each cell (its chapter and its place in the notebook) before it is run, and of the end of a
    chapter as the place of no cell.
    """
    started = time.monotonic()
    seconds: dict[str, float] = {}
    taken: dict[str, str] = {}
    stamp = job.stamp
    failure = None
    try:
        with _files():
            _lay_out(job)
            taken = fingerprints(job.scratch)
        with kept_inside(_bounds(job)):
            decided = _decided(job)
            for chapter in _in_turn(job):
                begun = time.monotonic()
                _execute(job, chapter, told)
                told("", 0)
                stamp = _having_read(stamp, job, chapter)
                seconds[chapter.name] = seconds.get(chapter.name, 0.0) + time.monotonic() - begun
            if _decided(job) != decided:
                stamp = _on_what_was_decided(stamp, job)
        if job.writes_documents:
            _write_documents(job)
        with _files():
            _put_headline(job)
            _stamp(job, stamp)
    except _FailedError as failed:
        failure = failed.failure
    state = State.FAILED if failure else State.DONE if job.chapters else State.RENDERED
    return Outcome(job.branch, state, failure, time.monotonic() - started, seconds, _told(job.scratch), taken)


def _in_turn(job: Job) -> Iterator[ChapterRun]:
    """The chapters in order; when one has decided on the branch, those before it once more, which told of it before."""
    decided = _decided(job)
    for place, chapter in enumerate(job.chapters):
        yield chapter
        before, decided = decided, _decided(job)
        if decided != before:
            yield from job.chapters[:place]


def _decided(job: Job) -> str:
    """The allocations that are kept for the branch, as one text."""
    return allocations_told(locations_of(job).engagement(job.engagement), job.branch.id)


def _on_what_was_decided(stamp: Stamp, job: Job) -> Stamp:
    """The stamp of chapters that tell of what one of them decided,
    so that their own decision does not run them again."""
    with _files():
        data = prepare_here(locations_of(job), job.engagement, job.branch.id).data_of(job.branch.id)
    return stamp.on_data([chapter.name for chapter in job.chapters], data)


def _put_headline(job: Job) -> None:
    """Lay the branch's few figures beside its documents, for the page over all branches."""
    if job.branch == WHOLE:
        return
    found = Shelf(job.scratch / "artifacts").chapter(DIAGNOSIS)
    headline_of({artifact.key: artifact for artifact in found}).write(job.scratch)


def _having_read(stamp: Stamp, job: Job, chapter: ChapterRun) -> Stamp:
    """The stamp with the rules that a chapter has read; what one of one's own has read can't be known."""
    with _files():
        read = take_record(job.scratch)
    return stamp if read is None or chapter.own else stamp.having_read(chapter.name, read)


def _stamp(job: Job, stamp: Stamp) -> None:
    """Stamp the folder; documents that could not take the place of a person's are to be tried again next time."""
    stamp = stamp.having_made(job.scratch)
    left_alone = any(notes.fault for notes in _told(job.scratch).values())
    (replace(stamp, documents={}) if left_alone else stamp).write(job.scratch)


def _told(folder: Path) -> dict[str, Notes]:
    """What the last rendering noted of each document in a branch's folder."""
    return {name: Notes.read(folder / name) for name in DOCUMENTS}


def locations_of(job: Job) -> Locations:
    """Where a job reads and writes."""
    return Locations(job.inputs, job.outputs, job.scratch)


def _bounds(job: Job) -> Bounds:
    return bounds_of(locations_of(job), job.engagement)


def environment(job: Job) -> dict[str, str]:
    """What tells a notebook where it is and how to show charts.

    Never parameters, so that no folder stands in an executed notebook.
    """
    return {
        "BRANCHBOOK_INPUTS": str(job.inputs),
        "BRANCHBOOK_OUTPUTS": str(job.outputs),
        "BRANCHBOOK_BRANCH_FOLDER": str(job.scratch),
        CHARTS: job.charts,
        BOUNDS: _bounds(job).write() if job.engine is Engine.KERNEL else "",
    }


@contextmanager
def _files() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _FailedError(failure_of_files(error)) from error


def _lay_out(job: Job) -> None:
    if job.start_from is None and not job.chapters:
        raise _FailedError(Failure(Cause.NEVER_RUN))
    if job.start_from:
        shutil.copytree(job.start_from, job.scratch)
    else:
        _carry_over(job)
    (job.scratch / "notebooks").mkdir(parents=True, exist_ok=True)


def _carry_over(job: Job) -> None:
    """Take along what people work on, and the chapters that are kept, into a run that makes the rest anew."""
    present = Layout(job.outputs / safe_part(job.engagement)).branch(job.branch.id)
    chapters = [file for name in job.kept for file in (f"artifacts/{name}.json", f"notebooks/{name}.ipynb")]
    for file in (file for pattern in (*LIVING, *chapters) for file in present.glob(pattern)):
        place = job.scratch / file.relative_to(present)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place)


def _execute(job: Job, chapter: ChapterRun, told: ToldOfCells) -> None:
    """Run one notebook into the scratch folder, the red cell in it if it fails."""
    made = _notebook(job, chapter.name)
    place = begun = 0

    def tell(cell: int) -> None:
        nonlocal place, begun
        place, begun = cell, begun + 1
        told(chapter.name, cell)

    try:
        with environ(environment(job)), _scrubbed_where_it_fails(job, made):
            papermill.execute_notebook(
                _literally(chapter.path),
                _literally(made),
                parameters=dict(chapter.parameters),
                progress_bar=False,
                cwd=made.parent,
                finish=partial(scrub, folders=_folder_names(job)),
                **_engine_options(job, tell),
            )
    except PapermillExecutionError as error:
        raise _FailedError(_failure_of_cell(job, chapter.name, error)) from error
    except DeadKernelError as error:
        death = Death(job, Failure(Cause.KERNEL, chapter.name), chapter.name, place)
        raise _FailedError(evidence_of_death(death).failure or death.failure) from error
    except OSError as error:
        raise _FailedError(failure_of_files(error, chapter.name, begun)) from error


@contextmanager
def _scrubbed_where_it_fails(job: Job, made: Path) -> Iterator[None]:
    """Where the block fails, scrub what was written after the notebook was finished; what can't be whole goes."""
    try:
        yield
    except Exception:
        try:
            scrub_file(made, _folder_names(job))
        except (OSError, ValueError):
            made.unlink(missing_ok=True)
        raise


def _engine_options(job: Job, tell: Callable[[int], None]) -> dict[str, Any]:
    if job.engine is Engine.KERNEL:
        return {**kernel_options(), "on_cell_execute": lambda cell, cell_index: tell(cell_index)}  # noqa: ARG005
    return {**warm_options(), "before_cell": tell}


def _failure_of_cell(job: Job, notebook: str, error: PapermillExecutionError) -> Failure:
    """What a cell's own error is about, where its name tells."""
    cause = Cause.CELL
    if error.ename == UnfinishedChaptersError.__name__:
        return _unfinished(job, notebook, error.exec_count or 0)
    if error.ename == OutsideFolderError.__name__:
        cause = Cause.OUTSIDE
    elif error.ename.endswith(_OUT_OF_MEMORY):
        cause = Cause.MEMORY
    elif tells_full_disk(error.evalue):
        cause = Cause.DISK
    return Failure(cause, notebook, error.exec_count or 0, error.ename)


def _unfinished(job: Job, notebook: str = "", cell: int = 0) -> Failure:
    """The failure of documents that tell of chapters which have not been run to their end; its error names these."""
    chapters = unfinished(Shelf(job.scratch / "artifacts").all())
    return Failure(Cause.UNFINISHED, notebook, cell, ", ".join(chapters))


def evidence_of_death(death: Death) -> Outcome:
    """The outcome of a branch whose process ended, and its notebook marked at the cell that it ended in.

    What the notebook had shown until then is kept where it had been saved.
    """
    job, failure = death.job, death.failure
    chapter = next((run for run in job.chapters if run.name == death.chapter), None)
    if chapter is not None:
        failure = replace(failure, notebook=chapter.name)
        with suppress(OSError):  # a full disk costs the evidence, not the verdict
            failure = _marked(job, chapter, death.place, failure)
    return Outcome(job.branch, State.FAILED, failure, death.seconds)


def _marked(job: Job, chapter: ChapterRun, place: int, failure: Failure) -> Failure:
    """Mark the cell at ``place`` and answer the failure with its number."""
    made = _notebook(job, chapter.name)
    if not is_whole(made):
        made.parent.mkdir(parents=True, exist_ok=True)
        papermill.execute_notebook(
            _literally(chapter.path), _literally(made), dict(chapter.parameters), prepare_only=True, **warm_options()
        )
        clear_outputs(made)
    marked = replace(failure, cell=number_of(made, place))
    mark_death(made, place, marked.cause, failure_told(marked, Text.of(job.language)))
    scrub_file(made, _folder_names(job))
    return marked


def _notebook(job: Job, chapter: str) -> Path:
    return job.scratch / "notebooks" / f"{chapter}.ipynb"


def _write_documents(job: Job) -> None:
    try:
        prepared = prepare_here(locations_of(job), job.engagement, job.branch.id)
        if job.branch == WHOLE:
            write_meeting(prepared, job.scratch, job.language)
        else:
            write_documents(prepared, job.branch, job.scratch, job.language)
    except UnfinishedChaptersError as error:
        raise _FailedError(_unfinished(job)) from error
    except Exception as error:  # whatever it is, it costs this branch and no other
        trace = plain_path_names(traceback.format_exc(), _folder_names(job))
        with suppress(OSError):
            (job.scratch / ERROR_FILE).write_text(trace, encoding="utf-8", newline="\n")
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):  # what is missing stays missing
            raise _FailedError(failure_of_files(error)) from error
        raise _FailedError(Failure(Cause.DOCUMENTS, error=type(error).__name__)) from error


def _folder_names(job: Job) -> dict[Path, str]:
    place = "meeting" if job.branch == WHOLE else f"branches/{safe_part(job.branch.id)}"
    outputs = f"outputs/{safe_part(job.engagement)}/{place}"
    return {job.scratch: outputs, job.outputs: "outputs", job.inputs: "inputs"}


def _literally(path: Path) -> str:
    """A path in which papermill finds no placeholders to fill."""
    return str(path).replace("{", "{{").replace("}", "}}")
