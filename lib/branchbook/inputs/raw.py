"""Raw files: tables of text under the names that an engagement gives them, for its queries to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs import workbooks
from branchbook.inputs.cells import identifier, quoted
from branchbook.inputs.engagement import PARQUET, WORKBOOKS, Engagement, Source, SourceFile
from branchbook.inputs.headings import Found, Layout
from branchbook.inputs.lines import PART, ROW, Reading, parquet, projected, write
from branchbook.values.places import escaped


def stage_raw(
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
    if file.ends_in(PARQUET):
        _write_raw_parquet(connection, file, path)
    elif not file.ends_in(WORKBOOKS):
        _write_raw_lines(Reading.of_text(file, source), path)
    else:
        with workbooks.opened(file) as sheets:
            sheet = workbooks.sheet_named(sheets, source.sheets[0], file) if source.sheets else sheets[0]
            _write_raw_lines(Reading.of_sheet(sheet), path)


def _write_raw_parquet(connection: duckdb.DuckDBPyConnection, file: SourceFile, path: Path) -> None:
    place = Place(file=file.shown)
    try:
        relation = parquet(connection, file)
        projected(relation, _raw_layout(list(relation.columns), place), 0).write_parquet(str(path))
    except duckdb.Error:
        raise InputFaults([Fault("parquet_broken", place)]) from None


def _write_raw_lines(reading: Reading, path: Path) -> None:
    head = next(reading.lines, None)
    if head is None:
        raise InputFaults([Fault("sheet_empty", reading.place)])
    layout = _raw_layout([workbooks.cell_text(cell) for cell in head[1]], reading.place)
    positions = [found.position for found in layout.found]
    texts = (
        (number, [workbooks.cell_text(cells[at]) if at < len(cells) else None for at in positions])
        for number, cells in reading.unshifted(reading.lines, len(head[1]))
    )
    write(path, texts, 0, layout)


def _raw_layout(headings: Sequence[str | None], place: Place) -> Layout:
    """Every heading is a column of its own name; two that SQL could not tell apart are a fault."""
    names = [(heading or "").strip() or f"column_{position + 1}" for position, heading in enumerate(headings)]
    folded = [name.casefold() for name in names]
    twice = sorted({name for name in names if folded.count(name.casefold()) > 1})
    if twice:
        values = {"table": place.file, "column": twice[0]}
        raise InputFaults([Fault("heading_duplicate", place, got=", ".join(twice), allowed=twice[0], values=values)])
    return Layout(0, tuple(Found(name, name, position) for position, name in enumerate(names)))
