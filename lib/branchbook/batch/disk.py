"""What a batch asks of the disk before its first notebook:
that it can be written to, and that its branches will fit."""

from __future__ import annotations

import errno
import os
import shutil
from itertools import islice
from pathlib import Path

from branchbook.batch.layout import Layout
from branchbook.batch.plan import Need, Plan
from branchbook.errors import Fault, InputFaults

BRANCH_BYTES = 6 << 20
"""What a branch's folder is taken to hold where none stands yet: half as much again as one of the demo bank's on
average.

Those hold 4.0 MB (``tests/benchmarks/README.md``). As soon as branches stand, their own sizes tell.
"""

_WEIGHED = 20  # standing folders whose sizes tell what the next ones will take
_PROBE = ".writable"


def check_writable(layout: Layout) -> None:
    """Raise :class:`InputFaults` unless an engagement's outputs can be written, which is tried."""
    probe = layout.root / _PROBE
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(layout, layout.root, error.strerror or type(error).__name__) from error
    for folder in (layout.branches, layout.failures, layout.scratch, layout.meeting):
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise _unwritable(layout, folder, os.strerror(errno.EACCES))


def check_room(plan: Plan, at_once: int) -> None:
    """Raise :class:`InputFaults` where the disk has less room than the plan's branches are expected to take.

    A branch that is made takes what those that stand take on average; one that stands already gives its room back, but
    ``at_once`` of them stand twice for a while.
    """
    asked = [plan.layout.branch(task.branch.id) for task in plan.tasks if task.need is not Need.NOTHING]
    new = sum(not folder.is_dir() for folder in asked)
    needed = branch_bytes(plan.layout) * (new + min(at_once, len(asked)))
    free = shutil.disk_usage(plan.layout.root).free
    if asked and needed > free:
        values = {"needed": _shown(needed), "branches": str(len(asked)), "folder": plan.locations.outputs.name}
        raise InputFaults([Fault("disk_short", got=_shown(free), values=values)])


def branch_bytes(layout: Layout) -> float:
    """Bytes that a branch's folder is expected to hold."""
    standing = islice(layout.branches.iterdir(), _WEIGHED) if layout.branches.is_dir() else ()
    sizes = [sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) for folder in standing]
    return sum(sizes) / len(sizes) if sizes else BRANCH_BYTES


def _unwritable(layout: Layout, folder: Path, error: str) -> InputFaults:
    shown = folder.relative_to(layout.root.parents[1]).as_posix()
    return InputFaults([Fault("outputs_unwritable", got=shown, values={"error": error})])


def _shown(size: float) -> str:
    """Bytes in gigabytes, or in megabytes where they are fewer."""
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{size / (1 << 20):.0f} MB"
