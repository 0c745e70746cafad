"""From sources of every kind to tables of text, one per table of the schema, with the row that each line came from.

Rows stream: a file never stands in memory whole. After staging, every table is cleaned and checked in the same way,
whatever it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs import delimited, ledger, workbooks
from branchbook.inputs.cells import DIGITS_LOST, identifier, quoted
from branchbook.inputs.engagement import FILE, PARQUET, WORKBOOKS, Engagement, Source, SourceFile
from branchbook.inputs.headings import SEARCHED_ROWS, Found, Layout, lay_out, match_count, named, plain, titled
from branchbook.inputs.notices import Notice
from branchbook.inputs.queries import connected, explained, only_row, refuse_unless_select
from branchbook.inputs.schema import TABLES, TableSchema, Type
from branchbook.inputs.spelling import nearest
from branchbook.values.places import escaped

BATCH = 20_000
PART = "_part"
ROW = "_row"

_BARE_NUMBER = re.compile(r"[-+(（¥￥\s]*[0-9０-９][0-9０-９,，.．]*[)）\s]*")
_LITERAL_OR_COMMENT = re.compile(r"'[^']*'|--[^\n]*")
_DAYS = {Type.DATE, Type.DATETIME, Type.MONTH}

Lines = Iterator[tuple[int, list[str | None]]]


@dataclass(frozen=True)
class Part:
    """One file, sheet or query whose rows were staged; ``cells`` tells that its places are cell addresses."""

    place: Place
    found: tuple[Found, ...]
    rows: int
    cells: bool = False


@dataclass(frozen=True)
class Staged:
    """A table of the schema as text, in the scratch database below ``staged``.

    ``readable`` is False where the raw files of its query are at fault.
    """

    schema: TableSchema
    parts: tuple[Part, ...] = ()
    sources: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    readable: bool = True

    @property
    def whole(self) -> bool:
        """Whether every source of this table could be read."""
        return self.readable and not self.faults

    @property
    def rows(self) -> int:
        """All staged rows."""
        return sum(part.rows for part in self.parts)

    @property
    def given(self) -> tuple[str, ...]:
        """The columns that some source has, in the schema's order."""
        have = {found.name for part in self.parts for found in part.found}
        return tuple(column.name for column in self.schema.columns if column.name in have)


@dataclass(frozen=True)
class _Reading:
    """The lines of one file or sheet, headings among them."""

    place: Place
    lines: Iterator[tuple[int, list[object]]]
    days: workbooks.Days | None = None


def stage(engagement: Engagement, scratch: Path) -> tuple[dict[str, Staged], tuple[Fault, ...]]:
    """Stage every source of the engagement into the scratch database.

    Answers the staged tables by name, and the faults of raw files (those of tables are in the tables).
    """
    with connected(scratch) as connection:
        connection.execute("CREATE SCHEMA staged")
        raw_faults = [fault for name in engagement.raw for fault in _stage_raw(connection, engagement, name, scratch)]
    queries = {name for name, source in engagement.sources.items() if source.sql}
    staged = {name: Staged(TABLES[name], readable=False) for name in queries}
    if not raw_faults:
        with connected(scratch, locked=True) as connection:
            staged = {name: _stage_query(connection, engagement, name) for name in TABLES if name in queries}
    with connected(scratch) as connection:
        for name in engagement.sources:
            if name not in queries:
                staged[name] = _stage_files(connection, engagement, name, scratch)
    return {name: _told_if_empty(staged[name]) for name in TABLES if name in staged}, tuple(raw_faults)


def _told_if_empty(staged: Staged) -> Staged:
    if staged.rows or not staged.whole:
        return staged
    place = staged.parts[0].place if staged.parts else Place()
    values = {"table": named(staged.schema)}
    if staged.schema.required:
        return replace(staged, faults=(Fault("table_empty", place, values=values),))
    return replace(staged, notices=(*staged.notices, Notice("table_empty", place, values)))


