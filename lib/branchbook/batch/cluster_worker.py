"""A batch's seat on a worker of a Dask cluster: what runs over there.

A Dask worker executes no notebook itself. It hands each job to local worker processes of its own machine, the same as
those of a batch without a cluster, so that isolation, limits and outcomes are the same too.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import platform
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from distributed import get_worker

from branchbook.batch.job import Job
from branchbook.batch.manifest import PACKAGES
from branchbook.batch.outcome import Outcome
from branchbook.batch.stamp import house_fingerprint
from branchbook.batch.start import start_workers
from branchbook.batch.workers import LocalWorkers
from branchbook.errors import BranchbookError
from branchbook.values.places import HOUSE
from branchbook.values.version import VERSION


@dataclass(frozen=True)
class Order:
    """A job of a batch, with the house that it was planned in:
    its top folder there, and the fingerprint of its files."""

    job: Job
    batch: str
    house: Path
    fingerprint: str


class UnfitWorkerError(BranchbookError):
    """This worker's Branchbook is not the one that the batch was planned with."""


@dataclass
class _Seat:
    """The local workers of one batch on this machine, and how many jobs they have in hand."""

    workers: LocalWorkers
    in_hand: int = 0


_seats: dict[str, _Seat] = {}
_seating = threading.Lock()


def described() -> Mapping[str, str]:
    """What decides whether two machines write the same bytes: versions, and the fingerprint of the workbook's files."""
    packages = {name: version(name) for name in PACKAGES}
    python = ".".join(platform.python_version_tuple()[:2])
    return {"branchbook": VERSION, "files": house_fingerprint(), "python": python, **packages}


def seen(folders: tuple[Path, ...], token: Path, said: str) -> tuple[str, ...]:
    """The names of those folders, and of the token's, that this machine does not see as the batch does."""
    missing = [folder for folder in folders if not folder.is_dir()]
    if not token.is_file() or token.read_text(encoding="utf-8") != said or not os.access(token.parent, os.W_OK):
        missing.append(token.parent)
    return tuple(dict.fromkeys(folder.as_posix() for folder in missing))


def make_branch_over_there(order: Order) -> Outcome:
    """Make a branch by a process of this machine.

    Dask may give a job out again when it has lost sight of a worker, so each attempt has a scratch folder of its own
    and the first that is whole takes the job's. Raises :class:`UnfitWorkerError` on a worker of another version.
    """
    if order.fingerprint != house_fingerprint():
        raise UnfitWorkerError
    attempt = order.job.scratch.with_name(f"{order.job.scratch.name}-{uuid4().hex[:8]}")
    seat = _taken_seat(order)
    try:
        return seat.workers.submit(_brought_home(order, attempt)).result()
    finally:
        with _seating:
            seat.in_hand -= 1
        with contextlib.suppress(OSError):  # another attempt was first, or there is nothing
            attempt.rename(order.job.scratch)
        shutil.rmtree(attempt, ignore_errors=True)


def leave(batch: str, kill: bool = False) -> None:
    """Let a batch's processes on this machine end."""
    with _seating:
        seat = _seats.pop(batch, None)
    if seat is not None:
        seat.workers.stop(kill=kill)


def _taken_seat(order: Order) -> _Seat:
    """This batch's seat with one more job in hand; those of batches that have nothing in hand here are cleared."""
    with _seating:
        if order.batch not in _seats:
            for batch in [batch for batch, seat in _seats.items() if not seat.in_hand]:
                _seats.pop(batch).workers.stop()
            _seats[order.batch] = _Seat(_started(order.job))
        _seats[order.batch].in_hand += 1
        return _seats[order.batch]


def _started(job: Job) -> LocalWorkers:
    # Dask marks its workers as daemons, which may have no children; ours end by themselves when their parent is gone.
    multiprocessing.current_process().daemon = False
    worker = get_worker()
    return start_workers(job.engine, worker.state.nthreads, Path(worker.local_directory) / "branchbook")


def _brought_home(order: Order, attempt: Path) -> Job:
    """The job with this attempt's scratch folder, shipped notebooks where they stand on this machine,
    and its limits."""
    chapters = tuple(
        replace(run, path=HOUSE / run.path.relative_to(order.house)) if run.path.is_relative_to(order.house) else run
        for run in order.job.chapters
    )
    worker = get_worker()
    limits = order.job.limits.here(worker.state.nthreads, worker.memory_manager.memory_limit or 0)
    return replace(order.job, scratch=attempt, chapters=chapters, limits=limits)


@atexit.register
def _leave_all() -> None:
    """End all processes before multiprocessing would wait for them."""
    for batch in list(_seats):
        leave(batch, kill=True)
