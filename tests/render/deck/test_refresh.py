"""A deck that people have worked on, refreshed: what they did stays, untouched shapes become fresh."""

import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu, Pt
from tests.render import samples as report_samples
from tests.render.deck import samples
from tests.render.ooxml_checks import audited

from branchbook.render.deck import render_deck
from branchbook.render.oxml import qualified
from branchbook.report.living import Notes, beside
from branchbook.values.artifact import FigureKind
from branchbook.values.places import templates_folder

TEMPLATE = templates_folder() / "deck.pptx"
NEW = {"rows": 6, "scale": 1.5, "lead": "等候已明显缩短。"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return render_deck(samples.deck(), TEMPLATE, tmp_path / "deck.pptx")


def refreshed(path: Path, **newer: Any) -> Notes:
    render_deck(samples.deck(**(newer or NEW)), TEMPLATE, path)
    return Notes.read(path)


def edited(path: Path, edit: Callable[[Any], None]) -> None:
    presentation = Presentation(str(path))
    edit(presentation)
    presentation.save(str(path))


def shape(presentation: Any, name: str) -> Any:
    return next(shape for slide in presentation.slides for shape in slide.shapes if shape.name == name)


def names(path: Path) -> Counter[str]:
    return Counter(shape.name for slide in Presentation(str(path)).slides for shape in slide.shapes)


def test_nothing_new_leaves_the_file_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    assert refreshed(path, rows=4) == Notes()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*.pptx")] == ["deck.pptx"]


def test_an_untouched_deck_becomes_the_fresh_one(path: Path, tmp_path: Path) -> None:
    assert refreshed(path) == Notes()
    fresh = render_deck(samples.deck(**NEW), TEMPLATE, tmp_path / "fresh" / "deck.pptx")
    said = [
        [
            [
                shape.text_frame.text
                for slide in Presentation(str(file)).slides
                for shape in slide.shapes
                if shape.has_text_frame
            ]
        ]
        for file in (path, fresh)
    ]
    assert said[0] == said[1]
    table = shape(Presentation(str(path)), samples.LIST).table
    assert [[cell.text for cell in row.cells] for row in list(table.rows)[1:]] == [
        list(r) for r in samples.table(6).rows
    ]
    chart = shape(Presentation(str(path)), samples.WAITS).chart
    assert list(chart.plots[0].series[0].values) == [18.0, 12.75, 13.5, 21.0]
    assert audited(path) == []


def test_reworded_text_stays_and_the_fresh_version_is_laid_beside_the_slide(path: Path) -> None:
    edited(
        path, lambda deck: setattr(shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0], "text", "我们的说法。")
    )
    for _ in range(3):
        assert refreshed(path).kept == (samples.LEAD,)
        presentation = Presentation(str(path))
        assert shape(presentation, samples.LEAD).text_frame.text == "我们的说法。"
        note = shape(presentation, f"offer:{samples.LEAD}")
        assert "等候已明显缩短。" in note.text_frame.text
        assert note.left >= presentation.slide_width
        assert names(path)[f"offer:{samples.LEAD}"] == 1
    assert refreshed(path, lead="又变了。").kept == (samples.LEAD,)
    assert "又变了。" in shape(Presentation(str(path)), f"offer:{samples.LEAD}").text_frame.text
    assert audited(path) == []


def test_an_offer_goes_once_the_person_has_taken_it_over(path: Path) -> None:
    edited(path, lambda deck: setattr(shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0], "text", "我们的。"))
    refreshed(path)
    edited(path, lambda deck: setattr(shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0], "text", NEW["lead"]))
    assert refreshed(path).kept == ()
    assert f"offer:{samples.LEAD}" not in names(path)


