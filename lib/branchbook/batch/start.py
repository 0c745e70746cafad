"""Starting the workers that an engine wants.

The batch itself imports neither papermill nor a kernel: what is named here is imported in the workers, when they begin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from branchbook.batch.job import Engine, Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.processes import end_all_started
from branchbook.batch.watched import Death
from branchbook.batch.worker import Tell, begin_watching, worker_environment
from branchbook.batch.workers import LocalWorkers

FORKS = sys.platform.startswith("linux")
"""Whether forking is safe here: macOS's own libraries do not stand it, and Windows has none."""

LENIENCE = 60.0
"""Seconds that a worker which holds its child to a limit gets beyond it before it is taken for dead itself."""


def start_workers(engine: Engine, count: int, cache: Path, forks: bool = FORKS) -> LocalWorkers:
    """``count`` local processes that make branches; each starts with the first job that it is given.

    A branch runs in a child forked from its worker, which holds it to its limits, or, where ``forks`` is False, in the
    worker itself, which puts its state back after each notebook, is replaced now and then, and is held by the batch.
    """
    environment = worker_environment(cache)
    warm = engine is Engine.WARM
    if forks:
        return LocalWorkers(begin_forking_warm if warm else begin_forking, make_in_child, count, environment, LENIENCE)
    return LocalWorkers(begin_warm if warm else begin_watching, make_here, count, environment)


def begin_forking() -> None:
    """Make a worker ready to fork processes that start kernels."""
    _import_nbformat_quickly()
    from branchbook.batch.child import make_ready_to_fork

    make_ready_to_fork()


def begin_forking_warm() -> None:
    """Make a worker ready to fork processes that run notebooks."""
    _import_nbformat_quickly()
    from branchbook.batch.child import make_ready_to_fork
    from branchbook.batch.warm import warm_up

    warm_up()
    make_ready_to_fork()


def begin_warm() -> None:
    """Make a worker ready that runs notebooks in its own process."""
    _import_nbformat_quickly()
    from branchbook.batch.warm import warm_up

    warm_up()
    begin_watching()


def make_in_child(order: Job | Death, tell: Tell) -> Outcome:  # noqa: ARG001 - told to the worker, who needs it
    """Make a branch in a forked child."""
    from branchbook.batch.branch import evidence_of_death
    from branchbook.batch.child import make_branch_in_child

    return evidence_of_death(order) if isinstance(order, Death) else make_branch_in_child(order)


def make_here(order: Job | Death, tell: Tell) -> Outcome:
    """Make a branch in the worker itself, or in the kernels that it starts."""
    from branchbook.batch.branch import evidence_of_death, make_branch

    try:
        return evidence_of_death(order) if isinstance(order, Death) else make_branch(order, tell)
    finally:
        end_all_started()


def _import_nbformat_quickly() -> None:
    """Import nbformat without a grammar of web addresses that takes seconds to build and that no notebook needs."""
    grammar = "rfc3987_syntax"
    known = sys.modules.get(grammar)
    sys.modules[grammar] = known  # type: ignore[assignment]
    import nbformat  # noqa: F401 - for what it brings along

    if known is None:
        del sys.modules[grammar]
