"""What a person did to a report stays, and what nobody touched is new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import W, parts, root
from tests.render.refresh.desk import (
    NEW_WAIT,
    OLD_WAIT,
    Desk,
    control,
    copy_of,
    newer,
    sample,
    tag_of,
    tags,
    text_of,
    typed,
)

from branchbook.errors import InputFaults
from branchbook.render.archive import archived
from branchbook.render.word.refresh import Supply
from branchbook.report.blocks import BulletList, Heading, Paragraph, Table
from branchbook.values.artifact import FigureKind

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LEAD, TABLE, COLUMN = "90_report.summary.lead", "10_diagnosis.scorecard.table", "10_diagnosis.sample.column"


def test_a_refresh_without_news_changes_no_byte(desk: Desk) -> None:
    before = desk.path.read_bytes()
    assert desk.refresh(sample()) == before
    desk.refresh(newer(sample()))
    after = desk.path.read_bytes()
    assert desk.refresh(newer(sample())) == after


def test_an_untouched_report_says_what_a_fresh_one_says(desk: Desk, tmp_path: Path) -> None:
    desk.refresh(newer(sample()))
    fresh = Desk(tmp_path / "fresh")
    fresh.folder.mkdir()
    fresh.write(newer(sample()))
    assert desk.words == fresh.words
    assert OLD_WAIT not in text_of(control(root(desk.path), LEAD))
    charts = [name for name in parts(fresh.path) if name.startswith("word/charts/chart")]
    assert {parts(desk.path)[name] for name in charts} == {parts(fresh.path)[name] for name in charts}
    assert desk.is_sound()


def test_what_a_person_typed_between_parts_stays(desk: Desk) -> None:
    def type_between(tree: Any) -> None:
        control(tree, LEAD).addnext(typed("本段为顾问手写。", bold=True))

    desk.edit(type_between)
    desk.refresh(newer(sample()))
    body = list(root(desk.path)[0])
    place = next(i for i, element in enumerate(body) if text_of(element) == "本段为顾问手写。")
    assert tag_of(body[place - 1]) == LEAD
    assert body[place].find(f"{W}r/{W}rPr/{W}b") is not None
    assert NEW_WAIT in text_of(body[place - 1])


def reword(tree: Any) -> None:
    text = next(control(tree, LEAD).iter(f"{W}t"))
    text.text = "顾问改写：" + text.text


def test_a_reworded_sentence_stays_and_the_fresh_one_is_a_comment_once(desk: Desk) -> None:
    desk.edit(reword)
    for _ in range(3):
        desk.refresh(newer(sample()))
        assert text_of(control(root(desk.path), LEAD)).startswith("顾问改写：")
        (comment,) = desk.comments()
        assert NEW_WAIT in comment
        assert desk.told.kept == (LEAD,)
    assert desk.is_sound()


def test_a_comment_is_replaced_by_newer_words_and_goes_with_its_reason(desk: Desk) -> None:
    desk.edit(reword)
    desk.refresh(newer(sample()))
    again = replace(
        sample(),
        blocks=tuple(
            replace(b, text=b.text.replace(OLD_WAIT, "30.0")) if isinstance(b, Paragraph) else b
            for b in sample().blocks
        ),
    )
    desk.refresh(again)
    (comment,) = desk.comments()
    assert "30.0" in comment
    assert NEW_WAIT not in comment
    desk.refresh(sample())
    assert desk.comments() == []
    assert desk.told.kept == ()
    assert "commentReference" not in parts(desk.path)["word/document.xml"].decode()


def test_a_comment_that_somebody_deleted_comes_back_only_with_newer_words(desk: Desk) -> None:
    desk.edit(reword)
    desk.refresh(newer(sample()))

    def dismiss(tree: Any) -> None:
        for name in ("commentRangeStart", "commentRangeEnd"):
            for mark in list(tree.iter(f"{W}{name}")):
                mark.getparent().remove(mark)
        for mark in list(tree.iter(f"{W}commentReference")):
            mark.getparent().getparent().remove(mark.getparent())

    desk.edit(dismiss)
    desk.edit(lambda comments: comments.remove(comments[0]), "word/comments.xml")
    desk.refresh(newer(sample()))
    assert desk.comments() == []


def test_taking_over_the_offered_words_ends_the_conflict(desk: Desk) -> None:
    desk.edit(reword)
    desk.refresh(newer(sample()))
    wanted = next(block.text for block in newer(sample()).blocks if block.key == LEAD)  # type: ignore[union-attr]

    def take_over(tree: Any) -> None:
        first, *others = control(tree, LEAD).iter(f"{W}t")
        first.text = wanted
        for text in others:
            text.text = ""

    desk.edit(take_over)
    desk.refresh(newer(sample()))
    assert desk.told.kept == ()
    assert desk.comments() == []


def test_a_bold_word_stays_bold_when_the_number_beside_it_changes(desk: Desk) -> None:
    def embolden(tree: Any) -> None:
        run = next(control(tree, LEAD).iter(f"{W}r"))
        before, word, after = run.find(f"{W}t").text.partition("平均等候")
        copies = [copy_of(run) for _ in range(3)]
        for copy, words in zip(copies, (before, word, after), strict=True):
            copy.find(f"{W}t").text = words
            run.addprevious(copy)
        formats = copies[1].find(f"{W}rPr")
        etree.SubElement(copies[1] if formats is None else formats, f"{W}b")
        if formats is None:
            bold = copies[1][-1]
            copies[1].remove(bold)
            formats = etree.Element(f"{W}rPr")
            formats.append(bold)
            copies[1].insert(0, formats)
        run.getparent().remove(run)

    desk.edit(embolden)
    desk.refresh(newer(sample()))
    runs = control(root(desk.path), LEAD).iter(f"{W}r")
    assert [text_of(run) for run in runs if run.find(f"{W}rPr/{W}b") is not None] == ["平均等候"]
    assert NEW_WAIT in text_of(control(root(desk.path), LEAD))
    assert desk.told.kept == ()


def rows_of(desk: Desk) -> list[Any]:
    return list(control(root(desk.path), TABLE).iter(f"{W}tr"))


def test_a_table_keeps_a_bold_cell_its_widths_and_style_and_takes_new_rows(desk: Desk) -> None:
    def restyle(tree: Any) -> None:
        table = next(control(tree, TABLE).iter(f"{W}tbl"))
        cell = list(table.iter(f"{W}tr"))[5].findall(f"{W}tc")[1]
        run = next(cell.iter(f"{W}r"))
        formats = run.find(f"{W}rPr")
        if formats is None:
            formats = etree.Element(f"{W}rPr")
            run.insert(0, formats)
        formats.insert(0, etree.Element(f"{W}b"))
        table.find(f"{W}tblGrid")[0].set(f"{W}w", "4000")
        for row in table.iter(f"{W}tr"):
            row.find(f"{W}tc/{W}tcPr/{W}tcW").set(f"{W}w", "4000")

    desk.edit(restyle)
    old = len(rows_of(desk))
    desk.refresh(newer(sample()))
    rows = rows_of(desk)
    assert len(rows) == old + 1
    bold = [text_of(cell) for row in rows for cell in row.iter(f"{W}tc") if cell.find(f".//{W}b") is not None]
    assert bold == ["17.7"]
    assert {row.find(f"{W}tc/{W}tcPr/{W}tcW").get(f"{W}w") for row in rows} == {"4000"}
    styles = [[cell.find(f"{W}p/{W}pPr/{W}pStyle").get(f"{W}val") for cell in row.iter(f"{W}tc")] for row in rows[5:8]]
    assert styles[0] == styles[1] == styles[2]
    assert desk.told.kept == ()
    assert desk.is_sound()


def test_tints_follow_the_data_and_a_persons_own_colour_stays(desk: Desk) -> None:
    def colour(tree: Any) -> None:
        cell = list(control(tree, TABLE).iter(f"{W}tr"))[3].find(f"{W}tc")
        shading = etree.SubElement(cell.find(f"{W}tcPr"), f"{W}shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "FFFF00")):
            shading.set(f"{W}{name}", value)
        cell.find(f"{W}tcPr").insert(1, shading)

    desk.edit(colour)
    blocks = tuple(
        replace(b, marks=((1, "worse"),), notes=(*b.notes, "新增的说明。"))
        if b.key == TABLE and isinstance(b, Table)
        else b
        for b in sample().blocks
    )
    desk.refresh(replace(sample(), blocks=blocks))
    shaded = {
        index: {shading.get(f"{W}fill") for shading in row.iter(f"{W}shd")} for index, row in enumerate(rows_of(desk))
    }
    assert shaded == {**{row: set() for row in range(9)}, 2: {"F7E8E5"}, 3: {"FFFF00"}}
    assert "新增的说明。" in text_of(control(root(desk.path), TABLE))
    assert desk.is_sound()


def test_a_moved_chapter_is_refreshed_where_it_stands_and_captions_count_anew(desk: Desk) -> None:
    def move(tree: Any) -> None:
        figure, first = control(tree, "10_diagnosis.sample.radar"), control(tree, "10_diagnosis.scorecard")
        first.addprevious(figure)

    desk.edit(move)
    desk.refresh(newer(sample()))
    order = tags(desk.path)
    assert order.index("10_diagnosis.sample.radar") < order.index("10_diagnosis.scorecard")
    figures = [c for c in root(desk.path).iter(f"{W}sdt") if next(c.iter(f"{C}chart"), None) is not None]
    numbers = [text_of(c).split("图 ")[1][0] for c in figures]
    assert numbers[0] == "1"
    assert numbers == sorted(numbers)
    assert desk.told.deleted == ()
    assert desk.is_sound()


def test_a_deleted_figure_stays_deleted_and_is_told(desk: Desk) -> None:
    desk.edit(lambda tree: control(tree, COLUMN).getparent().remove(control(tree, COLUMN)))
    for document in (newer(sample()), sample(), newer(sample())):
        desk.refresh(document)
        assert COLUMN not in tags(desk.path)
        assert COLUMN in desk.told.deleted


def test_copies_are_all_refreshed(desk: Desk) -> None:
    def copy(tree: Any) -> None:
        original = control(tree, LEAD)
        twin = copy_of(original)
        for mark in [*twin.iter(f"{W}bookmarkStart"), *twin.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        for number, held in enumerate(twin.iter(f"{W}sdtPr"), 77):
            held.find(f"{W}id").set(f"{W}val", str(number))
        original.addnext(twin)

    desk.edit(copy)
    desk.refresh(newer(sample()))
    leads = [text_of(c) for c in root(desk.path).iter(f"{W}sdt") if tag_of(c) == LEAD]
    assert len(leads) == 2
    assert all(NEW_WAIT in lead and OLD_WAIT not in lead for lead in leads)
    assert desk.is_sound()


def chart_of(desk: Desk, key: str) -> str:
    reference = next(control(root(desk.path), key).iter(f"{C}chart"))
    relation = next(v for name, v in reference.attrib.items() if name.endswith("}id"))
    relations = root(desk.path, "word/_rels/document.xml.rels")
    return "word/" + next(str(r.get("Target")) for r in relations if r.get("Id") == relation).removeprefix("/word/")


def test_a_recoloured_series_keeps_its_colour_and_takes_new_values(desk: Desk) -> None:
    part = chart_of(desk, COLUMN)

    def recolour(chart: Any) -> None:
        fill = next(chart.iter(f"{C}ser")).find(f"{C}spPr/{A}solidFill")
        fill[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{A[1:-1]}" val="FF00AA"/>')]

    desk.edit(recolour, part)
    desk.refresh(newer(sample()))
    series = next(root(desk.path, part).iter(f"{C}ser"))
    assert next(series.iter(f"{A}srgbClr")).get("val") == "FF00AA"
    values = [float(v.text) for v in series.find(f"{C}val").iter(f"{C}v")]
    wanted = next(b for b in newer(sample()).blocks if b.key == COLUMN)
    assert values == [v for v in wanted.series[0].values if v is not None]  # type: ignore[union-attr]
    assert desk.told.kept == ()
    assert desk.is_sound()


@pytest.mark.parametrize("kind", [FigureKind.AREA, FigureKind.DOUGHNUT, FigureKind.SCATTER, FigureKind.COMBINED])
def test_a_restyled_chart_of_every_kind_keeps_its_looks_and_takes_new_data(tmp_path: Path, kind: FigureKind) -> None:
    desk, figure = Desk(tmp_path), samples.figure(kind)
    desk.write(samples.with_blocks(figure))
    part = chart_of(desk, figure.key)

    def restyle(chart: Any) -> None:
        for fill in list(chart.iter(f"{A}solidFill")):
            fill[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{A[1:-1]}" val="FF00AA"/>')]

    desk.edit(restyle, part)
    values = tuple(
        replace(s, values=tuple(v and v * 3 for v in s.values), x=tuple(v and v * 2 for v in s.x))
        for s in figure.series
    )
    newest = replace(figure, series=values)
    for _ in range(2):
        desk.refresh(samples.with_blocks(newest))
        chart = root(desk.path, part)
        assert not list(chart.iter(f"{A}schemeClr"))
        for series, ser in zip(newest.series, chart.iter(f"{C}ser"), strict=True):
            for name, numbers in {"val": series.values, "yVal": series.values, "xVal": series.x}.items():
                if (data := ser.find(f"{C}{name}")) is not None:
                    assert [float(v.text) for v in data.iter(f"{C}v")] == [v for v in numbers if v is not None]
    assert desk.told.kept == ()
    assert desk.is_sound()


def test_comments_and_tracked_changes_of_a_person_stay(desk: Desk) -> None:
    def track(tree: Any) -> None:
        paragraph = next(control(tree, "90_report.summary.body").iter(f"{W}p"))
        change = etree.SubElement(paragraph, f"{W}ins")
        for name, value in (("id", "900"), ("author", "顾问"), ("date", "2026-07-01T08:00:00Z")):
            change.set(f"{W}{name}", value)
        etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}t").text = "（修订）"

    desk.edit(track)
    before = etree.tostring(control(root(desk.path), "90_report.summary.body"))
    changed = replace(
        sample(),
        blocks=tuple(
            replace(b, text=b.text.replace("共四项", "共五项")) if isinstance(b, Paragraph) else b
            for b in sample().blocks
        ),
    )
    desk.refresh(changed)
    after = control(root(desk.path), "90_report.summary.body")
    assert text_of(next(after.iter(f"{W}ins"))) == "（修订）"
    assert "共四项" in text_of(after)
    assert before
    (comment,) = desk.comments()
    assert "共五项" in comment


def test_a_persons_comment_on_a_word_stays_on_it(desk: Desk) -> None:
    desk.edit(reword)
    desk.refresh(newer(sample()))  # now there is a part of comments, with the program's own

    def comment(tree: Any) -> None:
        paragraph = next(control(tree, "10_diagnosis.flow.body").iter(f"{W}p"))
        run = next(paragraph.iter(f"{W}r"))
        start, end = etree.Element(f"{W}commentRangeStart"), etree.Element(f"{W}commentRangeEnd")
        start.set(f"{W}id", "55")
        end.set(f"{W}id", "55")
        run.addprevious(start)
        run.addnext(end)
        holder = etree.Element(f"{W}r")
        etree.SubElement(holder, f"{W}commentReference").set(f"{W}id", "55")
        end.addnext(holder)

    def say(comments: Any) -> None:
        own = etree.SubElement(comments, f"{W}comment")
        own.set(f"{W}id", "55")
        own.set(f"{W}author", "顾问")
        own.append(typed("请核对窗口数。"))

    desk.edit(comment)
    desk.edit(say, "word/comments.xml")
    desk.refresh(sample())
    paragraph = next(control(root(desk.path), "10_diagnosis.flow.body").iter(f"{W}p"))
    names = [etree.QName(child).localname for child in paragraph.iter() if child.get(f"{W}id") == "55"]
    assert names == ["commentRangeStart", "commentRangeEnd", "commentReference"]
    assert "2.1 个窗口" in text_of(paragraph)
    assert "请核对窗口数。" in text_of(root(desk.path, "word/comments.xml"))
    assert desk.is_sound()


def test_a_new_section_stands_after_its_neighbour_in_the_outline(desk: Desk) -> None:
    blocks = list(sample().blocks)
    place = next(i for i, block in enumerate(blocks) if block.key == "10_diagnosis.scorecard")
    blocks[place:place] = [
        Heading("30_new.heading", "新增章节", 2),
        Paragraph("30_new.body", "新增的一段。"),
        BulletList("30_new.list", ("其一。", "其二。"), numbered=True),
    ]
    desk.refresh(replace(sample(), blocks=tuple(blocks)))
    order = tags(desk.path)
    at = order.index("90_report.summary.findings")
    assert order[at + 1 : at + 4] == ["30_new.heading", "30_new.body", "30_new.list"]
    contents = [text_of(p) for p in root(desk.path).iter(f"{W}p") if p.find(f"{W}hyperlink") is not None]
    assert "（一）新增章节" in contents
    assert "（二）经营指标对比" in contents
    assert desk.is_sound()


def test_a_subject_that_is_gone_goes_unless_a_person_wrote_in_it(desk: Desk) -> None:
    desk.edit(reword)
    gone = {LEAD, COLUMN, "90_report.summary.findings"}
    desk.refresh(replace(sample(), blocks=tuple(b for b in sample().blocks if b.key not in gone)))
    assert LEAD in tags(desk.path)
    assert COLUMN not in tags(desk.path)
    assert desk.told.kept == (LEAD,)
    assert desk.comments() == ["按最新数据，此处已无内容。"]
    assert desk.is_sound()
    desk.refresh(sample())
    assert COLUMN in tags(desk.path)


def test_a_sentence_becomes_a_table_when_the_data_have_come(desk: Desk) -> None:
    missing = "20_customers.complaints.missing"
    table = next(b for b in sample().blocks if b.key == TABLE)
    blocks = tuple(replace(table, key=missing) if b.key == missing else b for b in sample().blocks)  # type: ignore[arg-type]
    desk.refresh(replace(sample(), blocks=blocks))
    assert next(control(root(desk.path), missing).iter(f"{W}tbl"), None) is not None
    assert desk.is_sound()
    desk.refresh(sample())
    assert next(control(root(desk.path), missing).iter(f"{W}tbl"), None) is None


def test_a_control_that_a_person_put_in_is_filled(desk: Desk) -> None:
    placed = (
        '<w:p xmlns:w="{w}"><w:r><w:t xml:space="preserve">评分：</w:t></w:r><w:sdt><w:sdtPr><w:tag w:val="10.score"/>'
        '<w:id w:val="41"/><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>点击输入</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    whole = (
        '<w:sdt xmlns:w="{w}"><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="{id}"/></w:sdtPr><w:sdtContent>'
        "<w:p><w:r><w:t>此处</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    def place(tree: Any) -> None:
        anchor = control(tree, LEAD)
        for xml in (
            placed.format(w=W[1:-1]),
            whole.format(w=W[1:-1], tag="own.table", id=42),
            whole.format(w=W[1:-1], tag="own.tabel", id=43),
        ):
            anchor.addnext(etree.fromstring(xml))

    desk.edit(place)
    table = replace(next(b for b in sample().blocks if b.key == TABLE), key="own.table")  # type: ignore[type-var]
    supply = Supply(frozenset({"own.table", "own.other"}), lambda _key: (table,), {"10.score": "63.5分"})  # type: ignore[return-value, arg-type]
    desk.refresh(sample(), supply)
    assert "评分：63.5分" in desk.words
    assert next(control(root(desk.path), "own.table").iter(f"{W}tbl"), None) is not None
    assert desk.told.unknown == (("own.tabel", "own.table"),)
    assert desk.is_sound()
    changed = Supply(supply.keys, supply.blocks, {"10.score": "70.0分"})
    desk.refresh(sample(), changed)
    assert "评分：70.0分" in desk.words


def test_ten_rounds_of_editing_and_refreshing_let_nothing_grow(desk: Desk) -> None:
    desk.edit(reword)
    desk.refresh(newer(sample()))
    desk.refresh(sample())
    desk.refresh(newer(sample()))
    names, size = sorted(parts(desk.path)), len(parts(desk.path)["word/document.xml"])
    for _ in range(5):
        desk.refresh(sample())
        desk.refresh(newer(sample()))
        assert sorted(parts(desk.path)) == names
        assert len(parts(desk.path)["word/document.xml"]) == size


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b"<a>" * 10_000 + b"</a>" * 10_000),
        ("word/styles.xml", b"<a>" * 10_000 + b"</a>" * 10_000),
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("word/bomb.xml", b"0" * (1 << 26)),
        (
            "word/_rels/document.xml.rels",
            (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="r1" '
                b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
                b'Target="http://example.test/x.dotm" TargetMode="External"/></Relationships>'
            ),
        ),
    ],
)
def test_hostile_reports_are_refused_with_a_reason(desk: Desk, part: str, content: bytes) -> None:
    entries = parts(desk.path)
    entries[part] = content
    desk.path.write_bytes(archived(entries))
    with pytest.raises(InputFaults) as refused:
        desk.refresh(sample())
    assert refused.value.faults[0].code in ("report_unreadable", "report_hostile")


def test_what_the_program_never_wrote_counts_as_a_persons(desk: Desk) -> None:
    entries = {name: content for name, content in parts(desk.path).items() if not name.startswith("customXml")}
    relations = etree.fromstring(entries["word/_rels/document.xml.rels"])
    for relation in [r for r in relations if r.get("Type").endswith("/customXml")]:
        relations.remove(relation)
    entries["word/_rels/document.xml.rels"] = etree.tostring(relations)
    types = etree.fromstring(entries["[Content_Types].xml"])
    for known in [t for t in types if "customXml" in t.get("PartName", "")]:
        types.remove(known)
    entries["[Content_Types].xml"] = etree.tostring(types)
    desk.path.write_bytes(archived(entries))
    before = desk.words
    desk.refresh(newer(sample()))
    assert OLD_WAIT in text_of(control(root(desk.path), LEAD))
    assert LEAD in desk.told.kept
    assert before == desk.words
