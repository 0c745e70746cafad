"""Local worker processes behind the face of ``concurrent.futures``: each is a lane of its own.

One process per lane makes a death exact: it costs the job that the process had in hand and nothing else, and the lane
goes on with a new process. Processes are spawned, never forked, from the batch, which has threads. A worker ends with
the batch, however that ends: its end of the pipe closes.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Any

from branchbook.batch.environment import environ
from branchbook.batch.job import Job
from branchbook.batch.limits import Limits
from branchbook.batch.outcome import Outcome, State
from branchbook.batch.processes import MARK, end_marked
from branchbook.batch.watched import Death, Watched
from branchbook.batch.worker import Work, serve

RECYCLED_AFTER = 200
"""Jobs after which a worker is replaced, so that what libraries leak does not add up over a long batch."""


_starting = threading.Lock()


class LocalWorkers:
    """``count`` processes that each make ready by ``begin`` and answer ``work(job)`` for one job at a time.

    Each is held to its job's limits. With ``lenience`` the workers hold their children to them, and are themselves
    given that many seconds more.
    """

    def __init__(
        self,
        begin: Callable[[], None],
        work: Work,
        count: int,
        environment: Mapping[str, str],
        lenience: float = 0.0,
    ) -> None:
        self.slots = count
        self._stopping = threading.Event()
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Outcome]] | None] = queue.SimpleQueue()
        self._lanes = [_Lane(begin, work, environment, lenience) for _ in range(count)]
        self._threads = [threading.Thread(target=self._drive, args=(lane,), daemon=True) for lane in self._lanes]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Job) -> Future[Outcome]:
        """Ask for a job; the death of a process over it is told as an outcome, too."""
        future: Future[Outcome] = Future()
        self._jobs.put((replace(job, limits=job.limits.here(self.slots)), future))
        return future

    def stop(self, kill: bool = False) -> None:
        """Let the workers end; ``kill`` ends them in the middle of what they do."""
        if kill:
            self._stopping.set()
        for _ in self._threads:
            self._jobs.put(None)
        for lane in self._lanes if kill else ():
            lane.kill()
        for thread in self._threads:
            thread.join()

    def _drive(self, lane: _Lane) -> None:
        while (asked := self._jobs.get()) is not None:
            job, future = asked
            if self._stopping.is_set():
                future.cancel()
                continue
            try:
                future.set_result(lane.answer(job))
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the future
                future.set_exception(error)
        lane.close()


class _Lane:
    """One worker process at a time, started when first needed and after each death."""

    def __init__(self, begin: Callable[[], None], work: Work, environment: Mapping[str, str], lenience: float) -> None:
        self._begin = begin
        self._work = work
        self._environment = environment
        self._lenience = lenience
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._mark = ""
        self._answered = 0
        self._killed = False

    def answer(self, job: Job) -> Outcome:
        """The outcome of a job; where the process ended over it, a new one writes down the evidence."""
        answer = self._asked(job, job)
        if isinstance(answer, Death) and answer.chapter and not self._killed:
            answer = self._asked(answer, job)
        if isinstance(answer, Death):
            return Outcome(job.branch, State.FAILED, answer.failure, answer.seconds)
        return answer

    def _asked(self, order: Job | Death, job: Job) -> Outcome | Death:
        process, pipe = self._given(order)
        try:
            answer = Watched(replace(job, limits=self._limits(job)), process, pipe).answer()
        except RuntimeError:
            self._count()
            raise
        if isinstance(answer, Death):
            self._bury()
            return replace(answer, job=job)
        self._count()
        return answer

    def _limits(self, job: Job) -> Limits:
        if not self._lenience:
            return job.limits
        return Limits(branch_seconds=job.limits.branch_seconds and job.limits.branch_seconds + self._lenience)

    def _given(self, order: Job | Death) -> tuple[BaseProcess, Connection[Any, Any]]:
        """Give an order to the process, or to a new one where it has died since its last answer."""
        if self._process is not None and self._pipe is not None:
            try:
                self._pipe.send(order)
            except OSError:
                self._bury()
            else:
                return self._process, self._pipe
        process, pipe = self._start()
        pipe.send(order)
        return process, pipe

    def _start(self) -> tuple[BaseProcess, Connection[Any, Any]]:
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._begin, self._work))
        self._mark = secrets.token_hex(8)
        if os.name == "posix":
            ensure_running()  # the batch's own helper, which must not carry a worker's mark
        with _starting, environ({**self._environment, MARK: self._mark}):
            process.start()
        theirs.close()
        self._process, self._pipe, self._answered = process, pipe, 0
        return process, pipe

    def _count(self) -> None:
        self._answered += 1
        if self._answered >= RECYCLED_AFTER:
            self.close()

    def kill(self) -> None:
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def _bury(self) -> None:
        """Forget a process that is dead, and end what it had started and could not end itself."""
        self.close()
        end_marked(self._mark)

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join()
        self._process = self._pipe = None
