"""What a batch costs that finds nothing to do, against the import of pandas alone, all in one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from branchbook.demo import ensure_demo

ROUNDS = 5
MOST_OF_PANDAS = 2.0
"""How much dearer than ``import pandas`` an unchanged run of the demo may be; measured were 0.68 and 0.85."""

COMMANDS = {
    "import pandas": ["-c", "import pandas"],
    "batch": ["-m", "branchbook", "batch", "demo"],
    "status": ["-m", "branchbook", "status", "demo"],
    "--help": ["-m", "branchbook", "--help"],
}


def seconds(words: list[str]) -> float:
    """The CPU of a process of its own."""
    before = psutil.Process().cpu_times()
    subprocess.run([sys.executable, *words], capture_output=True, check=True)
    after = psutil.Process().cpu_times()
    return float(after.children_user - before.children_user + after.children_system - before.children_system)


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell what processes took that have ended")
def test_an_unchanged_run_costs_about_as_much_as_importing_pandas(tmp_path: Path) -> None:
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    ensure_demo(inputs)
    places = ["--inputs", str(inputs), "--outputs", str(outputs)]
    commands = {name: [*words, *(places if "demo" in words else [])] for name, words in COMMANDS.items()}
    subprocess.run([sys.executable, *commands["batch"]], capture_output=True, check=True)
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, words in commands.items():
            found[name].append(seconds(words))
    cost = {name: statistics.median(taken) for name, taken in found.items()}
    print({name: round(one, 2) for name, one in cost.items()})  # the figures of tests/benchmarks/README.md
    for name in ("batch", "status", "--help"):
        assert cost[name] <= MOST_OF_PANDAS * cost["import pandas"], name
