"""A branch in a process of its own, forked from a warm worker: nothing leaks from one branch to the next.

The worker has no second thread and no database open when it forks; everything that a notebook starts, it starts in the
child, and it ends with the child.
"""

from __future__ import annotations

import gc
import mmap
import multiprocessing
import os
import struct
import sys
import traceback
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import Any

from branchbook.batch.branch import evidence_of_death, locations_of, make_branch
from branchbook.batch.job import Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.processes import die_with_parent, end_all_started, take_orphans
from branchbook.batch.watched import BatchGoneError, Death, Watched
from branchbook.batch.worker import BEGUN
from branchbook.book.prepared import read_ahead

_SELDOM = (400_000, 50, 100)
"""When a child looks for garbage: not once in a usual branch, for it ends soon,
and each look goes through all that it holds."""

_NUMBER = struct.Struct("q")
"""How a child notes the place of the cell that it is in."""


def make_ready_to_fork() -> None:
    """Make a worker ready to fork: memory kept from being copied when it is only looked at, orphans taken in."""
    take_orphans()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def make_branch_in_child(job: Job) -> Outcome:
    """:func:`make_branch` in a forked child; a death of the child is this branch's failure and no one else's."""
    with suppress(Exception):  # whatever it is, the child meets it, too, and tells of it
        read_ahead(locations_of(job), job.engagement)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    cell = mmap.mmap(-1, _NUMBER.size)  # the child's and ours
    child = context.Process(target=_make, args=(job, theirs, cell, os.getpid()))
    child.start()
    theirs.close()
    batch = parent_process()
    try:
        watched = Watched(job, child, ours, noted=lambda: int(_NUMBER.unpack_from(cell)[0]))
        answer = watched.answer([batch.sentinel] if batch is not None else [])
    except BatchGoneError:
        sys.exit(1)
    finally:
        child.kill()
        child.join()
        end_all_started()
        child.close()
        ours.close()
        cell.close()
    return evidence_of_death(answer) if isinstance(answer, Death) else answer


def _make(job: Job, pipe: Connection[Any, Any], cell: mmap.mmap, worker: int) -> None:
    die_with_parent(worker)
    os.setpgid(0, 0)  # Ctrl-C reaches the batch alone
    pipe.send(BEGUN)
    told = ""

    def tell(chapter: str, place: int) -> None:
        nonlocal told
        _NUMBER.pack_into(cell, 0, place)
        if chapter != told:
            pipe.send((chapter, place))
            told = chapter

    try:
        pipe.send(make_branch(job, tell))
    except Exception:  # noqa: BLE001 - told to the batch, which knows which branch it costs
        pipe.send(RuntimeError(traceback.format_exc()))
