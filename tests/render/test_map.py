"""The map's layout: nothing overlaps, nothing leaves the page, nobody is forgotten,
and the picture is always the same."""

from __future__ import annotations

import io
import random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib.image import imread

from branchbook.render.colours import HOUSE
from branchbook.render.map import Layout, Sheet, lay_out, map_drawing, map_picture, report_sheet, wall_sheet
from branchbook.render.map_tones import OWNERS
from branchbook.report.blocks import EcosystemMap, MapWords
from branchbook.values.ecosystem_map import MapData, MapMark

WORDS = MapWords(
    "存量客户",
    "目标客户",
    "圆越大，潜力越大",
    "未逐一标名的户数",
    "未落实责任人",
    "其他责任人",
    "其余",
    "另有{count}户未画出",
)
SECTORS = ("公司业务", "机构业务", "三农房地产", "国际业务")
BANDS = ("1公里以内", "3公里以内", "5公里以内", "10公里以内", "更远", "距离不详")
NAMES = (
    "示例塑料制品",
    "示例",
    "示例国际物流有限公司镇海分公司",
    "ABC Trading",
    "示例电子科技发展",
    "𠮷示例",
    "🏦示例",
)
SHEETS = {"report": report_sheet(15.4), "wall": wall_sheet()}


def block(marks: tuple[MapMark, ...], centre: str = "示例支行", owners: int = 5) -> EcosystemMap:
    people = tuple(f"对公客户经理（{number:04d}）" for number in range(owners))
    data = MapData(centre, SECTORS, BANDS, people, marks, measured=True)
    return EcosystemMap("40_ecosystem_map.map", "金融生态图", data, data.centre, SECTORS, BANDS, people, WORDS, "图")


def firms(count: int, seed: int = 1, owners: int = 5) -> tuple[MapMark, ...]:
    chance = random.Random(seed)
    return tuple(
        MapMark(
            str(number),
            f"{chance.choice(NAMES)}{number}",
            chance.choices(range(4), (8, 1, 2, 2))[0],
            chance.choices(range(6), (4, 6, 3, 2, 1, 1))[0],
            chance.random() < 0.3,
            chance.randrange(4),
            chance.choice([None, *range(owners)]),
            chance.choice([None, chance.random()]),
            f"示例{chance.randrange(12)}镇",
        )
        for number in range(count)
    )


def boxes_of(layout: Layout) -> npt.NDArray[np.float64]:
    """Every box that must be free of every other, a row of left, bottom, right and top each."""
    discs = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in layout.named]
    lettered = (*layout.named, *layout.clusters, *layout.bands, *layout.centre, *(item.text for item in layout.legend))
    letters = [(one.box.left, one.box.bottom, one.box.right, one.box.top) for one in lettered]
    return np.array([*discs, *letters])


def off_the_page(layout: Layout) -> list[list[float]]:
    boxes = boxes_of(layout)
    inside = (boxes[:, :2] >= -1e-9) & (boxes[:, 2:] <= np.array([layout.sheet.width, layout.height]) + 1e-9)
    return boxes[~inside.all(axis=1)].tolist()


def overlapping(layout: Layout) -> list[tuple[int, int]]:
    boxes = boxes_of(layout)
    meets = (
        (boxes[:, None, 0] < boxes[None, :, 2] - 1e-9)
        & (boxes[None, :, 0] < boxes[:, None, 2] - 1e-9)
        & (boxes[:, None, 1] < boxes[None, :, 3] - 1e-9)
        & (boxes[None, :, 1] < boxes[:, None, 3] - 1e-9)
    )
    return [(int(a), int(b)) for a, b in zip(*np.nonzero(np.triu(meets, 1)), strict=True)]


def told(layout: Layout) -> int:
    counted = sum(cluster.existing + cluster.targets for cluster in layout.clusters)
    return len(layout.named) + counted + layout.not_drawn


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("count", [0, 1, 3, 40, 200, 800, 5000])
def test_no_two_boxes_overlap_and_none_leaves_the_page(count: int, sheet: Sheet) -> None:
    layout = lay_out(block(firms(count)), sheet)
    assert overlapping(layout) == []
    assert off_the_page(layout) == []


@pytest.mark.parametrize("count", [0, 1, 3, 40, 200, 800, 5000])
def test_every_firm_is_named_or_counted(count: int) -> None:
    layout = lay_out(block(firms(count)), SHEETS["report"])
    assert told(layout) == count


def test_where_firms_are_few_all_or_nearly_all_are_named() -> None:
    assert len(lay_out(block(firms(3)), SHEETS["report"]).named) == 3
    assert len(lay_out(block(firms(40)), SHEETS["wall"]).named) >= 36


