"""What runs inside a worker process: one job after the other, until the batch closes the pipe or is gone."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from branchbook.batch.layout import JUPYTER

SETTLED = {
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",  # sets come in one order, so that the same input gives the same bytes
    "OPENBLAS_NUM_THREADS": "1",  # as many processes as cores; threads of each would only queue
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MATPLOTLIBRC": "",
    "SOURCE_DATE_EPOCH": "315532800",  # 1980-01-01: what dates its files by the clock dates them by this instead
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # The first touch of a page costs a forked child microseconds: drawings get theirs in large pages, and keep them.
    "GLIBC_TUNABLES": (
        "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824"
    ),
}
"""The environment of every worker, in place before the first library is imported."""

JUPYTER_FOLDERS = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
"""The folders, by the variables that name them, which have to be there when a worker begins."""


def worker_environment(cache: Path) -> Mapping[str, str]:
    """The environment in which workers start.

    In ``cache`` matplotlib keeps its font list for all of them, and IPython and Jupyter what they would otherwise write
    into, and read from, the user's own folders.
    """
    jupyter = {name: str(cache / JUPYTER / name.casefold()) for name in JUPYTER_FOLDERS}
    return {**SETTLED, **jupyter, "MPLCONFIGDIR": str(cache / "matplotlib")}


Tell = Callable[[str, int], None]
Work = Callable[[Any, Tell], Any]
"""Answers an order, and tells the chapter and the place of each cell before it is run."""

BEGUN = ("", 0)
"""Told when an order is taken up, as the place of no cell."""


def serve(pipe: Connection[Any, Any], begin: Callable[[], None], work: Work) -> None:
    """Make ready by ``begin``, then answer orders from the pipe.

    An error that ``work`` raises is answered as a :class:`RuntimeError` with its trace.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch hears Ctrl-C and ends its workers itself
    _say_nothing()
    for name in JUPYTER_FOLDERS:
        Path(os.environ[name]).mkdir(parents=True, exist_ok=True)
    begin()
    while (order := _next(pipe)) is not None:
        pipe.send(BEGUN)
        pipe.send(_answer(work, order, lambda chapter, place: pipe.send((chapter, place))))


def begin_watching() -> None:
    """Make a worker end in the middle of a job when the batch is gone."""
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the parent process to end, however it ends, then end this one at once."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(work: Work, order: Any, tell: Tell) -> Any:
    try:
        return work(order, tell)
    except Exception:  # noqa: BLE001 - told to the batch, which knows which branch it costs
        return RuntimeError(traceback.format_exc())


def _next(pipe: Connection[Any, Any]) -> Any:
    try:
        return pipe.recv()
    except EOFError:
        return None


def _say_nothing() -> None:
    """Send stray output nowhere: the terminal belongs to the batch's own progress."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
