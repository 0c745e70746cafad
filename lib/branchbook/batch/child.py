"""A branch in a process of its own, forked from a warm worker: nothing leaks from one branch to the next.

The worker has no second thread and no database open when it forks; everything that a notebook starts, it starts in the
child, and it ends with the child.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from branchbook.batch.branch import evidence_of_death, make_branch
from branchbook.batch.job import Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.warm import warm_up
from branchbook.batch.worker import end_with_parent

_SELDOM = (100_000, 50, 100)
"""When a child looks for garbage: seldom, for it ends soon, and each look goes through all that a branch holds."""


def make_ready_to_fork() -> None:
    """Make a worker ready to fork: everything imported, and memory kept from being copied when it is only looked at."""
    warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


def make_branch_in_child(job: Job) -> Outcome:
    """:func:`make_branch` in a forked child; a death of the child is this branch's failure and no one else's."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_make, args=(job, theirs))
    child.start()
    theirs.close()
    try:
        return _heard(job, child, ours)
    finally:
        _end(child)
        ours.close()


def _make(job: Job, pipe: Connection[Any, Any]) -> None:
    os.setpgid(0, 0)  # what the notebooks start can be ended with them, and Ctrl-C reaches the batch alone
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        pipe.send(make_branch(job, told=lambda chapter, cell: pipe.send((chapter, cell))))
    except Exception:  # noqa: BLE001 - told to the batch, which knows which branch it costs
        pipe.send(RuntimeError(traceback.format_exc()))


def _heard(job: Job, child: BaseProcess, pipe: Connection[Any, Any]) -> Outcome:
    """Listen to the child until it answers or is gone; if the batch itself is gone, end too."""
    batch = parent_process()
    gone = [batch.sentinel] if batch is not None else []
    chapter, cell = "", 0
    while True:
        ready = wait([pipe, child.sentinel, *gone])
        if gone and gone[0] in ready:
            sys.exit(1)
        message = _next(pipe) if pipe in ready or pipe.poll() else None
        if message is None:
            return evidence_of_death(job, chapter, cell)
        if isinstance(message, Outcome):
            return message
        if isinstance(message, Exception):
            raise message
        chapter, cell = message


def _next(pipe: Connection[Any, Any]) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _end(child: BaseProcess) -> None:
    """End the child and all that it has started, without waiting for threads that never end."""
    for end, number in ((os.killpg, child.pid), (os.kill, child.pid)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(number or 0, signal.SIGKILL)
    child.join()
    child.close()