def test_a_map_of_eight_hundred_firms_names_the_most_prominent_and_counts_the_rest_of_every_cell() -> None:
    marks = firms(800)
    layout = lay_out(block(marks), SHEETS["report"])
    assert len(layout.named) >= 60
    assert layout.not_drawn == 0
    named = {one.mark.id for one in layout.named}
    assert sum(mark.id in named for mark in marks[:80]) > sum(mark.id in named for mark in marks[-400:])


MARKS = st.builds(
    MapMark,
    st.text(max_size=4), st.text(max_size=30), st.integers(0, 3), st.integers(0, 5), st.booleans(), st.integers(0, 3),
    st.none() | st.integers(0, 4), st.none() | st.floats(0, 1), st.text(max_size=6),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(MARKS, max_size=60), st.text(max_size=40))
def test_whatever_firms_and_names_there_are_nothing_overlaps(marks: list[MapMark], centre: str) -> None:
    layout = lay_out(block(tuple(marks), centre), SHEETS["report"])
    assert overlapping(layout) == []
    assert off_the_page(layout) == []
    assert told(layout) == len(marks)


def test_marks_and_names_stay_in_their_own_sector() -> None:
    layout = lay_out(block(firms(800)), SHEETS["report"])
    field = layout.field
    for one in layout.named:
        corners = np.array([[one.box.left, one.box.bottom, one.box.right, one.box.top]])
        assert field.holds(one.mark.sector, corners)[0]


def test_a_measured_firm_stands_farther_out_than_one_nearer_the_branch() -> None:
    near = MapMark("near", "近", 0, 1, True, 1, None, 0.1, "")
    far = MapMark("far", "远", 0, 1, True, 1, None, 0.9, "")
    layout = lay_out(block((near, far)), SHEETS["report"])
    away = {one.mark.id: np.hypot(one.x - layout.field.x, one.y - layout.field.y) for one in layout.named}
    assert away["near"] < away["far"]


def test_the_same_map_gives_the_same_bytes() -> None:
    first, second = (map_picture(block(firms(120)), SHEETS["report"]) for _ in range(2))
    assert first == second


def test_the_picture_is_as_large_as_its_sheet_at_print_quality() -> None:
    drawn = map_picture(block(firms(40)), SHEETS["report"])
    height, width = imread(io.BytesIO(drawn.png)).shape[:2]
    assert drawn.width == pytest.approx(15.4)
    assert (width, height) == pytest.approx((drawn.width / 2.54 * 200, drawn.height / 2.54 * 200), abs=1)


def test_names_that_would_be_markup_or_mathematics_are_drawn_as_they_are() -> None:
    hostile = (
        "$x^2$ $",
        "<script>alert(1)</script>",
        "\\frac{1}{0}",
        "=cmd|' /C calc'!A0",
        "名" * 200,
        "甲\n乙\t丙",
        "\u202e反",
    )
    marks = tuple(MapMark(str(n), name, n % 4, 0, True, 1, None, None, name) for n, name in enumerate(hostile))
    drawn = block(marks, "$\\bad$")
    assert map_picture(drawn, SHEETS["report"]).png[:4] == b"\x89PNG"
    poster = words_of(map_drawing(drawn, SHEETS["wall"]))
    assert {"$x^2$ $", "甲 乙 丙", "反"} <= poster


def words_of(poster: str) -> set[str]:
    return {element.text or "" for element in etree.fromstring(poster).iter("{http://www.w3.org/2000/svg}text")}


def test_a_poster_for_the_wall_is_a3_and_tells_every_name_of_the_layout() -> None:
    drawn = block(firms(120))
    poster, layout = map_drawing(drawn, SHEETS["wall"]), lay_out(drawn, SHEETS["wall"])
    assert etree.fromstring(poster).get("width") == "297mm"
    assert {one.text for one in layout.named} | {line.text for line in layout.bands} <= words_of(poster)
    assert poster == map_drawing(drawn, SHEETS["wall"])


def test_marks_are_painted_where_the_layout_has_them() -> None:
    mark = MapMark("one", "一户", 0, 1, True, 1, 0, 0.5, "")
    drawn = block((mark,))
    one = lay_out(drawn, SHEETS["report"]).named[0]
    dots = imread(io.BytesIO(map_picture(drawn, SHEETS["report"]).png))
    scale = 200 / 72
    seen = dots[len(dots) - round(one.y * scale), round(one.x * scale)]
    assert "".join(f"{round(part * 255):02X}" for part in seen[:3]) == HOUSE.hex(OWNERS[0])


def test_owners_beyond_the_colours_share_the_last_one_and_the_legend_says_so() -> None:
    layout = lay_out(block(firms(60, owners=14), owners=14), SHEETS["report"])
    owners = [item.text.text for item in layout.legend if item.sign == "owner"]
    assert owners[-2:] == ["其他责任人", "未落实责任人"]
    assert len(owners) == 10
