"""The whole bank's tables behind one SQL connection that lives only as long as it is needed.

Sums are taken over exact decimals, never over floating-point numbers, because the order in which parallel readers add
up is a matter of chance and the same input must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from branchbook.inputs.queries import silence
from branchbook.inputs.store import Store


@dataclass(frozen=True)
class Bank:
    """SQL over the tables of a store; each table that has rows is a view of its own name."""

    store: Store
    connection: duckdb.DuckDBPyConnection

    def has(self, table: str, *columns: str) -> bool:
        """Whether the source brought this table, with at least one row and all these columns."""
        stored = self.store.tables.get(table)
        return stored is not None and stored.rows > 0 and set(columns) <= set(stored.given)

    def query(self, sql: str, **values: object) -> pd.DataFrame:
        """The rows that the query answers; ``values`` fill its ``$name`` parameters."""
        return self.connection.execute(sql, values).df()

    def join(self, name: str, frame: pd.DataFrame) -> None:
        """Let queries see a frame as the table ``name``."""
        self.connection.register(name, frame)


@contextmanager
def opened(store: Store) -> Iterator[Bank]:
    """A bank whose connection is closed at the end: a process that forks must hold none.

    What does not fit in memory spills into a temporary folder that goes with the connection.
    """
    with TemporaryDirectory(prefix="branchbook-") as spill, duckdb.connect(config=_config(Path(spill))) as connection:
        silence(connection)
        bank = Bank(store, connection)
        for table in store.tables:
            if bank.has(table):
                relation = connection.read_parquet(store.pattern(table), hive_partitioning=False)
                relation.create_view(table)
        yield bank


def _config(spill: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {"temp_directory": str(spill), "preserve_insertion_order": False}
