"""Figures drawn by matplotlib."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from matplotlib.image import imread
from tests.render import samples

from branchbook.render.chart import chart_height
from branchbook.render.colours import HOUSE, Tone, is_dark
from branchbook.render.figure import draw, picture
from branchbook.render.figure.grids import Grid, Shades
from branchbook.render.fonts import family, text_width, wrapped
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind

KINDS = list(FigureKind)
DRAWN = [kind for kind in KINDS if kind is not FigureKind.HEATMAP]
LONG = tuple(f"第{n}类名称特别长的业务品种（含附属业务）" for n in range(9))
COMPARED = tuple(ChartSeries(f"名称很长的第{n}个比较对象", tuple(float(n + m) for m in range(9))) for n in range(4))
RARE = "镕喆堃犇翀玥垚昇 淼鑫 ×÷±≥≤ “引号” … — ① ▲ ✓ −3.5 ％"


def outside(drawing: Drawing) -> list[str]:
    """The words that don't lie wholly within the figure."""
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    width, height = canvas.get_width_height()
    hidden = {label for axes in drawing.axes for label in beyond_the_axis(axes)}
    found = []
    for text in drawing.findobj(mpl.text.Text):
        if text in hidden or not text.get_visible() or not text.get_text().strip():
            continue
        box = text.get_window_extent(canvas.get_renderer())
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            found.append(text.get_text())
    return found


def beyond_the_axis(axes: Axes) -> Iterator[mpl.text.Text]:
    """Labels of ticks that matplotlib keeps ready beyond the ends of an axis and doesn't draw."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_of_figure_can_be_drawn_with_all_words_inside(kind: FigureKind) -> None:
    assert outside(draw(samples.figure(kind))) == []


@pytest.mark.parametrize("kind", [kind for kind in DRAWN if kind is not FigureKind.SCATTER])
def test_long_names_stay_inside_the_figure(kind: FigureKind) -> None:
    assert outside(draw(samples.figure(kind, categories=LONG, series=COMPARED))) == []


@pytest.mark.parametrize("given", [{}, {"categories": LONG, "series": COMPARED}, {"series": COMPARED[:1]}])
def test_no_word_of_a_heat_map_reaches_its_edge(given: dict[str, Any]) -> None:
    figure = samples.figure(FigureKind.HEATMAP, **given)
    dots = pixels(figure)
    assert (dots < 0.5).any()
    assert (np.concatenate([dots[[0, -1]].reshape(-1, 3), dots[:, [0, -1]].reshape(-1, 3)]) == 1).all()


def test_a_heat_map_is_the_darker_the_greater_the_value_and_white_where_there_is_none() -> None:
    figure = samples.figure(
        FigureKind.HEATMAP, categories=("甲", "乙", "丙"), series=(ChartSeries("一", (9.0, None, 1.0)),)
    )
    grid = Grid(figure, HOUSE, 16.2 / 2.54, chart_height(figure) / 2.54)
    row = pixels(figure)[round((grid.height - grid.top + 0.1) * 200)]
    middles = [row[round((grid.left + (place + 0.5) * grid.column) * 200)] for place in range(3)]
    assert [as_hex(dot) for dot in middles] == [HOUSE.hex(Tone("tx2")), "FFFFFF", HOUSE.hex(Tone("bg2"))]


def test_a_heat_map_with_values_below_zero_goes_through_white_at_zero() -> None:
    shades = Shades.of(np.array([-1.0, 0.0, 4.0]), HOUSE)
    assert [shades.colour_of(value) for value in (-4.0, 0.0, 4.0)] == [
        HOUSE.hex(Tone("accent4")),
        "FFFFFF",
        HOUSE.hex(Tone("accent1")),
    ]


def test_numbers_stand_out_from_the_cells_of_a_heat_map() -> None:
    figure = samples.figure(FigureKind.HEATMAP, categories=("甲", "乙"), series=(ChartSeries("一", (9.0, 1.0)),))
    colours = {line.words.text: line.words.colour for line in Grid(figure, HOUSE, 6.4, 3.0).lines()}
    assert is_dark(colours["1.0"])
    assert colours["9.0"] == "FFFFFF"


def pixels(figure: Figure) -> Any:
    """The dots of the figure's picture, from 0 to 1."""
    return imread(io.BytesIO(picture(figure, 16.2, chart_height(figure))))[:, :, :3]


