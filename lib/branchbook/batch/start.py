"""Starting the workers that an engine wants.

The batch itself imports neither papermill nor a kernel: what is named here is imported in the workers, when they begin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from branchbook.batch.job import Engine, Job
from branchbook.batch.outcome import Outcome
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
    if engine is Engine.WARM and forks:
        return LocalWorkers(begin_forking, make_in_child, count, environment)
    begin = begin_watching if engine is Engine.KERNEL else begin_warm
    return LocalWorkers(begin, make_here, count, environment)


def begin_forking() -> None:
    """Make a worker ready to fork."""
    _import_nbformat_quickly()
    from branchbook.batch.child import make_ready_to_fork

    make_ready_to_fork()


def begin_warm() -> None:
    """Make a worker ready that runs notebooks in its own process."""
    _import_nbformat_quickly()
    from branchbook.batch.warm import warm_up

    warm_up()
    begin_watching()


def make_in_child(job: Job) -> Outcome:
    """Make a branch in a forked child."""
    from branchbook.batch.child import make_branch_in_child

    return make_branch_in_child(job)


def make_here(job: Job) -> Outcome:
    """Make a branch in the worker itself, or in the kernels that it starts."""
    from branchbook.batch.branch import make_branch

    return make_branch(job)


def _import_nbformat_quickly() -> None:
    """Import nbformat without a grammar of web addresses that takes seconds to build and that no notebook needs."""
    grammar = "rfc3987_syntax"
    known = sys.modules.get(grammar)
    sys.modules[grammar] = known  # type: ignore[assignment]
    import nbformat  # noqa: F401 - for what it brings along

    if known is None:
        del sys.modules[grammar]
