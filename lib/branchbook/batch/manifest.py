"""The manifest: what stands for each branch, from which run, with times, versions and machine.

Times and machine stand here and nowhere else, and no name of a person or of a computer. The file is written whole or
not at all, and again while a batch goes on, so that ``branchbook status`` can tell how far a running or a killed batch
has come. ``manifest.schema.json`` beside this module is its published schema (JSON Schema 2020-12).
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from branchbook.batch.index import FILE as INDEX
from branchbook.batch.index import Index
from branchbook.batch.outcome import Outcome, State
from branchbook.batch.plan import Plan, Task
from branchbook.values.branch import WHOLE
from branchbook.values.version import VERSION

SHARE_OF_TIME = 0.02  # writing the manifest and the page takes no more than this part of a batch
SCHEMA = "urn:branchbook:manifest:1"
"""What a manifest states as its schema; the number grows whenever an entry changes its meaning or goes."""

OF_THE_RUN = frozenset({"started", "finished", "engine", "jobs", "machine", "versions"})
"""What a manifest tells of the run that wrote it, and not of what stands."""

PACKAGES = ("duckdb", "ipykernel", "matplotlib", "numpy", "pandas", "papermill", "pyarrow", "python-docx")


def now() -> str:
    """The time as the manifest writes it, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest as it stands; empty where there is none yet or it can't be read."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


@dataclass
class ManifestWriter:
    """Keeps an engagement's manifest, and the page that shows it, while a plan is carried out.

    What stands of both stays where they can't be written (the disk is full); ``unwritten`` then tells why. Branches do
    not wait for it: what they are is told by their folders.
    """

    plan: Plan
    jobs: int
    started: str = field(default_factory=now)
    branches: dict[str, Any] = field(default_factory=dict)
    meeting: dict[str, Any] | None = None
    unwritten: str = ""
    _next_write: float = 0.0

    def __post_init__(self) -> None:
        self._index = Index(self.plan)

    def begin(self, *, has_work: bool) -> None:
        """Take over what stood for branches that this run leaves alone; one that works is told to be under way."""
        standing = read_manifest(self.plan.layout.manifest)
        before = standing if standing.get("schema") == SCHEMA else {}
        known = {branch.id for branch in self.plan.prepared.branches}
        self.branches = {one: entry for one, entry in before.get("branches", {}).items() if one in known}
        self.meeting = before.get("meeting")
        if has_work:
            self._write(finished="")

    def note(self, task: Task, outcome: Outcome) -> None:
        """Enter how a branch ended; the file follows as often as it costs next to nothing."""
        if outcome.branch == WHOLE:
            if outcome.state is not State.CURRENT or self.meeting is None:
                self.meeting = self._entry(task, outcome)
            return
        if outcome.state is State.CURRENT and outcome.branch.id in self.branches:
            return
        self.branches[outcome.branch.id] = self._entry(task, outcome)
        self._index.forget(outcome.branch.id)
        if time.monotonic() >= self._next_write:
            self._write(finished="")

    def finish(self) -> None:
        """Write the manifest of a run that has ended;
        one that found everything done leaves what stands as it stands."""
        if not self._is_told():
            self._write(finished=now())

    def _is_told(self) -> bool:
        """Whether manifest and page stand, and the manifest tells all that this one would, but for the run itself."""
        standing = read_manifest(self.plan.layout.manifest)
        if not standing.get("finished") or not (self.plan.layout.root / INDEX).is_file():
            return False
        told, ours = standing, json.loads(json.dumps(self._content(finished="")))
        return all(told.get(name) == ours.get(name) for name in {*told, *ours} - OF_THE_RUN)

    def _entry(self, task: Task, outcome: Outcome) -> dict[str, Any]:
        made = self.plan if outcome.branch != WHOLE else self.plan.for_meeting() or self.plan
        stamp = made.stamp(outcome.branch)
        return {
            "id": self.plan.prepared.manifest_id(outcome.branch.id),
            "name": outcome.branch.name,
            "state": outcome.state,
            "folder": self._folder(outcome),
            "reasons": list(task.reasons),
            "finished": now(),
            "seconds": round(outcome.seconds, 3),
            "notebook_seconds": {name: round(seconds, 3) for name, seconds in outcome.notebook_seconds.items()},
            "notebook_memory": dict(outcome.notebook_memory),
            "failure": _failure(outcome),
            "told": {name: asdict(notes) for name, notes in outcome.told.items()},
            "retried": outcome.retried,
            "fingerprints": {"notebooks": stamp.notebooks, "documents": stamp.documents},
        }

    def _content(self, finished: str) -> dict[str, Any]:
        store = self.plan.prepared.store
        return {
            "schema": SCHEMA,
            "engagement": self.plan.name,
            "language": self.plan.language,
            "started": self.started,
            "finished": finished,
            "engine": self.plan.engine,
            "jobs": self.jobs,
            "machine": {
                "system": platform.platform(),
                "python": platform.python_version(),
                "processors": os.cpu_count() or 1,
            },
            "versions": {"branchbook": VERSION, **{name: version(name) for name in PACKAGES}},
            "inputs": [{"file": name, "sha256": digest} for name, digest in sorted(store.files.items())],
            "warnings": [{"code": one.code, "place": one.place.parts, "values": one.values} for one in store.notices],
            "branches": {branch.id: self.branches[branch.id] for branch in self._entered()},
            **({"meeting": self.meeting} if self.meeting else {}),
        }

    def _write(self, finished: str) -> None:
        begun = time.monotonic()
        try:
            content = json.dumps(self._content(finished), ensure_ascii=False, indent=1)
            write_whole(self.plan.layout.manifest, content + "\n")
            write_whole(
                self.plan.layout.root / INDEX,
                self._index.html(self.branches, self.meeting or {}, under_way=not finished),
            )
        except OSError as error:
            self.unwritten = error.strerror or type(error).__name__
        else:
            self.unwritten = ""
        ended = time.monotonic()
        self._next_write = ended + (ended - begun) / SHARE_OF_TIME

    def _folder(self, outcome: Outcome) -> str:
        layout = self.plan.layout
        place = layout.failure(outcome.branch.id) if outcome.failure else layout.branch(outcome.branch.id)
        return place.relative_to(layout.root).as_posix()

    def _entered(self) -> list[Any]:
        return [branch for branch in self.plan.prepared.branches if branch.id in self.branches]


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _failure(outcome: Outcome) -> Mapping[str, Any] | None:
    failure = outcome.failure
    if failure is None:
        return None
    return asdict(failure)