def as_hex(dot: Any) -> str:
    """A dot's colour as six hexadecimal digits."""
    return "".join(f"{round(float(part) * 255):02X}" for part in dot)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_figure_gives_the_same_picture(kind: FigureKind) -> None:
    figure = samples.figure(kind)
    assert picture(figure, 16.2, 8.0) == picture(figure, 16.2, 8.0)


def test_a_picture_is_sharp_enough_for_print() -> None:
    pixels = imread(io.BytesIO(picture(samples.figure(FigureKind.HEATMAP), 16.2, 8.0)))
    assert pixels.shape[1] == pytest.approx(16.2 / 2.54 * 200, abs=1)


def test_a_picture_does_not_name_the_program_that_drew_it() -> None:
    assert b"matplotlib" not in picture(samples.figure(FigureKind.HEATMAP), 16.2, 8.0)


@pytest.mark.parametrize("kind", KINDS)
def test_rare_characters_and_signs_have_a_glyph(kind: FigureKind) -> None:
    """matplotlib warns of a missing glyph, and warnings are errors here."""
    figure = samples.figure(
        kind, categories=(RARE, "$x_1$"), series=(ChartSeries(RARE, (-1.0, 2.0), x=(1.0, 2.0)),), value_title=RARE
    )
    picture(figure, 16.2, chart_height(figure))


def test_drawing_leaves_matplotlibs_settings_alone() -> None:
    before = dict(mpl.rcParams)
    draw(samples.figure(FigureKind.COLUMN))
    assert dict(mpl.rcParams) == before


def test_all_words_are_in_our_own_typeface() -> None:
    drawing = draw(samples.figure(FigureKind.COLUMN))
    assert {text.get_fontfamily()[0] for text in drawing.findobj(mpl.text.Text)} == {family()}


def test_missing_values_are_gaps() -> None:
    drawing = draw(samples.figure(FigureKind.LINE))
    values = drawing.axes[0].lines[0].get_ydata()
    assert [bool(value != value) for value in values] == [False] * 4 + [True] + [False] * 3


def test_a_heat_map_prints_its_values_only_where_all_fit() -> None:
    few = samples.figure(FigureKind.HEATMAP)
    assert "21.3" in [line.words.text for line in Grid(few, HOUSE, 6.4, 3.0).lines()]
    names = tuple(str(n) for n in range(60))
    many = samples.figure(FigureKind.HEATMAP, categories=names, series=(ChartSeries("x", (12.5,) * 59 + (None,)),))
    written = [line.words.text for line in Grid(many, HOUSE, 6.4, 3.0).lines()]
    assert "–" in written
    assert "12.5" not in written


def test_words_are_broken_between_characters_and_at_spaces() -> None:
    room = text_width("四个汉字", 9)
    assert wrapped("四个汉字四个", 9, room) == "四个汉字\n四个"
    assert wrapped("one two", 9, text_width("one t", 9)) == "one\ntwo"
    assert wrapped("Unbreakable", 9, text_width("Unbre", 9)) == "Unbre\nakabl\ne"
    assert wrapped("四个汉字四个", 9, room, most_lines=1) == "四个汉…"


@pytest.mark.parametrize("words", ["平均等候时间（分钟）", "Average wait in minutes", "128,456.3", "城东支行 ABC 12%"])
def test_words_are_never_wider_than_they_are_taken_to_be(words: str) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    drawn = TextPath((0, 0), words, prop=FontProperties(family=family(), size=9)).get_extents().width / 72
    assert text_width(words, 9) >= drawn
