"""An artifact as blocks: the step from language-free values to the final words of one language.

One function per kind of value; :func:`blocks_of` chooses. Nothing here knows a file format.
"""

from __future__ import annotations

from branchbook.report.blocks import (
    Align,
    Block,
    BulletList,
    ChartSeries,
    Figure,
    Paragraph,
    ParagraphStyle,
    Table,
    TableColumn,
)
from branchbook.report.ecosystem_map import map_block
from branchbook.text import Text
from branchbook.text.numbers import Scale
from branchbook.text.phrase import joined, under
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Finding,
    Missing,
    Series,
    TableData,
)
from branchbook.values.ecosystem_map import MapData
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Sentence, Term, Wording


def blocks_of(artifact: Artifact, text: Text) -> tuple[Block, ...]:
    """The blocks of one artifact, the first of them tagged with its key.

    A missing value becomes the sentence that says so; a table without rows is one, too (a branch may truly have none).
    """
    match artifact.value:
        case TableData():
            return (table_block(artifact, artifact.value, text),)
        case FigureData():
            return (figure_block(artifact, artifact.value, text),)
        case MapData():
            return (map_block(artifact, artifact.value, text),)
        case Missing(reason):
            return (Paragraph(artifact.key, text.sentence(reason), ParagraphStyle.MISSING),)
        case Quantity() | Estimate() as number:
            written = text("report.number", title=artifact.title, number=number)
            return (Paragraph(artifact.key, written),)
        case findings if findings and isinstance(findings[0], Finding):
            titles = tuple(finding_title(finding, text) for finding in findings if isinstance(finding, Finding))
            return (BulletList(artifact.key, titles, numbered=True),)
        case sentences:
            written = joined(
                (text.sentence(sentence) for sentence in sentences if isinstance(sentence, Sentence)),
                text("mark.sentence_space"),
            )
            return (Paragraph(artifact.key, written),) if written else ()


def table_block(artifact: Artifact, table: TableData, text: Text) -> Table:
    """A table whose headings tell the unit of their numbers, all numbers of a column in one scale."""
    scales = [_column_scale(table, index, column, text) for index, column in enumerate(table.columns)]
    caption = text.wording(artifact.title)
    return Table(
        artifact.key,
        caption,
        tuple(_heading(column, fitting, text) for column, fitting in zip(table.columns, scales, strict=True)),
        tuple(tuple(text.cell(cell, fitting) for cell, fitting in zip(row, scales, strict=True)) for row in table.rows),
        alt=text("alt.table", caption=caption, columns=text.listed(text.wording(c.title) for c in table.columns)),
        notes=_notes(artifact, text),
        marks=table.marks,
    )


def figure_block(artifact: Artifact, figure: FigureData, text: Text) -> Figure:
    """A figure in display scale: money divided to its unit, shares left as 0 to 1 for a percent format."""
    first = text.scale(figure.unit, _values_on(figure, second=False))
    second = text.scale(figure.second_unit or figure.unit, _values_on(figure, second=True))
    below = text.scale(figure.x_unit or Unit.PLAIN, [place for series in figure.series for place in series.x])
    caption = text.wording(artifact.title)
    return Figure(
        artifact.key,
        caption,
        _drawn_kind(figure),
        tuple(text.wording(category) for category in figure.categories),
        tuple(_series(series, second if series.second_axis else first, below, text) for series in figure.series),
        figure.unit,
        first.excel_format,
        alt=_figure_alt(caption, figure, first, text),
        category_title=_category_title(figure, below, text),
        value_title=_axis_title(figure.value_title, first, text),
        notes=_notes(artifact, text),
        second_title=_axis_title(figure.second_title, second, text) if _values_on(figure, second=True) else "",
        second_format=second.excel_format,
        x_format=below.excel_format,
    )


def _drawn_kind(figure: FigureData) -> FigureKind:
    """Areas would draw a gap as a fall to zero, so with one they are columns."""
    gaps = any(value is None for series in figure.series for value in series.values)
    return FigureKind.STACKED_COLUMN if figure.kind is FigureKind.AREA and gaps else figure.kind


def _values_on(figure: FigureData, *, second: bool) -> list[float | None]:
    return [value for series in figure.series if series.second_axis is second for value in series.values]


def _series(series: Series, scale: Scale, below: Scale, text: Text) -> ChartSeries:
    return ChartSeries(
        text.wording(series.name),
        tuple(None if value is None else value / _divisor(scale) for value in series.values),
        series.role,
        tuple(None if place is None else place / _divisor(below) for place in series.x),
        series.kind,
        series.second_axis,
    )


