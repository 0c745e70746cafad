"""Building a store: read, check everything, write by branch, describe, move into place whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from branchbook.errors import InputFaults, Place
from branchbook.inputs.checks import check
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.fingerprint import VERSION, Seen, digest_of
from branchbook.inputs.headings import named
from branchbook.inputs.notices import Notice
from branchbook.inputs.partitions import Kept, content_by_branch, define_scope, keep, write
from branchbook.inputs.queries import connected
from branchbook.inputs.schema import TABLES
from branchbook.inputs.staging import Staged, stage
from branchbook.inputs.store_files import DESCRIPTION, SEEN


def build(engagement: Engagement, folder: Path, fingerprint: str, seen: Seen) -> None:
    """Build the store of an engagement in ``folder``; raises :class:`InputFaults` with everything that is wrong.

    The work is done beside ``folder`` and moved into place whole; ``fingerprint`` and ``seen`` are kept with it.
    """
    with _scratch_beside(folder) as scratch:
        staged, raw_faults = stage(engagement, scratch)
        target = scratch / "store"
        target.mkdir()
        with connected(scratch) as connection:
            faults = (*raw_faults, *check(connection, engagement, staged))
            if faults:
                raise InputFaults(faults)
            description = _written(connection, engagement, staged, target)
        _write_json(target / SEEN, seen)
        _write_json(target / DESCRIPTION, {"version": VERSION, "fingerprint": fingerprint, **description})
        _move_into_place(target, folder, scratch)


@contextmanager
def _scratch_beside(folder: Path) -> Iterator[Path]:
    """A fresh folder beside ``folder``, on the same disk, gone afterwards; one left by a killed run goes first."""
    scratch = folder.with_name(f".{folder.name}-building")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _move_into_place(target: Path, folder: Path, scratch: Path) -> None:
    """Two renames: killed between them, there is no store, and the next run builds it."""
    if folder.exists():
        folder.rename(scratch / "before")
    target.rename(folder)


def _written(
    connection: duckdb.DuckDBPyConnection, engagement: Engagement, staged: Mapping[str, Staged], target: Path
) -> dict[str, Any]:
    """Write all tables; answers the description of the store."""
    ids = define_scope(connection, engagement)
    connection.execute("CREATE SCHEMA kept")
    tables = {name: table for name, table in staged.items() if table.rows}
    kept = {name: keep(connection, engagement, table) for name, table in tables.items()}
    for table in tables.values():
        write(connection, table, ids, target)
    contents = {name: content_by_branch(connection, table.schema) for name, table in tables.items()}
    shared = {name: table for name, table in tables.items() if table.schema.shared}
    return {
        "tables": {name: _described(tables[name], kept[name]) for name in tables},
        "branches": _branches(connection),
        "branch_fingerprints": {id_: _content(number, tables, contents) for number, id_ in enumerate(ids, start=1)},
        "shared_fingerprint": _content(0, shared, contents),
        "notices": [
            (notice.code, asdict(notice.place), notice.values) for notice in _notices(engagement, staged, kept)
        ],
    }


def _content(number: int, tables: Mapping[str, Staged], contents: Mapping[str, Mapping[int, str]]) -> str:
    """A fingerprint of one branch's rows in all tables (0: of no branch), with the tables' columns and sources."""
    lines = [[name, table.given, table.sources, contents[name].get(number, "")] for name, table in tables.items()]
    return digest_of(VERSION, json.dumps(lines, ensure_ascii=False))


def _described(table: Staged, kept: Kept) -> dict[str, Any]:
    return {
        "rows": kept.rows,
        "given": table.given,
        "sources": table.sources,
        "later_rows": kept.later_rows,
        "first": kept.first.date() if kept.first else None,
        "last": kept.last.date() if kept.last else None,
    }


def _branches(connection: duckdb.DuckDBPyConnection) -> list[Any]:
    return connection.execute(
        "SELECT branch_id, name, type, coalesce(name_en, '') FROM kept.branches ORDER BY _branch"
    ).fetchall()


def _notices(engagement: Engagement, staged: Mapping[str, Staged], kept: Mapping[str, Kept]) -> Iterator[Notice]:
    for name, table in staged.items():
        yield from table.notices
        later = kept[name].later_rows if name in kept else 0
        if later:
            values = {"table": named(TABLES[name]), "count": str(later), "as_of": engagement.as_of.isoformat()}
            yield Notice("later_rows", Place(file=", ".join(table.sources)), values)


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, default=_isoformat)
    path.write_text(text, encoding="utf-8", newline="\n")


def _isoformat(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a store's description")
