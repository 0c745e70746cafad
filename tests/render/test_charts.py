"""Native charts and the workbooks behind them."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import audited, faults, parts
from tests.render.samples import write_report

from branchbook.render.chart import chart_height, chart_workbook, chart_xml
from branchbook.render.chart.numbers import axis_format, printed
from branchbook.render.colours import HOUSE, Tone, is_dark, series_tones
from branchbook.report.blocks import ChartSeries
from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.places import templates_folder
from branchbook.values.quantity import Unit

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NATIVE = [kind for kind in FigureKind if kind is not FigureKind.HEATMAP]
MARKS = {
    FigureKind.COLUMN: ("barChart", "col", "clustered"),
    FigureKind.STACKED_COLUMN: ("barChart", "col", "stacked"),
    FigureKind.BAR: ("barChart", "bar", "clustered"),
    FigureKind.STACKED_BAR: ("barChart", "bar", "stacked"),
    FigureKind.GANTT: ("barChart", "bar", "stacked"),
    FigureKind.LINE: ("lineChart", None, "standard"),
    FigureKind.RADAR: ("radarChart", None, None),
    FigureKind.AREA: ("areaChart", None, "stacked"),
    FigureKind.DOUGHNUT: ("doughnutChart", None, None),
    FigureKind.SCATTER: ("scatterChart", None, None),
    FigureKind.COMBINED: ("barChart", "col", "clustered"),
}
WITH_CATEGORIES = [kind for kind in NATIVE if kind is not FigureKind.SCATTER]


def chart(kind: FigureKind, **changes: object) -> Any:
    return etree.fromstring(chart_xml(samples.figure(kind, **changes), "zh-CN").encode())


def value(element: Any, path: str) -> str | None:
    found = element.find("/".join(f"{C}{part}" for part in path.split("/")))
    return None if found is None else found.get("val")


@pytest.mark.parametrize("kind", list(FigureKind))
def test_every_kind_of_figure_makes_a_sound_word_file(tmp_path: Path, kind: FigureKind) -> None:
    path = tmp_path / "report.docx"
    write_report(samples.with_blocks(samples.figure(kind)), templates_folder() / "report.docx", path)
    assert audited(path) == []
    assert faults(path) == []
    names = parts(path)
    assert ("word/media/image1.png" in names) == (kind is FigureKind.HEATMAP)
    assert ("word/charts/chart1.xml" in names) == (kind is not FigureKind.HEATMAP)


@pytest.mark.parametrize("kind", NATIVE)
def test_a_chart_is_of_the_kind_that_was_asked_for(kind: FigureKind) -> None:
    name, direction, grouping = MARKS[kind]
    plot = chart(kind).find(f".//{C}plotArea/{C}{name}")
    assert (value(plot, "barDir"), value(plot, "grouping")) == (direction, grouping)


@pytest.mark.parametrize("kind", WITH_CATEGORIES)
def test_a_chart_holds_the_figures_numbers_and_gaps_stay_gaps(kind: FigureKind) -> None:
    figure = samples.figure(kind)
    root = chart(kind)
    for series, ser in zip(figure.series, root.iter(f"{C}ser"), strict=True):
        points = {int(p.get("idx")): float(p.find(f"{C}v").text) for p in ser.find(f"{C}val").iter(f"{C}pt")}
        assert points == {i: v for i, v in enumerate(series.values) if v is not None}
        assert [p.find(f"{C}v").text for p in ser.find(f"{C}cat").iter(f"{C}pt")] == list(figure.categories)
    assert value(root, "chart/dispBlanksAs") == "gap"


def test_numbers_that_no_chart_can_show_are_gaps() -> None:
    series = (ChartSeries("x", (math.nan, math.inf, 3.0)),)
    root = chart(FigureKind.LINE, categories=("a", "b", "c"), series=series)
    assert [p.get("idx") for p in root.find(f".//{C}val").iter(f"{C}pt")] == ["2"]


@pytest.mark.parametrize("kind", NATIVE)
def test_the_workbook_holds_the_same_numbers_in_the_places_that_the_chart_names(kind: FigureKind) -> None:
    figure = samples.figure(kind)
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(figure)))["Sheet1"]
    root = chart(kind)
    for series, ser in zip(figure.series, root.iter(f"{C}ser"), strict=True):
        for name, numbers in {"val": series.values, "yVal": series.values, "xVal": series.x}.items():
            if (told := ser.find(f"{C}{name}/{C}numRef/{C}f")) is not None:
                cells = sheet[told.text.split("!")[1].replace("$", "")]
                assert tuple(cell.value for (cell,) in cells)[: len(numbers)] == numbers
        assert sheet[ser.find(f"{C}tx/{C}strRef/{C}f").text.split("!")[1].replace("$", "")].value == series.name


def test_the_workbook_has_the_same_bytes_at_any_time() -> None:
    figure = samples.figure(FigureKind.COLUMN)
    assert chart_workbook(figure) == chart_workbook(figure)


def test_a_scatter_has_a_place_and_a_value_for_each_point_and_no_line() -> None:
    root = chart(FigureKind.SCATTER)
    own, peers = root.iter(f"{C}ser")
    points = [
        {int(p.get("idx")): float(p.find(f"{C}v").text) for p in peers.find(f"{C}{name}").iter(f"{C}pt")}
        for name in ("xVal", "yVal")
    ]
    series = samples.figure(FigureKind.SCATTER).series[1]
    assert points == [{i: v for i, v in enumerate(one) if v is not None} for one in (series.x, series.values)]
    assert own.find(f"{C}spPr/{A}ln/{A}noFill") is not None
    assert {ser.find(f"{C}marker/{C}symbol").get("val") for ser in (own, peers)} == {"circle", "diamond"}
    assert len(root.findall(f".//{C}valAx")) == 2
    # LibreOffice loses a series that is shorter than the others.
    assert len({count.get("val") for name in ("xVal", "yVal") for count in root.iter(f"{C}ptCount")} - {"1"}) == 1


def test_a_combined_chart_draws_lines_over_columns_on_an_axis_of_their_own() -> None:
    root = chart(FigureKind.COMBINED)
    columns, lines = root.find(f".//{C}barChart"), root.find(f".//{C}lineChart")
    assert [len(plot.findall(f"{C}ser")) for plot in (columns, lines)] == [1, 1]
    axes = {axis.find(f"{C}axId").get("val"): axis for axis in root.find(f".//{C}plotArea") if axis.tag.endswith("Ax")}
    drawn = [[axes[i.get("val")] for i in plot.findall(f"{C}axId")] for plot in (columns, lines)]
    assert [value(pair[1], "crosses") for pair in drawn] == ["autoZero", "max"]
    assert [value(pair[1], "axPos") for pair in drawn] == ["l", "r"]
    assert [value(pair[0], "delete") for pair in drawn] == ["0", "1"]
    assert [value(pair[1], "scaling/min") for pair in drawn] == ["0", "0"]
    formats = [ser.find(f"{C}val//{C}formatCode").text for ser in root.iter(f"{C}ser")]
    assert formats == ["#,##0", "0.0"]


def test_a_doughnut_tells_its_parts_apart_and_labels_those_that_have_room() -> None:
    root = chart(FigureKind.DOUGHNUT)
    tones = [etree.tostring(part.find(f"{C}spPr/{A}solidFill")) for part in root.iter(f"{C}dPt")]
    assert len(set(tones)) == len(samples.figure(FigureKind.DOUGHNUT).categories) == 5
    deleted = [label.find(f"{C}idx").get("val") for label in root.iter(f"{C}dLbl") if value(label, "delete") == "1"]
    assert deleted == ["3", "4"]  # 260 and 12 of 8262 customers are 3.1 % and 0.1 %
    assert root.find(f".//{C}catAx") is None
    assert value(root, "chart/legend/legendPos") == "r"


def test_the_elements_of_a_chart_stand_in_the_order_of_the_schema() -> None:
    """The order of ECMA-376 part 1, 21.2.2, for what stands in a series and in a plot."""
    order = [
        "barDir", "scatterStyle", "radarStyle", "grouping", "varyColors", "ser", "dLbls", "firstSliceAng", "holeSize",
        "gapWidth", "overlap", "marker", "axId",
    ]  # fmt: skip
    within_series = [
        "idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "cat", "val", "xVal", "yVal",
        "smooth",
    ]  # fmt: skip
    for kind in NATIVE:
        area = chart(kind).find(f".//{C}plotArea")
        for plot in [child for child in area if child.tag.endswith("Chart")]:
            names = [etree.QName(child).localname for child in plot]
            assert names == sorted(names, key=order.index), kind
            for series in plot.findall(f"{C}ser"):
                names = [etree.QName(child).localname for child in series]
                assert names == sorted(names, key=within_series.index), kind


def test_the_axis_ids_are_unsigned_as_the_schema_wants() -> None:
    assert all(int(axis.get("val")) > 0 for axis in chart(FigureKind.COLUMN).iter(f"{C}axId"))


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [((98.0, 99.0), "0", None), ((-1.0, 2.0), None, None), ((-3.0, -2.0), None, "0")],
)
def test_bars_always_start_at_zero(values: tuple[float, ...], low: str | None, high: str | None) -> None:
    root = chart(FigureKind.COLUMN, categories=("a", "b"), series=(ChartSeries("x", values),))
    assert (value(root, "chart/plotArea/valAx/scaling/min"), value(root, "chart/plotArea/valAx/scaling/max")) == (
        low,
        high,
    )


def test_shares_near_the_whole_end_at_the_whole() -> None:
    series = (ChartSeries("a", (0.6, 0.3)), ChartSeries("b", (0.4, 0.7)))
    root = chart(FigureKind.STACKED_BAR, categories=("x", "y"), series=series, unit=Unit.SHARE, number_format="0%")
    assert value(root, "chart/plotArea/valAx/scaling/max") == "1"


def test_one_series_needs_no_legend() -> None:
    one = chart(FigureKind.COLUMN, series=samples.figure(FigureKind.COLUMN).series[:1])
    assert one.find(f"{C}chart/{C}legend") is None
    assert value(chart(FigureKind.COLUMN), "chart/legend/legendPos") == "b"


def test_values_are_printed_where_points_are_few_only() -> None:
    many = tuple(str(n) for n in range(13))
    series = (ChartSeries("x", tuple(float(n) for n in range(13))),)
    assert chart(FigureKind.COLUMN, categories=many, series=series).find(f".//{C}dLbls") is None
    assert chart(FigureKind.COLUMN).find(f".//{C}dLbls") is not None


def test_labels_stay_at_the_foot_of_the_chart_below_negative_bars() -> None:
    assert value(chart(FigureKind.COLUMN), "chart/plotArea/catAx/tickLblPos") == "low"


def test_the_branch_has_the_same_colour_in_every_chart_and_peers_another() -> None:
    for kind in [FigureKind.COLUMN, FigureKind.BAR, FigureKind.LINE, FigureKind.RADAR, FigureKind.STACKED_BAR]:
        colours = [ser.find(f".//{A}schemeClr").get("val") for ser in chart(kind).iter(f"{C}ser")]
        assert colours == ["accent1", "accent2"], kind


def test_lines_are_told_apart_without_colour() -> None:
    roles = tuple(ChartSeries(str(n), (float(n), 1.0)) for n in range(5))
    root = chart(FigureKind.LINE, categories=("a", "b"), series=roles)
    looks = {
        (ser.find(f".//{A}prstDash").get("val"), ser.find(f"{C}marker/{C}symbol").get("val"))
        for ser in root.iter(f"{C}ser")
    }
    assert len(looks) == 5


def test_neighbours_in_a_stack_differ_in_lightness() -> None:
    def lightness(tone: Tone) -> float:
        red, green, blue = (int(HOUSE.hex(tone)[i : i + 2], 16) / 255 for i in (0, 2, 4))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        return float(116 * luminance ** (1 / 3) - 16)  # CIE L*

    for roles in (
        [SeriesRole.PLAIN] * 5,
        [SeriesRole.BRANCH, SeriesRole.PEERS],
        [SeriesRole.BRANCH, SeriesRole.WARNING],
    ):
        steps = [lightness(tone) for tone in series_tones(roles)]
        assert all(abs(a - b) > 10 for a, b in pairwise(steps)), (roles, steps)


def test_the_shipped_theme_has_the_colours_of_notebooks() -> None:
    theme = etree.fromstring(parts(templates_folder() / "report.docx")["word/theme/theme1.xml"])
    names = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
    scheme = theme.find(f".//{A}clrScheme")
    slots = {names.get(c.tag[len(A) :], c.tag[len(A) :]): c[0].get("val") for c in scheme}
    assert {slot: slots[slot] for slot in HOUSE.slots} == dict(HOUSE.slots)


def test_white_letters_stand_on_dark_colours_only() -> None:
    assert is_dark("000000")
    assert is_dark("1B4F8A")
    assert not is_dark("FFFFFF")
    assert not is_dark("AEB9C5")


def test_a_figure_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no value to draw"):
        chart(FigureKind.COLUMN, categories=("a",), series=(ChartSeries("x", (None,)),))


def test_bars_get_room_for_every_category_but_never_more_than_a_page() -> None:
    def height(count: int) -> float:
        names = tuple(str(n) for n in range(count))
        series = (ChartSeries("x", tuple(float(n) for n in range(count))),)
        return chart_height(samples.figure(FigureKind.BAR, categories=names, series=series))

    assert height(5) < height(12) < height(30)
    assert height(500) < 25  # an A4 page has 24.6 cm between its margins


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (1234.5, "#,##0.0", "1,234.5"),
        (1234.5, "#,##0", "1,234"),
        (3.14159, "0.00", "3.14"),
        (-7.0, "0", "-7"),
    ],
)
def test_numbers_are_printed_as_excel_prints_them(number: float, code: str, words: str) -> None:
    assert printed(number, code) == words


def test_an_axis_with_whole_steps_has_no_decimals() -> None:
    assert axis_format(samples.figure(FigureKind.COLUMN)) == "0"
    near = (ChartSeries("x", (0.1, 0.3)),)
    assert axis_format(samples.figure(FigureKind.COLUMN, categories=("a", "b"), series=near)) == "0.0"


def test_a_gantt_chart_hides_its_first_series_and_has_mondays_for_gridlines() -> None:
    """Bars from Wednesday 2026-02-11 and from Tuesday the 17th: the axis runs from Monday the 9th, week by week."""
    starts, lengths = (46064.0, 46070.0), (3.0, 9.0)
    series = (
        ChartSeries("\N{NO-BREAK SPACE}", starts, SeriesRole.HIDDEN),
        ChartSeries("准备", lengths, SeriesRole.BRANCH),
    )
    figure = replace(
        samples.figure(FigureKind.GANTT), categories=("甲", "乙"), series=series, unit=Unit.DATE, number_format="m/d"
    )
    root = etree.fromstring(chart_xml(figure, "zh-CN").encode())
    hidden, seen = root.iter(f"{C}ser")
    assert hidden.find(f"{C}spPr")[0].tag.endswith("noFill")
    assert seen.find(f"{C}spPr")[0].tag.endswith("solidFill")
    axis = root.find(f".//{C}valAx")
    monday = (date(2026, 2, 9) - date(1899, 12, 30)).days
    assert (value(axis, "scaling/min"), value(axis, "scaling/max")) == (str(monday), str(monday + 21))
    assert value(axis, "majorUnit") == "7"


def test_the_workbook_prints_numbers_as_the_chart_does_and_takes_no_name_for_a_formula() -> None:
    series = (ChartSeries("=1+1", (0.25, None)), ChartSeries("二", (3.0, 4.0), second_axis=True))
    figure = samples.figure(
        FigureKind.COMBINED, categories=("<甲>", "=乙"), series=series, number_format="0.0%", second_format="#,##0"
    )
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(figure)))["Sheet1"]
    assert [[cell.value for cell in row] for row in sheet["A1:C3"]] == [
        [None, "=1+1", "二"],
        ["<甲>", 0.25, 3],
        ["=乙", None, 4],
    ]
    assert {cell.data_type for cell in (sheet["B1"], sheet["A3"])} == {"s"}
    assert [sheet[name].number_format for name in ("B2", "C2", "A2")] == ["0.0%", "#,##0", "General"]


def test_the_columns_of_a_workbook_are_called_as_spreadsheets_call_them() -> None:
    series = tuple(ChartSeries(f"s{n}", (float(n),)) for n in range(704))
    figure = samples.figure(FigureKind.COLUMN, categories=("x",), series=series)
    sheet = openpyxl.load_workbook(io.BytesIO(chart_workbook(figure)))["Sheet1"]
    assert [sheet[f"{openpyxl.utils.get_column_letter(n + 2)}1"].value for n in (0, 24, 25, 701, 702)] == [
        f"s{n}" for n in (0, 24, 25, 701, 702)
    ]
