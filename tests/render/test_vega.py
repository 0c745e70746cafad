"""Figures as Vega-Lite: what JupyterLab draws is what the chart in Word says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.render import samples

from branchbook.render.chart import chart_height
from branchbook.render.colours import HOUSE, series_tones
from branchbook.render.vega import vega_lite
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.text.numbers import DAY_FORMAT
from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.quantity import Unit

GANTT = samples.figure(
    FigureKind.GANTT,
    categories=("甲厂", "乙厂", "甲厂"),  # two targets of one name are still two rows
    series=(
        ChartSeries("开始", (46026.0, 46029.0, 46040.0), SeriesRole.HIDDEN),
        ChartSeries("准备", (3.0, 5.0, 2.0)),
        ChartSeries("跟进", (4.0, 2.0, None)),
    ),
    unit=Unit.DATE,
    number_format=DAY_FORMAT,
)


def of_kind(kind: FigureKind) -> Figure:
    return GANTT if kind is FigureKind.GANTT else samples.figure(kind)


def rows(specification: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = specification["data"]["values"]
    return found


def shown(specification: dict[str, Any]) -> dict[tuple[str, str], set[float]]:
    """The values by category and series."""
    known: dict[tuple[str, str], set[float]] = {}
    for row in rows(specification):
        if row["value"] is not None:
            known.setdefault((row["category"], row["series"]), set()).add(row["value"])
    return known


@pytest.mark.parametrize("kind", [kind for kind in FigureKind if kind is not FigureKind.SCATTER])
def test_every_value_is_there_and_no_gap_has_become_a_number(kind: FigureKind) -> None:
    figure = of_kind(kind)
    wanted: dict[tuple[str, str], set[float]] = {}
    for series in figure.series:
        for category, value in zip(figure.categories, series.values, strict=True):
            if series.role is not SeriesRole.HIDDEN and value is not None:
                wanted.setdefault((category, series.name), set()).add(value)
    assert shown(vega_lite(figure, 16.2)) == wanted


def test_a_scatter_has_every_point_that_has_a_place_and_a_value() -> None:
    figure = samples.figure(FigureKind.SCATTER)
    found = {(row["rank"], row["x"], row["value"]) for row in rows(vega_lite(figure, 16.2))}
    wanted = {
        (rank, x, value)
        for rank, series in enumerate(figure.series)
        for x, value in zip(series.x, series.values, strict=True)
        if value is not None
    }
    assert found == wanted


def test_lines_over_columns_have_the_axis_at_the_right_to_themselves() -> None:
    specification = vega_lite(samples.figure(FigureKind.COMBINED), 16.2)
    columns, lines = specification["layer"]
    assert (columns["mark"]["type"], lines["mark"]["type"]) == ("bar", "line")
    assert [layer["encoding"]["y"]["axis"]["orient"] for layer in (columns, lines)] == ["left", "right"]
    assert [layer["transform"][0]["filter"]["oneOf"] for layer in (columns, lines)] == [[0], [1]]
    assert specification["resolve"] == {"scale": {"y": "independent"}}


def test_the_parts_of_a_doughnut_are_shares_of_the_whole() -> None:
    found = rows(vega_lite(samples.figure(FigureKind.DOUGHNUT), 16.2))
    assert [row["share"] for row in found] == pytest.approx(
        [5230 / 8262, 1840 / 8262, 920 / 8262, 260 / 8262, 12 / 8262]
    )
    assert [row["label"] for row in found] == ["63.3%", "22.3%", "11.1%", "", ""]


@pytest.mark.parametrize("kind", list(FigureKind))
def test_a_specification_is_plain_json_and_asks_for_nothing_from_elsewhere(kind: FigureKind) -> None:
    text = json.dumps(vega_lite(of_kind(kind), 16.2), allow_nan=False)
    assert "url" not in text
    assert text.count("://") == 1, "the name of the language itself"


@pytest.mark.parametrize("kind", list(FigureKind))
def test_a_figure_has_the_size_that_it_has_on_paper(kind: FigureKind) -> None:
    figure = of_kind(kind)
    specification = vega_lite(figure, 16.2)
    assert specification["width"] == 612  # 16.2 cm at 96 pixels to the inch
    assert specification["height"] == pytest.approx(chart_height(figure) / 2.54 * 96, abs=0.5)


@pytest.mark.parametrize("kind", [FigureKind.COLUMN, FigureKind.STACKED_BAR, FigureKind.LINE, FigureKind.RADAR])
def test_series_have_the_colours_that_they_have_in_documents(kind: FigureKind) -> None:
    figure = of_kind(kind)
    tones = series_tones([series.role for series in figure.series])
    ranges = [layer["encoding"]["color"]["scale"]["range"] for layer in layers(vega_lite(figure, 16.2), "color")]
    assert ranges
    assert all(found == [HOUSE.css(tone) for tone in tones] for found in ranges)


def layers(specification: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    return [layer for layer in specification["layer"] if channel in layer["encoding"]]


def test_stacks_begin_where_the_part_below_ends() -> None:
    stacked = samples.figure(
        FigureKind.STACKED_COLUMN,
        categories=("一", "二"),
        series=(ChartSeries("甲", (2.0, -1.0)), ChartSeries("乙", (3.0, 4.0)), ChartSeries("丙", (1.0, -2.0))),
    )
    spans = {(row["series"], row["category"]): (row["begin"], row["end"]) for row in rows(vega_lite(stacked, 16.2))}
    assert spans == {
        ("甲", "一"): (0.0, 2.0), ("乙", "一"): (2.0, 5.0), ("丙", "一"): (5.0, 6.0),
        ("甲", "二"): (0.0, -1.0), ("乙", "二"): (0.0, 4.0), ("丙", "二"): (-1.0, -3.0),
    }  # fmt: skip


def test_bars_of_a_gantt_chart_begin_on_their_day_and_gridlines_fall_on_mondays() -> None:
    specification = vega_lite(GANTT, 16.2)
    preparations = [row["begin"] for row in rows(specification) if row["series"] == "准备"]
    follow_ups = [(row["begin"], row["end"]) for row in rows(specification) if row["series"] == "跟进"]
    assert preparations == [46026.0, 46029.0, 46040.0]
    assert follow_ups == [(46029.0, 46033.0), (46034.0, 46036.0)]
    days = specification["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert {int(day) % 7 for day in days} == {2}, "2026-01-05 is a Monday and day 46027"
    assert rows(specification)[0]["told"].endswith("1/4–1/7")


def test_a_line_breaks_where_a_value_is_missing() -> None:
    missing = [row for row in rows(vega_lite(samples.figure(FigureKind.LINE), 16.2)) if row["value"] is None]
    assert [(row["rank"], row["place"]) for row in missing] == [(0, 4)]


def test_a_heat_map_has_a_dash_for_what_is_missing_and_letters_that_stand_out() -> None:
    found = {(row["rank"], row["place"]): row for row in rows(vega_lite(samples.figure(FigureKind.HEATMAP), 16.2))}
    assert found[0, 4]["printed"] == "–"
    assert found[0, 2]["ink"] == "white", "the highest value is the darkest cell"
    assert found[1, 4]["ink"] != "white", "the lowest is the lightest"


def test_a_radar_is_a_closed_line_whose_farthest_point_is_the_greatest_value() -> None:
    placed = [row for row in rows(vega_lite(samples.figure(FigureKind.RADAR), 16.2)) if row["rank"] == 1]
    in_order = sorted(placed, key=lambda row: row["order"])
    assert (in_order[0]["x"], in_order[0]["y"]) == (in_order[-1]["x"], in_order[-1]["y"])
    far = max(placed, key=lambda row: row["x"] ** 2 + row["y"] ** 2)
    assert far["value"] == 10.2
    top = in_order[0]["value"] / in_order[0]["y"]
    assert (far["x"] ** 2 + far["y"] ** 2) ** 0.5 == pytest.approx(far["value"] / top, abs=1e-3)


def test_bars_begin_at_zero_however_close_their_values_are() -> None:
    close = samples.figure(
        FigureKind.BAR, series=(ChartSeries("甲", (98.0, 99.0, 97.0, 98.0, 99.0, 97.0, 98.0, 99.0)),)
    )
    assert vega_lite(close, 16.2)["layer"][0]["encoding"]["x"]["scale"]["domainMin"] == 0.0


def test_names_are_never_read_as_expressions() -> None:
    hostile = "\"]; alert('x') //\\"
    figure = samples.figure(FigureKind.COLUMN, categories=(hostile,), series=(ChartSeries(hostile, (1.0,)),))
    labels = vega_lite(figure, 16.2)["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    literal, _, place = labels.rpartition("[")
    assert place == "datum.value]"
    assert "".join(json.loads(literal)[0]).replace(" ", "") == hostile.replace(" ", "")


def test_a_figure_without_a_value_is_refused() -> None:
    empty = replace(samples.figure(FigureKind.COLUMN), series=(ChartSeries("甲", (None,) * 8),))
    with pytest.raises(ValueError, match="no value to draw"):
        vega_lite(empty, 16.2)