def test_an_offer_that_somebody_deleted_does_not_come_back_until_there_is_something_newer(path: Path) -> None:
    edited(path, lambda deck: setattr(shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0], "text", "我们的。"))
    refreshed(path)
    edited(path, lambda deck: remove(shape(deck, f"offer:{samples.LEAD}")))
    refreshed(path)
    assert f"offer:{samples.LEAD}" not in names(path)
    refreshed(path, lead="更新的。")
    assert names(path)[f"offer:{samples.LEAD}"] == 1


def test_a_reworded_table_stays_whole(path: Path) -> None:
    edited(path, lambda deck: setattr(shape(deck, samples.LIST).table.cell(1, 2), "text", "重点关注"))
    assert refreshed(path).kept == (samples.LIST,)
    table = shape(Presentation(str(path)), samples.LIST).table
    assert (table.cell(1, 2).text, len(table.rows)) == ("重点关注", 5)


def test_restyled_text_keeps_its_look_and_gets_the_fresh_words(path: Path) -> None:
    def restyle(deck: Any) -> None:
        run = shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.color.rgb = Pt(31), RGBColor(0xC0, 0, 0)

    edited(path, restyle)
    for _ in range(2):
        assert refreshed(path) == Notes()
        run = shape(Presentation(str(path)), samples.LEAD).text_frame.paragraphs[0].runs[0]
        assert (run.text, run.font.size, run.font.color.rgb) == (NEW["lead"], Pt(31), RGBColor(0xC0, 0, 0))


def test_a_restyled_table_keeps_its_widths_and_new_rows_look_like_their_neighbours(path: Path) -> None:
    def restyle(deck: Any) -> None:
        table = shape(deck, samples.LIST).table
        table.columns[0].width = Emu(1_234_567)
        table.cell(4, 0).text_frame.paragraphs[0].runs[0].font.italic = True

    edited(path, restyle)
    assert refreshed(path) == Notes()
    table = shape(Presentation(str(path)), samples.LIST).table
    assert table.columns[0].width == 1_234_567
    assert [row.cells[0].text for row in list(table.rows)[1:]] == [f"第{n}项" for n in range(1, 7)]
    assert table.cell(6, 0).text_frame.paragraphs[0].runs[0].font.italic


def test_a_restyled_cell_keeps_its_look_and_the_tints_of_the_others_go_with_the_fresh_rows(tmp_path: Path) -> None:
    table = samples.table()
    path = render_deck(samples.with_parts(table), TEMPLATE, tmp_path / "deck.pptx")

    def embolden(deck: Any) -> None:
        shape(deck, samples.LIST).table.cell(2, 0).text_frame.paragraphs[0].runs[0].font.italic = True

    edited(path, embolden)
    for marks in (((2, "worse"),), ((3, "better"),)):
        render_deck(samples.with_parts(replace(table, marks=marks)), TEMPLATE, path)
        cells = shape(Presentation(str(path)), samples.LIST).table
        assert tinted(cells) == [marks[0][0] + 1]
        assert cells.cell(2, 0).text_frame.paragraphs[0].runs[0].font.italic
    assert audited(path) == []


def tinted(table: Any) -> list[int]:
    """The rows that stand out."""
    last = len(table.columns) - 1
    return [place for place in range(1, len(table.rows)) if "schemeClr" in fill_of(table.cell(place, last))]


def fill_of(cell: Any) -> str:
    fill = cell._tc.tcPr.find(qualified("a:solidFill"))
    return "" if fill is None else str(etree.tostring(fill))


def test_a_recoloured_chart_keeps_its_colour_and_gets_the_fresh_data(path: Path) -> None:
    def recolour(deck: Any) -> None:
        fill = shape(deck, samples.WAITS).chart.plots[0].series[0].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(0xFF, 0, 0x7F)

    edited(path, recolour)
    for _ in range(2):
        assert refreshed(path) == Notes()
        series = shape(Presentation(str(path)), samples.WAITS).chart.plots[0].series[0]
        assert series.format.fill.fore_color.rgb == RGBColor(0xFF, 0, 0x7F)
        assert list(series.values) == [18.0, 12.75, 13.5, 21.0]


