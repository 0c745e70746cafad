"""What one branch may take of a machine, before it is ended so that the rest can go on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import psutil

BRANCH_SECONDS = 3600.0
"""A branch takes seconds; an hour is a hundred times what the slowest machine needs."""

CELL_SECONDS = 900.0
"""A cell that has said nothing for a quarter of an hour will not end."""

THREADS = 2000
"""A library starts as many threads as there are cores; thousands are a notebook that starts them for ever."""

SHARE_OF_MEMORY = 0.8
"""The part of the machine's memory that all branches at once may take; the rest is the batch's and everyone else's."""


@dataclass(frozen=True)
class Limits:
    """The most that one branch may take; 0 is no limit.

    ``branch_seconds`` and ``cell_seconds`` are wall time of the whole branch and of each cell; ``memory`` is the bytes
    resident in the processes that make the branch, all together; None is a fair share of the machine that makes it.
    ``threads`` counts those of all these processes, of which each has one at least.
    """

    branch_seconds: float = 0.0
    cell_seconds: float = 0.0
    memory: int | None = 0
    threads: int = 0

    @classmethod
    def usual(cls) -> Limits:
        """The limits of a batch that is told no others."""
        return cls(BRANCH_SECONDS, CELL_SECONDS, None, THREADS)

    def here(self, at_once: int, memory: int = 0) -> Limits:
        """These limits on this machine, where ``at_once`` branches share ``memory`` bytes,
        all that it has if not told."""
        if self.memory is not None:
            return self
        shared = memory or psutil.virtual_memory().total
        return replace(self, memory=int(shared * SHARE_OF_MEMORY / at_once))