# --- files -----------------------------------------------------------------------------------------------------------


def _stage_files(connection: duckdb.DuckDBPyConnection, engagement: Engagement, name: str, scratch: Path) -> Staged:
    source = engagement.sources[name]
    staged = Staged(TABLES[name], sources=tuple(file.shown for file in source.files))
    folder = scratch / "staged" / name
    folder.mkdir(parents=True)
    if source.ledgers:
        staged = _with_ledgers(staged, source.files, folder)
    else:
        for file in source.files:
            try:
                staged = _with_file(connection, staged, file, source, engagement.columns.get(name, {}), folder)
            except InputFaults as refused:
                staged = replace(staged, faults=(*staged.faults, *refused.faults))
    if staged.parts:
        _view(connection, f"staged.{identifier(name)}", folder)
    return staged


def _with_ledgers(staged: Staged, files: Sequence[SourceFile], folder: Path) -> Staged:
    """Add the records of ledgers, whose headings are ours whatever the bank's own lists of visits are headed."""
    try:
        back = ledger.read_ledgers(files)
    except InputFaults as refused:
        return replace(staged, faults=(*staged.faults, *refused.faults))
    for file, returned in back:
        staged = replace(staged, faults=(*staged.faults, *returned.faults))
        for sheet, lines in ledger.visit_lines(returned):
            staged = _with_lines(staged, _Reading(Place(file=file.shown, sheet=sheet), iter(lines)), {}, folder)
    return staged


def _with_file(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    file: SourceFile,
    source: Source,
    own: Mapping[str, str],
    folder: Path,
) -> Staged:
    if _ends(file, PARQUET):
        return _with_parquet(connection, staged, file, own, folder)
    if not _ends(file, WORKBOOKS):
        reading = _Reading(Place(file=file.shown), _as_objects(delimited.rows_of(file, source)))
        return _with_lines(staged, reading, own, folder)
    with workbooks.opened(file) as sheets:
        for sheet in _chosen(sheets, source, staged.schema, own, file):
            reading = _Reading(Place(file=file.shown, sheet=sheet.name), sheet.rows(), sheet.days)
            staged = _with_lines(staged, reading, own, folder)
    return staged


def _ends(file: SourceFile, endings: tuple[str, ...]) -> bool:
    return file.path.name.lower().endswith(endings)


def _as_objects(rows: Iterable[delimited.Row]) -> Iterator[tuple[int, list[object]]]:
    for number, cells in rows:
        yield number, list(cells)


def _with_lines(staged: Staged, reading: _Reading, own: Mapping[str, str], folder: Path) -> Staged:
    """Add the rows of one reading, as far as its headings were found."""
    first = list(islice(reading.lines, SEARCHED_ROWS))
    if not first:
        return replace(staged, faults=(*staged.faults, Fault("sheet_empty", reading.place)))
    texts = [[workbooks.cell_text(cell) for cell in cells] for _, cells in first]
    layout = lay_out(texts, staged.schema, own, reading.place)
    if not layout.found:
        return replace(staged, faults=(*staged.faults, _no_headings(staged.schema, texts, reading.place)))
    lines: Iterator[tuple[int, list[object]]] = chain(first[layout.header_row + 1 :], reading.lines)
    if not reading.place.sheet:
        lines = _within(lines, len(first[layout.header_row][1]), reading.place)
    path = folder / f"{len(staged.parts):06}.parquet"
    rows = _write(path, _texts(lines, layout, staged.schema, reading.days), len(staged.parts), layout)
    return _joined(staged, Part(reading.place, layout.found, rows, cells=bool(reading.place.sheet)), layout)


def _within(lines: Iterable[tuple[int, list[object]]], width: int, place: Place) -> Iterator[tuple[int, list[object]]]:
    """The lines of a text file, as long as none has more cells than there are headings: its cells would be shifted."""
    for number, cells in lines:
        if len(cells) > width and any(cells[width:]):
            row = replace(place, row=number)
            raise InputFaults([Fault("row_too_long", row, got=str(len(cells)), allowed=str(width))])
        yield number, cells