@pytest.mark.parametrize("kind", [kind for kind in FigureKind if kind is not FigureKind.HEATMAP])
def test_a_recoloured_chart_of_every_kind_keeps_its_colour_and_gets_the_fresh_data(
    tmp_path: Path, kind: FigureKind
) -> None:
    of_its_own = samples.figure if kind is FigureKind.GANTT else report_samples.figure
    figure = replace(of_its_own(kind, key=samples.WAITS), key=samples.WAITS)
    path = render_deck(samples.with_parts(figure), TEMPLATE, tmp_path / "deck.pptx")

    def recolour(deck: Any) -> None:
        fill = last_series(deck).format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(0xFF, 0, 0x7F)

    edited(path, recolour)
    *others, last = figure.series
    newer = replace(
        last,
        values=tuple(v if v is None else v + 1 for v in last.values),
        x=tuple(v if v is None else v + 2 for v in last.x),
    )
    for _ in range(2):
        render_deck(samples.with_parts(replace(figure, series=(*others, newer))), TEMPLATE, path)
        assert Notes.read(path) == Notes()
        series = last_series(Presentation(str(path)))
        assert series.format.fill.fore_color.rgb == RGBColor(0xFF, 0, 0x7F)
        assert tuple(series.values) == newer.values
        places = [float(v.text) for v in series._element.iterfind(".//c:xVal//c:v", series._element.nsmap)]
        drawn = tuple(x for x, v in zip(newer.x, newer.values, strict=False) if v is not None)
        assert tuple(places) in (newer.x, drawn)
    assert audited(path) == []


def last_series(deck: Any) -> Any:
    return next(reversed([one for plot in shape(deck, samples.WAITS).chart.plots for one in plot.series]))


def test_moved_and_resized_shapes_stay_where_they_are(path: Path) -> None:
    box = (Emu(400_000), Emu(3_000_000), Emu(5_000_000), Emu(2_500_000))

    def move(deck: Any) -> None:
        for name in (samples.WAITS, samples.LIST, samples.LEAD):
            one = shape(deck, name)
            one.left, one.top, one.width, one.height = box

    edited(path, move)
    refreshed(path)
    presentation = Presentation(str(path))
    for name in (samples.WAITS, samples.LEAD):
        one = shape(presentation, name)
        assert (one.left, one.top, one.width, one.height) == box
    assert (shape(presentation, samples.LIST).left, shape(presentation, samples.LIST).top) == box[:2]


def test_deleted_shapes_and_slides_stay_deleted(path: Path) -> None:
    def delete(deck: Any) -> None:
        remove(shape(deck, samples.STEPS))
        drop(deck, "slide.plan")

    edited(path, delete)
    for _ in range(2):
        told = refreshed(path)
        assert {samples.STEPS, samples.PLAN} <= set(told.deleted)
        assert not {samples.STEPS, samples.PLAN} & set(names(path))
        assert "slide.plan" not in [slide.name for slide in Presentation(str(path)).slides]
    assert audited(path) == []


def test_hand_made_slides_shapes_order_and_notes_stay(path: Path) -> None:
    def work(deck: Any) -> None:
        own = deck.slides.add_slide(deck.slide_layouts.get_by_name("Branchbook Content"))
        own.shapes.title.text = "自己加的一页"
        entries = deck.slides._sldIdLst
        entries.insert(1, entries[-1])  # the own slide second
        entries.append(entries[4])  # and another to the end
        shape(deck, "slide.plan.title").part.slide.shapes.add_textbox(0, 0, 900_000, 300_000).text_frame.text = "手写"
        next(s for s in deck.slides if s.name == "slide.numbers").notes_slide.notes_text_frame.text = "我的备注"

    edited(path, work)
    order = [slide.name or slide.shapes.title.text for slide in Presentation(str(path)).slides]
    refreshed(path)
    presentation = Presentation(str(path))
    assert [slide.name or slide.shapes.title.text for slide in presentation.slides] == order
    assert "手写" in [s.text_frame.text for slide in presentation.slides for s in slide.shapes if s.has_text_frame]
    numbers = next(slide for slide in presentation.slides if slide.name == "slide.numbers")
    assert numbers.notes_slide.notes_text_frame.text == "我的备注"
    assert audited(path) == []


