"""A papermill engine that has the last word on a notebook before papermill writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine

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
        finish: Finish | None = None,
        **options: Any,
    ) -> NotebookNode:
        """Execute as papermill does, then finish the notebook:
        writing it, reading it and writing it again costs more."""
        executed: NotebookNode = super().execute_notebook(nb, kernel_name, output_path, **options)
        if finish is not None:
            finish(executed)
        return executed
