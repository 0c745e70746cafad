"""A papermill engine that has the last word on a notebook before papermill writes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager

Finish = Callable[[NotebookNode], None]
"""What is done to an executed notebook before it is written, whether its cells failed or not."""


class FinishingEngine(Engine):  # type: ignore[misc]
    """An engine, with whatever executes the cells, that takes an option ``finish``."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        finish: Finish | None = None,
        **options: Any,
    ) -> NotebookNode:
        """Execute as papermill does, then finish the notebook:
        writing it, reading it and writing it again costs more."""
        manager = _Manager(nb, output_path, log_output, progress_bar, autosave_cell_every)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **options)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        executed: NotebookNode = manager.nb
        if finish is not None:
            finish(executed)
        return executed


class _Manager(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's manager, which does not parse the time that it has just written to learn how long a cell took."""

    def cell_complete(self, cell: NotebookNode, cell_index: int | None = None, **options: Any) -> None:
        """Note a cell's end, and its length by the times as they are written."""
        times = cell.metadata.papermill
        begun = times.pop("start_time", None)
        super().cell_complete(cell, cell_index, **options)
        if begun is not None:
            times["start_time"] = begun
            times["duration"] = _seconds(begun, times["end_time"])


def _seconds(begun: str, ended: str) -> float:
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()
