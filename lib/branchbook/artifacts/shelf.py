"""`Shelf`: the artifacts of one branch on disk, one JSON file per chapter, each written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from branchbook.artifacts.codec import decode, encode
from branchbook.values.artifact import Artifact


@dataclass(frozen=True)
class Shelf:
    """The folder ``artifacts/`` of a branch."""

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
        text = json.dumps([encode(artifact) for artifact in by_key.values()], ensure_ascii=False, indent=1)
        scratch.write_text(text + "\n", encoding="utf-8", newline="\n")
        return scratch.replace(path)

    def chapter(self, chapter: str) -> tuple[Artifact, ...]:
        """What a chapter has put, in its order; nothing for a chapter that has not run."""
        path = self.folder / f"{chapter}.json"
        if not path.exists():
            return ()
        artifacts: tuple[Artifact, ...] = decode(json.loads(path.read_text(encoding="utf-8")))
        return artifacts

    def all(self) -> Mapping[str, Artifact]:
        """Every chapter's artifacts by key, chapters in the order of their names."""
        chapters = sorted(path.stem for path in self.folder.glob("*.json"))
        return {artifact.key: artifact for chapter in chapters for artifact in self.chapter(chapter)}
