"""The financial-ecosystem map as data (EC1–EC6): who stands where around a branch, free of any drawing."""

from __future__ import annotations

from dataclasses import dataclass

from branchbook.values.wording import Sentence, Wording


@dataclass(frozen=True)
class MapMark:
    """One firm on the map.

    ``sector`` and ``band`` are places in the map's lists; ``depth`` is how far into its band a firm stands (0 inner to
    1 outer edge), None where no distance is known. ``size`` is 0 to 3. ``owner`` is a place in the map's owners, None
    for nobody. ``area`` names the town or district by which firms are counted together.
    """

    id: str
    name: str
    sector: int
    band: int
    existing: bool
    size: int
    owner: int | None = None
    depth: float | None = None
    area: str = ""


@dataclass(frozen=True)
class MapData:
    """A branch in the middle, modules as sectors, distance (or district) as bands from the inside out.

    ``marks`` stand in the order of their prominence: where not all can be drawn, the first are. ``measured`` tells that
    the bands are distances. ``left_out`` counts firms without a module, which have no place on the map. ``centre_en``
    is the branch's English name, empty where the bank gave none.
    """

    centre: str
    sectors: tuple[Wording, ...]
    bands: tuple[Wording | Sentence, ...]
    owners: tuple[Wording | Sentence, ...]
    marks: tuple[MapMark, ...]
    measured: bool
    left_out: int = 0
    centre_en: str = ""

    def centre_in(self, language: str) -> str:
        """The branch's name to write in the middle of a map of this language."""
        return self.centre_en if language == "en" and self.centre_en else self.centre

    def __post_init__(self) -> None:
        for mark in self.marks:
            owned = mark.owner is None or 0 <= mark.owner < len(self.owners)
            if not (0 <= mark.sector < len(self.sectors) and 0 <= mark.band < len(self.bands) and owned):
                raise ValueError(
                    f"mark {mark.id!r} stands in a sector, band or under an owner that the map does not have"
                )
