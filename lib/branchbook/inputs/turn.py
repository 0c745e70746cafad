"""One process at a time: whoever comes second waits for the first, and then finds the work done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_BEYOND_TEXT = 1 << 20  # Windows locks bytes against reading too, so the locked byte lies behind any text
_PAUSE = 0.05


@contextmanager
def own_turn(path: Path) -> Iterator[None]:
    """Hold the lock file for the length of the block, after waiting for whoever holds it now.

    The operating system lets go of it when a process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        while not taken(file):
            time.sleep(_PAUSE)
        yield


if sys.platform == "win32":
    import msvcrt

    def taken(file: BinaryIO) -> bool:
        """Take the lock of an open file, unless another process holds it."""
        file.seek(_BEYOND_TEXT)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def taken(file: BinaryIO) -> bool:
        """Take the lock of an open file, unless another process holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
