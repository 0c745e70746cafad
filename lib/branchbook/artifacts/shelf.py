"""`Shelf`: the artifacts of one branch on disk, one JSON file per chapter, each written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from branchbook.artifacts.codec import Json, decode, encode
from branchbook.values.artifact import Artifact
from branchbook.values.lazily import Lazily

_Identity = tuple[int, int, int]
"""Which file it was that was read: every writing makes a new one."""


@dataclass(frozen=True)
class Shelf:
    """The folder ``artifacts/`` of a branch.

    A file is read again only when it has become another one, whichever chapter of the process read or wrote it, and an
    artifact decoded when it is first looked at: a notebook shows one after the other out of hundreds.
    """

    folder: Path

    def put(self, chapter: str, artifacts: Iterable[Artifact]) -> Path:
        """Write a chapter's artifacts in place of what it had put before; the same artifacts give the same bytes.

        Raises ValueError if two of them have one key.
        """
        by_key: dict[str, Artifact] = {}
        for artifact in artifacts:
            if artifact.key in by_key:
                raise ValueError(f"chapter {chapter} keeps two artifacts under the key {artifact.key!r}")
            by_key[artifact.key] = artifact
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{chapter}.json"
        scratch = path.with_suffix(".json.part")
        # One artifact a line: a person finds it, and Python's quick encoder, which can't indent, writes it.
        told = [encode(artifact) for artifact in by_key.values()]
        lines = ",\n".join(json.dumps(artifact, ensure_ascii=False) for artifact in told)
        scratch.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
        _remember(path, _identity(scratch.stat()), told)
        return scratch.replace(path)

    def chapter(self, chapter: str) -> tuple[Artifact, ...]:
        """What a chapter has put, in its order; nothing for a chapter that has not run."""
        return tuple(self._kept(self.folder / f"{chapter}.json").values())

    def all(self) -> Mapping[str, Artifact]:
        """Every chapter's artifacts by key, chapters in the order of their names."""
        chapters = sorted(name.removesuffix(".json") for name in self._files() if name.endswith(".json"))
        kept = [self._kept(self.folder / f"{chapter}.json") for chapter in chapters]
        return Lazily({key: partial(chapter.__getitem__, key) for chapter in kept for key in chapter})

    def _files(self) -> list[str]:
        try:
            return os.listdir(self.folder)  # noqa: PTH208 - asked for each artifact that a notebook shows
        except FileNotFoundError:
            return []

    def _kept(self, path: Path) -> Mapping[str, Artifact]:
        """The artifacts of a file by key, nothing where there is no file."""
        try:
            now = _identity(path.stat())
        except FileNotFoundError:
            return {}
        known = _known.get(path)
        if known is None or known[0] != now:
            return _remember(path, now, json.loads(path.read_text(encoding="utf-8")))
        return known[1]


_known: dict[Path, tuple[_Identity, Mapping[str, Artifact]]] = {}
"""What was read or written last, by file: the chapters of a branch, one after the other, look at the same few."""

_MOST = 40
"""Files that are remembered: more than a branch has, so that a process that makes many branches holds one or two."""


def _remember(path: Path, identity: _Identity, told: Iterable[Json]) -> Mapping[str, Artifact]:
    """The artifacts of a file by key, from what stands in it."""
    artifacts = Lazily({artifact["key"]: partial(decode, artifact) for artifact in told})
    _known.pop(path, None)
    _known[path] = identity, artifacts
    while len(_known) > _MOST:
        del _known[next(iter(_known))]
    return artifacts


def _identity(file: os.stat_result) -> _Identity:
    return file.st_ino, file.st_mtime_ns, file.st_size
