"""What the interactive page of the ecosystem map shows, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from branchbook.report.ecosystem_map import map_block
from branchbook.text import Text
from branchbook.values.artifact import Artifact, TableData
from branchbook.values.ecosystem_map import MapData

NOTEBOOK = "40_ecosystem_map"
_WORDS = (
    "search", "all", "module", "owner", "status", "aim", "shown", "reset", "close", "list", "nothing", "unowned",
    "no_module", "help", "unplaced", "whole_map",
)  # fmt: skip
_FILTERED = ("module", "side", "aim", "owner")


@dataclass(frozen=True)
class PageRecord:
    """One firm: its cells under the page's columns, and where it stands on the map (None where it has no place).

    ``place`` holds sector, band, depth in the band (or None), existing (1 or 0), size and owner's place (or None).
    """

    cells: tuple[str, ...]
    label: str
    place: tuple[float | None, ...] | None


@dataclass(frozen=True)
class EcosystemPage:
    """The page: final words and places only. ``filters`` names the columns (by place) that can be chosen from."""

    language: str
    title: str
    subtitle: str
    noscript: str
    centre: str
    sectors: tuple[str, ...]
    bands: tuple[str, ...]
    owners: tuple[str, ...]
    columns: tuple[str, ...]
    filters: Mapping[str, int]
    records: tuple[PageRecord, ...]
    words: Mapping[str, str]


def ecosystem_page(artifacts: Mapping[str, Artifact], bank: str, as_of: str, text: Text) -> EcosystemPage | None:
    """The page of a branch from its artifacts; None where chapter 40 was not run or found no firms."""
    map_artifact, records = artifacts.get(f"{NOTEBOOK}.map"), artifacts.get(f"{NOTEBOOK}.records")
    if map_artifact is None or records is None:
        return None
    if not isinstance(map_artifact.value, MapData) or not isinstance(records.value, TableData):
        return None
    block = map_block(map_artifact, map_artifact.value, text)
    names = [column.name for column in records.value.columns]
    return EcosystemPage(
        text.language,
        text("ecosystem.page.title", branch=block.centre),
        text("ecosystem.page.as_of", as_of=as_of, bank=bank),
        text("ecosystem.page.noscript"),
        block.centre,
        tuple(text.wording(sector) for sector in block.data.sectors),
        block.bands,
        block.owners,
        tuple(text.wording(column.title) for column in records.value.columns),
        {name: names.index(name) for name in _FILTERED},
        _records(block.data, records.value, text),
        {word: text.entries[f"ecosystem.page.{word}"] for word in _WORDS},
    )


def _records(data: MapData, table: TableData, text: Text) -> tuple[PageRecord, ...]:
    """Firms in the order of their prominence on the map, those without a place last."""
    rows = {str(row[0]): row for row in table.rows}
    scales = [None if column.unit is None else text.scale(column.unit) for column in table.columns]

    def cells(row: tuple[object, ...]) -> tuple[str, ...]:
        return tuple(
            "" if cell is None else text.cell(cell, scale)  # type: ignore[arg-type]  # a row of a table is of cells
            for cell, scale in zip(row, scales, strict=True)
        )

    placed = [
        PageRecord(
            cells(rows[mark.id]),
            mark.name,
            (mark.sector, mark.band, mark.depth, int(mark.existing), mark.size, mark.owner),
        )
        for mark in data.marks
    ]
    on_map = {mark.id for mark in data.marks}
    others = [PageRecord(cells(row), str(row[1]), None) for id_, row in rows.items() if id_ not in on_map]
    return (*placed, *others)
