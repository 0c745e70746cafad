"""All checks of an engagement's tables, set-wise: cells, keys, references, the order of times.

Cleaned tables stand below ``typed`` in the scratch database. Every fault is found, none stops the search; examples are
bounded, counts are complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import duckdb
from openpyxl.utils import get_column_letter

from branchbook.errors import Fault, Place, allowed_range
from branchbook.inputs.cells import (
    DIGITS_LOST,
    ERROR,
    NO_RESULT,
    define,
    has_mark,
    identifier,
    parts_of,
    plain_of,
    value_of,
)  # fmt: skip
from branchbook.inputs.engagement import FILE, Engagement
from branchbook.inputs.headings import named, titled
from branchbook.inputs.lines import PART, ROW
from branchbook.inputs.queries import only_row
from branchbook.inputs.schema import TABLES, ColumnSchema, Type
from branchbook.inputs.spelling import nearest
from branchbook.inputs.staging import Part, Staged

EXAMPLES = 20
"""How many different values of one kind of fault are listed per column, and how many rows per value."""

ORDERED_TIMES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "tickets": (("taken_at", "called_at"), ("called_at", "finished_at"), ("taken_at", "finished_at")),
}
"""Pairs of columns of which the first can't be later than the second."""

_CELL_FAULTS = {
    1: "cell_error", 2: "cell_without_result", 3: "digits_lost", 4: "cell_empty", 5: "cell_unreadable",
    6: "value_not_allowed", 7: "out_of_bounds",
}  # fmt: skip
_UNREADABLE = {
    Type.MONEY: "money_unreadable", Type.NUMBER: "number_unreadable", Type.INTEGER: "integer_unreadable",
    Type.SHARE: "share_unreadable", Type.BOOLEAN: "boolean_unreadable", Type.DATE: "date_unreadable",
    Type.DATETIME: "moment_unreadable", Type.MONTH: "month_unreadable",
}  # fmt: skip
_WIDEST = 10**12
_POSITION = f"({PART}::BIGINT * {_WIDEST} + {ROW})"
_HIDDEN = "***"


@dataclass(frozen=True)
class _Example:
    """A value with its rows: the first positions and how many there are in all."""

    got: str
    count: int
    positions: tuple[int, ...]
    more: str = ""


def check(
    connection: duckdb.DuckDBPyConnection, engagement: Engagement, staged: Mapping[str, Staged]
) -> Iterator[Fault]:
    """Clean the staged tables into ``typed`` and answer everything that is wrong with them."""
    define(connection)
    connection.execute("CREATE SCHEMA typed")
    for table in staged.values():
        if table.parts:
            _clean(connection, table)
    if "branches" not in staged:
        required = ", ".join(column.heading for column in TABLES["branches"].columns if column.required)
        yield Fault("table_missing", Place(file=FILE, key="sources.branches"), allowed=required)
    for table in staged.values():
        yield from table.faults
        if table.parts:
            yield from _cell_faults(connection, table)
            yield from _duplicate_keys(connection, table)
            yield from _times_out_of_order(connection, table)
        yield from _unknown_references(connection, table, staged)
    if "branches" in staged and staged["branches"].whole:
        yield from _scope_faults(connection, engagement)


# --- cells -----------------------------------------------------------------------------------------------------------


def _clean(connection: duckdb.DuckDBPyConnection, table: Staged) -> None:
    """Make ``typed.<table>``: values by column, and beside each the number of its fault (0 for none)."""
    columns = [table.schema.column(name) for name in table.given]
    raw = ", ".join(identifier(column.name) for column in columns)
    plain = ", ".join(f"{_unmarked(c)} AS {_plain(c)}" for c in columns)
    parts = ", ".join(f"{parts_of(c, _plain(c))} AS {_parts(c)}" for c in columns)
    value = ", ".join(f"{value_of(c, _plain(c), _parts(c))} AS {_value(c)}" for c in columns)
    chosen = ", ".join(f"{_value(c)} AS {identifier(c.name)}, {_fault_number(c)} AS {_fault(c)}" for c in columns)
    connection.execute(
        f"CREATE TABLE typed.{identifier(table.schema.name)} AS SELECT {PART}, {ROW}, {chosen} FROM ("
        f"SELECT *, {value} FROM (SELECT *, {parts} FROM ("
        f"SELECT {PART}, {ROW}, {raw}, {plain} FROM staged.{identifier(table.schema.name)})))"
    )