def _divisor(scale: Scale) -> float:
    return 1.0 if scale.excel_format.endswith("%") else scale.divisor


def _category_title(figure: FigureData, below: Scale, text: Text) -> str:
    if figure.kind is FigureKind.SCATTER:
        return _axis_title(figure.category_title, below, text)
    return text.wording(figure.category_title) if figure.category_title else ""


def finding_title(finding: Finding, text: Text) -> str:
    """The finding as a conclusion, in one line."""
    return finding_words(finding, "title", text)


def finding_evidence(finding: Finding, text: Text) -> str:
    """The figures that the finding rests on, against the peers', with sample sizes."""
    return finding_words(finding, "evidence", text)


def finding_words(finding: Finding, entry: str, text: Text) -> str:
    """An entry of the finding's: ``title``, ``evidence``, ``advice`` or ``effect``; its numbers are named after it."""
    return under(text(f"finding.{finding.code}.{entry}", **finding.evidence), f"finding.{finding.code}")


def _notes(artifact: Artifact, text: Text) -> tuple[str, ...]:
    return tuple(text.sentence(note) for note in artifact.notes)


def _column_scale(table: TableData, index: int, column: Column, text: Text) -> Scale | None:
    if column.unit is None:
        return None
    return text.scale(column.unit, [_number(row[index]) for row in table.rows])


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _heading(column: Column, fitting: Scale | None, text: Text) -> TableColumn:
    title = text.wording(column.title)
    if isinstance(column.title, Term) and title[:2].isascii() and title[:2].isalpha():
        title = title[0].upper() + title[1:]  # the catalog's names of columns stand in sentences, too
    unit = text.unit_name(fitting) if fitting else ""
    return TableColumn(
        text("mark.unit_in_heading", title=title, unit=unit) if unit else title,
        Align.RIGHT if column.unit else Align.LEFT,
        column.weight,
    )


def _axis_title(wording: Wording, fitting: Scale, text: Text) -> str:
    title = text.wording(wording) if wording else ""
    unit = text.unit_name(fitting)
    if title and unit:
        return text("mark.unit_in_heading", title=title, unit=unit)
    return title or unit


def _scatter_alt(caption: str, figure: FigureData, fitting: Scale, text: Text) -> str:
    """How many points there are, and where the first series' first one lies."""
    below = text.scale(figure.x_unit or Unit.PLAIN, [place for series in figure.series for place in series.x])
    points = [
        (series.name, place, value)
        for series in figure.series
        for place, value in zip(series.x, series.values, strict=True)
        if place is not None and value is not None
    ]
    if not points:
        return text("alt.figure_empty", kind=text("figure_kind.scatter"), caption=caption)
    name, place, value = points[0]
    return text(
        "alt.scatter",
        caption=caption,
        points=len(points),
        series=name,
        x=below.write(place),
        value=fitting.write(value),
    )


def _gantt_alt(caption: str, figure: FigureData, fitting: Scale, text: Text) -> str:
    starts = [value for value in figure.series[0].values if value is not None]
    ends = [sum(value or 0.0 for value in stack) for stack in zip(*(s.values for s in figure.series), strict=True)]
    first, last = fitting.write(min(starts)), fitting.write(max(ends) - 1)
    return text("alt.gantt", caption=caption, rows=len(figure.categories), first=first, last=last)


def _figure_alt(caption: str, figure: FigureData, fitting: Scale, text: Text) -> str:
    """What a reader who cannot see the figure is told: what it is and where its first series peaks and bottoms."""
    kind = text(f"figure_kind.{_drawn_kind(figure)}")
    if figure.kind is FigureKind.GANTT:
        return _gantt_alt(caption, figure, fitting, text)
    if figure.kind is FigureKind.SCATTER:
        return _scatter_alt(caption, figure, fitting, text)
    known = [
        (value, category)
        for series in figure.series[:1]
        for value, category in zip(series.values, figure.categories, strict=True)
        if value is not None
    ]
    if not known:
        return text("alt.figure_empty", kind=kind, caption=caption)
    (high, at_high), (low, at_low) = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
    return text(
        "alt.figure", kind=kind, caption=caption, series=figure.series[0].name,
        high=fitting.write(high), at_high=at_high, low=fitting.write(low), at_low=at_low,
    )  # fmt: skip
