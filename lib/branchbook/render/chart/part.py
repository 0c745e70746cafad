"""The chart part (DrawingML) of a figure, styled in the house's way, for Word and PowerPoint alike.

Colours and fonts are the theme's, so a restyled template restyles its charts. Written as text: it is ten times
faster than an object model, and element order, which Office insists on, can be read off the code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from branchbook.render.chart.axes import axes, axis_ids
from branchbook.render.chart.labels import is_labelled
from branchbook.render.chart.letters import GREY, NO_LINE, text_properties
from branchbook.render.chart.numbers import BARS, STACKED, drawable, drawable_values, is_line
from branchbook.render.chart.parts import LEAST_LABELLED_SHARE, part_shares, part_tones
from branchbook.render.chart.workbook import (
    categories_range,
    format_of,
    name_cell,
    places_range,
    points_of,
    values_range,
)
from branchbook.render.colours import HOUSE, Tone, is_dark, repeated, series_tones
from branchbook.render.plaintext import xml_attribute, xml_text
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind, SeriesRole

WORKBOOK_RELATION = "rId1"

_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DASHES = ("solid", "sysDash", "lgDash", "sysDot", "dashDot")
_MARKERS = ("circle", "diamond", "square", "triangle", "x")
_SHOWN_SHARE = (
    '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="1"/><c:showBubbleSize val="0"/>'
)


def chart_xml(figure: Figure, language: str) -> str:
    """The chart part of any figure but a heat map. Its workbook is expected as relation ``rId1``.

    Raises ValueError where the figure has no value to draw.
    """
    drawable_values(figure)
    body = (
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{_plot(figure)}{axes(figure)}</c:plotArea>'
        f'{_legend(figure)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val="{xml_attribute(language)}"/>'
        f'<c:roundedCorners val="0"/><c:chart>{body}</c:chart>'
        f"<c:spPr><a:noFill/>{NO_LINE}</c:spPr>{text_properties(900)}"
        f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _plot(figure: Figure) -> str:
    plots: dict[FigureKind, Callable[[Figure], str]] = {
        FigureKind.COLUMN: _bar_plot,
        FigureKind.STACKED_COLUMN: _bar_plot,
        FigureKind.BAR: _bar_plot,
        FigureKind.STACKED_BAR: _bar_plot,
        FigureKind.GANTT: _bar_plot,
        FigureKind.LINE: _line_plot,
        FigureKind.AREA: _area_plot,
        FigureKind.RADAR: _radar_plot,
        FigureKind.DOUGHNUT: _doughnut_plot,
        FigureKind.SCATTER: _scatter_plot,
        FigureKind.COMBINED: _combined_plots,
    }
    return plots[figure.kind](figure)


def _combined_plots(figure: Figure) -> str:
    """Columns, then the lines over them, each kind by axis."""
    return "".join(
        _line_plot(figure, chosen, second=second) if line else _bar_plot(figure, chosen, second=second)
        for line in (False, True)
        for second in (False, True)
        if (chosen := [s for s in figure.series if is_line(s) is line and s.second_axis is second])
    )


def _area_plot(figure: Figure) -> str:
    return (
        '<c:areaChart><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f"{_all_series(figure, _area_series)}{axis_ids()}</c:areaChart>"
    )


def _doughnut_plot(figure: Figure) -> str:
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{_all_series(figure, _doughnut_series)}'
        '<c:firstSliceAng val="0"/><c:holeSize val="56"/></c:doughnutChart>'
    )


def _scatter_plot(figure: Figure) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{_all_series(figure, _scatter_series)}{axis_ids()}</c:scatterChart>"
    )


def _bar_plot(figure: Figure, chosen: Sequence[ChartSeries] | None = None, *, second: bool = False) -> str:
    chosen = figure.series if chosen is None else chosen
    stacked = figure.kind in STACKED
    gap = 55 if stacked or len(chosen) == 1 else 70
    return (
        f'<c:barChart><c:barDir val="{"bar" if figure.kind in BARS else "col"}"/>'
        f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
        f"{_all_series(figure, _bar_series, chosen)}"
        f'<c:gapWidth val="{gap}"/><c:overlap val="{100 if stacked else -8}"/>{axis_ids(second=second)}</c:barChart>'
    )


def _line_plot(figure: Figure, chosen: Sequence[ChartSeries] | None = None, *, second: bool = False) -> str:
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{_all_series(figure, _line_series, chosen)}<c:marker val="1"/>{axis_ids(second=second)}</c:lineChart>'
    )


def _radar_plot(figure: Figure) -> str:
    return (
        '<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>'
        f"{_all_series(figure, _radar_series)}{axis_ids()}</c:radarChart>"
    )


def _all_series(
    figure: Figure,
    series_xml: Callable[[Figure, int, ChartSeries, Tone], str],
    chosen: Sequence[ChartSeries] | None = None,
) -> str:
    tones = series_tones([series.role for series in figure.series])
    return "".join(
        series_xml(figure, index, series, tone)
        for index, (series, tone) in enumerate(zip(figure.series, tones, strict=True))
        if chosen is None or any(series is one for one in chosen)
    )


def _series_head(figure: Figure, index: int, series: ChartSeries) -> str:
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{name_cell(figure, index)}</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{xml_text(series.name)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def _bar_series(figure: Figure, index: int, series: ChartSeries, tone: Tone) -> str:
    outline = '<a:ln w="9525"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    shape = f"<a:noFill/>{NO_LINE}" if series.role is SeriesRole.HIDDEN else f"{_fill(tone)}{outline}"
    return (
        f"<c:ser>{_series_head(figure, index, series)}<c:spPr>{shape}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{_labels(figure, series, tone)}{_data(figure, index, series)}</c:ser>'
    )


def _line_series(figure: Figure, index: int, series: ChartSeries, tone: Tone) -> str:
    return (
        f"<c:ser>{_series_head(figure, index, series)}{_drawn_line(figure, index, tone)}"
        f'{_labels(figure, series, tone)}{_data(figure, index, series)}<c:smooth val="0"/></c:ser>'
    )


def _radar_series(figure: Figure, index: int, series: ChartSeries, tone: Tone) -> str:
    head, line = _series_head(figure, index, series), _drawn_line(figure, index, tone)
    return f"<c:ser>{head}{line}{_data(figure, index, series)}</c:ser>"


def _area_series(figure: Figure, index: int, series: ChartSeries, tone: Tone) -> str:
    outline = '<a:ln w="12700"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    return (
        f"<c:ser>{_series_head(figure, index, series)}<c:spPr>{_fill(tone)}{outline}</c:spPr>"
        f"{_data(figure, index, series)}</c:ser>"
    )


def _doughnut_series(figure: Figure, index: int, series: ChartSeries, _tone: Tone) -> str:
    """One series, each part of the whole in a tone of its own, told apart in black and white by lightness."""
    outline = '<a:ln w="19050"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    tones = part_tones(figure)
    parts = "".join(
        f'<c:dPt><c:idx val="{place}"/><c:bubble3D val="0"/><c:spPr>{_fill(tone)}{outline}</c:spPr></c:dPt>'
        for place, tone in enumerate(tones)
    )
    return (
        f"<c:ser>{_series_head(figure, index, series)}{parts}{_part_labels(figure, tones)}"
        f"{_data(figure, index, series)}</c:ser>"
    )


def _part_labels(figure: Figure, tones: Sequence[Tone]) -> str:
    """The share of each part, in letters that stand out from it; none in a part too thin for letters."""
    shown = "".join(_part_label(place, tones[place], share) for place, share in enumerate(part_shares(figure)))
    return f"<c:dLbls>{shown}{_SHOWN_SHARE}</c:dLbls>"


def _part_label(place: int, tone: Tone, share: float) -> str:
    if share < LEAST_LABELLED_SHARE:
        return f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
    colour = f'<a:schemeClr val="{"bg1" if is_dark(HOUSE.hex(tone)) else "tx1"}"/>'
    return (
        f'<c:dLbl><c:idx val="{place}"/><c:numFmt formatCode="0.0%" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/>{NO_LINE}</c:spPr>"
        f"{text_properties(800, colour=colour)}{_SHOWN_SHARE}</c:dLbl>"
    )


def _scatter_series(figure: Figure, index: int, series: ChartSeries, tone: Tone) -> str:
    """Points alone; the branch's are larger, and each series has a marker of its own."""
    marker = repeated(_MARKERS, len(figure.series))[index]
    size = 11 if series.role is SeriesRole.BRANCH else 7
    edge = '<a:ln w="9525"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    return (
        f'<c:ser>{_series_head(figure, index, series)}<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{marker}"/><c:size val="{size}"/><c:spPr>{_fill(tone)}{edge}</c:spPr></c:marker>'
        f"<c:xVal>{_numbers(figure, places_range(figure, index), figure.x_format, series.x)}</c:xVal>"
        f"<c:yVal>{_numbers(figure, values_range(figure, index), figure.number_format, series.values)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _drawn_line(figure: Figure, index: int, tone: Tone) -> str:
    """A line and its markers; each series has a dash and a marker of its own, to be told apart without colour."""
    count = len(figure.series)
    dash, marker = repeated(_DASHES, count)[index], repeated(_MARKERS, count)[index]
    width = 28575 if figure.series[index].role is SeriesRole.BRANCH or count == 1 else 22225
    edge = f'<a:ln w="9525">{_fill(tone)}</a:ln>'
    return (
        f'<c:spPr><a:ln w="{width}" cap="rnd">{_fill(tone)}<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{marker}"/><c:size val="6"/><c:spPr>{_fill(tone)}{edge}</c:spPr></c:marker>'
    )