def _unmarked(column: ColumnSchema) -> str:
    """The plain text of a cell; nothing where Excel itself could not give it."""
    raw = identifier(column.name)
    marked = " OR ".join(has_mark(column, raw, mark) for mark in (ERROR, NO_RESULT, DIGITS_LOST))
    return f"CASE WHEN {marked} THEN NULL ELSE {plain_of(column, raw)} END"


def _plain(column: ColumnSchema) -> str:
    return identifier(f"{column.name} plain")


def _parts(column: ColumnSchema) -> str:
    return identifier(f"{column.name} parts")


def _value(column: ColumnSchema) -> str:
    return identifier(f"{column.name} value")


def _fault(column: ColumnSchema) -> str:
    return identifier(f"{column.name} fault")


def _fault_number(column: ColumnSchema) -> str:
    raw, value = identifier(column.name), _value(column)
    marks = {1: ERROR, 2: NO_RESULT, 3: DIGITS_LOST}
    cases = [f"WHEN {has_mark(column, raw, mark)} THEN {number}" for number, mark in marks.items()]
    cases.append(f"WHEN {_plain(column)} IS NULL THEN {4 if column.required else 0}")
    cases.append(f"WHEN {value} IS NULL THEN {6 if column.type is Type.CATEGORY else 5}")
    low, high = column.bounds
    cases += [f"WHEN {value} < {low} THEN 7"] if low is not None else []
    cases += [f"WHEN {value} > {high} THEN 7"] if high is not None else []
    return f"CAST(CASE {' '.join(cases)} ELSE 0 END AS UTINYINT)"


def _cell_faults(connection: duckdb.DuckDBPyConnection, table: Staged) -> Iterator[Fault]:
    for column, number, total in _fault_counts(connection, table):
        code = _CELL_FAULTS[number] if number != 5 else _UNREADABLE[column.type]
        examples = _examples(connection, table, column, number)
        yield from _listed(table, column, code, examples, total, _allowed(column))


def _fault_counts(connection: duckdb.DuckDBPyConnection, table: Staged) -> Iterator[tuple[ColumnSchema, int, int]]:
    """Column, number of the fault and how many cells have it, in one pass over the table."""
    asked = [(table.schema.column(name), number) for name in table.given for number in _CELL_FAULTS]
    counts = ", ".join(f"count(*) FILTER ({_fault(column)} = {number})" for column, number in asked)
    found = only_row(connection, f"SELECT {counts} FROM typed.{identifier(table.schema.name)}")
    for (column, number), total in zip(asked, found, strict=True):
        if total:
            yield column, number, total


def _examples(
    connection: duckdb.DuckDBPyConnection, table: Staged, column: ColumnSchema, number: int
) -> list[_Example]:
    name, raw = identifier(table.schema.name), identifier(column.name)
    _count(
        connection,
        f"SELECT coalesce(staged.{raw}, '') AS got, NULL::VARCHAR AS other, {_POSITION} AS spot "
        f"FROM typed.{name} AS typed JOIN staged.{name} AS staged USING ({PART}, {ROW}) "
        f"WHERE typed.{_fault(column)} = {number}",
    )
    return [replace(example, got=_shown(column, example.got)) for example in _foremost(connection, "counted")]


def _shown(column: ColumnSchema, got: str) -> str:
    """A cell's text as a fault may show it: no marks, not endless, nothing personal."""
    text = got.lstrip(ERROR + NO_RESULT + DIGITS_LOST).strip()
    return _HIDDEN if column.personal and text else text[:80]


def _allowed(column: ColumnSchema) -> str:
    if column.allowed:
        return ", ".join(f"{spellings[0]} ({value})" for value, spellings in column.allowed.items())
    return allowed_range(*column.bounds)


def _listed(
    table: Staged, column: ColumnSchema, code: str, examples: list[_Example], total: int, allowed: str
) -> Iterator[Fault]:
    """One fault per different value, and one for all that are not listed."""
    for example in examples:
        values = {"table": table.schema.name, "column": titled(column), "column_name": column.name}
        values["cells"] = ", ".join(_spot(table, column, position) for position in example.positions)
        if column.allowed:
            values["nearest"] = _nearest_allowed(column, example.got)
        yield Fault(
            code,
            _place(table, column, example.positions[0]),
            example.got,
            allowed,
            example.count,
            values | _more(example),
        )
    rest = total - sum(example.count for example in examples)
    if rest > 0:
        place = _place(table, column, examples[-1].positions[0])
        place = Place(file=place.file, sheet=place.sheet, column=place.column, key=place.key)
        yield Fault("more_alike", place, count=rest, values={"column": titled(column)})


