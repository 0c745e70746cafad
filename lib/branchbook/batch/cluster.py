"""An existing Dask cluster as the workers of a batch, behind the face of ``concurrent.futures``.

The batch plans, moves results into place and tells, all of it at home; workers only fill scratch folders on a path that
all machines share. A worker that is lost costs its branch's time: Dask gives the job out again.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Client
from distributed import Future as Asked
from distributed.comm.addressing import parse_address, parse_host_port

from branchbook.batch.cluster_worker import Order, UnfitWorkerError, described, leave, make_branch_over_there, seen
from branchbook.batch.job import Job
from branchbook.batch.outcome import Outcome, WorkersGoneError
from branchbook.errors import Fault, InputFaults
from branchbook.values.places import HOUSE

AHEAD = 2
"""Jobs in hand for each thread of the cluster, so that none waits for the next job to travel."""

LOOK_SECONDS = 5.0
"""How often the batch looks which workers have come and gone."""

PATIENCE_SECONDS = 300.0
"""How long a cluster may be without any fit worker before the batch ends."""

CONNECT_SECONDS = "10s"


class ClusterWorkers:
    """The workers of the Dask cluster whose scheduler listens at ``address``.

    They are to see ``inputs``, and ``shared``, a folder of the outputs in which tokens are laid for them to find.
    Raises :class:`InputFaults` if there is no scheduler or no worker, and with every worker that has another version of
    Branchbook or does not see the same folders. Workers that come later are looked at before they get a job.
    """

    def __init__(self, address: str, inputs: Path, shared: Path) -> None:
        self._batch = secrets.token_hex(8)
        self._inputs, self._shared = inputs, shared
        self._wanted = described()
        self._pending: dict[Future[Outcome], Asked[Outcome]] = {}
        self._changing = threading.Lock()
        self._stopping = threading.Event()
        self._gone = False
        self._fit: frozenset[str] = frozenset()
        self._unfit: frozenset[str] = frozenset()
        self._threads = 0
        self._client = _connected(address)
        try:
            self._begin(address)
        except BaseException:
            self._client.close()
            raise
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    @property
    def slots(self) -> int:
        """How many jobs are in hand at once:
        somewhat more than the threads of all workers that were fit when looked at."""
        return AHEAD * max(1, self._threads)

    def submit(self, job: Job) -> Future[Outcome]:
        """Ask for a job. Raises :class:`WorkersGoneError` when the cluster is gone."""
        answered: Future[Outcome] = Future()
        self._ask(job, answered)
        return answered

    def stop(self, kill: bool = False) -> None:
        """Let the batch's processes on all workers end; ``kill`` ends them in the middle of what they do."""
        self._stopping.set()
        self._watching.join()
        with contextlib.suppress(OSError):  # a scheduler that is gone has nothing to be told
            if not self._gone:
                for asked in list(self._pending.values()) if kill else ():
                    asked.cancel()
                self._client.run(leave, self._batch, kill, workers=sorted(self._fit), on_error="ignore")
        self._client.close()

    def _begin(self, address: str) -> None:
        workers = self._client.nthreads()
        if not workers:
            raise InputFaults([Fault("cluster_empty", got=address)])
        faults = self._faults_of(workers)
        if faults:
            raise InputFaults([fault for found in faults.values() for fault in found])
        self._fit, self._threads = frozenset(workers), sum(workers.values())

    def _ask(self, job: Job, answered: Future[Outcome]) -> None:
        order = Order(job, self._batch, HOUSE, self._wanted["files"])
        # While all workers fit, none is named: a worker that is started again under another address is as good.
        chosen = {"workers": sorted(self._fit)} if self._unfit else {}
        with self._changing:
            if self._gone:
                raise WorkersGoneError
            asked = self._client.submit(make_branch_over_there, order, pure=False, **chosen)
            self._pending[answered] = asked
        asked.add_done_callback(partial(self._settle, job, answered))

    def _settle(self, job: Job, answered: Future[Outcome], asked: Asked[Outcome]) -> None:
        with self._changing:
            if self._pending.pop(answered, None) is None:
                return
        if asked.cancelled():  # the scheduler is gone, and with it all that it knew
            self._gone = True
            answered.set_exception(WorkersGoneError())
            return
        error = asked.exception()
        if isinstance(error, UnfitWorkerError | ImportError):
            self._look_again(job, answered)
        elif error is not None:
            answered.set_exception(error)
        else:
            answered.set_result(asked.result())

    def _look_again(self, job: Job, answered: Future[Outcome]) -> None:
        """A worker is not what it was taken for: the job goes to one that fits, as long as there is one."""
        try:
            self._look(anew=True)
            if not self._fit:
                raise WorkersGoneError
            self._ask(job, answered)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the future
            answered.set_exception(error)

    def _watch(self) -> None:
        seen_last = time.monotonic()
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:  # noqa: BLE001 - whatever it is, the scheduler can't be talked to
                self._fit = frozenset()
            if self._fit:
                seen_last = time.monotonic()
            elif self._client.status == "closed" or time.monotonic() - seen_last > PATIENCE_SECONDS:
                self._give_up()
                return

    def _look(self, anew: bool = False) -> None:
        """See which workers there are, and whether those that came in, or ``anew`` all of them, fit."""
        threads: Mapping[str, int] = self._client.nthreads()
        workers = frozenset(threads)
        known = frozenset() if anew else self._fit | self._unfit
        faults = self._faults_of(workers - known) if workers - known else {}
        self._unfit = ((self._unfit & known) | frozenset(faults)) & workers
        self._fit = workers - self._unfit
        self._threads = sum(threads[worker] for worker in self._fit)

    def _give_up(self) -> None:
        """The cluster is gone: whoever waits for a job is told so."""
        with self._changing:
            self._gone = True
            waiting, self._pending = list(self._pending), {}
        for answered in waiting:
            answered.set_exception(WorkersGoneError())

    def _faults_of(self, workers: Iterable[str]) -> Mapping[str, tuple[Fault, ...]]:
        """What keeps each of these workers from taking part; those that fit are not named."""
        asked = sorted(workers)
        descriptions = self._client.run(described, workers=asked, on_error="return")
        views = self._views(asked)
        found = {
            one: (*_version_faults(one, descriptions.get(one), self._wanted), *views.get(one, ())) for one in asked
        }
        return {worker: faults for worker, faults in found.items() if faults}

    def _views(self, workers: list[str]) -> Mapping[str, tuple[Fault, ...]]:
        """Faults for the folders that workers do not see: a token that was just written is looked for."""
        self._shared.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._shared) as folder:
            token, said = Path(folder) / "token", secrets.token_hex(8)
            token.write_text(said, encoding="utf-8")
            views = self._client.run(seen, (self._inputs,), token, said, workers=workers, on_error="return")
        unseen = {worker: view for worker, view in views.items() if isinstance(view, tuple) and view}
        return {worker: tuple(self._unseen(worker, folder) for folder in view) for worker, view in unseen.items()}

    def _unseen(self, worker: str, folder: str) -> Fault:
        name = "inputs" if folder == self._inputs.as_posix() else "outputs"
        return Fault("cluster_folder_unseen", got=worker, values={"folder": name})


def _connected(address: str) -> Client:
    try:
        parse_host_port(parse_address(address)[1])  # without a port a client breaks off, and then never ends in peace
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputFaults([Fault("cluster_unreachable", got=address)]) from error


def _version_faults(worker: str, description: Any, wanted: Mapping[str, str]) -> tuple[Fault, ...]:
    if isinstance(description, OSError):  # it was lost while it was asked
        return ()
    if not isinstance(description, Mapping):
        return (Fault("cluster_worker_without", got=worker),)
    other = [name for name in wanted if description.get(name) != wanted[name]]
    if not other:
        return ()
    theirs, ours = (", ".join(f"{name} {told.get(name, '—')[:12]}" for name in other) for told in (description, wanted))
    return (Fault("cluster_worker_differs", got=worker, allowed=ours, values={"theirs": theirs}),)