def _fill(tone: Tone) -> str:
    if not tone.lighter:
        return f'<a:solidFill><a:schemeClr val="{tone.slot}"/></a:solidFill>'
    kept = round((1 - tone.lighter) * 100_000)
    return (
        f'<a:solidFill><a:schemeClr val="{tone.slot}"><a:lumMod val="{kept}"/><a:lumOff val="{100_000 - kept}"/>'
        "</a:schemeClr></a:solidFill>"
    )


def _data(figure: Figure, index: int, series: ChartSeries) -> str:
    categories = "".join(
        f'<c:pt idx="{i}"><c:v>{xml_text(category)}</c:v></c:pt>' for i, category in enumerate(figure.categories)
    )
    count = f'<c:ptCount val="{len(figure.categories)}"/>'
    values = _numbers(figure, values_range(figure, index), format_of(figure, series), series.values)
    return (
        f"<c:cat><c:strRef><c:f>{categories_range(figure)}</c:f><c:strCache>{count}{categories}</c:strCache></c:strRef>"
        f"</c:cat><c:val>{values}</c:val>"
    )


def _numbers(figure: Figure, place: str, number_format: str, values: Sequence[float | None]) -> str:
    """Numbers as the workbook has them at this place; what can't be drawn is a gap."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{known!r}</c:v></c:pt>'
        for i, value in enumerate(values)
        if (known := drawable(value)) is not None
    )
    return (
        f"<c:numRef><c:f>{place}</c:f><c:numCache><c:formatCode>{xml_text(number_format)}</c:formatCode>"
        f'<c:ptCount val="{points_of(figure)}"/>{points}</c:numCache></c:numRef>'
    )


def _labels(figure: Figure, series: ChartSeries, tone: Tone) -> str:
    """Values printed at the points, where these are few and their labels don't run into one another."""
    if not is_labelled(figure, series):
        return ""
    inside = figure.kind in STACKED
    colour = f'<a:schemeClr val="{"bg1" if is_dark(HOUSE.hex(tone)) else "tx1"}"/>' if inside else GREY
    line = figure.kind is FigureKind.LINE or is_line(series)
    place = "ctr" if inside else "t" if line else "outEnd"
    # Over columns a number stands on paper of its own.
    paper = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>' if is_line(series) else "<a:noFill/>"
    return (
        f'<c:dLbls><c:numFmt formatCode="{xml_attribute(format_of(figure, series))}" sourceLinked="0"/>'
        f"<c:spPr>{paper}{NO_LINE}</c:spPr>{text_properties(800, colour=colour)}"
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _legend(figure: Figure) -> str:
    if len(figure.series) < 2 and figure.kind is not FigureKind.DOUGHNUT:
        return ""
    place = "r" if figure.kind is FigureKind.DOUGHNUT else "b"
    return f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/>{text_properties(900)}</c:legend>'
