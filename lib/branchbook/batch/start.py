"""Starting the workers that an engine wants."""

from __future__ import annotations

from pathlib import Path

from branchbook.batch.branch import make_branch
from branchbook.batch.job import Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.worker import worker_environment
from branchbook.batch.workers import LocalWorkers


def start_workers(count: int, cache: Path) -> LocalWorkers[Job, Outcome]:
    """``count`` local processes that make branches; each starts with the first job that it is given."""
    return LocalWorkers(make_branch, count, worker_environment(cache))
