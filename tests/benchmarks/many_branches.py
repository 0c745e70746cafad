"""Many branches in one batch: whether anything grows with their number, and whether anything is left when they are
done.

    python tests/benchmarks/many_branches.py [--branches 504] [--jobs 2] [--folder DIR] [--light]

Makes the demo's bank many times over, runs all chapters that an engagement has by default for every branch and then the
summary meeting in one ``branchbook batch``, and prints for every tenth of the branches but the first how much memory
the batch's own process and its workers held and what a branch took; then the processes and temporary files left over.
With ``--light`` branches have a hundred customers and five hundred transactions, and chapters 10 and 90 alone are run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.demo_bank import write_demo_bank
from tests.benchmarks.large_bank import write_bank

CUSTOMERS_EACH = 100
PARTS = 10
CHAPTERS = "notebooks: [10_diagnosis, 90_branch_report]\n"


@dataclass(frozen=True)
class Sample:
    """Seen when a branch had ended.

    CPU seconds of the whole batch until then, and megabytes resident in the batch's own process and in all its workers.
    """

    cpu_seconds: float
    batch_megabytes: float
    workers_megabytes: float


@dataclass(frozen=True)
class Part:
    """A tenth of the branches: what one took and what memory was held, on average."""

    branches: int
    cpu_seconds_each: float
    batch_megabytes: float
    workers_megabytes: float

    @classmethod
    def of(cls, samples: list[Sample], before: Sample) -> Part:
        """Of samples in a row, after the one ``before`` them."""
        return cls(
            len(samples),
            round((samples[-1].cpu_seconds - before.cpu_seconds) / len(samples), 2),
            round(mean(one.batch_megabytes for one in samples)),
            round(mean(one.workers_megabytes for one in samples)),
        )


def run(folder: Path, branches: int, jobs: int, *, light: bool = False) -> tuple[list[Sample], dict[str, int]]:
    """Run the batch; a sample for each branch, and how many things of each kind were left when it had ended."""
    bank, temporary = folder / "inputs" / "bank", folder / "temporary"
    if light:
        write_bank(bank, branches * CUSTOMERS_EACH, branches)
        with (bank / "engagement.yaml").open("a", encoding="utf-8") as file:
            file.write(CHAPTERS)
    else:
        write_demo_bank(bank, branches)
    temporary.mkdir()
    places = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")]
    words = [sys.executable, "-m", "branchbook", "batch", "bank", "--json", "--jobs", str(jobs), *places]
    variables = {**os.environ, "TMPDIR": str(temporary), "BRANCHBOOK_MANY": str(folder)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=variables) as batch:
        assert batch.stdout is not None
        seen = [sample for line in batch.stdout if (sample := _sample(json.loads(line), batch.pid))]
    return seen, {
        "exit_code": batch.returncode,
        "processes": sum(_is_ours(process, str(folder)) for process in psutil.process_iter()),
        "temporary_files": sum(1 for _ in temporary.rglob("*")),
        "scratch_folders": sum(1 for _ in (folder / "outputs" / "bank").glob(".scratch*")),
    }


def parts_of(samples: list[Sample], count: int = PARTS) -> list[Part]:
    """The samples in so many parts without the first one, which pays for the workers' start."""
    size = max(1, len(samples) // count)
    starts = range(size, len(samples), size)
    return [Part.of(samples[start : start + size], samples[start - 1]) for start in starts]


def _sample(event: dict[str, object], pid: int) -> Sample | None:
    if event["event"] != "branch":
        return None
    batch = psutil.Process(pid)
    processes = [batch, *batch.children()]
    workers = sum(_resident(worker) for worker in processes[1:])
    return Sample(sum(_cpu_seconds(process) for process in processes), _resident(batch), workers)


def _cpu_seconds(process: psutil.Process) -> float:
    """Of a process and of all that it has started and that has ended."""
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / (1 << 20)
    except psutil.Error:
        return 0.0


def _is_ours(process: psutil.Process, folder: str) -> bool:
    try:
        return bool(process.environ().get("BRANCHBOOK_MANY") == folder)
    except (psutil.Error, OSError):
        return False


def main() -> None:
    """Measure and print one line a tenth, then what was left."""
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("--branches", type=int, default=504)
    asking.add_argument("--jobs", type=int, default=2)
    asking.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asking.add_argument("--light", action="store_true")
    asked = asking.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        samples, left = run(Path(place), asked.branches, asked.jobs, light=asked.light)
    for part in parts_of(samples):
        print(json.dumps(asdict(part)), flush=True)
    print(json.dumps(left), flush=True)


if __name__ == "__main__":
    main()
