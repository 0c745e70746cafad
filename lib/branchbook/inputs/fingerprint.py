"""What a store was built from, so that an unchanged engagement is not built again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from branchbook.inputs.engagement import Engagement, Source, SourceFile
from branchbook.inputs.schema import TABLES

VERSION = "2"
"""Raised whenever the reading or the store's layout changes, so that stores built before are built anew."""

_BLOCK = 1024 * 1024

Seen = Mapping[str, tuple[int, int, str]]
"""Size, time of change in nanoseconds and sha256 of source files, by number and name."""


def fingerprint_of(engagement: Engagement, seen: Seen) -> tuple[str, Seen]:
    """The fingerprint of all that decides what a store holds, and the source files as they are now.

    A file whose size and time of change are as in ``seen`` is not read again.
    """
    numbered = {f"{number} {file.shown}": file for number, file in enumerate(source_files(engagement))}
    files = {name: _seen(file, seen.get(name, (-1, -1, ""))) for name, file in numbered.items()}
    parts = {
        "version": VERSION,
        "schema": repr(list(TABLES.values())),
        "as_of": engagement.as_of.isoformat(),
        "branches": engagement.branches,
        "columns": {table: dict(headings) for table, headings in engagement.columns.items()},
        "sources": {name: _described(source) for name, source in engagement.sources.items()},
        "raw": {name: _described(source) for name, source in engagement.raw.items()},
        "files": {name: digest for name, (_, _, digest) in files.items()},
    }
    return digest_of(json.dumps(parts, ensure_ascii=False, sort_keys=True)), files


def source_files(engagement: Engagement) -> list[SourceFile]:
    """Every file that the engagement reads."""
    sources = [*engagement.raw.values(), *engagement.sources.values()]
    return [file for source in sources for file in source.files]


def digest_of(*parts: str) -> str:
    """A sha256 of texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _described(source: Source) -> dict[str, object]:
    return {**asdict(source), "files": [file.shown for file in source.files]}


def _seen(file: SourceFile, before: tuple[int, int, str]) -> tuple[int, int, str]:
    status = file.path.stat()
    size, changed, digest = before
    if (size, changed) == (status.st_size, status.st_mtime_ns):
        return size, changed, digest
    return status.st_size, status.st_mtime_ns, _sha256(_blocks(file.path))


def _sha256(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block
