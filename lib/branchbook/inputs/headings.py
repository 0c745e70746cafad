"""From the headings of a file to the columns of a table.

A heading is recognised in any case and width, with line breaks, stars and notes like （必填） in it. A unit in the
heading or in a line above it (单位：万元) holds for the numbers below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from branchbook.errors import Fault, Place
from branchbook.inputs.schema import ColumnSchema, TableSchema, Type
from branchbook.inputs.spelling import nearest

SEARCHED_ROWS = 30
"""How many filled rows are searched for the headings."""

MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")
"""Units that a heading can state; the first is what bare numbers are in anyway."""

_UNSEEN = re.compile(r"[\s\u200b\ufeff*:：]+")
_NOTE = re.compile(r"[(（\[【](?P<note>[^()（）\[\]【】]*)[)）\]】]$")
_NOTES = {"必填", "选填", "可选", "必填项", "required", "optional"}
_UNIT_LINE = re.compile(r"单位[:：]?(?:人民币)?(?P<unit>千元|万元|百万元|亿元|元)")
_MIXED = {("kpi", "value"), ("kpi", "target")}
"""Columns whose unit depends on the row: a unit for all of them would turn counts into money."""


@dataclass(frozen=True)
class Found:
    """A column of the table found in a file: under which heading, at which position (0 is the first), in which unit."""

    name: str
    heading: str
    position: int
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """How a file's columns map to a table's. ``header_row`` counts the filled rows that were searched, from 0."""

    header_row: int
    found: tuple[Found, ...]
    extra: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def given(self, name: str) -> Found | None:
        """The column of this name, None where the file has none."""
        return next((found for found in self.found if found.name == name), None)


def named(schema: TableSchema) -> str:
    """How a message names a table, in either language."""
    return f"{schema.heading} ({schema.name})"


def titled(column: ColumnSchema) -> str:
    """How a message names a column, in either language."""
    return f"{column.heading} ({column.name})"


def plain(heading: str) -> str:
    """A heading without what people add to it: width, case, spaces, stars, colons."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def lay_out(rows: Sequence[Sequence[str | None]], schema: TableSchema, own: Mapping[str, str], place: Place) -> Layout:
    """Find the headings of ``schema`` among the first rows of a file.

    ``own`` maps headings of this engagement to columns and goes before the schema's own. The heading row is the first
    of those with the most recognised headings.
    """
    spellings = _spellings(schema, own)
    counts = [sum(_target(cell, spellings) is not None for cell in row) for row in rows]
    header_row = counts.index(max(counts)) if rows else 0
    cells = [(position, cell.strip()) for position, cell in enumerate(rows[header_row]) if cell and cell.strip()]
    return _layout(header_row, cells, schema, own, place, _unit_above(rows[:header_row]))


def match_count(rows: Sequence[Sequence[str | None]], schema: TableSchema, own: Mapping[str, str]) -> int:
    """How many columns of the table the best of these rows names."""
    spellings = _spellings(schema, own)
    return max((len({_target(cell, spellings) for cell in row} - {None}) for row in rows), default=0)


def _spellings(schema: TableSchema, own: Mapping[str, str]) -> dict[str, str]:
    known = {plain(heading): column.name for column in schema.columns for heading in column.headings}
    return known | {plain(heading): name for heading, name in own.items()}


def _target(cell: str | None, spellings: Mapping[str, str]) -> str | None:
    """The column that a heading means; a unit or a note in brackets at its end may be left out."""
    if not cell:
        return None
    heading = plain(cell)
    if heading in spellings:
        return spellings[heading]
    return spellings.get(_NOTE.sub("", heading)) if _note(heading) else None


def _note(heading: str) -> str:
    match = _NOTE.search(heading)
    note = match["note"] if match else ""
    return note if note in _NOTES or note in MONEY_UNITS or note == "%" else ""


def _unit_above(rows: Iterable[Sequence[str | None]]) -> str:
    lines = (_UNIT_LINE.search(plain(cell)) for row in rows for cell in row if cell)
    return next((match["unit"] for match in lines if match), "")


def _layout(
    header_row: int,
    cells: Sequence[tuple[int, str]],
    schema: TableSchema,
    own: Mapping[str, str],
    place: Place,
    unit_above: str,
) -> Layout:
    spellings = _spellings(schema, own)
    owned = {plain(heading) for heading in own}
    faults: list[Fault] = _own_headings_missing(cells, own, schema, place)
    found: list[Found] = []
    used: set[int] = set()
    for column in schema.columns:
        matches = [(position, cell) for position, cell in cells if _target(cell, spellings) == column.name]
        chosen = [match for match in matches if plain(match[1]) in owned] or matches
        used |= {position for position, _ in chosen}
        if len(chosen) > 1:
            faults.append(_twice(chosen, column, schema, place))
        elif chosen:
            position, heading = chosen[0]
            found.append(Found(column.name, heading, position, _unit(heading, column, unit_above)))
        elif column.required:
            faults.append(_missing(column, schema, cells, place))
    faults += [_mixed(one, schema, place) for one in found if one.unit and (schema.name, one.name) in _MIXED]
    extra = tuple(cell for position, cell in cells if position not in used)
    return Layout(header_row, tuple(found), extra, tuple(faults))


def _unit(heading: str, column: ColumnSchema, unit_above: str) -> str:
    note = _note(plain(heading))
    if column.type is Type.MONEY:
        unit = note if note in MONEY_UNITS else unit_above
        return "" if unit == MONEY_UNITS[0] else unit
    return note if note == "%" and column.type is Type.SHARE else ""


def _own_headings_missing(
    cells: Sequence[tuple[int, str]], own: Mapping[str, str], schema: TableSchema, place: Place
) -> list[Fault]:
    present = {plain(cell): cell for _, cell in cells}
    return [
        Fault(
            "mapped_heading_missing",
            place,
            got=heading,
            allowed=", ".join(present.values()),
            values={"table": named(schema), "nearest": nearest(heading, present.values()) or "—"},
        )
        for heading in own
        if plain(heading) not in present
    ]


def _twice(chosen: Sequence[tuple[int, str]], column: ColumnSchema, schema: TableSchema, place: Place) -> Fault:
    headings = [cell for _, cell in chosen]
    same = len({plain(heading) for heading in headings}) == 1
    return Fault(
        "heading_duplicate" if same else "heading_ambiguous",
        place,
        got=", ".join(headings),
        allowed=titled(column),
        values={"table": schema.name, "column": column.name},
    )


def _missing(column: ColumnSchema, schema: TableSchema, cells: Sequence[tuple[int, str]], place: Place) -> Fault:
    present = [cell for _, cell in cells]
    close = next((near for heading in column.headings if (near := nearest(heading, present))), "—")
    return Fault(
        "column_missing",
        place,
        got=", ".join(present[:40]) or "—",
        allowed=", ".join(column.headings),
        values={"table": schema.name, "column": titled(column), "column_name": column.name, "nearest": close},
    )


def _mixed(found: Found, schema: TableSchema, place: Place) -> Fault:
    return Fault("unit_of_mixed_column", place, got=found.heading, values={"unit": found.unit, "table": named(schema)})
