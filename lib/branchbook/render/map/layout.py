"""Where everything on a map stands: marks, names, counts, titles and legend, none overlapping another.

The same map gives the same layout: there is no chance and no iteration against a clock. First the fixed parts take
their room (centre, band titles), then the counts of firms that have no room of their own, then the most prominent
firms with their names, one after the other, each at the first free place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from branchbook.render.fonts import LINE_HEIGHT, drawable, text_width, wrapped
from branchbook.render.map.geometry import Box, Field, Points
from branchbook.render.map.legend import LegendItem, legend_height, legend_items
from branchbook.render.map.sheet import Sheet
from branchbook.render.map.words import Lettering, counted_words, cut, fitting
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import EcosystemMap
from branchbook.values.ecosystem_map import MapMark

_TRIED_ANYWAY = 6  # firms of a cell that are named if there is any room, however small the cell
_AIR = 0.8  # points between two boxes


@dataclass(frozen=True)
class Named:
    """A firm drawn as a mark with its name beside it."""

    mark: MapMark
    x: float
    y: float
    radius: float
    text: str
    box: Box


@dataclass(frozen=True)
class Cluster:
    """Firms of one area of a cell, counted together; ``text`` is empty where there is no room for a name."""

    text: str
    existing: int
    targets: int
    box: Box


@dataclass(frozen=True)
class Layout:
    """A laid-out map. ``height`` follows from the legend;
    ``not_drawn`` counts firms that are on no part of the picture."""

    sheet: Sheet
    height: float
    field: Field
    bands: tuple[Lettering, ...]
    centre: tuple[Lettering, ...]
    named: tuple[Named, ...]
    clusters: tuple[Cluster, ...]
    legend: tuple[LegendItem, ...]
    rim: float
    not_drawn: int


def lay_out(block: EcosystemMap, sheet: Sheet) -> Layout:
    """The layout of a map on a sheet; where firms are few, letters and marks are larger."""
    return _Room(block, sheet.for_firms(len(block.data.marks))).filled()


@dataclass
class _Taken:
    """The boxes that are taken, as rows of an array that grows."""

    rows: Points = field(default_factory=lambda: np.empty((64, 4)))
    count: int = 0

    def add(self, box: Points) -> int:
        """Take a box; answers its place, by which it can be freed."""
        if self.count == len(self.rows):
            self.rows = np.concatenate([self.rows, np.empty_like(self.rows)])
        self.rows[self.count] = box
        self.count += 1
        return self.count - 1

    def free(self, place: int) -> None:
        """Give a box back: it becomes one that nothing can meet."""
        self.rows[place] = np.inf

    def clear_of(self, boxes: Points) -> npt.NDArray[np.bool_]:
        """Which of these boxes (a row each) meet none that is taken."""
        taken = self.rows[: self.count]
        meets = (
            (boxes[:, None, 0] < taken[None, :, 2] + _AIR)
            & (taken[None, :, 0] - _AIR < boxes[:, None, 2])
            & (boxes[:, None, 1] < taken[None, :, 3] + _AIR)
            & (taken[None, :, 1] - _AIR < boxes[:, None, 3])
        )
        return np.asarray(~meets.any(axis=1))


Cell = tuple[int, int]


class _Room:
    """The work of laying out one map."""

    def __init__(self, block: EcosystemMap, sheet: Sheet) -> None:
        self.block, self.sheet = block, sheet
        self.marks = block.data.marks
        used = sorted({mark.band for mark in self.marks}) or [0]
        self.band_titles = [block.bands[band] for band in used] if block.bands else [""]
        place = {band: number for number, band in enumerate(used)}
        self.cell_of = {id(mark): (mark.sector, place[mark.band]) for mark in self.marks}
        self.rim = 1.9 * sheet.title
        self.taken = _Taken()
        self.named: list[tuple[Named, int, int]] = []
        self.clusters: dict[tuple[Cell, str], tuple[Cluster, int]] = {}
        self.counts: dict[tuple[Cell, str], Counter[bool]] = defaultdict(Counter)
        self.lost = 0
        outer = (sheet.width - 2 * sheet.margin) / 2
        self.height = 2 * outer + 2 * sheet.margin + legend_height(block, sheet)
        self.field = Field.shared_out(
            sheet.width / 2,
            self.height - sheet.margin - outer,
            sheet.centre,
            outer - self.rim,
            [sum(mark.sector == sector for mark in self.marks) for sector in range(len(block.sectors))],
            [sum(place[mark.band] == band for mark in self.marks) for band in range(len(used))],
        )

    def filled(self) -> Layout:
        """Everything placed."""
        bands = self._band_titles()
        by_cell: dict[Cell, list[MapMark]] = defaultdict(list)
        for mark in self.marks:
            by_cell[self.cell_of[id(mark)]].append(mark)
        plans = {cell: self._plan(cell, marks) for cell, marks in sorted(by_cell.items())}
        for cell, (_, areas) in plans.items():
            for area in areas:
                self._place_cluster(cell, area)
        chosen = {id(mark) for named, _ in plans.values() for mark in named}
        for mark in self.marks:
            if id(mark) not in chosen or not self._place_named(mark):
                self._count(mark)
        for cell in sorted(by_cell):
            self._settle(cell)
        self._clear_empty()
        return Layout(
            self.sheet, self.height, self.field, bands, self._centre(), tuple(one for one, _, _ in self.named),
            tuple(
                replace(cluster, existing=self.counts[key][True], targets=self.counts[key][False])
                for key, (cluster, _) in self.clusters.items()
            ),
            legend_items(self.block, self.sheet, self._foot), self.rim, self.lost,
        )  # fmt: skip

    @property
    def _foot(self) -> float:
        """Where the field ends and the legend begins."""
        return self.height - 2 * self.sheet.margin - 2 * (self.field.radii[-1] + self.rim) - 2

    def _plan(self, cell: Cell, marks: list[MapMark]) -> tuple[list[MapMark], list[str]]:
        """Which firms of a cell are to be named, and under which areas the rest is counted."""
        area = self.field.cell_area(*cell)
        footprint = (6.2 * self.sheet.label + 2 * self.sheet.radii[1]) * 2.0 * self.sheet.label
        capacity = int(0.72 * area / footprint)
        if len(marks) <= max(capacity, _TRIED_ANYWAY):
            return marks, []
        cluster = (5.2 * self.sheet.label) * (3.4 * self.sheet.label)
        wanted = [name for name, _ in Counter(mark.area for mark in marks).most_common()]
        room = max(1, min(len(wanted), int(0.26 * area / cluster)))
        areas = wanted if room >= len(wanted) else [*wanted[: room - 1], ""]
        return marks[: max(0, int(0.95 * capacity) - len(areas))], list(dict.fromkeys(areas))

    def _count(self, mark: MapMark) -> None:
        cell = self.cell_of[id(mark)]
        area = mark.area if (cell, mark.area) in self.clusters else ""
        self.counts[cell, area][mark.existing] += 1

    def _settle(self, cell: Cell) -> None:
        """Give every count of a cell its box, making room where there is none."""
        for key in [key for key in self.counts if key[0] == cell and self.counts[key]]:
            self._resize(key)

    def _clear_empty(self) -> None:
        """Take away the boxes in which nobody is counted."""
        for key in [key for key in self.clusters if not self.counts[key].total()]:
            self.taken.free(self.clusters.pop(key)[1])

    def _resize(self, key: tuple[Cell, str]) -> None:
        cell, area = key
        if key in self.clusters:
            return
        while not self._place_cluster(cell, area):
            own = [entry for entry in self.named if self.cell_of[id(entry[0].mark)] == cell]
            if not own:
                self._fold(key)
                return
            given_up = own[-1]
            self.named.remove(given_up)
            self.taken.free(given_up[1])
            self.taken.free(given_up[2])
            self.counts[key][given_up[0].mark.existing] += 1

    def _fold(self, key: tuple[Cell, str]) -> None:
        """Count the firms of a cell that has no room with the rest of the nearest cell of their sector that has."""
        (sector, band), _ = key
        counted = self.counts.pop(key)
        cells = sorted(
            {cell for cell in self.cell_of.values() if cell[0] == sector}, key=lambda cell: abs(cell[1] - band)
        )
        for cell in cells:
            if (cell, "") in self.clusters or self._place_cluster(cell, ""):
                self.counts[cell, ""].update(counted)
                return
        self.lost += counted.total()

    def _place_cluster(self, cell: Cell, area: str) -> bool:
        """Put a box for counts into a cell, sized for the largest that may come; in a narrow one without its name."""
        return self._cluster_at(cell, area, self.area_name(area)) or self._cluster_at(cell, area, "")

    def _cluster_at(self, cell: Cell, area: str, name: str) -> bool:
        size = self.sheet.label
        most = sum(self.cell_of[id(mark)] == cell for mark in self.marks)
        words = max(text_width(name, size), text_width(counted_words(most, most), size)) * 72
        width, height = words + 0.9 * size, (2.9 if name else 1.6) * size
        centres = self.field.places(*cell, margin=0.62 * height, step=0.5 * size)
        boxes = _around(centres, width, height)
        fits = self.field.holds(cell[0], boxes)
        fits[fits] &= self.taken.clear_of(boxes[fits])
        if not fits.any():
            return False
        box = boxes[int(np.argmax(fits))]
        self.clusters[cell, area] = (Cluster(name, 0, 0, Box(*map(float, box))), self.taken.add(box))
        return True

    def area_name(self, area: str) -> str:
        """The words over a count."""
        return cut(area) if area else self.block.words.others

    def _place_named(self, mark: MapMark) -> bool:
        """Put a mark with its name into its cell: at its distance, else where there is room;
        False where there is none."""
        cell = self.cell_of[id(mark)]
        margin, step = self.sheet.radii[mark.size] + 1.2, self.sheet.label
        if mark.depth is not None and self._named_at(mark, self.field.places_at(*cell, mark.depth, margin, 0.8 * step)):
            return True
        return self._named_at(mark, self.field.places(*cell, margin=margin, step=0.9 * step))

    def _named_at(self, mark: MapMark, places: Points) -> bool:
        """Put a mark with its name at the first of these places that has room for both."""
        radius, size = self.sheet.radii[mark.size], self.sheet.label
        text = cut(mark.name)
        width, height = text_width(text, size) * 72 + 0.5, LINE_HEIGHT * size * 0.86
        for some in _a_few_at_a_time(places):
            found = self._room_for(mark.sector, some, radius, width, height)
            if found is not None:
                disc, label = found
                x, y = (disc[:2] + disc[2:]) / 2
                named = Named(mark, float(x), float(y), radius, text, Box(*map(float, label)))
                self.named.append((named, self.taken.add(disc), self.taken.add(label)))
                return True
        return False

    def _room_for(
        self, sector: int, places: Points, radius: float, width: float, height: float
    ) -> tuple[Points, Points] | None:
        """The boxes of a mark and of its name at the first of these places that has room for both."""
        discs = _around(places, 2 * radius, 2 * radius)
        free = self.taken.clear_of(discs)
        places, discs = places[free], discs[free]
        if not len(places):
            return None
        shifts = _shifts(radius, width, height)
        labels = _around((places[:, None] + shifts).reshape(-1, 2), width, height)
        fits = self.field.holds(sector, labels)
        fits[fits] &= self.taken.clear_of(labels[fits])
        if not fits.any():
            return None
        found = int(np.argmax(fits))
        return discs[found // len(shifts)], labels[found]

    def _band_titles(self) -> tuple[Lettering, ...]:
        """The bands' titles on the line where the first sector begins, at the outer edge of each band."""
        size = self.sheet.label
        placed = []
        for number, title in enumerate(self.band_titles):
            words = cut(title, 14)
            top = self.field.y + self.field.radii[number + 1] - 0.25 * size
            width, height = text_width(words, size) * 72 + 0.6 * size, LINE_HEIGHT * size
            left = self.field.x - width / 2
            box = Box(left, top - height, left + width, top)
            self.taken.add(np.array([box.left, box.bottom, box.right, box.top]))
            placed.append(Lettering(words, size, box))
        return tuple(placed)

    def _centre(self) -> tuple[Lettering, ...]:
        """The branch's name in the disc, in as few lines and as large letters as go in."""
        words, room = drawable(one_line(self.block.centre)), 2 * self.sheet.centre * 0.86 / 72
        sizes = [self.sheet.title * step for step in (1.0, 0.93, 0.86, 0.8, 0.7, 0.6)]
        choices = [(most, size) for most, allowed in ((1, sizes[:4]), (2, sizes[:4]), (3, sizes)) for size in allowed]
        most, size = next(
            (choice for choice in choices if len(wrapped(words, choice[1], room).split("\n")) <= choice[0]), choices[-1]
        )
        lines = [fitting(line, size, room) for line in wrapped(words, size, room).split("\n")[:most]]
        height = LINE_HEIGHT * size
        top = self.field.y + height * len(lines) / 2
        return tuple(
            Lettering(line, size, _line_box(self.field.x, top - number * height, line, size))
            for number, line in enumerate(lines)
        )


def _around(centres: Points, width: float, height: float) -> Points:
    half = np.array([-width / 2, -height / 2, width / 2, height / 2])
    return np.asarray(np.column_stack((centres, centres)) + half)


def _a_few_at_a_time(places: Points) -> Iterator[Points]:
    """The places in their order, in portions that grow: most marks find room at one of the first."""
    start, count = 0, 4
    while start < len(places):
        yield places[start : start + count]
        start, count = start + count, 4 * count


def _shifts(radius: float, width: float, height: float) -> Points:
    """From a mark's centre to the centre of its name: right, left, above, below, then slanting."""
    across, up, aside = radius + 1.3 + width / 2, radius + 1.0 + height / 2, width / 2 - radius
    return np.array(
        (
            (across, 0.0), (-across, 0.0), (0.0, up), (0.0, -up),
            (aside, up), (-aside, up), (aside, -up), (-aside, -up),
        )
    )  # fmt: skip


def _line_box(middle: float, top: float, words: str, size: float) -> Box:
    half = text_width(words, size) * 36
    return Box(middle - half, top - LINE_HEIGHT * size, middle + half, top)
