"""What a branch costs, against stock papermill and against calling the same code directly, all in one run."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.benchmarks.ways import ENGAGEMENT, WAYS

from branchbook.batch.worker import worker_environment
from branchbook.book.locations import Locations
from branchbook.book.prepared import prepare
from branchbook.demo import ensure_demo
from branchbook.inputs.engagement import read_engagement
from branchbook.values.places import HOUSE

BRANCHES = ("001", "005")
ROUNDS = {"stock": 2, "drawn": 3, "data": 3, "limit": 3}
"""How often each way is taken; stock papermill takes longest."""
MOST_OF_LIMIT = 1.4
"""How much dearer than its own code a branch may be; measured were 1.11 to 1.21, 1.2 is the goal."""
LEAST_BELOW_STOCK = 12
"""By how much chapters and report must at least be cheaper than with stock papermill; 15 is the goal."""


def branches_of(way: str, locations: Locations) -> list[dict[str, float]]:
    """What ``ways.py`` tells of each branch."""
    command = [sys.executable, "-m", "tests.benchmarks.ways", way, str(locations.inputs), str(locations.outputs)]
    path = os.pathsep.join([str(HOUSE), str(HOUSE / "lib")])
    settled = dict(worker_environment(locations.outputs_of(ENGAGEMENT) / ".cache"))
    if way == "stock":
        del settled["GLIBC_TUNABLES"]  # which Branchbook gives its workers, and nobody gives papermill
    answer = subprocess.run(
        [*command, *BRANCHES],
        cwd=HOUSE,
        env={**os.environ, **settled, "PYTHONPATH": path},
        capture_output=True,
        check=True,
    )
    print(answer.stdout.decode())  # the figures of tests/benchmarks/README.md are read off here
    return list(json.loads(answer.stdout)["branches"].values())


@pytest.mark.heavy
def test_a_branch_costs_little_more_than_its_own_code_and_a_fraction_of_stock_papermill(tmp_path: Path) -> None:
    locations = Locations(tmp_path / "inputs", tmp_path / "outputs")
    ensure_demo(locations.inputs)
    prepare(read_engagement(locations.engagement(ENGAGEMENT)), locations.outputs_of(ENGAGEMENT))
    # One way after the other, again and again, so that what else the machine does falls on all alike.
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for number in range(max(ROUNDS.values())):
        for way in (way for way in WAYS if number < ROUNDS[way]):
            found[way] += branches_of(way, locations)
    # Stock papermill makes no deck; the working papers are the same code in every way.
    with_papers = {way: _median(one["all"] - one["deck"] for one in taken) for way, taken in found.items()}
    cost = {way: _median(one["all"] - one["deck"] - one["papers"] for one in taken) for way, taken in found.items()}
    print({"chapters, report and papers": with_papers, "chapters and report": cost})
    assert with_papers["drawn"] <= MOST_OF_LIMIT * with_papers["limit"]
    assert cost["data"] <= cost["stock"] / LEAST_BELOW_STOCK


def _median(seconds: Iterable[float]) -> float:
    return round(statistics.median(seconds), 3)
