"""One writer per engagement."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from branchbook.batch.lock import EngagementBusyError, only_writer

HOLD = """
import sys, time, pathlib
from branchbook.batch.lock import only_writer
with only_writer(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_refused_with_the_firsts_identity(tmp_path: Path) -> None:
    with holder(tmp_path / ".lock") as first:
        with pytest.raises(EngagementBusyError) as refused, only_writer(tmp_path / ".lock"):
            pass
        assert refused.value.pid == str(first.pid)
        assert refused.value.host
        first.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path) -> None:
    with holder(tmp_path / ".lock") as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
    with only_writer(tmp_path / ".lock"):
        pass


def test_a_writer_that_has_ended_makes_room(tmp_path: Path) -> None:
    for _ in range(2):
        with only_writer(tmp_path / "new folder" / ".lock"):
            pass


def test_the_identity_survives_being_sent_between_processes() -> None:
    again = pickle.loads(pickle.dumps(EngagementBusyError("1", "host")))  # noqa: S301 - our own
    assert (again.pid, again.host) == ("1", "host")
