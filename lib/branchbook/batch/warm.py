"""Our papermill engine: notebooks run in this process, at the cost of their own code alone.

papermill does everything else as always: parameters, metadata, the red cell. Use it from a batch, or from anywhere as
``papermill --engine branchbook``. Each notebook gets a kernel of its own and leaves the process as it found it; what it
does to modules that it imports stays, so notebooks of different branches belong into different processes.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import nbformat
import papermill
from nbclient.util import run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillException

from branchbook.batch.finishing import FinishingEngine
from branchbook.batch.kernel_in_process import KernelInProcess, kernel_in_process
from branchbook.batch.process_state import process_state_kept, wear_kernel_options
from branchbook.batch.rehearsal import rehearse
from branchbook.batch.validation import validate_parts_quickly

NAME = "branchbook"

PRELOADED = (
    "branchbook.analyses.claims.coverage",
    "branchbook.book.book",
    "branchbook.book.documents",
    "branchbook.findings",
    "branchbook.inputs.rows",
    "branchbook.render.figure",
    "duckdb",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "numpy.random",
    "pandas",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
)
"""What chapters import, so that they find it imported."""

CellToldOf = Callable[[int], None]

_WARMING = json.dumps(
    {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "warming",
                "metadata": {},
                "outputs": [],
                "source": "import pandas\npandas.DataFrame({'column': [1.0]})",
            }
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


def warm_up() -> None:
    """Import what notebooks need, rehearse what documents take, and run an empty notebook,
    so that no branch pays for it."""
    for name in PRELOADED:
        import_module(name)
    rehearse()
    wear_kernel_options()
    validate_parts_quickly()
    notebook = nbformat.reads(_WARMING, as_version=4)  # type: ignore[no-untyped-call]
    papermill.execute_notebook(notebook, None, progress_bar=False, **warm_options())


def warm_options() -> dict[str, Any]:
    """What papermill passes on to have notebooks run by this engine and saved once, at their end."""
    papermill_engines.register(NAME, WarmEngine)
    return {
        "engine_name": NAME,
        "kernel_name": "python3",
        "language": "python",
        "request_save_on_cell_execute": False,
        "autosave_cell_every": 0,
    }


class WarmEngine(FinishingEngine):
    """papermill's engine ``branchbook``."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: int | None = None,
        before_cell: CellToldOf | None = None,
        **options: Any,
    ) -> NotebookNode:
        """Run a notebook. ``before_cell`` is told each cell's place in the notebook before the cell runs.

        Raises PapermillException for a kernel other than Python's and for a time limit on cells, which a process can't
        keep over itself.
        """
        if kernel_name != "python3":
            raise PapermillException(f"the engine {NAME} runs Python notebooks, not those of kernel {kernel_name!r}")
        if execution_timeout:
            raise PapermillException(f"the engine {NAME} can't limit the time of a cell; use the default engine")
        return _Client(nb_man, before_cell, log_output=options.get("log_output", False)).execute()


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, its kernel in this process. nbclient makes outputs of messages, as it does of a wire's."""

    def __init__(self, nb_man: NotebookExecutionManager, before_cell: CellToldOf | None, **options: Any) -> None:
        # A logger that hangs on nothing: the notebook may have the root logger write into its own output.
        super().__init__(nb_man, record_timing=False, log=logging.Logger(NAME, logging.CRITICAL), **options)
        self._before_cell = before_cell
        self._kernel: KernelInProcess | None = None

    def execute(self, **_: Any) -> NotebookNode:
        self.reset_execution_trackers()
        with process_state_kept(), kernel_in_process() as self._kernel:
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = self._kernel.language_info
            self.set_widgets_metadata()
        notebook: NotebookNode = self.nb
        return notebook

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> NotebookNode:
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        if self.skip_cells_with_tag in cell.metadata.get("tags", []):
            return cell
        if self._before_cell:
            self._before_cell(cell_index)
        cell.outputs = []
        self.clear_before_next_output = False
        assert self._kernel is not None  # noqa: S101 - cells are executed inside execute()
        process = os.getpid()
        reply = self._kernel.run(cell.source, lambda message: self.process_message(message, cell, cell_index))
        if os.getpid() != process:
            os._exit(0)  # a fork of the cell's: the notebook goes on in one process alone
        run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        return cell
