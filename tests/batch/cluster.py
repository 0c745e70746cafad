"""A real Dask cluster on the loopback interface: a scheduler and its workers as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 120


@dataclass
class Cluster:
    """Its processes keep their files below ``folder``; ``workers`` are the process groups of the nannies."""

    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = self.folder / "scheduler.json"
        words = ("scheduler", "--host", LOOPBACK, "--port", "0", "--no-dashboard", "--scheduler-file", str(self._file))
        self._scheduler = self._started(words)
        self.address = self._address()

    def add_worker(self, options: Sequence[str] = (), variables: Mapping[str, str] | None = None) -> None:
        """Start one more worker of one thread, under a nanny that starts it again when it dies."""
        words = ("worker", self.address, "--host", LOOPBACK, "--nthreads", "1", "--no-dashboard")
        place = self.folder / f"worker-{len(self.workers)}"
        self.workers.append(self._started((*words, "--local-directory", str(place), *options), variables))

    def wait_for(self, workers: int) -> None:
        """Wait until so many workers have reported."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE_SECONDS)

    def processes(self) -> dict[str, int]:
        """The process of each worker by its address."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return dict(client.run(os.getpid))

    def end_worker(self) -> None:
        """End the worker that was added last, with its nanny."""
        _end(self.workers.pop())

    def end(self) -> None:
        """End everything."""
        for process in (*self.workers, self._scheduler):
            _end(process)

    def _started(self, words: Sequence[str], variables: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            env={**environment, **(variables or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _address(self) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                address: str = json.loads(self._file.read_text(encoding="utf-8"))["address"]
            except (OSError, ValueError):
                time.sleep(0.05)
            else:
                return address
        raise TimeoutError("the scheduler does not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