def _joined(staged: Staged, part: Part, layout: Layout) -> Staged:
    return replace(
        staged,
        parts=(*staged.parts, part),
        faults=(*staged.faults, *layout.faults),
        notices=(*staged.notices, *_notices(staged.schema, layout, part.place)),
    )


def _no_headings(schema: TableSchema, texts: Sequence[Sequence[str | None]], place: Place) -> Fault:
    rows = [[cell.strip() for cell in row if cell and cell.strip()] for row in texts]
    got = ", ".join(next((row for row in rows if len(row) > 1), rows[0]))  # a title row has one
    allowed = ", ".join(column.heading for column in schema.columns if column.required)
    return Fault("headings_missing", place, got[:200], allowed, values={"table": named(schema)})


def _notices(schema: TableSchema, layout: Layout, place: Place) -> Iterator[Notice]:
    if layout.extra:
        yield Notice("columns_ignored", place, {"table": named(schema), "columns": ", ".join(layout.extra)})
    for found in layout.found:
        if found.unit:
            column = titled(schema.column(found.name))
            yield Notice("unit_applied", place, {"table": named(schema), "column": column, "unit": found.unit})


def _texts(
    lines: Iterable[tuple[int, list[object]]], layout: Layout, schema: TableSchema, days: workbooks.Days | None
) -> Lines:
    """Row numbers and the texts of the found columns, in the layout's order."""
    readers = [
        (found.position, found.unit, days if schema.column(found.name).type in _DAYS else None)
        for found in layout.found
    ]
    for number, cells in lines:
        width = len(cells)
        yield number, [_text(cells[at], unit, how) if at < width else None for at, unit, how in readers]


def _text(value: object, unit: str, days: workbooks.Days | None) -> str | None:
    if days is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return days.text(value)
    text = value if isinstance(value, str) else workbooks.cell_text(value)
    return f"{text}{unit}" if unit and text and _BARE_NUMBER.fullmatch(text) else text


