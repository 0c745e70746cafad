"""The deck's file, read back with python-pptx and from its bytes."""

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils.datetime import to_excel
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Emu
from tests.render.deck import samples
from tests.render.ooxml_checks import audited, parts

from branchbook.errors import InputFaults
from branchbook.render.archive import archived
from branchbook.render.deck import render_deck
from branchbook.render.fonts import FOLDER
from branchbook.report.blocks import BulletList, Paragraph, Table, TableColumn
from branchbook.report.slides import Deck
from branchbook.values.artifact import FigureKind
from branchbook.values.places import templates_folder

TEMPLATE = templates_folder() / "deck.pptx"
POINT = 12_700


def made(folder: Path, deck: Deck | None = None) -> Path:
    return render_deck(deck or samples.deck(), TEMPLATE, folder / "deck.pptx")


def shapes(path: Path) -> dict[str, Any]:
    return {shape.name: shape for slide in Presentation(str(path)).slides for shape in slide.shapes}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_deck_is_a_file_that_office_accepts(tmp_path: Path, language: str) -> None:
    assert audited(made(tmp_path, samples.deck(language=language))) == []


def test_the_template_is_a_file_that_office_accepts() -> None:
    assert audited(TEMPLATE) == []


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(folder) for folder in (tmp_path / "a", tmp_path / "b"))
    assert first.read_bytes() == second.read_bytes()


def test_slides_come_in_order_and_are_named_by_their_keys(tmp_path: Path) -> None:
    deck = samples.deck()
    slides = Presentation(str(made(tmp_path))).slides
    assert [slide.name for slide in slides] == ["cover", *(slide.key for slide in deck.slides)]


def test_every_part_is_a_shape_of_its_key(tmp_path: Path) -> None:
    keys = {samples.WAITS, samples.CHANNELS, samples.PLAN, samples.LIST, samples.LEAD, samples.STEPS, samples.HEAT}
    assert keys <= set(shapes(made(tmp_path)))


@pytest.mark.parametrize("kind", [kind for kind in FigureKind if kind not in (FigureKind.HEATMAP, FigureKind.SCATTER)])
def test_a_figure_is_a_native_chart_with_its_workbook(tmp_path: Path, kind: FigureKind) -> None:
    figure = samples.figure(kind, samples.WAITS)
    chart = shapes(made(tmp_path, samples.with_parts(figure)))[samples.WAITS].chart
    drawn = [tuple(series.values) for plot in chart.plots for series in plot.series]
    assert drawn == [series.values for series in figure.series]
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value for cell in sheet["A"][1:]] == list(figure.categories)
    numbers = [cell.value if not isinstance(cell.value, datetime) else to_excel(cell.value) for cell in sheet["B"][1:]]
    assert numbers == list(figure.series[0].values)


def test_a_heat_map_is_a_picture(tmp_path: Path) -> None:
    assert shapes(made(tmp_path))[samples.HEAT].image.content_type == "image/png"


def test_charts_tables_and_pictures_are_described_for_who_cannot_see_them(tmp_path: Path) -> None:
    found = shapes(made(tmp_path))
    told = {
        name: shape._element.xpath(".//p:cNvPr/@descr")
        for name, shape in found.items()
        if shape._element.tag.endswith(("}graphicFrame", "}pic"))
    }
    assert len(told) == 5
    assert all(descr and descr[0] for descr in told.values())


