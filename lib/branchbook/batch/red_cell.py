"""The red mark at the cell in which a notebook's process ended, as papermill marks a cell that raised an error."""

from __future__ import annotations

from pathlib import Path

import nbformat
from papermill.execute import ERROR_ANCHOR_MSG, ERROR_MARKER_TAG, ERROR_MESSAGE_TEMPLATE

from branchbook.render.archive import write_whole


def number_of(path: Path, place: int) -> int:
    """The number that stands in brackets before the cell at ``place`` of a notebook that is run from its start."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells[: place + 1])


def mark_death(path: Path, place: int, error: str, why: str) -> None:
    """Mark the cell at ``place`` of a notebook that was never finished.

    Below the cell ``error`` and ``why`` stand where the traceback of an error would.
    """
    count = number_of(path, place)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    cell = notebook.cells[place]
    cell.execution_count = count
    told = {"ename": error, "evalue": why, "traceback": [f"{error}: {why}"]}
    cell.outputs.append(nbformat.v4.new_output("error", **told))  # type: ignore[no-untyped-call]
    notebook.cells.insert(place, _marker(ERROR_ANCHOR_MSG))
    notebook.cells.insert(0, _marker(ERROR_MESSAGE_TEMPLATE % count))
    _write(notebook, path)


def clear_outputs(path: Path) -> None:
    """Take all outputs out of a notebook that has not been run."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    _write(notebook, path)


def is_whole(path: Path) -> bool:
    """Whether a notebook is there and not half-written."""
    try:
        nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        return False
    return True


def _write(notebook: nbformat.NotebookNode, path: Path) -> None:
    content: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    write_whole(path, content.encode("utf-8"))


def _marker(text: str) -> nbformat.NotebookNode:
    marker: nbformat.NotebookNode = nbformat.v4.new_markdown_cell(text)  # type: ignore[no-untyped-call]
    marker.metadata["tags"] = [ERROR_MARKER_TAG]
    return marker