def test_a_table_that_grows_and_shrinks_takes_slides_and_gives_them_back(path: Path) -> None:
    count = len(Presentation(str(path)).slides)
    refreshed(path, rows=60)
    slides = [slide.name for slide in Presentation(str(path)).slides]
    assert slides.index("slide.list#2") == slides.index("slide.list") + 1
    assert audited(path) == []
    refreshed(path, rows=4)
    assert len(Presentation(str(path)).slides) == count
    assert max(names(path).values()) == 1
    assert audited(path) == []


def test_a_grown_slide_in_which_a_person_wrote_outlives_its_table(path: Path) -> None:
    refreshed(path, rows=60)
    edited(path, lambda deck: setattr(shape(deck, "slide.list#2.title").text_frame, "text", "我的标题"))
    assert refreshed(path, rows=4).kept == ("slide.list#2.title",)
    assert shape(Presentation(str(path)), "slide.list#2.title").text_frame.text == "我的标题"


def test_a_deck_whose_record_was_lost_keeps_every_word(path: Path) -> None:
    edited(path, drop_record)
    shutil.rmtree(path.parent / "artifacts")
    told = refreshed(path)
    assert samples.LEAD in told.kept
    assert shape(Presentation(str(path)), samples.LEAD).text_frame.text == "高峰时段等候偏长。"
    assert max(names(path).values()) == 1


def test_the_last_five_versions_are_kept(path: Path) -> None:
    for place in range(8):
        refreshed(path, lead=f"第{place}版。")
    assert 1 <= len(list(path.parent.glob("deck.*T*Z.pptx"))) <= 5


@pytest.mark.parametrize("mark", ["~$deck.pptx", ".~lock.deck.pptx#"])
def test_a_deck_that_is_open_is_left_alone(path: Path, mark: str) -> None:
    before = path.read_bytes()
    (path.parent / mark).write_bytes(b"")
    assert refreshed(path).fault == "deck_locked"
    assert path.read_bytes() == before
    assert beside(path).exists()


@pytest.mark.parametrize("content", [b"", b"no deck", b"PK\x03\x04"])
def test_a_deck_that_cannot_be_read_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refreshed(path).fault == "deck_unreadable"
    assert path.read_bytes() == content


