"""Starting the workers that an engine wants."""

from __future__ import annotations

import sys
from pathlib import Path

from branchbook.batch.branch import make_branch
from branchbook.batch.child import begin_forking, make_branch_in_child
from branchbook.batch.job import Engine, Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.warm import begin_warm
from branchbook.batch.worker import begin_watching, worker_environment
from branchbook.batch.workers import LocalWorkers

FORKS = sys.platform.startswith("linux")
"""Whether forking is safe here: macOS's own libraries do not stand it, and Windows has none."""


def start_workers(engine: Engine, count: int, cache: Path, forks: bool = FORKS) -> LocalWorkers[Job, Outcome]:
    """``count`` local processes that make branches; each starts with the first job that it is given.

    With the warm engine a branch runs in a child forked from its worker, or, where ``forks`` is False, in the worker
    itself, which puts its state back after each notebook and is replaced now and then.
    """
    environment = worker_environment(cache)
    if engine is Engine.KERNEL:
        return LocalWorkers(begin_watching, make_branch, count, environment)
    if forks:
        return LocalWorkers(begin_forking, make_branch_in_child, count, environment)
    return LocalWorkers(begin_warm, make_branch, count, environment)
