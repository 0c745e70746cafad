"""The program of a kernel that a batch starts: a stock kernel that keeps to its branch and ends with its client."""

from __future__ import annotations

import os
import runpy

from branchbook.batch.guard import VARIABLE, Bounds, keep_inside
from branchbook.batch.processes import die_with_parent

if __name__ == "__main__":
    die_with_parent(int(os.environ["JPY_PARENT_PID"]))
    keep_inside(Bounds.read(os.environ[VARIABLE]))
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
