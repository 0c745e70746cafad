"""The validated tables of one engagement as Parquet, split by branch, so that a branch reads only its own rows.

Layout below ``Store.folder``: ``<table>/<safe id>.parquet`` for tables of branches, ``<table>/all.parquet`` for tables
that belong to no branch (``TableSchema.shared``), and the same below ``personal/`` for personal columns with the
table's key. Every column of a table's schema is there (all null where the source had none), except personal ones; the
files of a table that finds its branch through another one carry ``branch_id`` besides, for queries over the whole bank.
Column types as pandas sees them: ids, text and categories ``str``; dates, times and months ``datetime64[us]``;
money, numbers and shares ``float64``; integers ``Int64``; booleans ``boolean``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branchbook.errors import Place
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.fingerprint import VERSION, Seen, fingerprint_of
from branchbook.inputs.notices import Notice
from branchbook.inputs.schema import TABLES
from branchbook.inputs.store_files import DESCRIPTION, SEEN, file_of
from branchbook.values.branch import Branch, BranchType
from branchbook.values.places import escaped

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StoredTable:
    """What one table of the store holds.

    ``given`` are the columns that the source really had; ``later_rows`` counts rows dated after the engagement's
    ``as_of``, which were left out; ``first`` and ``last`` bound the period of the ``dated_by`` column.
    """

    name: str
    rows: int
    given: tuple[str, ...]
    sources: tuple[str, ...]
    later_rows: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Store:
    """The validated data of an engagement. Values only; reading opens the files anew each time.

    ``branches`` stand in the order of the bank's own list. ``fingerprint`` is of everything that the store was built
    from; ``branch_fingerprints`` of each branch's own rows; ``shared_fingerprint`` of the tables of no branch;
    ``files`` holds the sha256 of every source file by its name.
    """

    folder: Path
    fingerprint: str
    tables: Mapping[str, StoredTable]
    branches: tuple[Branch, ...]
    branch_fingerprints: Mapping[str, str]
    shared_fingerprint: str = ""
    notices: tuple[Notice, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Whether the engagement brought this table at all."""
        return table in self.tables

    def pattern(self, table: str) -> str:
        """The path pattern of all Parquet files of a table, for a DuckDB query over the whole bank.

        There is no such file for a table without rows.
        """
        return f"{escaped(self.folder)}/{table}/*.parquet"

    def branch(self, branch_id: str) -> Branch:
        """The branch of this id; KeyError for an unknown one."""
        return self._by_id[branch_id]

    @cached_property
    def _by_id(self) -> Mapping[str, Branch]:
        return {branch.id: branch for branch in self.branches}

    def read(self, table: str, branch_id: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """This branch's rows of a table; no rows (but all columns) where it has none. KeyError if not ``has(table)``.

        Rows come in a fixed order, whatever the order of the source.
        """
        self.branch(branch_id)
        names = [column.name for column in TABLES[table].columns if not column.personal]
        return self._frame(table, branch_id, list(columns) if columns is not None else names)

    def read_shared(self, table: str) -> pd.DataFrame:
        """A table that is the same for all branches: ``branches``, ``products``, ``enterprises``."""
        return self._frame(table, "", [column.name for column in TABLES[table].columns if not column.personal])

    def read_personal(self, table: str, branch_id: str) -> pd.DataFrame:
        """This branch's personal columns of a table with the table's key, for deliverables that need them."""
        schema = TABLES[table]
        return self._frame(table, branch_id, [*schema.key, *schema.personal], personal=True)

    def _frame(self, table: str, branch_id: str, columns: list[str], *, personal: bool = False) -> pd.DataFrame:
        # What reads rows is brought when rows are asked for: a batch that finds nothing to do asks for none.
        from branchbook.inputs.rows import read_rows

        path = file_of(self.folder, self.tables[table].name, branch_id, personal=personal)
        return read_rows(path, [TABLES[table].column(name) for name in columns], of_a_branch=bool(branch_id))


def open_store(engagement: Engagement, folder: Path) -> Store:
    """The store of an engagement: the one that stands in ``folder`` if nothing it was built from has changed.

    Otherwise it is built anew. Raises InputFaults with everything that is wrong with the data.
    """
    fingerprint, seen = fingerprint_of(engagement, _seen(folder))
    if not (folder / DESCRIPTION).is_file() or standing_store(folder).fingerprint != fingerprint:
        _build(engagement, folder, fingerprint, seen)
    return standing_store(folder)


def _build(engagement: Engagement, folder: Path, fingerprint: str, seen: Seen) -> None:
    # DuckDB and what reads and checks workbooks are brought only where there is something to build.
    from branchbook.inputs.building import build

    build(engagement, folder, fingerprint, seen)


def standing_store(folder: Path) -> Store:
    """The store that stands in ``folder``, taken as it is: for a worker of a batch that has just opened it.

    A store of another version of Branchbook has no fingerprint, no tables and no branches.
    """
    described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    if described["version"] != VERSION:
        return Store(folder, "", {}, (), {})
    return Store(
        folder=folder,
        fingerprint=described["fingerprint"],
        tables={name: _stored(name, values) for name, values in described["tables"].items()},
        branches=tuple(Branch(id_, name, BranchType(kind), en) for id_, name, kind, en in described["branches"]),
        branch_fingerprints=described["branch_fingerprints"],
        shared_fingerprint=described["shared_fingerprint"],
        files={name.partition(" ")[2]: digest for name, (_, _, digest) in _seen(folder).items()},
        notices=tuple(Notice(code, Place(**place), values) for code, place, values in described["notices"]),
    )


def _stored(name: str, values: Mapping[str, Any]) -> StoredTable:
    first, last = (date.fromisoformat(values[end]) if values[end] else None for end in ("first", "last"))
    given, sources = tuple(values["given"]), tuple(values["sources"])
    return StoredTable(name, values["rows"], given, sources, values["later_rows"], first, last)


def _seen(folder: Path) -> Seen:
    """The source files as they were when the store in ``folder`` was built."""
    if not (folder / SEEN).is_file():
        return {}
    written = json.loads((folder / SEEN).read_text(encoding="utf-8"))
    return {name: (size, changed, digest) for name, (size, changed, digest) in written.items()}
