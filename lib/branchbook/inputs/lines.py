"""Lines of a source on their way into the scratch database: numbered, bounded, and written as text in batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs import delimited, workbooks
from branchbook.inputs.cells import DIGITS_LOST, identifier, quoted
from branchbook.inputs.engagement import Source, SourceFile
from branchbook.inputs.headings import Layout
from branchbook.values.places import escaped

PART = "_part"
ROW = "_row"
"""The columns that tell which source a row came from, and which line of it."""

_BATCH = 20_000

Line = tuple[int, list[object]]
"""The number of a row as a person sees it, and its cells."""

TextLine = tuple[int, list[str | None]]


@dataclass(frozen=True)
class Reading:
    """The lines of one file or sheet, headings among them; ``days`` is how a workbook counts days."""

    place: Place
    lines: Iterator[Line]
    days: workbooks.Days | None = None

    @classmethod
    def of_text(cls, file: SourceFile, source: Source) -> Reading:
        """The lines of a text file."""
        return cls(Place(file=file.shown), ((number, list(cells)) for number, cells in delimited.rows_of(file, source)))

    @classmethod
    def of_sheet(cls, sheet: workbooks.Sheet) -> Reading:
        """The rows of a sheet of an open workbook."""
        return cls(Place(file=sheet.file.shown, sheet=sheet.name), sheet.rows(), sheet.days)

    def unshifted(self, lines: Iterator[Line], width: int) -> Iterator[Line]:
        """These of its lines, as long as none of a text file has more cells than headings:
        its cells would be shifted."""
        for number, cells in lines:
            if not self.place.sheet and len(cells) > width and any(cells[width:]):
                row = replace(self.place, row=number)
                raise InputFaults([Fault("row_too_long", row, got=str(len(cells)), allowed=str(width))])
            yield number, cells


def parquet(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> duckdb.DuckDBPyRelation:
    """The rows of a Parquet file; duckdb.Error where it is none."""
    return connection.sql(f"SELECT * FROM read_parquet({quoted(escaped(file.path))}, hive_partitioning = false)")


def write(path: Path, lines: Iterator[TextLine], part: int, layout: Layout) -> int:
    """Write lines of text as Parquet; answers how many there were."""
    names = [found.name for found in layout.found]
    schema = pa.schema([(PART, pa.int32()), (ROW, pa.int64()), *((name, pa.string()) for name in names)])
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        while batch := list(islice(lines, _BATCH)):
            columns = zip(*(cells for _, cells in batch), strict=True)
            arrays = [pa.array([part] * len(batch), pa.int32()), pa.array([number for number, _ in batch], pa.int64())]
            arrays += [pa.array(column, pa.string()) for column in columns]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def projected(relation: duckdb.DuckDBPyRelation, layout: Layout, part: int) -> duckdb.DuckDBPyRelation:
    """The found columns of what has types already, as text and with the numbers of part and row."""
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
