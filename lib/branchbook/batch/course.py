"""Carrying out a plan: branches go to workers, results move into place, and everyone is told."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from branchbook.batch.job import Job
from branchbook.batch.layout import ERROR_FILE
from branchbook.batch.manifest import ManifestWriter
from branchbook.batch.meanwhile import keep_saved
from branchbook.batch.outcome import Cause, Failure, Outcome, State, WorkersGoneError, failure_of_files
from branchbook.batch.plan import Need, Plan, Task
from branchbook.batch.progress import Progress
from branchbook.report.living import Notes
from branchbook.values.branch import WHOLE


class Workers(Protocol):
    """Where jobs are done."""

    @property
    def slots(self) -> int:
        """How many jobs are in hand at once."""

    def submit(self, job: Job) -> Future[Outcome]:
        """Ask for a job."""

    def stop(self, kill: bool = False) -> None:
        """Let go of the workers."""


def carry_out(
    plan: Plan, start: Callable[[], Workers], manifest: ManifestWriter, progress: Progress, only: str = ""
) -> tuple[Outcome, ...]:
    """Do everything that the plan asks for and answer how each branch ended, in the plan's order, and then the meeting.

    Workers are started, and the manifest is written, if there is anything to do. ``only`` names the one chapter to run.
    One branch's failure never stops the others. On KeyboardInterrupt and :class:`WorkersGoneError` the workers are
    ended, nothing half-made is left, and the error goes on to the caller.
    """
    outcomes: dict[str, Outcome] = {}
    has_work = _has_work(plan)
    manifest.begin(has_work=has_work)
    progress.begin(plan)
    try:
        with _working(start if has_work else None) as workers:
            for task, outcome in _ended(plan, workers, only):
                outcomes[task.branch.id] = outcome
                manifest.note(task, outcome)
                progress.ended(outcome)
            for task, outcome in _meeting(plan, workers):
                outcomes[task.branch.id] = outcome
                manifest.note(task, outcome)
                progress.ended(outcome)
    finally:
        plan.layout.recover()
        manifest.finish()
        progress.end()
    return tuple(outcomes[task.branch.id] for task in plan.tasks if task.branch != WHOLE) + tuple(
        outcome for outcome in outcomes.values() if outcome.branch == WHOLE
    )


def _meeting(plan: Plan, workers: Workers | None) -> Iterator[tuple[Task, Outcome]]:
    """The summary meeting with its outcome, once the branches are done; nothing where there is none to hold."""
    then = plan.then()
    if then is not None:
        yield from _ended(then, workers, "")


def _has_work(plan: Plan) -> bool:
    """Whether anything is to be done for a branch, or for the meeting after them."""
    then = plan.then()
    return any(task.need is not Need.NOTHING for task in (*plan.tasks, *(then.tasks if then else ())))


@contextmanager
def _working(start: Callable[[], Workers] | None) -> Iterator[Workers | None]:
    """The workers for the length of the block, None where nobody starts any; an error ends them at once."""
    if start is None:
        yield None
        return
    workers = start()
    try:
        yield workers
    except BaseException:
        workers.stop(kill=True)
        raise
    workers.stop()


def _ended(plan: Plan, workers: Workers | None, only: str) -> Iterator[tuple[Task, Outcome]]:
    """Each task with its outcome, as they end; no more jobs are given out than there are slots.

    A branch that failed for a cause that may lie outside it is tried once more, after the others; one for which the
    disk was full is then done alone, so that the branch that fills it takes no other along.
    """
    for task in plan.tasks:
        if task.need is Need.NOTHING:
            yield task, Outcome(task.branch, State.CURRENT)
    if workers is None:
        return
    waiting = deque(task for task in plan.tasks if task.need is not Need.NOTHING)
    alone: deque[Task] = deque()
    in_hand: dict[Future[Outcome], tuple[Task, Job]] = {}
    retried: dict[str, Cause] = {}
    while waiting or alone or in_hand:
        while (waiting and len(in_hand) < workers.slots) or (alone and not in_hand):
            task = (waiting or alone).popleft()
            job = plan.job(task, only)
            in_hand[workers.submit(job)] = (task, job)
        for future in wait(in_hand, return_when=FIRST_COMPLETED).done:
            task, job = in_hand.pop(future)
            outcome = _settled(plan, job, future)
            cause = outcome.failure.cause if outcome.failure and outcome.failure.is_from_outside else None
            if cause is not None and task.branch.id not in retried:
                retried[task.branch.id] = cause
                (alone if cause is Cause.DISK else waiting).append(task)
            else:
                yield task, replace(outcome, retried=retried.get(task.branch.id))


def _settled(plan: Plan, job: Job, future: Future[Outcome]) -> Outcome:
    """Move what was made into place, or keep what is left of it."""
    outcome = _answer(job, future)
    try:
        if outcome.failure is None:
            outcome = _installed(plan, job, outcome)
        elif outcome.failure.cause is not Cause.NEVER_RUN:
            plan.layout.keep_failure(job.scratch, job.branch.id)
    except OSError as error:
        failure = outcome.failure or failure_of_files(error)
        outcome = replace(outcome, state=State.FAILED, failure=failure)
        with suppress(OSError):
            plan.layout.keep_failure(job.scratch, job.branch.id)
    shutil.rmtree(job.scratch, ignore_errors=True)
    return outcome


def _installed(plan: Plan, job: Job, outcome: Outcome) -> Outcome:
    """Move a finished folder into place, with what people saved in the old one while it was being made."""
    told: dict[str, Notes] = {}

    def take_over(old: Path) -> None:
        told.update(keep_saved(old, job.scratch, outcome.taken))

    plan.layout.install(job.scratch, job.branch.id, take_over)
    return replace(outcome, told={**outcome.told, **told})


def _answer(job: Job, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except WorkersGoneError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a worker stumbled over, it costs this branch alone
        failure = Failure(Cause.WORKER, error=type(error).__name__)
        with suppress(OSError):
            job.scratch.mkdir(parents=True, exist_ok=True)
            (job.scratch / ERROR_FILE).write_text(str(error), encoding="utf-8")
    return Outcome(job.branch, State.FAILED, failure)
