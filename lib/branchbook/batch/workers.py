"""Local worker processes behind the face of ``concurrent.futures``: each is a lane of its own.

One process per lane makes a death exact: it costs the job that the process had in hand and nothing else, and the lane
goes on with a new process. Processes are spawned, never forked, from the batch, which has threads. A worker ends with
the batch, however that ends: its end of the pipe closes.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from branchbook.batch.environment import environ
from branchbook.batch.worker import serve
from branchbook.errors import BranchbookError

Given = TypeVar("Given")
Made = TypeVar("Made")

RECYCLED_AFTER = 200
"""Jobs after which a worker is replaced, so that what libraries leak does not add up over a long batch."""


_starting = threading.Lock()


class WorkerDiedError(BranchbookError):
    """The process that had a job in hand ended without an answer."""


class WorkersGoneError(BranchbookError):
    """No worker can be had any more; the batch ends here, and what is done stays done."""


class LocalWorkers(Generic[Given, Made]):
    """``count`` processes that each make ready by ``begin`` and answer ``work(job)`` for one job at a time."""

    def __init__(
        self, begin: Callable[[], None], work: Callable[[Given], Made], count: int, environment: Mapping[str, str]
    ) -> None:
        self.slots = count
        self._stopping = threading.Event()
        self._jobs: queue.SimpleQueue[tuple[Given, Future[Made]] | None] = queue.SimpleQueue()
        self._lanes = [_Lane(begin, work, environment) for _ in range(count)]
        self._threads = [threading.Thread(target=self._drive, args=(lane,), daemon=True) for lane in self._lanes]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Given) -> Future[Made]:
        """Ask for a job; its future raises :class:`WorkerDiedError` if the process dies over it."""
        future: Future[Made] = Future()
        self._jobs.put((job, future))
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

    def _drive(self, lane: _Lane[Given, Made]) -> None:
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


class _Lane(Generic[Given, Made]):
    """One worker process at a time, started when first needed and after each death."""

    def __init__(
        self, begin: Callable[[], None], work: Callable[[Given], Made], environment: Mapping[str, str]
    ) -> None:
        self._begin = begin
        self._work = work
        self._environment = environment
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._answered = 0

    def answer(self, job: Given) -> Made:
        if self._process is None or self._pipe is None:
            self._start()
        assert self._process is not None and self._pipe is not None  # noqa: S101, PT018 - just started
        try:
            self._pipe.send(job)
            wait([self._pipe, self._process.sentinel])
            if not self._pipe.poll():
                raise EOFError
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise WorkerDiedError from error
        self._answered += 1
        if self._answered >= RECYCLED_AFTER:
            self.close()
        if isinstance(answer, Exception):
            raise answer
        made: Made = answer
        return made

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._begin, self._work))
        with _starting, environ(self._environment):
            self._process.start()
        theirs.close()
        self._answered = 0

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join()
        self._process = self._pipe = None
