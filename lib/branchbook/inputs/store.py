"""The validated tables of one engagement as Parquet, split by branch, so that a branch reads only its own rows.

Layout below ``Store.folder``: ``<table>/branch_id=<safe id>/data.parquet`` for tables of branches,
``<table>/data.parquet`` for ``branches`` and ``products``, and the same below ``personal/`` for personal columns with
the table's key. Every column of a table's schema is there (all null where the source had none), except personal ones.
Column types as pandas sees them: ids, text and categories ``str``; dates, times and months ``datetime64[us]``;
money, numbers and shares ``float64``; integers ``Int64``; booleans ``boolean``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from branchbook.values.branch import Branch


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
    """The validated data of an engagement. Values only; reading opens the files anew each time."""

    folder: Path
    fingerprint: str
    tables: Mapping[str, StoredTable]
    branches: tuple[Branch, ...]
    branch_fingerprints: Mapping[str, str]

    def has(self, table: str) -> bool:
        """Whether the engagement brought this table at all."""
        return table in self.tables

    def pattern(self, table: str) -> str:
        """The path pattern of all Parquet files of a table, for a DuckDB query over the whole bank."""
        raise NotImplementedError

    def branch(self, branch_id: str) -> Branch:
        """The branch of this id; KeyError for an unknown one."""
        raise NotImplementedError

    def read(self, table: str, branch_id: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """This branch's rows of a table; no rows (but all columns) where it has none. KeyError if not ``has(table)``.

        Rows come in a fixed order, whatever the order of the source.
        """
        raise NotImplementedError

    def read_shared(self, table: str) -> pd.DataFrame:
        """A table that is the same for all branches: ``branches`` or ``products``."""
        raise NotImplementedError

    def read_personal(self, table: str, branch_id: str) -> pd.DataFrame:
        """This branch's personal columns of a table with the table's key, for deliverables that need them."""
        raise NotImplementedError
