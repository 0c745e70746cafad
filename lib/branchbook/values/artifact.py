"""The typed values that pass from chapters to documents: the one seam between notebooks and Word.

An artifact is language-free and format-free. Its ``key`` names it everywhere ("10_diagnosis.waits.by_hour"): in the
store of artifacts, as the tag of the content control in Word, as the shape's name in the deck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from branchbook.values.ecosystem_map import MapData
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Sentence, Term, Wording

Cell = str | Term | Sentence | Quantity | Estimate | float | int | None
"""A table cell: a number in its column's unit or with a unit of its own, an estimate for its interval, words, or None
for what is missing."""


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is called, and the unit of its numbers (None for a column of words).

    ``weight`` is the share of the page's width relative to the other columns.
    """

    name: str
    title: Wording
    unit: Unit | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class TableData:
    """Rows of cells under columns; every row has one cell per column.

    ``marks`` sets rows off by their index: "worse", "better" (against peers), "total". A mark never says what the words
    of its row do not say too.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells under {len(self.columns)} columns: {row!r}")


class FigureKind(StrEnum):
    """How figure data want to be drawn. Heat maps stay pictures; the rest are native charts in Word and the deck."""

    COLUMN = "column"
    STACKED_COLUMN = "stacked_column"
    BAR = "bar"
    STACKED_BAR = "stacked_bar"
    LINE = "line"
    AREA = "area"  #: parts of a whole along an axis, stacked; with a gap anywhere it becomes stacked columns
    RADAR = "radar"
    DOUGHNUT = "doughnut"  #: one series: the parts of a whole
    SCATTER = "scatter"  #: each series has an ``x`` for each value, and there are no categories
    COMBINED = "combined"  #: columns, and series of the kind LINE over them, on a second axis where they say so
    HEATMAP = "heatmap"
    GANTT = "gantt"  #: stacked bars on an axis of days, the first series hidden: where each bar begins


class SeriesRole(StrEnum):
    """What a series stands for, so that "this branch" has one colour in every chart and "peers" another."""

    BRANCH = "branch"
    PEERS = "peers"
    WARNING = "warning"
    PLAIN = "plain"
    HIDDEN = "hidden"  #: holds a place in a stack and is not seen


@dataclass(frozen=True)
class Series:
    """One series of a figure; a None value is a gap in the drawing, never a zero.

    ``x`` are the places of a scatter's values; ``kind`` is the series' own in a combined figure, and ``second_axis``
    puts it on the axis at the right.
    """

    name: Wording
    values: tuple[float | None, ...]
    role: SeriesRole = SeriesRole.PLAIN
    x: tuple[float | None, ...] = ()
    kind: FigureKind | None = None
    second_axis: bool = False


@dataclass(frozen=True)
class FigureData:
    """What a figure shows. For a heat map each series is a row and the categories are its columns.

    ``second_unit`` and ``second_title`` are of the axis at the right of a combined figure, ``x_unit`` of the axis below
    a scatter, whose title is ``category_title``.
    """

    kind: FigureKind
    categories: tuple[Wording, ...]
    series: tuple[Series, ...]
    unit: Unit
    category_title: Wording = ""
    value_title: Wording = ""
    second_unit: Unit | None = None
    second_title: Wording = ""
    x_unit: Unit | None = None

    def __post_init__(self) -> None:
        for series in self.series:
            places, what = len(self.categories), "categories"
            if self.kind is FigureKind.SCATTER:
                places, what = len(series.x), "places"
            if len(series.values) != places:
                raise ValueError(f"series {series.name!r} has {len(series.values)} values for {places} {what}")
        if self.kind is FigureKind.DOUGHNUT and len(self.series) != 1:
            raise ValueError(f"a doughnut shows one series, not {len(self.series)}")


class Severity(StrEnum):
    """How much a finding matters, from the evidence alone."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    STRENGTH = "strength"  #: something that the branch does clearly better than its peers


@dataclass(frozen=True)
class Finding:
    """One thing the diagnosis found (DX9), without prose.

    ``code`` names the catalog entries ``finding.<code>.title``, ``.evidence``, ``.advice`` and ``.effect``;
    ``evidence`` fills their placeholders. ``cause`` is able, willing, skilled or empty where data do not tell (DX1);
    ``contents`` are the coaching contents called for (CO1 to CO7). ``weight`` orders findings within a report:
    greater comes first.
    """

    code: str
    severity: Severity
    evidence: Mapping[str, str | Term | Quantity | Estimate]
    cause: str = ""
    contents: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True)
class Missing:
    """A value that can't be had. ``reason`` is a sentence that says why and what would supply it.

    ``to_come`` tells whether more data would supply it; else there is truly nothing to show.
    """

    reason: Sentence
    to_come: bool = True


ArtifactValue = (
    Quantity | Estimate | TableData | FigureData | MapData | tuple[Finding, ...] | tuple[Sentence, ...] | Missing
)


@dataclass(frozen=True)
class Provenance:
    """Where an artifact comes from: the chapter, the tables it rests on and their source files, rules, fingerprints."""

    notebook: str
    tables: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True)
class Artifact:
    """A named value. ``title`` is its caption;
    ``notes`` are sentences printed below it (sample sizes, reading aids)."""

    key: str
    title: Wording
    value: ArtifactValue
    notes: tuple[Sentence, ...] = ()
    provenance: Provenance = field(default_factory=lambda: Provenance(""))
