"""The ecosystem map in the words of one language: titles of sectors and bands, owners, legend."""

from __future__ import annotations

from collections import Counter

from branchbook.report.blocks import EcosystemMap, MapWords
from branchbook.text import Text
from branchbook.values.artifact import Artifact
from branchbook.values.ecosystem_map import MapData


def map_block(artifact: Artifact, data: MapData, text: Text) -> EcosystemMap:
    """The map as a block; each sector's title tells how many customers and targets stand in it."""
    caption = text.wording(artifact.title)
    return EcosystemMap(
        artifact.key,
        caption,
        data,
        centre=data.centre_in(text.language),
        sectors=_sector_titles(data, text),
        bands=tuple(text.cell(band, None) for band in data.bands),
        owners=tuple(text.cell(owner, None) for owner in data.owners),
        words=MapWords(
            existing=text("ecosystem.map.existing"),
            target=text("ecosystem.map.target"),
            size=text("ecosystem.map.size"),
            cluster=text("ecosystem.map.cluster"),
            unowned=text("ecosystem.map.unowned"),
            other_owners=text("ecosystem.map.other_owners"),
            others=text("ecosystem.map.others"),
            not_drawn=text.entries["ecosystem.map.not_drawn"],
        ),
        alt=_alt(data, text),
        notes=tuple(text.sentence(note) for note in artifact.notes),
    )


def _counts(data: MapData) -> Counter[tuple[int, bool]]:
    return Counter((mark.sector, mark.existing) for mark in data.marks)


def _sector_titles(data: MapData, text: Text) -> tuple[str, ...]:
    counted = _counts(data)
    return tuple(
        text("ecosystem.map.sector", module=module, existing=counted[place, True], targets=counted[place, False])
        for place, module in enumerate(data.sectors)
    )


def _alt(data: MapData, text: Text) -> str:
    """What a reader who cannot see the map is told: how many firms stand in each sector."""
    existing = sum(mark.existing for mark in data.marks)
    return text(
        "ecosystem.map.alt",
        branch=data.centre_in(text.language),
        existing=existing,
        targets=len(data.marks) - existing,
        sectors=text("mark.clause").join(_sector_titles(data, text)),
    )
