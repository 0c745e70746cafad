"""How a branch's run ended, as a value that travels from a worker to the person who waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from branchbook.report.living import Notes
from branchbook.values.branch import Branch


class State(StrEnum):
    """How a branch stands after a batch."""

    DONE = "done"  #: its chapters were run and its documents written
    RENDERED = "rendered"  #: only its documents were written anew
    CURRENT = "current"  #: nothing had changed, nothing was done
    FAILED = "failed"  #: its run failed; earlier results stand as they were
    STOPPED = "stopped"  #: the batch was stopped before this branch was finished


class Cause(StrEnum):
    """Why a branch failed."""

    CELL = "cell"  #: a cell of a notebook raised an error
    KERNEL = "kernel"  #: the process that ran a notebook died in it
    DOCUMENTS = "documents"  #: the documents could not be written
    WORKER = "worker"  #: the process that ran the branch died outside a notebook
    FILES = "files"  #: a file could not be written or moved: open in another program, no space, no permission
    NEVER_RUN = "never_run"  #: documents were asked for, but the chapters have not been run


@dataclass(frozen=True)
class Failure:
    """Where and why. ``cell`` counts the notebook's cells from 1; ``error`` names the exception, never its message,
    which might quote a customer."""

    cause: Cause
    notebook: str = ""
    cell: int = 0
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """The end of one branch's run; ``seconds`` and ``notebook_seconds`` are wall time, ``told`` what there is to
    tell of each document that people work on, ``taken`` the fingerprints of people's files as the run found them."""

    branch: Branch
    state: State
    failure: Failure | None = None
    seconds: float = 0.0
    notebook_seconds: Mapping[str, float] = field(default_factory=dict)
    told: Mapping[str, Notes] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
