"""An executed notebook freed from what differs between machines and runs: times, process numbers, addresses, folders.

The same input then gives the same bytes, and no notebook tells the name of the person whose home folder it ran in.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from branchbook.render.archive import write_whole
from branchbook.values.places import HOUSE

_CELL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\]+(\d+)\.py")
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{4,}")
_TEXT_TYPES = ("text/", "application/json", "image/svg+xml")


def scrub_file(path: Path, folders: Mapping[Path, str]) -> None:
    """Scrub a notebook in place; ``folders`` tells what each folder of this machine is called instead."""
    # Read and written as it is: papermill has held it against the format's schema, and nothing is added here.
    notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))  # type: ignore[no-untyped-call]
    scrub(notebook, folders)
    content: str = nbformat.v4.writes(notebook)  # type: ignore[no-untyped-call]
    write_whole(path, content.encode("utf-8"))


def scrub(notebook: NotebookNode, folders: Mapping[Path, str]) -> None:
    """Take times, machine and folders out of a notebook's metadata and outputs."""
    names = _names(folders)
    _keep(notebook.metadata, ("parameters", "exception"))
    for place, cell in enumerate(notebook.cells):
        _keep(cell.metadata, ("exception", "status"))
        cell.metadata.pop("execution", None)
        if {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", [])):
            cell["id"] = f"branchbook-{place}"
        if "outputs" in cell:
            cell["outputs"] = [output for joined in _runs(cell["outputs"]) for output in joined]
        for output in cell.get("outputs", []):
            _scrub_output(output, names)


def plain_path_names(text: str, folders: Mapping[Path, str]) -> str:
    """A text without this machine's folders."""
    return _scrubbed(text, _names(folders))


def _keep(metadata: Any, known: tuple[str, ...]) -> None:
    """Of papermill's metadata only the ``known`` entries."""
    if "papermill" in metadata:
        metadata["papermill"] = {name: value for name, value in metadata["papermill"].items() if name in known}


def _runs(outputs: list[NotebookNode]) -> Iterator[list[NotebookNode]]:
    """The outputs, text that comes in a row as one stdout and one stderr: a kernel cuts and mixes it by the clock."""
    for is_stream, outputs_in_a_row in groupby(outputs, key=lambda output: bool(output["output_type"] == "stream")):
        run = list(outputs_in_a_row)
        yield _joined(run) if is_stream else run


def _joined(streams: list[NotebookNode]) -> list[NotebookNode]:
    names = sorted({stream["name"] for stream in streams}, reverse=True)  # stdout before stderr
    first = {name: next(stream for stream in streams if stream["name"] == name) for name in names}
    for name, stream in first.items():
        stream["text"] = "".join(other["text"] for other in streams if other["name"] == name)
    return list(first.values())


def _scrub_output(output: NotebookNode, names: list[tuple[str, str]]) -> None:
    if "text" in output:
        output["text"] = _scrubbed(output["text"], names)
    if "traceback" in output:
        output["evalue"] = _scrubbed(output["evalue"], names)
        output["traceback"] = [_scrubbed(line, names) for line in output["traceback"]]
    for kind, content in output.get("data", {}).items():
        if kind.startswith(_TEXT_TYPES) and isinstance(content, str):
            output["data"][kind] = _scrubbed(content, names)


def _names(folders: Mapping[Path, str]) -> list[tuple[str, str]]:
    """Folders as they may be written, the longest first, so that a folder goes before the one that holds it."""
    known = {
        Path.home(): "~",
        HOUSE: "branchbook",
        Path(sys.prefix): "python",
        Path(sys.base_prefix): "python",
        **folders,
    }
    written = {str(path): name for path, name in known.items()} | {
        path.as_posix(): name for path, name in known.items()
    }
    return sorted(((path, name) for path, name in written.items() if len(path) > 1), key=lambda pair: -len(pair[0]))


def _scrubbed(text: str, names: list[tuple[str, str]]) -> str:
    text = _CELL_FILE.sub(r"cell-\1.py", text)
    for path, name in names:
        text = text.replace(path, name)
    return _ADDRESS.sub("0x0", text)
