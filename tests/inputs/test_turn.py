"""One process at a time."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from branchbook.inputs.turn import own_turn

HOLD = """
import sys, time, pathlib
from branchbook.inputs.turn import own_turn
with own_turn(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_whoever_comes_second_waits_until_the_first_has_ended_even_by_a_kill(tmp_path: Path) -> None:
    lock = tmp_path / "new folder" / ".preparing"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        entered = threading.Event()

        def second() -> None:
            with own_turn(lock):
                entered.set()

        waiting = threading.Thread(target=second)
        waiting.start()
        assert not entered.wait(0.3)
        first.send_signal(signal.SIGKILL)
        assert entered.wait(60)
        waiting.join()
