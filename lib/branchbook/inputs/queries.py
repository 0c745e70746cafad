"""DuckDB connections of the building of a store, and the locked one in which an engagement's own queries run.

A query of an engagement file is as hostile as any workbook. It runs where the raw files are already tables of text,
with no access to files, network, extensions, settings or Python's variables, and only if it is one SELECT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from branchbook.errors import Fault, InputFaults, Place

MEMORY = "1GB"
"""What DuckDB may hold in memory; the rest goes to its temporary folder."""

_VALUE = re.compile(r"(['\"]).*?\1")
_LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")


@contextmanager
def connected(scratch: Path, *, locked: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the scratch database, closed afterwards so that no thread or handle outlives it (fork safety)."""
    connection = duckdb.connect(
        str(scratch / "work.duckdb"),
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "spill"),
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    try:
        silence(connection)
        for lock in _LOCKS if locked else ():
            connection.execute(lock)
        yield connection
    finally:
        connection.close()


def silence(connection: duckdb.DuckDBPyConnection) -> None:
    """Draw no progress bar into the program's own output.

    In a Jupyter kernel without ipywidgets there is none, and DuckDB refuses to have it switched off.
    """
    if only_row(connection, "SELECT current_setting('enable_progress_bar')") == (True,):
        connection.execute("SET enable_progress_bar = false")


def only_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The one row that a query answers, read to its end so that the connection is free again."""
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


def refuse_unless_select(connection: duckdb.DuckDBPyConnection, sql: str, place: Place) -> None:
    """Raise :class:`InputFaults` unless this text is exactly one SELECT."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise InputFaults([_sql_fault(error, place)]) from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        got = ", ".join(str(statement.type).rsplit(".", 1)[-1] for statement in statements) or "—"
        raise InputFaults([Fault("sql_refused", place, got=got, allowed="SELECT")])


@contextmanager
def explained(place: Place) -> Iterator[None]:
    """Turn DuckDB's error over an engagement's query into a fault with its first line."""
    try:
        yield
    except (duckdb.Error, duckdb.NotImplementedException) as error:
        raise InputFaults([_sql_fault(error, place)]) from None


def _sql_fault(error: Exception, place: Place) -> Fault:
    line = next(iter(str(error).splitlines()), "")
    if isinstance(error, duckdb.ConversionException):
        line = _VALUE.sub("'…'", line)  # it may be a customer's
    return Fault("sql_error", place, got=line[:300].rstrip(".! "))
