"""What a worker is asked to do for one branch: small, picklable, and whole in itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from branchbook.batch.limits import Limits
from branchbook.batch.notebook import Literal
from branchbook.batch.stamp import Stamp
from branchbook.book.charts import Charts
from branchbook.values.branch import Branch


class Engine(StrEnum):
    """How notebooks are executed."""

    WARM = "warm"  #: in the worker's own process, warm and isolated by branch
    KERNEL = "kernel"  #: papermill's own way, a new Jupyter kernel for each notebook


@dataclass(frozen=True)
class ChapterRun:
    """One notebook to execute, with the values given to its parameters cell.

    ``own`` is a copy in the engagement's folder, which may do whatever its author likes.
    """

    name: str
    path: Path
    parameters: Mapping[str, Literal]
    own: bool = False


@dataclass(frozen=True)
class Job:
    """One branch to make in ``scratch``.

    ``start_from`` is the branch's present folder where the job adds to it (documents again, one chapter again) and None
    where the branch is made from nothing. ``kept`` are the chapters whose results are taken over from what stands while
    all else is made anew. ``charts`` tells how notebooks show them. ``stamp`` is what the finished folder will have
    been made from; ``writes_documents`` asks for the documents after the chapters. Whoever works for it holds the work
    to ``limits``.
    """

    engagement: str
    branch: Branch
    inputs: Path
    outputs: Path
    scratch: Path
    language: str
    chapters: tuple[ChapterRun, ...]
    writes_documents: bool
    start_from: Path | None
    stamp: Stamp
    engine: Engine
    charts: Charts
    limits: Limits = field(default_factory=Limits)
    kept: tuple[str, ...] = ()
