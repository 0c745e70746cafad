"""The manner in which a plan is to be carried out, as a command's options ask for it."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, field

from branchbook.batch.job import Engine
from branchbook.batch.limits import Limits
from branchbook.book.charts import Charts
from branchbook.cli.arguments import DEFAULT_CHARTS, DEFAULT_ENGINE, limits


@dataclass(frozen=True)
class Manner:
    """``at_once`` branches on this machine, or those of the Dask cluster at ``scheduler``, each held to ``limits``."""

    engine: Engine = DEFAULT_ENGINE
    charts: Charts = DEFAULT_CHARTS
    at_once: int = 1
    scheduler: str = ""
    limits: Limits = field(default_factory=Limits.usual)

    @classmethod
    def of(cls, asked: argparse.Namespace) -> Manner:
        """What a command's options ask for; a command that has not an option takes what is usual."""
        given = vars(asked)
        return cls(
            engine=Engine(given.get("engine", DEFAULT_ENGINE)),
            charts=Charts(given.get("charts", DEFAULT_CHARTS)),
            at_once=int(given.get("jobs") or cores()),
            scheduler=given.get("scheduler", ""),
            limits=limits(asked) if "memory" in given else Limits.usual(),
        )


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