@pytest.mark.parametrize("seed", range(4))
def test_ten_rounds_of_random_edits_let_nothing_grow_or_drift(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    said: dict[str, str] = {}
    gone: set[str] = set()
    for round_ in range(10):
        presentation = Presentation(str(path))
        shapes = [s for slide in presentation.slides for s in slide.shapes if ":" not in s.name]
        one = chance.choice([s for s in shapes if s.has_text_frame and "slide_number" not in s.name])
        match chance.randrange(4):
            case 0:
                said[one.name] = one.text_frame.text = f"改写{round_}"
            case 1:
                remove(one)
                gone.add(one.name)
                said.pop(one.name, None)
            case 2:
                one.left, one.top, one.width, one.height = (Emu(chance.randrange(10**6, 3 * 10**6)) for _ in range(4))
            case 3:
                one.text_frame.paragraphs[0].font.bold = True
        presentation.save(str(path))
        refreshed(path, rows=4 + round_ % 3, scale=1.0 + round_, lead=f"第{round_}轮。")
        found = names(path)
        assert max(found.values()) == 1
        assert not gone & set(found)
        texts = {
            s.name: s.text_frame.text for d in Presentation(str(path)).slides for s in d.shapes if s.has_text_frame
        }
        assert {name: texts[name] for name in said} == said
    size = path.stat().st_size
    assert refreshed(path, rows=4, scale=10.0, lead="第9轮。") is not None
    assert refreshed(path, rows=4, scale=10.0, lead="第9轮。") is not None
    assert abs(path.stat().st_size - size) < 2_000
    assert audited(path) == []


@pytest.fixture
def saved_in_impress(path: Path, tmp_path: Path) -> Path:
    """The deck of the samples after LibreOffice has saved it over itself."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    out, profile = tmp_path / "saved", (tmp_path / "profile").as_uri()
    asked = ["--convert-to", "pptx:Impress MS PowerPoint 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run(["soffice", f"-env:UserInstallation={profile}", "--headless", *asked], check=True, timeout=240)
    shutil.copyfile(out / path.name, path)
    return path


def test_a_deck_that_impress_saved_becomes_the_fresh_one_where_nobody_touched_it(
    saved_in_impress: Path, tmp_path: Path
) -> None:
    newer = {"rows": 12, "scale": 1.5, "lead": "等候已明显缩短。" * 9}
    told = refreshed(saved_in_impress, **newer)
    assert (told.kept, told.deleted, told.unplaced) == ((), (), ())
    fresh = render_deck(samples.deck(**newer), TEMPLATE, tmp_path / "fresh" / "deck.pptx")
    assert set(names(saved_in_impress)) == set(names(fresh))
    assert bodies(saved_in_impress) == bodies(fresh)
    standing, wanted = (shape(Presentation(str(file)), samples.LIST) for file in (saved_in_impress, fresh))
    assert (standing.top, standing.width, standing.height) == (wanted.top, wanted.width, wanted.height)
    assert shape(Presentation(str(saved_in_impress)), samples.WAITS).chart.plots[0].series[0].values[0] == 18.0
    assert audited(saved_in_impress) == []


def test_what_was_restyled_before_impress_saved_it_keeps_its_look(saved_in_impress: Path) -> None:
    def restyle(deck: Any) -> None:
        shape(deck, samples.LIST).table.cell(2, 0).text_frame.paragraphs[0].runs[0].font.italic = True
        shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0].font.size = Pt(31)

    edited(saved_in_impress, restyle)
    assert refreshed(saved_in_impress) == Notes()
    deck = Presentation(str(saved_in_impress))
    cells = shape(deck, samples.LIST).table
    assert [row for row in range(7) if cells.cell(row, 0).text_frame.paragraphs[0].runs[0].font.italic] == [2]
    assert cells.cell(2, 0)._tc.tcPr.get("marT") == "31680"  # which Impress had put where PowerPoint does not look
    run = shape(deck, samples.LEAD).text_frame.paragraphs[0].runs[0]
    assert (run.text, run.font.size) == (NEW["lead"], Pt(31))
    assert audited(saved_in_impress) == []


def bodies(path: Path) -> dict[str, bytes]:
    """The XML of all tables and texts that no layout places, by the names of their shapes."""
    shapes = [one for slide in Presentation(str(path)).slides for one in slide.shapes if not one.is_placeholder]
    found = {one.name: one._element.find(f".//{qualified('a:tbl')}") for one in shapes}
    found |= {one.name: one._element.find(qualified("p:txBody")) for one in shapes if one.has_text_frame}
    return {
        name: etree.tostring(body, method="c14n", exclusive=True) for name, body in found.items() if body is not None
    }


def remove(one: Any) -> None:
    one._element.getparent().remove(one._element)


def drop(deck: Any, name: str) -> None:
    entries = deck.slides._sldIdLst
    entry = next(e for e, slide in zip(list(entries), deck.slides, strict=True) if slide.name == name)
    deck.part.drop_rel(entry.rId)
    entries.remove(entry)


def drop_record(deck: Any) -> None:
    for relation in [r for r, rel in deck.part.rels.items() if rel.reltype.endswith("/customXml")]:
        deck.part.rels.pop(relation)
