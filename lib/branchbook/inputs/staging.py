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
import pyarrow.parquet as pq

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs import ledger, workbooks
from branchbook.inputs.cells import identifier, quoted
from branchbook.inputs.engagement import FILE, PARQUET, WORKBOOKS, Engagement, Source, SourceFile
from branchbook.inputs.headings import SEARCHED_ROWS, Found, Layout, lay_out, match_count, named, plain, titled
from branchbook.inputs.lines import Line, Reading, TextLine, parquet, projected, write
from branchbook.inputs.notices import Notice
from branchbook.inputs.queries import connected, explained, only_row, refuse_unless_select
from branchbook.inputs.raw import stage_raw
from branchbook.inputs.schema import TABLES, TableSchema, Type
from branchbook.values.places import escaped

_BARE_NUMBER = re.compile(r"[-+(（¥￥\s]*[0-9０-９][0-9０-９,，.．]*[)）\s]*")
_LITERAL_OR_COMMENT = re.compile(r"'[^']*'|--[^\n]*")
_DAYS = {Type.DATE, Type.DATETIME, Type.MONTH}


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


def stage(engagement: Engagement, scratch: Path) -> tuple[dict[str, Staged], tuple[Fault, ...]]:
    """Stage every source of the engagement into the scratch database.

    Answers the staged tables by name, and the faults of raw files (those of tables are in the tables).
    """
    with connected(scratch) as connection:
        connection.execute("CREATE SCHEMA staged")
        raw_faults = [fault for name in engagement.raw for fault in stage_raw(connection, engagement, name, scratch)]
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
            staged = _with_lines(staged, Reading(Place(file=file.shown, sheet=sheet), iter(lines)), {}, folder)
    return staged


def _with_file(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    file: SourceFile,
    source: Source,
    own: Mapping[str, str],
    folder: Path,
) -> Staged:
    if file.ends_in(PARQUET):
        return _with_parquet(connection, staged, file, own, folder)
    if not file.ends_in(WORKBOOKS):
        return _with_lines(staged, Reading.of_text(file, source), own, folder)
    with workbooks.opened(file) as sheets:
        for sheet in _chosen(sheets, source, staged.schema, own, file):
            staged = _with_lines(staged, Reading.of_sheet(sheet), own, folder)
    return staged


def _with_lines(staged: Staged, reading: Reading, own: Mapping[str, str], folder: Path) -> Staged:
    """Add the rows of one reading, as far as its headings were found."""
    first = list(islice(reading.lines, SEARCHED_ROWS))
    if not first:
        return replace(staged, faults=(*staged.faults, Fault("sheet_empty", reading.place)))
    texts = [[workbooks.cell_text(cell) for cell in cells] for _, cells in first]
    layout = lay_out(texts, staged.schema, own, reading.place)
    if not layout.found:
        return replace(staged, faults=(*staged.faults, _no_headings(staged.schema, texts, reading.place)))
    below = chain(first[layout.header_row + 1 :], reading.lines)
    lines = reading.unshifted(below, len(first[layout.header_row][1]))
    path = folder / f"{len(staged.parts):06}.parquet"
    rows = write(path, _texts(lines, layout, staged.schema, reading.days), len(staged.parts), layout)
    return _joined(staged, Part(reading.place, layout.found, rows, cells=bool(reading.place.sheet)), layout)


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
    lines: Iterable[Line], layout: Layout, schema: TableSchema, days: workbooks.Days | None
) -> Iterator[TextLine]:
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


def _view(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> None:
    pattern = quoted(f"{escaped(folder)}/*.parquet")
    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({pattern}, union_by_name = true)")


def _chosen(
    sheets: Sequence[workbooks.Sheet], source: Source, schema: TableSchema, own: Mapping[str, str], file: SourceFile
) -> list[workbooks.Sheet]:
    """The declared sheets; else the only one, the one of the table's name, or the one whose headings fit best."""
    if source.sheets:
        return [workbooks.sheet_named(sheets, name, file) for name in source.sheets]
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


def _first_texts(sheet: workbooks.Sheet) -> list[list[str | None]]:
    return [[workbooks.cell_text(cell) for cell in cells] for _, cells in islice(sheet.rows(), SEARCHED_ROWS)]


def _sheet_unclear(schema: TableSchema, file: SourceFile, names: Iterable[str]) -> Fault:
    values = {"table": named(schema), "key": f"sources.{schema.name}"}
    return Fault("sheet_unclear", Place(file=file.shown), allowed=", ".join(names), values=values)


def _with_parquet(
    connection: duckdb.DuckDBPyConnection, staged: Staged, file: SourceFile, own: Mapping[str, str], folder: Path
) -> Staged:
    place = Place(file=file.shown)
    try:
        relation = parquet(connection, file)
        layout = lay_out([relation.columns], staged.schema, own, place)
        part = len(staged.parts)
        target = folder / f"{part:06}.parquet"
        if layout.found:
            projected(relation, layout, part).write_parquet(str(target))
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
            projected(relation, layout, 0).create(f"staged.{identifier(name)}")
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
