"""Writing checked tables as Parquet, one file per table and branch, without ever holding a table in memory.

DuckDB sorts (on disk where it must), the sorted rows stream, and each branch's run of rows goes to its own file: one
file is open at a time, however many branches there are, and the order of rows is the same for the same data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from branchbook.inputs.cells import SQL_TYPE, identifier, quoted
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.lines import PART, ROW
from branchbook.inputs.queries import only_row
from branchbook.inputs.schema import ColumnSchema, TableSchema
from branchbook.inputs.staging import Staged
from branchbook.inputs.store_files import file_of

BATCH = 100_000
_NUMBER = "_branch"  # a branch's place in the bank's own list


@dataclass(frozen=True)
class Kept:
    """What is kept of a table: ``rows`` in scope and not later than the as-of date, ``later_rows`` left out."""

    rows: int
    later_rows: int
    first: datetime | None = None
    last: datetime | None = None


def define_scope(connection: duckdb.DuckDBPyConnection, engagement: Engagement) -> list[str]:
    """Make ``scope``, the branches in scope numbered in the bank's own order; answers their ids."""
    chosen = "true"
    if engagement.branches is not None:
        chosen = f"branch_id IN ({', '.join(quoted(id_) for id_ in engagement.branches)})"
    connection.execute(
        f"CREATE TABLE scope AS SELECT branch_id, row_number() OVER (ORDER BY {PART}, {ROW}) AS {_NUMBER} "
        f"FROM typed.branches WHERE {chosen}"
    )
    return [str(id_) for (id_,) in connection.execute(f"SELECT branch_id FROM scope ORDER BY {_NUMBER}").fetchall()]


def keep(connection: duckdb.DuckDBPyConnection, engagement: Engagement, table: Staged) -> Kept:
    """Make the view ``kept.<table>``: the rows in scope up to the as-of date, with all columns of the schema."""
    schema, name = table.schema, identifier(table.schema.name)
    columns = ", ".join(f"{_source(column, table.given)} AS {identifier(column.name)}" for column in schema.columns)
    if schema.branch_through:
        columns = f"owners.branch_id AS branch_id, {columns}"
    number, scoped = _scoped(schema)
    dated = f"rows.{identifier(schema.dated_by)}" if schema.dated_by in table.given else "NULL::TIMESTAMP"
    end = quoted((engagement.as_of + timedelta(days=1)).isoformat())
    later = f"coalesce({dated} >= TIMESTAMP {end}, false)"
    rows = f"typed.{name} AS rows {scoped}"
    connection.execute(
        f"CREATE VIEW kept.{name} AS SELECT {number} AS {_NUMBER}, {columns} FROM {rows} WHERE NOT {later}"
    )
    found = only_row(
        connection,
        f"SELECT count(*) FILTER (NOT {later}), count(*) FILTER ({later}), "
        f"min({dated}) FILTER (NOT {later}), max({dated}) FILTER (NOT {later}) FROM {rows}",
    )
    return Kept(*found)


def _source(column: ColumnSchema, given: Sequence[str]) -> str:
    name = f"rows.{identifier(column.name)}" if column.name in given else "NULL"
    return f"CAST({name} AS {SQL_TYPE[column.type]})"


def _scoped(schema: TableSchema) -> tuple[str, str]:
    """The number of a row's branch, and the join that finds it and leaves out rows of other branches."""
    if schema.branch_through:
        target, _, key = schema.branch_through.partition(".")
        own = next(column.name for column in schema.columns if column.refers_to == schema.branch_through)
        owner = f"(SELECT {identifier(key)} AS owner, branch_id, {_NUMBER} FROM kept.{identifier(target)}) AS owners"
        return f"owners.{_NUMBER}", f"JOIN {owner} ON rows.{identifier(own)} = owners.owner"
    if schema.shared and schema.name != "branches":
        return "0", ""
    return f"scope.{_NUMBER}", "JOIN scope USING (branch_id)"


def write(connection: duckdb.DuckDBPyConnection, table: Staged, branches: Sequence[str], folder: Path) -> None:
    """Write the kept rows of a table, its personal columns (where the source has any) apart with the table's key."""
    schema = table.schema
    found = ["branch_id"] if schema.branch_through else []
    open_columns = [*found, *(column.name for column in schema.columns if not column.personal)]
    _write(connection, schema, open_columns, branches, folder, personal=False)
    if set(schema.personal) & set(table.given):
        _write(connection, schema, [*schema.key, *schema.personal], branches, folder, personal=True)


def _write(
    connection: duckdb.DuckDBPyConnection,
    schema: TableSchema,
    columns: Sequence[str],
    branches: Sequence[str],
    folder: Path,
    *,
    personal: bool,
) -> None:
    ids = [""] if schema.shared else ["", *branches]
    writer: pq.ParquetWriter | None = None
    current = -1
    for number, rows in _runs(_sorted(connection, schema, columns)):
        if writer is None or number != current:
            if writer is not None:
                writer.close()
            path = file_of(folder, schema.name, ids[number], personal=personal)
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = pq.ParquetWriter(path, rows.schema, compression="zstd")
            current = number
        writer.write_batch(rows)
    if writer is not None:
        writer.close()


def _sorted(
    connection: duckdb.DuckDBPyConnection, schema: TableSchema, columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """The kept rows, branch by branch, each in the order of key, date and all other columns."""
    everything = [column.name for column in schema.columns]
    order = dict.fromkeys([_NUMBER, *schema.key, *([schema.dated_by] if schema.dated_by else []), *everything])
    number = "0" if schema.shared else _NUMBER
    reader = connection.sql(
        f"SELECT CAST({number} AS BIGINT), {', '.join(identifier(name) for name in columns)} "
        f"FROM kept.{identifier(schema.name)} ORDER BY {', '.join(f'{identifier(name)} NULLS FIRST' for name in order)}"
    ).to_arrow_reader(BATCH)
    yield from reader


def _runs(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Cut batches where the branch changes; the branch's number stands in the first column."""
    for batch in batches:
        numbers = batch.column(0).to_numpy()
        cuts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
        for start, end in pairwise(cuts):
            if end > start:
                rows = batch.slice(start, end - start)
                yield int(numbers[start]), rows.select(rows.schema.names[1:])


def content_by_branch(connection: duckdb.DuckDBPyConnection, schema: TableSchema) -> dict[int, str]:
    """A fingerprint of each branch's kept rows, by the branch's number; the order of rows doesn't enter."""
    text = ", ".join(f"coalesce(CAST({identifier(column.name)} AS VARCHAR), chr(30))" for column in schema.columns)
    rows = connection.execute(
        f"SELECT {_NUMBER}, count(*), sum(md5_number_lower(row)), sum(md5_number_upper(row)) FROM "
        f"(SELECT {_NUMBER}, concat_ws(chr(31), {text}) AS row FROM kept.{identifier(schema.name)}) GROUP BY {_NUMBER}"
    ).fetchall()
    return {int(number): f"{count}:{low}:{high}" for number, count, low, high in rows}
