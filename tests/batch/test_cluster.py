"""A batch on a Dask cluster gives what a batch at home gives, and says what is wrong with a cluster that can't."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.batch.cluster import Cluster
from tests.batch.desk import SECOND_FAILED, Desk, states

pytest.importorskip("distributed", reason="Dask is an extra")
if sys.platform == "win32":
    pytest.skip("process groups are ended the POSIX way", allow_module_level=True)

from branchbook.batch import cluster as home
from branchbook.batch.cluster import ClusterWorkers
from branchbook.batch.cluster_worker import seen
from branchbook.batch.limits import SHARE_OF_MEMORY, Limits
from branchbook.batch.outcome import Cause, State, WorkersGoneError
from branchbook.errors import InputFaults
from branchbook.text import Text

MEMORY = 900 << 20
"""Bytes that each worker of the cluster may hand out."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    for _ in range(2):
        cluster.add_worker(("--memory-limit", str(MEMORY)))
    cluster.wait_for(2)
    yield cluster
    cluster.end()


def on(cluster: Cluster, desk: Desk) -> ClusterWorkers:
    return at(cluster.address, desk)


def at(address: str, desk: Desk) -> ClusterWorkers:
    return ClusterWorkers(address, desk.locations.inputs, desk.results / ".scratch")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def left_over(desk: Desk) -> list[Path]:
    return list((desk.results / ".scratch").glob("*"))


def faults_of(address: str, desk: Desk) -> list[tuple[str, str]]:
    with pytest.raises(InputFaults) as refused:
        at(address, desk)
    sentences = [Text.of(language).fault(fault) for fault in refused.value.faults for language in ("zh-CN", "en")]
    assert all(problem and remedy for _, problem, remedy in sentences)
    return [(fault.code, fault.got) for fault in refused.value.faults]


def test_a_cluster_writes_the_same_bytes_as_this_machine(cluster: Cluster, desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import os; print(branch_id, len({*'abcdef'}))", "{'b', 'a'}", "object()")
    at_home = desk.run()
    expected = files(desk.results / "branches")
    made = desk.run(workers=on(cluster, desk), force=True)
    assert states(made) == dict.fromkeys(at_home, State.DONE)
    assert files(desk.results / "branches") == expected
    assert left_over(desk) == []


def test_a_branch_that_fails_on_a_cluster_is_told_like_one_at_home(cluster: Cluster, desk: Desk) -> None:
    desk.chapter("10_diagnosis", "print(branch_id)", "1 / 0 if branch_id == '002' else 'well'")
    made = desk.run(workers=on(cluster, desk))
    assert states(made) == SECOND_FAILED
    assert (made["002"].failure.cause, made["002"].failure.cell) == (Cause.CELL, 4)
    assert (desk.results / "failed" / "002" / "notebooks" / "10_diagnosis.ipynb").exists()


def test_a_worker_lost_in_the_middle_costs_only_time(cluster: Cluster, desk: Desk) -> None:
    desk.chapter("10_diagnosis", "import pathlib, time; time.sleep(3)", "print(branch_id)")
    desk.run()
    expected = files(desk.results / "branches")
    victim = next(iter(cluster.processes().values()))
    threading.Timer(2.0, os.kill, (victim, signal.SIGKILL)).start()
    made = desk.run(workers=on(cluster, desk), force=True)
    assert {outcome.state for outcome in made.values()} == {State.DONE}
    assert files(desk.results / "branches") == expected
    assert left_over(desk) == []
    assert victim not in cluster.processes().values()


def test_a_worker_with_another_template_is_refused_by_name(cluster: Cluster, desk: Desk, tmp_path: Path) -> None:
    changed = tmp_path / "changed.py"
    changed.write_text(
        "import branchbook.batch.stamp as s\ns.house_fingerprint = lambda: 'another'\n", encoding="utf-8"
    )
    cluster.add_worker(("--preload", str(changed)))
    cluster.wait_for(3)
    [(code, worker)] = faults_of(cluster.address, desk)
    assert code == "cluster_worker_differs"
    assert worker in cluster.processes()
    cluster.end_worker()


def test_a_worker_without_branchbook_is_refused_by_name(cluster: Cluster, desk: Desk, tmp_path: Path) -> None:
    without = tmp_path / "without.py"
    without.write_text("import sys\nsys.modules['branchbook'] = None\n", encoding="utf-8")
    cluster.add_worker(("--preload", str(without)))
    cluster.wait_for(3)
    [(code, worker)] = faults_of(cluster.address, desk)
    assert code == "cluster_worker_without"
    assert worker in cluster.processes()
    cluster.end_worker()


def test_an_address_without_a_scheduler_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "CONNECT_SECONDS", "1s")
    assert faults_of("tcp://127.0.0.1:9", desk) == [("cluster_unreachable", "tcp://127.0.0.1:9")]
    assert faults_of("nonsense://x", desk) == [("cluster_unreachable", "nonsense://x")]
    assert faults_of("host-without-port", desk) == [("cluster_unreachable", "host-without-port")]


