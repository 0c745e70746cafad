"""Run the committed notebooks on the demo engagement and write them back in their one form.

That form: outputs only in the cells tagged ``nbval-check-output``, joined where a kernel happened to split them; no
counts but theirs (nbval wants one where there is an output), no times, no paths, no versions of the kernel. Called by
``python3 tasks.py notebooks``; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from branchbook.demo import ensure_demo

CHECKED = "nbval-check-output"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def main(folder: Path) -> None:
    """Renew every notebook below ``folder``, in the order of their chapters."""
    with tempfile.TemporaryDirectory(prefix="branchbook-notebooks-") as scratch:
        os.environ["BRANCHBOOK_INPUTS"] = str(Path(scratch) / "inputs")
        os.environ["BRANCHBOOK_OUTPUTS"] = str(Path(scratch) / "outputs")
        ensure_demo(Path(scratch) / "inputs")
        for path in sorted(folder.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            NotebookClient(notebook, timeout=600, kernel_name="python3").execute(cwd=str(folder))
            nbformat.write(in_one_form(notebook), path)
            print(f"renewed {path.name}")


def in_one_form(notebook: Any) -> Any:
    """The notebook as it is committed."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for position, cell in enumerate(notebook.cells, start=1):
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if cell.cell_type == "code":
            keep_only_checked(cell, position if CHECKED in tags else None)
    return notebook


def keep_only_checked(cell: Any, count: int | None) -> None:
    """Leave the outputs of a checked cell, whose count is its place; empty any other."""
    cell.execution_count = count
    cell.outputs = joined(cell.outputs) if count else []
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count


def joined(outputs: list[Any]) -> list[Any]:
    """Outputs with neighbouring pieces of one stream in one."""
    whole: list[Any] = []
    for output in outputs:
        if whole and output.output_type == "stream" and whole[-1].get("name") == output.name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


if __name__ == "__main__":
    main(Path(sys.argv[1]))
