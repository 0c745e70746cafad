"""A process that makes a branch, listened to while it works and held to the branch's limits.

The one who listens is always another process than the one that works, so that a cell which never comes back to Python
is ended like any other.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from branchbook.batch.job import Engine, Job
from branchbook.batch.outcome import Cause, Failure, Outcome
from branchbook.batch.processes import end_with_all_started, resident, resident_once, started_by, threads
from branchbook.errors import BranchbookError

INTERVAL = 0.1  # seconds between two looks, however many cells begin and end in between
GRACE = 10.0  # seconds in which an interrupted cell may come back with its traceback
SHARE_OF_TIME = 0.02  # looking through all processes takes no more than this part of the time,
LONGEST_INTERVAL = 1.0  # but is done after so many seconds at the latest


class BatchGoneError(BranchbookError):
    """The batch that wants the branch is no more."""


@dataclass(frozen=True)
class Death:
    """A process ended over a job without an answer: why, and the chapter and the place of the cell that it was in.

    ``chapter`` is empty if it was in none, and ``place`` counts from 0.
    """

    job: Job
    failure: Failure
    chapter: str = ""
    place: int = 0
    seconds: float = 0.0


@dataclass
class Watched:
    """Listens to ``process`` through ``pipe`` until the branch of ``job`` is made or the process is gone.

    A process that notes the place of each cell where it can be read (``noted``) tells of its chapters alone: being
    woken for every cell costs more than many a cell.
    """

    job: Job
    process: BaseProcess
    pipe: Connection[Any, Any]
    noted: Callable[[], int] | None = None
    chapter: str = ""
    place: int = 0
    _begun: float = 0.0
    _cell_begun: float = 0.0
    _has_begun: bool = False
    _strike: Failure | None = None
    _killed_at: float = 0.0
    _started: list[int] = field(default_factory=list)
    _next_look: float = 0.0
    _next_search: float = 0.0
    _peaks: dict[str, int] = field(default_factory=dict)

    def answer(self, gone: Sequence[int] = ()) -> Outcome | Death:
        """The outcome, or the death of the process; a branch that takes more than it may is ended.

        ``gone`` are sentinels of those who want the answer. Raises :class:`BatchGoneError` when one of them has ended,
        and whatever error the process answers with.
        """
        self._begun = self._cell_begun = time.monotonic()
        while True:
            ready = wait([self.pipe, self.process.sentinel, *gone], timeout=INTERVAL)
            if any(sentinel in ready for sentinel in gone):
                raise BatchGoneError
            # What a notebook forked may hold the process's ends of pipe and sentinel open after its death.
            alive = self.process.is_alive()
            message = self._message(self.pipe in ready or not alive)
            if isinstance(message, Exception):
                raise message
            if isinstance(message, Outcome):
                return self._told(message)
            if message is None and not alive:
                return self._death()
            if message is not None:
                self._begin(*message)
            if self._has_begun and (now := time.monotonic()) >= self._next_look:
                self._next_look = now + INTERVAL
                self._read_place(now)
                self._hold_to_limits(now)

    def _begin(self, chapter: str, place: int) -> None:
        """A cell begins, or the branch does: a process that still makes ready is not held to anything."""
        if self.chapter and chapter != self.chapter:
            self._memory()  # at its end a chapter holds most, and it may have been shorter than an interval
        self.chapter, self.place = chapter, place
        self._cell_begun = time.monotonic()
        if not self._has_begun:
            self._has_begun, self._begun = True, self._cell_begun

    def _read_place(self, now: float) -> None:
        """Take up the cell that the process has noted; one that began since the last look begins now."""
        if self.noted is not None and self.chapter and (place := self.noted()) != self.place:
            self.place, self._cell_begun = place, now

    def _message(self, ready: bool) -> Outcome | Exception | tuple[str, int] | None:
        """The next message, if there is a whole one."""
        try:
            message: Outcome | Exception | tuple[str, int] | None = (
                self.pipe.recv() if ready and self.pipe.poll() else None
            )
        except (EOFError, OSError):
            self.process.join(GRACE)
            return None
        return message

    def _told(self, outcome: Outcome) -> Outcome:
        """The outcome with what was seen from here: the memory it took, and the true cause of an interrupted cell."""
        failure = outcome.failure
        if failure is not None and self._strike is not None and failure.cause is Cause.CELL:
            failure = replace(self._strike, notebook=failure.notebook, cell=failure.cell)
        return replace(outcome, failure=failure, notebook_memory={**outcome.notebook_memory, **self._peaks})

    def _death(self) -> Death:
        self.process.join()
        self._read_place(time.monotonic())
        cause = Cause.KERNEL if self.chapter else Cause.WORKER
        failure = self._strike or Failure(cause, error=_ending(self.process.exitcode))
        return Death(self.job, failure, self.chapter, self.place, time.monotonic() - self._begun)

    def _hold_to_limits(self, now: float) -> None:
        if now >= self._next_search:
            self._search(now)
        memory = self._memory() if self._strike is None and (self.chapter or self.job.limits.memory) else 0
        if self._strike is None:
            self._strike = self._passed(now, memory)
            if self._strike is not None:
                self._killed_at = now + (GRACE if self._can_be_asked() else 0.0)
        if self._strike is not None and now >= self._killed_at:
            end_with_all_started(self.process.pid or 0)

    def _passed(self, now: float, memory: int) -> Failure | None:
        limits = self.job.limits
        if limits.memory and memory > limits.memory:
            return Failure(Cause.MEMORY, limit=limits.memory)
        if limits.cell_seconds and self.chapter and now - self._cell_begun > limits.cell_seconds:
            return Failure(Cause.CELL_TIME, limit=limits.cell_seconds)
        if limits.branch_seconds and now - self._begun > limits.branch_seconds:
            return Failure(Cause.BRANCH_TIME, limit=limits.branch_seconds)
        return None

    def _search(self, now: float) -> None:
        """Look what else the process has started, as often as that costs next to nothing."""
        begun, pid, most = time.thread_time(), self.process.pid or 0, self.job.limits.threads
        self._started = started_by(pid)
        if self._strike is None and most and (len(self._started) > most or threads([pid, *self._started]) > most):
            self._strike, self._killed_at = Failure(Cause.THREADS, limit=most), now
        self._next_search = now + min(LONGEST_INTERVAL, (time.thread_time() - begun) / SHARE_OF_TIME)

    def _memory(self) -> int:
        """Bytes in use now."""
        pids = [self.process.pid or 0, *self._started]
        memory = resident(pids)
        if self._started and 0 < (self.job.limits.memory or 0) < memory:
            memory = resident_once(pids)
        if self.chapter:
            self._peaks[self.chapter] = max(memory, self._peaks.get(self.chapter, 0))
        return memory

    def _can_be_asked(self) -> bool:
        """Interrupt a cell as Ctrl-C would, so that its traceback tells where it was; False where there is no way."""
        memory_is_short = self._strike is not None and self._strike.cause is Cause.MEMORY
        if sys.platform == "win32" or memory_is_short or not self.chapter or self.job.engine is not Engine.WARM:
            return False
        os.kill(self.process.pid or 0, signal.SIGINT)
        return True


def _ending(exitcode: int | None) -> str:
    """How a process ended: the name of a signal, or its exit code."""
    if exitcode is None or exitcode >= 0:
        return f"exit {exitcode or 0}"
    try:
        return signal.Signals(-exitcode).name
    except ValueError:
        return f"signal {-exitcode}"