def test_a_cluster_without_workers_is_named(desk: Desk, tmp_path: Path) -> None:
    empty = Cluster(tmp_path / "empty")
    assert faults_of(empty.address, desk) == [("cluster_empty", empty.address)]
    empty.end()


def test_a_cluster_that_goes_away_ends_the_batch_and_loses_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(home, "PATIENCE_SECONDS", 1.0)
    desk.chapter("10_diagnosis", "import time; time.sleep(30 if branch_id != '001' else 0)", "print(branch_id)")
    short_lived = Cluster(tmp_path / "short-lived")
    short_lived.add_worker()
    short_lived.wait_for(1)
    workers = on(short_lived, desk)
    ending = threading.Thread(target=_end_when_first_is_done, args=(short_lived, desk))
    ending.start()
    with pytest.raises(WorkersGoneError):
        desk.run(workers=workers)
    ending.join()
    assert [path.name for path in (desk.results / "branches").iterdir()] == ["001"]
    assert left_over(desk) == []


def test_a_worker_whose_files_change_in_the_middle_ends_the_batch_when_it_was_the_last(
    desk: Desk, tmp_path: Path
) -> None:
    flag, changing = tmp_path / "changed", tmp_path / "changing.py"
    changing.write_text(
        "import pathlib\nimport branchbook.batch.stamp as s\n"
        f"changed = pathlib.Path({str(flag)!r})\n"
        "s.house_fingerprint = lambda before=s.house_fingerprint: 'another' if changed.exists() else before()\n",
        encoding="utf-8",
    )
    desk.chapter("10_diagnosis", f"import pathlib, time; time.sleep(1); pathlib.Path({str(flag)!r}).touch()")
    alone = Cluster(tmp_path / "alone")
    alone.add_worker(("--preload", str(changing)))
    try:
        alone.wait_for(1)
        with pytest.raises(WorkersGoneError):
            desk.run(workers=on(alone, desk))
    finally:
        alone.end()
    assert left_over(desk) == []


def test_a_branch_on_a_cluster_may_take_what_its_own_machine_gives(cluster: Cluster, desk: Desk) -> None:
    eat = f"import time; eaten = bytearray(b'x') * {MEMORY}; time.sleep(5)"
    desk.chapter("10_diagnosis", f"if branch_id == '002':\n    {eat}")
    made = desk.run(workers=on(cluster, desk), limits=Limits.usual())
    assert [outcome.state for outcome in made.values()] == [State.DONE, State.FAILED, State.DONE]
    failure = made["002"].failure
    assert (failure.cause, failure.limit) == (Cause.MEMORY, int(MEMORY * SHARE_OF_MEMORY))


def _end_when_first_is_done(cluster: Cluster, desk: Desk) -> None:
    while not desk.branch("001").exists():
        time.sleep(0.1)
    cluster.end()


def test_a_folder_that_a_worker_does_not_see_is_named(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("said", encoding="utf-8")
    assert seen((tmp_path,), token, "said") == ()
    assert seen((tmp_path / "elsewhere",), token, "said") == ((tmp_path / "elsewhere").as_posix(),)
    assert seen((tmp_path,), token, "something else") == (tmp_path.as_posix(),)
