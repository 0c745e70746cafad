"""Where a number, table or figure comes from, told from the artifact that it shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from branchbook.artifacts.codec import encode
from branchbook.book.meeting import meeting_text
from branchbook.book.prepared import Prepared
from branchbook.book.showing import Shown
from branchbook.book.tracing import is_present
from branchbook.indicators import BY_NAME
from branchbook.report.placing import blocks_of
from branchbook.rules import Rule
from branchbook.text import Text
from branchbook.values.artifact import Artifact

_INDICATOR = re.compile(r"\bindicator\.(\w+)")
_TOLD_BY = {"finding": "10_diagnosis.findings", "summary": "10_diagnosis.findings"}
"""Parts of a report that are no artifact of their own, by the first part of their key, and what they are made from."""


@dataclass(frozen=True)
class Explanation:
    """What there is to tell of an artifact: its value in words, and its way from the input.

    ``meanings`` says what the indicators that it tells of count, by their names. ``cell`` counts the notebook's code
    cells as executed (0 for one that only keeps it); ``present`` tells whether the engagement's data and rules are
    still those that it came from. ``sources`` are the files with the fingerprint that they have today, empty for one
    that is read no longer.
    """

    key: str
    title: str
    value: str
    meanings: Mapping[str, str]
    notebook: str
    cell: int
    tables: tuple[str, ...]
    sources: Mapping[str, str]
    rules: tuple[Rule, ...]
    fingerprint: str
    present: bool


def artifact_key(key: str, artifacts: Mapping[str, Artifact]) -> str:
    """The artifact that a part of a document shows, or that tells a number;
    "" for a part that shows none, as a heading."""
    plain = key.partition("#")[0]
    steps = plain.split(".")
    above = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((known for known in (*above, _TOLD_BY.get(steps[0], "")) if known in artifacts), "")


def explained(artifact: Artifact, prepared: Prepared, branch_id: str, folder: Path, text: Text) -> Explanation:
    """The explanation of an artifact of a branch, or of the meeting for the empty id;
    ``folder`` holds its notebooks."""
    provenance = artifact.provenance
    text = text if branch_id else meeting_text(prepared, text.language)
    return Explanation(
        artifact.key,
        text.wording(artifact.title),
        repr(Shown(blocks_of(artifact, text))),
        _meanings(artifact, text),
        provenance.notebook,
        _cell(artifact, folder / "notebooks" / f"{provenance.notebook}.ipynb"),
        provenance.tables,
        {file: prepared.store.files.get(file, "") for file in provenance.sources},
        tuple(prepared.rules.rules[key] for key in provenance.rules if key in prepared.rules.rules),
        provenance.fingerprint,
        is_present(provenance, prepared, branch_id),
    )


def _meanings(artifact: Artifact, text: Text) -> dict[str, str]:
    """What each indicator counts that the artifact names, in the order in which it does."""
    named = dict.fromkeys(_INDICATOR.findall(json.dumps(encode(artifact.value))))
    return {text(f"indicator.{name}"): text(f"indicator_meaning.{name}") for name in named if name in BY_NAME}


def _cell(artifact: Artifact, notebook: Path) -> int:
    """The count of the cell that shows the artifact; 0 where none does."""
    short = artifact.key.removeprefix(f"{artifact.provenance.notebook}.")
    named = re.compile(rf"""["']({re.escape(artifact.key)}|{re.escape(short.removeprefix("own."))})["']""")
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return 0
    found = (cell for cell in cells if cell["cell_type"] == "code" and named.search("".join(cell["source"])))
    return next((int(cell["execution_count"] or 0) for cell in found), 0)
