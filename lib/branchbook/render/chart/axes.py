"""The axes of a chart, in DrawingML: categories, values, and a second axis of values at the right."""

from __future__ import annotations

from branchbook.render.chart.letters import GREY, NO_LINE, run_properties, text_properties
from branchbook.render.chart.numbers import (
    BARS,
    DAYS_A_WEEK,
    axis_below,
    axis_format,
    first_axis,
    second_axis,
    value_bounds,
)
from branchbook.render.plaintext import xml_attribute, xml_text
from branchbook.report.blocks import Figure
from branchbook.values.artifact import FigureKind

_CATEGORY_AXIS = 111111111
_VALUE_AXIS = 222222222
_SECOND_CATEGORY_AXIS = 333333333
_SECOND_VALUE_AXIS = 444444444
_GRID = '<a:schemeClr val="bg1"><a:lumMod val="88000"/></a:schemeClr>'
_AXIS = '<a:schemeClr val="bg1"><a:lumMod val="65000"/></a:schemeClr>'
_CHARACTERS_ALONG_AXIS = 44  # Chinese ones at 9 pt, across a page
_MOST_NAMED_CATEGORIES = 24  # more than these Office may thin out as it sees fit


def axis_ids(*, second: bool = False) -> str:
    """The axes that a plot is drawn on: the first ones, or the second."""
    places = (_SECOND_CATEGORY_AXIS, _SECOND_VALUE_AXIS) if second else (_CATEGORY_AXIS, _VALUE_AXIS)
    return "".join(f'<c:axId val="{axis}"/>' for axis in places)


def axes(figure: Figure) -> str:
    """All axes of a figure; a doughnut has none."""
    if figure.kind is FigureKind.DOUGHNUT:
        return ""
    if figure.kind is FigureKind.SCATTER:
        return _axis_of_places(figure) + _value_axis(first_axis(figure), scatter=True)
    second = second_axis(figure)
    first = _category_axis(figure) + _value_axis(first_axis(figure))
    return first + (_second_axes(second) if second else "")


def _axis_of_places(figure: Figure) -> str:
    """The axis below a scatter."""
    below = axis_below(figure)
    return (
        f'<c:valAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="minMax"/>{_bounds(below)}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/>{_title(below.value_title, upright=True)}'
        f'<c:numFmt formatCode="{xml_attribute(axis_format(below))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525"><a:solidFill>{_AXIS}</a:solidFill></a:ln></c:spPr>{text_properties(800)}'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="min"/><c:crossBetween val="midCat"/></c:valAx>'
    )


def _second_axes(second: Figure) -> str:
    """The axis of values at the right, and the unseen one of categories that Office wants beside it."""
    return (
        f'<c:catAx><c:axId val="{_SECOND_CATEGORY_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_SECOND_VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_SECOND_VALUE_AXIS}"/>'
        f'<c:scaling><c:orientation val="minMax"/>{_bounds(second)}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="r"/>{_title(second.value_title, upright=False)}'
        f'<c:numFmt formatCode="{xml_attribute(axis_format(second))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr>{NO_LINE}</c:spPr>{text_properties(800)}<c:crossAx val="{_SECOND_CATEGORY_AXIS}"/>'
        '<c:crosses val="max"/><c:crossBetween val="between"/></c:valAx>'
    )


def _category_axis(figure: Figure) -> str:
    # Bars are read from the top down, as the table is; so the axis is reversed and the values cross at its far end.
    sideways = figure.kind in BARS
    radar = figure.kind is FigureKind.RADAR
    skip = '<c:tickLblSkip val="1"/>' if sideways or len(figure.categories) <= _MOST_NAMED_CATEGORIES else ""
    line = "<a:ln><a:noFill/></a:ln>" if radar else f'<a:ln w="9525"><a:solidFill>{_AXIS}</a:solidFill></a:ln>'
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if sideways else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if sideways else "b"}"/>{_gridlines() if radar else ""}'
        f"{_title(figure.category_title, upright=not sideways)}"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        # Labels stay at the foot of the chart even where bars go below zero.
        f'<c:tickLblPos val="low"/><c:spPr>{line}</c:spPr>'
        f'{text_properties(900, turn=_category_turn(figure))}<c:crossAx val="{_VALUE_AXIS}"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        f'{skip}<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(figure: Figure, *, scatter: bool = False) -> str:
    sideways = figure.kind in BARS
    crosses, between = ("min", "midCat") if scatter else ("autoZero", "between")
    between = "midCat" if figure.kind is FigureKind.AREA else between
    return (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{_bounds(figure)}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if sideways else "l"}"/>{_gridlines()}'
        f"{_title(figure.value_title, upright=sideways)}"
        f'<c:numFmt formatCode="{xml_attribute(axis_format(figure))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr>{NO_LINE}</c:spPr>{text_properties(800)}<c:crossAx val="{_CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if sideways else crosses}"/><c:crossBetween val="{between}"/>'
        f"{_weekly(figure)}</c:valAx>"
    )


def _weekly(figure: Figure) -> str:
    """Gridlines of a Gantt chart fall on Mondays."""
    return f'<c:majorUnit val="{DAYS_A_WEEK}"/>' if figure.kind is FigureKind.GANTT else ""


def _bounds(figure: Figure) -> str:
    """The ends of the value axis, in the order in which the schema wants them: the upper first."""
    low, high = value_bounds(figure)
    upper = "" if high is None else f'<c:max val="{high:g}"/>'
    lower = "" if low is None else f'<c:min val="{low:g}"/>'
    return upper + lower


def _gridlines() -> str:
    line = f'<a:ln w="6350"><a:solidFill>{_GRID}</a:solidFill></a:ln>'
    return f"<c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines>"


def _title(words: str, *, upright: bool) -> str:
    if not words:
        return ""
    turn = 0 if upright else -5_400_000
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr rot="{turn}" vert="horz"/><a:lstStyle/>'
        f"<a:p><a:pPr>{run_properties('a:defRPr', 850, GREY)}</a:pPr>"
        f"<a:r>{run_properties('a:rPr', 850, GREY)}<a:t>{xml_text(words)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _category_turn(figure: Figure) -> str:
    """Category labels below the axis stay level where they fit in three lines; else the program turns them."""
    if figure.kind in BARS or figure.kind is FigureKind.RADAR:
        return ""
    room = _CHARACTERS_ALONG_AXIS / len(figure.categories)
    return ' rot="0" vert="horz"' if max(map(len, figure.categories)) <= 3 * int(room) else ""
