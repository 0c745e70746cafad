"""The map itself (EC6) and the table of its bands."""

from __future__ import annotations

from branchbook.analyses.ecosystem.bands import Bands
from branchbook.analyses.ecosystem.ecosystem import Ecosystem
from branchbook.artifacts.ecosystem.wording import made, owner_words
from branchbook.inputs.schema import MODULES
from branchbook.values.artifact import Artifact, Column, Missing, TableData
from branchbook.values.branch import Branch
from branchbook.values.ecosystem_map import MapData, MapMark
from branchbook.values.quantity import Unit
from branchbook.values.wording import Sentence, Term

_TABLES = ("enterprises", "corporate_customers", "staff", "branches")


def artifact(found: Ecosystem, branch: Branch) -> Artifact:
    """The map of a branch; a sentence where no firm has a place on it."""
    if not found.on_map:
        return made("map", Missing(Sentence("ecosystem.map.empty"), to_come=False), _TABLES)
    data = map_data(found, branch)
    notes = [Sentence("ecosystem.map.note_measured" if data.measured else "ecosystem.map.note_areas")]
    if found.issued:
        notes.append(Sentence("ecosystem.map.note_issued"))
    if data.left_out:
        notes.append(Sentence("ecosystem.map.left_out", {"count": data.left_out}))
    return made("map", data, _TABLES, *notes)


def map_data(found: Ecosystem, branch: Branch) -> MapData:
    """The map's places, in the order of the firms' prominence."""
    modules, owners = list(MODULES), list(found.owners)
    marks = tuple(
        MapMark(
            place.firm_id,
            place.name,
            modules.index(place.module),
            place.band,
            place.existing,
            place.size,
            owners.index(place.owner) if place.owner else None,
            place.depth,
            place.area,
        )
        for place in found.on_map
    )
    return MapData(
        branch.name,
        tuple(Term(f"module.{module}") for module in modules),
        band_titles(found.bands),
        tuple(owner_words(owner, found.owners) or "" for owner in owners),
        marks,
        found.bands.measured,
        len(found.customers) + len(found.targets) - len(found.on_map),
        branch.name_en,
    )


def band_titles(bands: Bands) -> tuple[Term | Sentence, ...]:
    """What the bands are called, from the inside out."""
    if not bands.measured:
        return tuple(Term(f"nearness.{area}") for area in bands.areas)
    ends = [f"{end:g}" for end in bands.ends_km]
    rings = [Sentence("ecosystem.band.within", {"end": end}) for end in ends]
    return (*rings, Sentence("ecosystem.band.beyond", {"end": ends[-1]}), Term("nearness.unknown"))


def bands_table(found: Ecosystem) -> TableData:
    """How many customers and targets stand in each band."""
    titles = band_titles(found.bands)
    return TableData(
        (
            Column("band", Term("ecosystem.column.band"), weight=2),
            Column("customers", Term("ecosystem.column.customers"), Unit.COUNT),
            Column("targets", Term("ecosystem.column.targets"), Unit.COUNT),
            Column("share", Term("ecosystem.column.band_share"), Unit.SHARE),
        ),
        tuple(
            (titles[view.band], view.customers, view.targets, view.customers / (view.customers + view.targets))
            for view in found.band_views
            if view.customers + view.targets
        ),
    )
