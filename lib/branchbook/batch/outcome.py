"""How a branch's run ended, as a value that travels from a worker to the person who waits for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from branchbook.errors import BranchbookError
from branchbook.report.living import Notes
from branchbook.values.branch import Branch


class WorkersGoneError(BranchbookError):
    """No worker can be had any more; the batch ends here, and what is done stays done."""


class State(StrEnum):
    """How a branch stands after a batch."""

    DONE = "done"  #: its chapters were run and its documents written
    RENDERED = "rendered"  #: only its documents were written anew
    CURRENT = "current"  #: nothing had changed, nothing was done
    FAILED = "failed"  #: its run failed; earlier results stand as they were


class Cause(StrEnum):
    """Why a branch failed."""

    CELL = "cell"  #: a cell of a notebook raised an error
    KERNEL = "kernel"  #: the process that ran a notebook died in it
    CELL_TIME = "cell_time"  #: a cell took longer than it may
    BRANCH_TIME = "branch_time"  #: the branch took longer than it may
    MEMORY = "memory"  #: the branch took more memory than it may, or than there is
    THREADS = "threads"  #: the branch started more processes and threads than it may
    OUTSIDE = "outside"  #: a notebook tried to write outside its branch's folder
    DISK = "disk"  #: the disk is full
    DOCUMENTS = "documents"  #: the documents could not be written
    WORKER = "worker"  #: the process that ran the branch died outside a notebook
    FILES = "files"  #: a file could not be written or moved: open in another program, no permission
    UNFINISHED = "unfinished"  #: documents were asked for that tell of chapters which have not been run to their end
    NEVER_RUN = "never_run"  #: documents were asked for, but the chapters have not been run


@dataclass(frozen=True)
class Failure:
    """Where and why. ``cell`` counts the notebook's cells from 1; ``error`` names the exception, never its message,
    which might quote a customer, or tells how a process ended; ``limit`` is what was passed, in seconds, bytes or
    threads."""

    cause: Cause
    notebook: str = ""
    cell: int = 0
    error: str = ""
    limit: float = 0.0

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Failure:
        """The failure that a manifest tells of."""
        return cls(**{**entry, "cause": Cause(entry["cause"])})

    @property
    def is_from_outside(self) -> bool:
        """Whether the cause may lie outside notebook and data, so that a second attempt is worth its time."""
        if self.cause is Cause.KERNEL:
            return self.error == "SIGKILL"  # the system's own way when memory is short; no notebook ends like this
        return self.cause in (Cause.WORKER, Cause.FILES, Cause.DISK)  # another branch may have filled it for a while


def tells_full_disk(message: str) -> bool:
    """Whether an error's message says so in the system's words, as those of Python, DuckDB and Arrow do."""
    return os.strerror(errno.ENOSPC) in message


def failure_of_files(error: OSError, notebook: str = "", cell: int = 0) -> Failure:
    """The failure that an error of the file system is, in the cell of that number."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT) or tells_full_disk(str(error))
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Failure(Cause.DISK if full else Cause.FILES, notebook, cell, name)


@dataclass(frozen=True)
class Outcome:
    """The end of one branch's run; ``seconds`` and ``notebook_seconds`` are wall time, ``notebook_memory`` the most
    bytes that were seen in use, ``told`` what there is to tell of each document that people work on. ``retried`` is the
    cause, outside the branch, for which it was tried a second time,
    ``taken`` the fingerprints of people's files as the run found them."""

    branch: Branch
    state: State
    failure: Failure | None = None
    seconds: float = 0.0
    notebook_seconds: Mapping[str, float] = field(default_factory=dict)
    told: Mapping[str, Notes] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    notebook_memory: Mapping[str, int] = field(default_factory=dict)
    retried: Cause | None = None
