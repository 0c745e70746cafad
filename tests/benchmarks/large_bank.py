"""A bank by branch, out of core: what its store and indicators cost at three sizes.

    python tests/benchmarks/large_bank.py [--customers 10000000] [--branches 5000] [--folder DIR]

Makes an engagement of that many customers, five transactions to each, and measures in a process of its own what
checking it, partitioning it by branch and working out its indicators take: CPU and wall seconds, and the most memory
that the process held. A quarter and a half of that size come first, which tells whether cost grows in proportion.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

TRANSACTIONS_EACH = 5

_ENGAGEMENT = """\
name: bank
bank: 规模测试银行（合成数据）
as_of: 2026-06-30
sources:
  branches: branches.csv
  customers: customers.parquet
  transactions: transactions.parquet
"""


@dataclass(frozen=True)
class Cost:
    """What one size cost; ``peak_megabytes`` is the most resident memory of the process."""

    customers: int
    branches: int
    store_cpu_seconds: float
    store_seconds: float
    indicator_cpu_seconds: float
    peak_megabytes: float


def write_bank(folder: Path, customers: int, branches: int) -> None:
    """An engagement with this many customers in ``folder``; the same every time."""
    folder.mkdir(parents=True)
    (folder / "engagement.yaml").write_text(_ENGAGEMENT, encoding="utf-8")
    with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder / "spill")}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for name, query in _queries(customers, branches).items():
            connection.execute(f"COPY ({query}) TO '{(folder / name).as_posix()}'")


def _queries(customers: int, branches: int) -> dict[str, str]:
    """The rows of each file; numbers are scattered by multiplication, so that no row stands beside its branch's own."""
    branch = f"format('{{:05d}}', 1 + (i * 7919) % {branches})"
    return {
        "branches.csv": "SELECT format('{:05d}', 1 + i) AS 网点编号, '网点' || i AS 网点名称, "
        "CASE i % 3 WHEN 0 THEN '基础网点' WHEN 1 THEN '精品网点' ELSE '理财中心' END AS 网点类型 "
        f"FROM range({branches}) AS t(i)",
        "customers.parquet": f"SELECT 'C' || i AS 客户编号, {branch} AS 网点编号, '客户' || i AS 客户名称, "
        "'个人' AS 客户类别, "
        "date '2010-01-01' + ((i * 31) % 5500)::INTEGER AS 开户日期, ((i * 104729) % 3000000) AS AUM余额 "
        f"FROM range({customers}) AS t(i)",
        "transactions.parquet": f"SELECT 'T' || i AS 流水号, {branch} AS 网点编号, "
        f"'C' || (i % {customers}) AS 客户编号, "
        "timestamp '2026-01-01 08:30:00' + to_seconds((i * 6151) % 15500000) AS 交易时间, "
        "['存现', '取现', '转账', '缴费', '查询'][1 + i % 5] AS 业务种类, "
        "['柜面', '手机银行', 'ATM'][1 + i % 3] AS 渠道, "
        f"((i * 15485863) % 500000) / 100 AS 金额 FROM range({customers * TRANSACTIONS_EACH}) AS t(i)",
    }


def measured(customers: int, branches: int, folder: Path) -> Cost:
    """The cost of one size, in a process of its own; the bank and its store are gone afterwards."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        subprocess.run([sys.executable, __file__, "write", place, str(customers), str(branches)], check=True)
        told = subprocess.run([sys.executable, __file__, "read", place], check=True, capture_output=True, text=True)
    return Cost(customers, branches, **json.loads(told.stdout))


def _read(place: Path) -> dict[str, float]:
    from branchbook.indicators import compare, compute
    from branchbook.inputs.engagement import read_engagement
    from branchbook.inputs.store import open_store
    from branchbook.rules import Rules

    engagement, rules = read_engagement(place / "bank"), Rules.defaults()
    started, cpu = time.perf_counter(), time.process_time()
    store = open_store(engagement, place / "store")
    stored, stored_cpu = time.perf_counter(), time.process_time()
    compare(compute(store, rules, engagement.as_of), store.branches, rules)
    return {
        "store_cpu_seconds": stored_cpu - cpu,
        "store_seconds": stored - started,
        "indicator_cpu_seconds": time.process_time() - stored_cpu,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure and print one line per size."""
    if sys.argv[1:2] == ["write"]:
        write_bank(Path(sys.argv[2]) / "bank", int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["read"]:
        print(json.dumps(_read(Path(sys.argv[2]))))
    else:
        asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        asking.add_argument("--customers", type=int, default=10_000_000)
        asking.add_argument("--branches", type=int, default=5_000)
        asking.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
        asked = asking.parse_args()
        for part in (4, 2, 1):
            print(json.dumps(asdict(measured(asked.customers // part, asked.branches, asked.folder))), flush=True)


if __name__ == "__main__":
    main()