def test_a_long_table_goes_on_with_its_heading_and_loses_no_row(tmp_path: Path) -> None:
    rows = 77
    presentation = Presentation(str(made(tmp_path, samples.with_parts(samples.table(rows)))))
    tables = [shape.table for slide in presentation.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 2
    heading = [column.title for column in samples.table().columns]
    assert all([cell.text for cell in table.rows[0].cells] == heading for table in tables)
    listed = [tuple(cell.text for cell in row.cells) for table in tables for row in list(table.rows)[1:]]
    assert listed == list(samples.table(rows).rows)
    titles = [slide.shapes.title.text for slide in list(presentation.slides)[1:]]
    assert titles[1] == f"一页（续 2/{len(tables)}）"


def test_a_long_gantt_chart_is_cut_between_bars(tmp_path: Path) -> None:
    short = samples.figure(FigureKind.GANTT, samples.PLAN)
    many = 60
    long = replace(
        short,
        categories=tuple(f"第{n}户" for n in range(many)),
        series=tuple(replace(one, values=one.values[:2] * (many // 2)) for one in short.series),
    )
    presentation = Presentation(str(made(tmp_path, samples.with_parts(long))))
    charts = [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]
    assert [name for chart in charts for name in chart.plots[0].categories] == list(long.categories)


def test_speakers_notes_stand_behind_their_slide(tmp_path: Path) -> None:
    slides = {slide.name: slide for slide in Presentation(str(made(tmp_path))).slides}
    assert slides["slide.numbers"].notes_slide.notes_text_frame.text == "讲三点。\n不念数字。"
    assert not slides["slide.plan"].has_notes_slide


def test_nothing_leaves_the_slide_or_covers_another_part(tmp_path: Path) -> None:
    presentation = Presentation(str(made(tmp_path, samples.deck(rows=60))))
    for slide in presentation.slides:
        boxes = [
            (shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            for shape in slide.shapes
        ]
        for name, left, top, right, bottom in boxes:
            assert 0 <= left < right <= presentation.slide_width, name
            assert 0 <= top < bottom <= presentation.slide_height, name
        for place, (name, left, top, right, bottom) in enumerate(boxes):
            for other, x, y, u, v in boxes[place + 1 :]:
                assert not (left < u and x < right and top < v and y < bottom), (slide.name, name, other)


LONG = "大堂经理在高峰时段未到岗引导，Wi-Fi 自助设备使用率（12.5%）低于同类网点中位数；"


@pytest.mark.parametrize("repeat", [1, 6, 20, 60])
def test_text_fits_its_box_measured_by_another_program(tmp_path: Path, repeat: int) -> None:
    parts = (
        Paragraph("10_sample.long", LONG * repeat),
        BulletList("10_sample.items", tuple(f"{n}. {LONG}" for n in range(repeat))),
    )
    for slide in Presentation(str(made(tmp_path, samples.with_parts(*parts)))).slides:
        for shape in slide.shapes:
            if shape.name.startswith("10_sample."):
                assert tallness(shape) <= shape.height / POINT + 1, shape.name


@pytest.mark.parametrize("repeat", [1, 2, 4])
def test_text_beside_a_chart_fits_its_box(tmp_path: Path, repeat: int) -> None:
    parts = (
        BulletList("10_sample.items", (LONG,) * (3 * repeat)),
        samples.figure(FigureKind.COLUMN, samples.WAITS),
    )
    for slide in Presentation(str(made(tmp_path, samples.with_parts(*parts)))).slides:
        for shape in slide.shapes:
            if shape.name.startswith("10_sample.items"):
                assert tallness(shape) <= shape.height / POINT + 1, shape.name


def tallness(shape: Any) -> float:
    """How tall a text box's words are in points, measured with Pillow: greedy lines of single characters."""
    tall = 0.0
    for paragraph in shape.text_frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs), default=12.0)
        font = ImageFont.truetype(str(FOLDER / "BranchbookSans-Regular.ttf"), 100)
        indent = Emu(int(paragraph._p.pPr.get("marL", 0))).pt
        room = shape.width / POINT - indent
        lines = 1
        used = 0.0
        for letter in paragraph.text:
            width = font.getlength(letter) * size / 100
            if used + width > room:
                lines, used = lines + 1, 0.0
            used += width
        before = paragraph.space_before.pt if paragraph.space_before is not None else 0.0
        tall += before + lines * size * 1.33
    return tall


@pytest.mark.parametrize("words", ["&<>]]>", "=1+2", "\x00\x1b坏", "\u202e反", "'; DROP", "很" * 500])
def test_hostile_words_are_shown_as_text(tmp_path: Path, words: str) -> None:
    hostile = Table(samples.LIST, words, (TableColumn(words), TableColumn("甲")), ((words, words),) * 3, words)
    path = made(tmp_path, samples.with_parts(Paragraph("10_sample.words", words), hostile))
    assert audited(path) == []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    table = shapes(made(tmp_path, samples.with_parts(samples.table(0))))[samples.LIST].table
    assert [cell.text for cell in table.rows[1].cells] == ["—", "—", "—"]


def test_a_restyled_template_restyles_the_deck(tmp_path: Path) -> None:
    presentation = Presentation(str(TEMPLATE))
    layout = next(layout for layout in presentation.slide_layouts if layout.name == "Branchbook Content")
    content = next(shape for shape in layout.placeholders if shape.placeholder_format.idx == 11)
    content.left, content.width = Emu(2_000_000), Emu(6_000_000)
    presentation.slides.add_slide(layout)
    presentation.save(str(tmp_path / "mine.pptx"))
    path = render_deck(samples.with_parts(samples.table()), tmp_path / "mine.pptx", tmp_path / "deck.pptx")
    table = shapes(path)[samples.LIST]
    assert (table.left, table.width) == (2_000_000, pytest.approx(6_000_000, abs=1_000))
    assert len(Presentation(str(path)).slides) == 2  # the template's own slide is gone


@pytest.mark.parametrize("content", [b"no file of Office", b""])
def test_a_template_that_is_no_presentation_is_a_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pptx").write_bytes(content)
    with pytest.raises(InputFaults) as caught:
        render_deck(samples.deck(), tmp_path / "bad.pptx", tmp_path / "deck.pptx")
    assert caught.value.faults[0].code == "deck_template_unreadable"


_DEEP = b"<a>" * 10_000 + b"</a>" * 10_000
_FETCHED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    b'Target="http://example.test/x.png" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        pytest.param("ppt/presentation.xml", _DEEP, "deck_template_unreadable", id="deep"),
        pytest.param("ppt/slideLayouts/slideLayout1.xml", _DEEP, "deck_template_unreadable", id="deep layout"),
        pytest.param("ppt/bomb.xml", b"0" * (1 << 26), "deck_template_hostile", id="bomb"),
        pytest.param("ppt/_rels/bomb.xml.rels", _FETCHED, "deck_template_hostile", id="fetching"),
    ],
)
def test_a_hostile_template_is_refused_with_its_reason(tmp_path: Path, part: str, content: bytes, code: str) -> None:
    (tmp_path / "bad.pptx").write_bytes(archived({**parts(TEMPLATE), part: content}))
    with pytest.raises(InputFaults) as caught:
        render_deck(samples.deck(), tmp_path / "bad.pptx", tmp_path / "deck.pptx")
    assert caught.value.faults[0].code == code
    assert not (tmp_path / "deck.pptx").exists()


def test_a_template_without_one_of_our_layouts_is_a_fault(tmp_path: Path) -> None:
    presentation = Presentation(str(TEMPLATE))
    next(layout for layout in presentation.slide_layouts if layout.name == "Branchbook Agenda").name = "Mine"
    presentation.save(str(tmp_path / "mine.pptx"))
    with pytest.raises(InputFaults) as caught:
        render_deck(samples.deck(), tmp_path / "mine.pptx", tmp_path / "deck.pptx")
    assert [fault.got for fault in caught.value.faults] == ["Branchbook Agenda"]
