"""One writer per engagement: a second batch is refused with the first one's identity.

The operating system holds the lock and lets go of it when the process ends, however it ends, so a killed batch never
leaves a lock behind. The file's text only tells people who holds it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from branchbook.errors import BranchbookError
from branchbook.inputs.turn import taken


class EngagementBusyError(BranchbookError):
    """Another process writes this engagement's outputs. ``pid`` and ``host`` are empty where it has not said yet."""

    def __init__(self, pid: str, host: str) -> None:
        self.pid = pid
        self.host = host
        super().__init__(pid, host)

    def __str__(self) -> str:
        return f"held by process {self.pid} on {self.host}"


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the lock file for the length of the block. Raises :class:`EngagementBusyError` if someone else does.

    Who holds it is written into it; on a full disk it is held all the same, by someone unknown.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b", buffering=0) as file:
        if not taken(file):
            raise _busy(path)
        file.truncate()
        with suppress(OSError):
            file.write(json.dumps({"pid": os.getpid(), "host": platform.node()}).encode("utf-8"))
        yield
        file.seek(0)
        file.truncate()


def _busy(path: Path) -> EngagementBusyError:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return EngagementBusyError("", "")
    return EngagementBusyError(str(holder["pid"]), str(holder["host"]))
