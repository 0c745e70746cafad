"""The red mark at the cell in which a notebook's process died, as papermill marks a cell that raised an error."""

from __future__ import annotations

from pathlib import Path

import nbformat
from papermill.execute import ERROR_ANCHOR_MSG, ERROR_MARKER_TAG, ERROR_MESSAGE_TEMPLATE


def mark_death(path: Path, place: int) -> int:
    """Mark the cell at ``place`` of a notebook that was never finished, and answer its number in brackets."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    count = 0
    for cell in notebook.cells[: place + 1]:
        count += cell.cell_type == "code" and bool(cell.source.strip())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells[place].execution_count = count
    notebook.cells.insert(place, _marker(ERROR_ANCHOR_MSG))
    notebook.cells.insert(0, _marker(ERROR_MESSAGE_TEMPLATE % count))
    content: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(content, encoding="utf-8", newline="\n")
    return count


def _marker(text: str) -> nbformat.NotebookNode:
    marker: nbformat.NotebookNode = nbformat.v4.new_markdown_cell(text)  # type: ignore[no-untyped-call]
    marker.metadata["tags"] = [ERROR_MARKER_TAG]
    return marker