def _more(example: _Example) -> dict[str, str]:
    return {"other": example.more} if example.more else {}


def _nearest_allowed(column: ColumnSchema, got: str) -> str:
    return nearest(got, (word for value, words in column.allowed.items() for word in (*words, value))) or "—"


# --- places ----------------------------------------------------------------------------------------------------------


def _part_and_row(table: Staged, position: int) -> tuple[Part, int]:
    return table.parts[position // _WIDEST], position % _WIDEST


def _place(table: Staged, column: ColumnSchema, position: int) -> Place:
    """The place of a cell, as Excel or an editor shows it; a query's rows have none."""
    part, row = _part_and_row(table, position)
    found = next((found for found in part.found if found.name == column.name), None)
    heading = found.heading if found else column.heading
    if part.place.key:
        return Place(file=part.place.file, key=part.place.key, column=heading)
    cell = f"{get_column_letter(found.position + 1)}{row}" if part.cells and found else ""
    return Place(file=part.place.file, sheet=part.place.sheet, row=row, column=heading, cell=cell)


def _spot(table: Staged, column: ColumnSchema, position: int) -> str:
    """A cell's address, or its row where the file has no addresses."""
    place = _place(table, column, position)
    return place.cell or str(position % _WIDEST)


# --- keys, references, times -----------------------------------------------------------------------------------------


def _duplicate_keys(connection: duckdb.DuckDBPyConnection, table: Staged) -> Iterator[Fault]:
    key = table.schema.key
    if not key or not set(key) <= set(table.given):
        return
    columns = [identifier(name) for name in key]
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    shown = " || ' / ' || ".join(f"CAST({column} AS VARCHAR)" for column in columns)
    _count(
        connection,
        f"SELECT {shown} AS got, NULL::VARCHAR AS other, {_POSITION} AS spot "
        f"FROM typed.{identifier(table.schema.name)} WHERE {filled}",
        having="count(*) > 1",
    )
    yield from _listed_from(connection, "counted", table, table.schema.column(key[0]), "key_duplicate")


def _count(connection: duckdb.DuckDBPyConnection, rows: str, having: str = "true") -> None:
    """Make ``faulty``, the rows at fault (got, other, spot), and ``counted``: how many there are of each and the first.

    A count and a minimum are all that is kept of each value, so that a table of any size is counted on disk: lists of
    places would have to stay in memory.
    """
    connection.execute(f"CREATE OR REPLACE TEMP VIEW faulty AS {rows}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE counted AS SELECT got, other, count(*) AS n, min(spot) AS first FROM faulty "
        f"GROUP BY got, other HAVING {having}"
    )


def _foremost(connection: duckdb.DuckDBPyConnection, relation: str) -> list[_Example]:
    """The values of a relation of got, other, n and first that come first, with their places among the faulty rows."""
    rows = connection.execute(
        f"WITH foremost AS (FROM {relation} ORDER BY first LIMIT {EXAMPLES}) "
        f"SELECT got, any_value(n), min(spot, {EXAMPLES}) AS spots, any_value(foremost.other) "
        "FROM foremost JOIN faulty USING (got) "
        "WHERE faulty.other IS NULL OR faulty.other = foremost.other GROUP BY got, foremost.other ORDER BY spots"
    ).fetchall()
    return [_Example(str(got), n, tuple(spots), other or "") for got, n, spots, other in rows]


def _listed_from(
    connection: duckdb.DuckDBPyConnection, relation: str, table: Staged, column: ColumnSchema, code: str
) -> Iterator[Fault]:
    """The faults of a relation of got, other, n and first."""
    (total,) = only_row(connection, f"SELECT coalesce(sum(n), 0) FROM {relation}")
    if total:
        examples = [replace(example, got=example.got[:80]) for example in _foremost(connection, relation)]
        yield from _listed(table, column, code, examples, int(total), "")


def _unknown_references(
    connection: duckdb.DuckDBPyConnection, table: Staged, staged: Mapping[str, Staged]
) -> Iterator[Fault]:
    yield from _needed_table_missing(table, staged)
    for column in table.schema.columns:
        target, _, key = column.refers_to.partition(".")
        if not target or column.name not in table.given or not table.parts:
            continue
        if target in staged and staged[target].whole and staged[target].rows and key in staged[target].given:
            yield from _unknown_in(connection, table, column, target, key)


def _needed_table_missing(table: Staged, staged: Mapping[str, Staged]) -> Iterator[Fault]:
    """Rows that find their branch through another table need that table."""
    needed = table.schema.branch_through.partition(".")[0]
    if needed and (needed not in staged or (staged[needed].whole and not staged[needed].rows)) and table.rows:
        values = {"table": named(table.schema), "needed": named(TABLES[needed])}
        yield Fault("table_needed", Place(file=FILE, key=f"sources.{needed}"), values=values)


def _unknown_in(
    connection: duckdb.DuckDBPyConnection, table: Staged, column: ColumnSchema, target: str, key: str
) -> Iterator[Fault]:
    name, key_name = identifier(column.name), identifier(key)
    _count(
        connection,
        f"SELECT {name} AS got, NULL::VARCHAR AS other, {_POSITION} AS spot "
        f"FROM typed.{identifier(table.schema.name)} AS rows WHERE {name} IS NOT NULL AND NOT EXISTS "
        f"(FROM typed.{identifier(target)} AS target WHERE target.{key_name} = rows.{name})",
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE padded AS SELECT got, min(target.{key_name}) AS other, any_value(n) AS n, "
        f"any_value(first) AS first FROM counted JOIN typed.{identifier(target)} AS target "
        f"ON ltrim(target.{key_name}, '0') = ltrim(got, '0') GROUP BY got"
    )
    connection.execute("DELETE FROM counted WHERE got IN (SELECT got FROM padded)")
    yield from _with_target(_listed_from(connection, "padded", table, column, "reference_padded"), target)
    yield from _with_target(_listed_from(connection, "counted", table, column, "reference_unknown"), target)


def _with_target(faults: Iterator[Fault], target: str) -> Iterator[Fault]:
    for fault in faults:
        values = {**fault.values, "target": named(TABLES[target])}
        yield Fault(fault.code, fault.place, fault.got, fault.allowed, fault.count, values)


def _times_out_of_order(connection: duckdb.DuckDBPyConnection, table: Staged) -> Iterator[Fault]:
    for earlier, later in ORDERED_TIMES.get(table.schema.name, ()):
        if {earlier, later} <= set(table.given) and not _covered(table, earlier, later):
            first, second = identifier(earlier), identifier(later)
            _count(
                connection,
                f"SELECT CAST({second} AS VARCHAR) AS got, CAST({first} AS VARCHAR) AS other, {_POSITION} AS spot "
                f"FROM typed.{identifier(table.schema.name)} WHERE {second} < {first}",
            )
            code, column = f"{later}_before_{earlier}", table.schema.column(later)
            yield from _listed_from(connection, "counted", table, column, code)


def _covered(table: Staged, earlier: str, later: str) -> bool:
    """Whether a pair need not be looked at because a pair in between is."""
    return (earlier, later) == ("taken_at", "finished_at") and "called_at" in table.given


# --- scope -----------------------------------------------------------------------------------------------------------


def _scope_faults(connection: duckdb.DuckDBPyConnection, engagement: Engagement) -> Iterator[Fault]:
    rows = connection.execute("SELECT branch_id FROM typed.branches WHERE branch_id IS NOT NULL").fetchall()
    ids = {str(id_) for (id_,) in rows}
    folded: dict[str, str] = {}
    for id_ in sorted(ids):
        if (other := folded.setdefault(id_.casefold(), id_)) != id_:
            yield Fault("branch_ids_alike", Place(key="branches.branch_id"), got=f"{other}, {id_}")
    for id_ in engagement.branches or ():
        if id_ not in ids:
            yield Fault(
                "scope_unknown",
                Place(file=FILE, key="branches"),
                got=id_,
                values={"nearest": _padded(id_, ids) or nearest(id_, ids) or "—"},
            )


def _padded(id_: str, ids: set[str]) -> str:
    return min((known for known in ids if known.lstrip("0") == id_.lstrip("0")), default="")
