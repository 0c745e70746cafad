"""Nothing grows with the number of branches, and nothing is left of them but their folders;
the long run is a script."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from tests.benchmarks.many_branches import parts_of, run

from branchbook.batch.disk import BRANCH_BYTES

BRANCHES = 60
THIRDS = 3
MORE_TIME = 1.3
"""How much longer a later branch may take than an earlier one: a busy machine alone makes a difference of a fifth."""
MORE_MEMORY = 1.1


@pytest.mark.heavy
def test_later_branches_take_neither_more_time_nor_more_memory_and_leave_nothing(tmp_path: Path) -> None:
    samples, left = run(tmp_path, BRANCHES, 2, light=True)
    assert len(samples) == BRANCHES
    assert left == {"exit_code": 0, "processes": 0, "temporary_files": 0, "scratch_folders": 0}
    earlier, later = parts_of(samples, THIRDS)
    print(asdict(earlier), asdict(later))
    assert later.cpu_seconds_each <= MORE_TIME * earlier.cpu_seconds_each
    assert later.batch_megabytes <= MORE_MEMORY * earlier.batch_megabytes
    assert later.workers_megabytes <= MORE_MEMORY * earlier.workers_megabytes
    folders = list((tmp_path / "outputs" / "bank" / "branches").iterdir())
    held = sum(file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file())
    assert held / len(folders) <= BRANCH_BYTES
