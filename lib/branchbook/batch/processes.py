"""Processes that belong to a branch: ended whole with all that they have started, and what memory they hold.

What a notebook starts may start more, detach itself and outlive it. On Linux such orphans come to the worker, which has
declared itself their next of kin; elsewhere they are found while their parents live.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

MARK = "BRANCHBOOK_WORKER"
"""The environment variable in which a worker and all that it starts carry the worker's own mark."""

_DIE_WITH_PARENT, _TAKE_ORPHANS = 1, 36  # of prctl(2)
_LISTS_CHILDREN = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()
_ROUNDS = 100  # what starts processes as fast as they are ended is given up after so many


def take_orphans() -> None:
    """Make processes whose parent has ended this process's own children, where the system can."""
    _tell_kernel(_TAKE_ORPHANS, 1)


def die_with_parent(parent: int) -> None:
    """Have the system end this process when ``parent`` does, whatever code it is in; Linux alone can."""
    if sys.platform.startswith("linux"):
        _tell_kernel(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def end_all_started() -> None:
    """End everything that this process has started and that still runs."""
    for _ in range(_ROUNDS if _has_children() else 0):
        if not (running := [process for process in _started_by(os.getpid()) if not _is_dead(process)]):
            break
        _end(running)
    _bury_orphans()


def end_with_all_started(pid: int) -> None:
    """End a process and everything that it has started; whoever started it still learns how it ended."""
    started = _started_by(pid)
    for process in _processes([pid]):
        process.kill()
    _end(started)


def end_marked(mark: str) -> None:
    """End everything else that carries the mark of a worker, wherever its parents are."""
    for _ in range(_ROUNDS):
        carrying = [process for process in psutil.process_iter() if mark and process.pid != os.getpid()]
        if not (running := [process for process in carrying if _mark_of(process) == mark and not _is_dead(process)]):
            return
        _end(running)


def started_by(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have, as good as one look can tell.

    Linux keeps a list of them; elsewhere it is a look through all that run.
    """
    if not _LISTS_CHILDREN:
        return [process.pid for process in _started_by(pid)]
    found = _children(pid)
    for child in found:
        found += _children(child)  # the list grows while it is gone through
    return found


def _children(pid: int) -> list[int]:
    """What each thread of a process has started; nothing of a process that is gone."""
    listed: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            listed += map(int, (thread / "children").read_bytes().split())
    return listed


def threads(pids: Iterable[int]) -> int:
    """How many threads processes have, all together; each process has one at least."""
    return sum(_threads(process) for process in _processes(pids))


def resident(pids: Iterable[int]) -> int:
    """Bytes resident in processes; pages that they share count in each."""
    return sum(_memory(process) for process in _processes(pids))


def resident_once(pids: Iterable[int]) -> int:
    """Bytes resident in processes; pages that they share count once where the system tells,
    at the price of a longer look."""
    return sum(_memory(process, shared=psutil.LINUX) for process in _processes(pids))


def _has_children() -> bool:
    """Whether there is any child, dead or alive; True where the system does not tell at once."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _bury_orphans() -> None:
    """Let the system forget processes that have ended and that nobody else waits for."""
    with contextlib.suppress(ChildProcessError):
        while hasattr(os, "WNOHANG") and os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _tell_kernel(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _started_by(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        started: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
        return started
    return []


def _processes(pids: Iterable[int]) -> Iterator[psutil.Process]:
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            yield psutil.Process(pid)


def _is_dead(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    return True


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=1)


def _mark_of(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error, OSError):
        return str(process.environ().get(MARK, ""))
    return ""


def _threads(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error, OSError):
        return int(process.num_threads())
    return 0


def _memory(process: psutil.Process, shared: bool = False) -> int:
    with contextlib.suppress(psutil.Error, OSError):
        return int(process.memory_full_info().pss if shared else process.memory_info().rss)
    return 0