def _write(path: Path, lines: Lines, part: int, layout: Layout) -> int:
    """Write rows in batches; answers how many there were."""
    names = [found.name for found in layout.found]
    schema = pa.schema([(PART, pa.int32()), (ROW, pa.int64()), *((name, pa.string()) for name in names)])
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        while batch := list(islice(lines, BATCH)):
            columns = zip(*(cells for _, cells in batch), strict=True)
            arrays = [pa.array([part] * len(batch), pa.int32()), pa.array([number for number, _ in batch], pa.int64())]
            arrays += [pa.array(column, pa.string()) for column in columns]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def _view(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    pattern = quoted(f"{escaped(folder)}/*.parquet")
    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({pattern}, union_by_name = true)")


def _chosen(
    sheets: Sequence[workbooks.Sheet], source: Source, schema: TableSchema, own: Mapping[str, str], file: SourceFile
) -> list[workbooks.Sheet]:
    """The declared sheets; else the only one, the one of the table's name, or the one whose headings fit best."""
    by_name = {sheet.name: sheet for sheet in sheets}
    if source.sheets:
        return [_declared(by_name, name, file) for name in source.sheets]
    if len(sheets) == 1:
        return list(sheets)
    titles = {plain(title) for title in (schema.name, schema.heading, *schema.synonyms)}
    titled_so = [sheet for sheet in sheets if plain(sheet.name) in titles]
    if len(titled_so) == 1:
        return titled_so
    fits = [(match_count(_first_texts(sheet), schema, own), sheet) for sheet in titled_so or sheets]
    best = max((count for count, _ in fits), default=0)
    fitting = [sheet for count, sheet in fits if count == best]
    if best > 0 and len(fitting) == 1:
        return fitting
    raise InputFaults([_sheet_unclear(schema, file, [sheet.name for sheet in sheets])])


def _declared(by_name: Mapping[str, workbooks.Sheet], name: str, file: SourceFile) -> workbooks.Sheet:
    if name in by_name:
        return by_name[name]
    near = nearest(name, by_name) or "—"
    place = Place(file=file.shown, sheet=name)
    raise InputFaults([Fault("sheet_missing", place, name, ", ".join(by_name), values={"nearest": near})])


def _first_texts(sheet: workbooks.Sheet) -> list[list[str | None]]:
    return [[workbooks.cell_text(cell) for cell in cells] for _, cells in islice(sheet.rows(), SEARCHED_ROWS)]


def _sheet_unclear(schema: TableSchema, file: SourceFile, names: Iterable[str]) -> Fault:
    values = {"table": named(schema), "key": f"sources.{schema.name}"}
    return Fault("sheet_unclear", Place(file=file.shown), allowed=", ".join(names), values=values)


# --- Parquet and queries, whose columns have types already --------------------------------------------------------


def _with_parquet(
    connection: duckdb.DuckDBPyConnection, staged: Staged, file: SourceFile, own: Mapping[str, str], folder: Path
) -> Staged:
    place = Place(file=file.shown)
    try:
        relation = connection.sql(
            f"SELECT * FROM read_parquet({quoted(escaped(file.path))}, hive_partitioning = false)"
        )
        layout = lay_out([relation.columns], staged.schema, own, place)
        part = len(staged.parts)
        target = folder / f"{part:06}.parquet"
        if layout.found:
            _projected(relation, layout, part).write_parquet(str(target))
    except duckdb.Error:
        raise InputFaults([Fault("parquet_broken", place)]) from None
    if not layout.found:
        raise InputFaults([_no_headings(staged.schema, [relation.columns], place)])
    return _joined(staged, Part(place, layout.found, pq.read_metadata(target).num_rows), layout)


def _stage_query(connection: duckdb.DuckDBPyConnection, engagement: Engagement, name: str) -> Staged:
    place = Place(file=FILE, key=f"sources.{name}.sql")
    staged = Staged(TABLES[name])
    try:
        sql = engagement.sources[name].sql
        refuse_unless_select(connection, sql, place)
        staged = replace(staged, sources=_raw_files(engagement, sql) or (FILE,))
        with explained(place):
            answers = identifier(f"answers of {name}")
            connection.execute(f"CREATE TEMP VIEW {answers} AS {sql}")
            relation = connection.sql(f"FROM {answers}")
            layout = lay_out([relation.columns], staged.schema, engagement.columns.get(name, {}), place)
            if not layout.found:
                raise InputFaults([_no_headings(staged.schema, [relation.columns], place)])
            _projected(relation, layout, 0).create(f"staged.{identifier(name)}")
            (rows,) = only_row(connection, f"SELECT count(*) FROM staged.{identifier(name)}")
    except InputFaults as refused:
        return replace(staged, faults=refused.faults)
    return _joined(staged, Part(place, layout.found, rows), layout)


def _raw_files(engagement: Engagement, sql: str) -> tuple[str, ...]:
    """The raw files that a query names."""
    words = set(re.findall(r"\w+", _LITERAL_OR_COMMENT.sub(" ", sql).casefold()))
    return tuple(
        file.shown for name, source in engagement.raw.items() if name.casefold() in words for file in source.files
    )


def _projected(relation: duckdb.DuckDBPyRelation, layout: Layout, part: int) -> duckdb.DuckDBPyRelation:
    types = [str(type_) for type_ in relation.types]
    columns = (
        f"{_as_text(identifier(relation.columns[found.position]), types[found.position])} AS {identifier(found.name)}"
        for found in layout.found
    )
    return relation.project(", ".join((f"{part}::INTEGER AS {PART}", f"row_number() OVER () AS {ROW}", *columns)))


def _as_text(column: str, type_: str) -> str:
    """A typed column as the text that a person would write: 7.0 as 7, nothing for not-a-number."""
    if type_ == "VARCHAR":
        return column
    if type_ not in ("FLOAT", "DOUBLE"):
        return f"CAST({column} AS VARCHAR)"
    return (
        f"CASE WHEN isnan({column}) THEN NULL WHEN {column} <> trunc({column}) OR isinf({column}) "
        f"THEN CAST({column} AS VARCHAR) WHEN abs({column}) < 1e15 THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) "
        f"ELSE {quoted(DIGITS_LOST)} || CAST({column} AS VARCHAR) END"
    )


# --- raw files -----------------------------------------------------------------------------------------------------


def _stage_raw(
    connection: duckdb.DuckDBPyConnection, engagement: Engagement, name: str, scratch: Path
) -> tuple[Fault, ...]:
    """Make a raw file a table of text under its name; answers what is wrong with it."""
    source = engagement.raw[name]
    folder = scratch / "raw" / name
    folder.mkdir(parents=True)
    try:
        for number, file in enumerate(source.files):
            _write_raw(connection, file, source, folder / f"{number:06}.parquet")
        if source.files:
            pattern = quoted(f"{escaped(folder)}/*.parquet")
            connection.execute(
                f"CREATE TABLE main.{identifier(name)} AS SELECT * EXCLUDE ({PART}, {ROW}) "
                f"FROM read_parquet({pattern}, union_by_name = true)"
            )
    except InputFaults as refused:
        return refused.faults
    return ()


def _write_raw(connection: duckdb.DuckDBPyConnection, file: SourceFile, source: Source, path: Path) -> None:
    if _ends(file, PARQUET):
        _write_raw_parquet(connection, file, path)
    elif not _ends(file, WORKBOOKS):
        _write_raw_lines(_Reading(Place(file=file.shown), _as_objects(delimited.rows_of(file, source))), path)
    else:
        with workbooks.opened(file) as sheets:
            by_name = {sheet.name: sheet for sheet in sheets}
            sheet = _declared(by_name, source.sheets[0], file) if source.sheets else sheets[0]
            _write_raw_lines(_Reading(Place(file=file.shown, sheet=sheet.name), sheet.rows(), sheet.days), path)


def _write_raw_parquet(connection: duckdb.DuckDBPyConnection, file: SourceFile, path: Path) -> None:
    place = Place(file=file.shown)
    try:
        relation = connection.sql(
            f"SELECT * FROM read_parquet({quoted(escaped(file.path))}, hive_partitioning = false)"
        )
        _projected(relation, _raw_layout(list(relation.columns), place), 0).write_parquet(str(path))
    except duckdb.Error:
        raise InputFaults([Fault("parquet_broken", place)]) from None


def _write_raw_lines(reading: _Reading, path: Path) -> None:
    head = next(reading.lines, None)
    if head is None:
        raise InputFaults([Fault("sheet_empty", reading.place)])
    layout = _raw_layout([workbooks.cell_text(cell) for cell in head[1]], reading.place)
    positions = [found.position for found in layout.found]
    lines = reading.lines if reading.place.sheet else _within(reading.lines, len(head[1]), reading.place)
    texts = (
        (number, [workbooks.cell_text(cells[at]) if at < len(cells) else None for at in positions])
        for number, cells in lines
    )
    _write(path, texts, 0, layout)


def _raw_layout(headings: Sequence[str | None], place: Place) -> Layout:
    """Every heading is a column of its own name; two that SQL could not tell apart are a fault."""
    names = [(heading or "").strip() or f"column_{position + 1}" for position, heading in enumerate(headings)]
    folded = [name.casefold() for name in names]
    twice = sorted({name for name in names if folded.count(name.casefold()) > 1})
    if twice:
        values = {"table": place.file, "column": twice[0]}
        raise InputFaults([Fault("heading_duplicate", place, got=", ".join(twice), allowed=twice[0], values=values)])
    return Layout(0, tuple(Found(name, name, position) for position, name in enumerate(names)))
