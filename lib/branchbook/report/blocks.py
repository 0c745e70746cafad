"""The format-free blocks of a document. Strings are final words of one language; ``render`` alone knows Word.

Every generated block carries the ``key`` under which a document knows it again (the tag of its content control).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.ecosystem_map import MapData
from branchbook.values.quantity import Unit


class ParagraphStyle(StrEnum):
    """What a paragraph is for; the template decides what that looks like."""

    BODY = "body"
    LEAD = "lead"  #: the conclusion that opens a chapter
    NOTE = "note"  #: small print under a table or figure
    MISSING = "missing"  #: a sentence that says which data are missing


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


@dataclass(frozen=True)
class Heading:
    """A numbered heading; level 1 is 一、, level 2 （一）, level 3 1. (in English 1, 1.1, 1.1.1)."""

    key: str
    text: str
    level: int = 1


@dataclass(frozen=True)
class AppendixHeading:
    """A heading without number: the appendix (level 1, listed in the contents) and its sections (level 2)."""

    key: str
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    key: str
    text: str
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True)
class BulletList:
    key: str
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class TableColumn:
    title: str
    align: Align = Align.LEFT
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """A captioned table; its header row repeats on every page. ``notes`` stand below it in small print.

    ``marks`` names rows to be set off, by row index: "total" (bold), "branch" (shaded: the branch itself), "heading"
    (shaded: heads the rows below it), "worse" and "better" (against peers). A mark never carries meaning that the words
    do not carry too.
    """

    key: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    alt: str
    notes: tuple[str, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ChartSeries:
    """One series, as :class:`branchbook.values.artifact.Series` has it, in display scale."""

    name: str
    values: tuple[float | None, ...]
    role: SeriesRole = SeriesRole.PLAIN
    x: tuple[float | None, ...] = ()
    kind: FigureKind | None = None
    second_axis: bool = False


@dataclass(frozen=True)
class Figure:
    """A captioned figure, still data: a native chart where the format has one, a picture for heat maps.

    Values are in display scale already (percent as 0 to 1 with ``number_format`` "0%", money in 万元 with the unit
    said in ``value_title``); ``number_format`` is an Excel format code, as are ``second_format`` for the axis at the
    right of a combined figure and ``x_format`` for the axis below a scatter.
    """

    key: str
    caption: str
    kind: FigureKind
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: Unit
    number_format: str
    alt: str
    category_title: str = ""
    value_title: str = ""
    notes: tuple[str, ...] = ()
    second_title: str = ""
    second_format: str = ""
    x_format: str = ""


@dataclass(frozen=True)
class MapWords:
    """The words of a map's legend."""

    existing: str
    target: str
    size: str
    cluster: str
    unowned: str
    other_owners: str
    others: str  #: the rest of a sector's firms, counted together
    not_drawn: str  #: with {count}: firms for which there was no room


@dataclass(frozen=True)
class EcosystemMap:
    """A captioned map of the firms around a branch, always a picture; ``data`` are the places, the rest final words."""

    key: str
    caption: str
    data: MapData
    centre: str
    sectors: tuple[str, ...]
    bands: tuple[str, ...]
    owners: tuple[str, ...]
    words: MapWords
    alt: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBreak:
    key: str


Block = Heading | AppendixHeading | Paragraph | BulletList | Table | Figure | EcosystemMap | PageBreak


@dataclass(frozen=True)
class Cover:
    """The first page: title, the branch, and a few labelled lines (bank, as-of date, prepared by ...)."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    disclaimer: str = ""


@dataclass(frozen=True)
class Labels:
    """The words that the document's machinery needs in its language."""

    contents: str
    table: str  #: the caption label, 表 / Table
    figure: str  #: 图 / Figure
    page: str  #: with {page} and {pages}: 第 {page} 页 共 {pages} 页
    header: str
    missing: str  #: what an empty cell shows
    figures: str = ""  #: the title of the list of figures; without one the report has no such list
    tables: str = ""  #: the title of the list of tables


@dataclass(frozen=True)
class Document:
    """A whole report in one language, ready to be written in any format.

    ``dated`` is the engagement's as-of date; files state it as the time of their making, so that they never
    depend on the day on which they are written.
    """

    language: str
    cover: Cover
    labels: Labels
    blocks: tuple[Block, ...]
    author: str
    manifest_id: str
    dated: date | None = None
