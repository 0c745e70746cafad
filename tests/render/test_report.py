"""The Word report, read back from its bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import WP, W, audited, faults, parts, root, words
from tests.render.samples import write_report

from branchbook.errors import InputFaults
from branchbook.report.blocks import (
    AppendixHeading,
    Block,
    BulletList,
    ChartSeries,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    Table,
    TableColumn,
)
from branchbook.text import LANGUAGES
from branchbook.text.phrase import Meaning, joined, marked
from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.places import templates_folder

TEMPLATE = templates_folder() / "report.docx"
HOSTILE = (
    "=1+1 <b>&amp; ]]> \x00\x07\x1b \u202egnp.exe\u202c \ufeff\ud800 “引号” {{ 7*7 }} "
    + "长" * 300
    + "W" * 400
    + "\r\n第二行\t末"
)


def written(folder: Path, document: Document) -> Path:
    path = folder / "report.docx"
    write_report(document, TEMPLATE, path)
    return path


def controls(path: Path) -> dict[str, object]:
    return {c.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): c for c in root(path).iter(f"{W}sdt")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_with_every_block_is_a_sound_word_file(tmp_path: Path, language: str) -> None:
    path = written(tmp_path, samples.document(language))
    assert audited(path) == []
    assert faults(path) == []


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path / "a", samples.document()).read_bytes()
    assert written(tmp_path / "b", samples.document()).read_bytes() == first


def test_nothing_in_the_archive_tells_when_it_was_written(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, samples.document())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_the_file_states_author_date_and_manifest(tmp_path: Path) -> None:
    files = parts(written(tmp_path, samples.document()))
    core = files["docProps/core.xml"].decode()
    assert "<dc:creator>Branchbook</dc:creator>" in core
    assert "2026-06-30T00:00:00Z</dcterms:created>" in core
    assert "run-0001" in files["docProps/custom.xml"].decode()


def test_the_source_date_epoch_is_the_time_that_the_file_states(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    core = parts(written(tmp_path, samples.document()))["docProps/core.xml"].decode()
    assert "2023-11-14T22:13:20Z</dcterms:modified>" in core


def test_every_block_stands_in_a_control_with_its_key_and_holds_its_bookmark(tmp_path: Path) -> None:
    document = samples.document()
    found = controls(written(tmp_path, document))
    for block in document.blocks:
        if isinstance(block, PageBreak):
            continue
        control = found[block.key]
        names = [b.get(f"{W}name") for b in control.iter(f"{W}bookmarkStart")]  # type: ignore[attr-defined]
        assert sum(name.startswith("bb_") for name in names) == 1, block.key


def test_keys_too_long_for_word_stay_different(tmp_path: Path) -> None:
    long = "10_diagnosis." + "很长的键" * 30
    blocks = (Paragraph(long + "a", "甲"), Paragraph(long + "b", "乙"))
    path = written(tmp_path, samples.with_blocks(*blocks))
    assert faults(path) == []
    tags = [tag for tag in controls(path) if tag.startswith("10_diagnosis")]
    assert len(tags) == 2


def test_a_part_that_is_placed_twice_has_two_sets_of_ids(tmp_path: Path) -> None:
    blocks = (samples.table(), samples.figure(FigureKind.BAR), samples.table(), samples.figure(FigureKind.BAR))
    path = written(tmp_path, samples.with_blocks(*blocks))
    assert faults(path) == []
    assert audited(path) == []


def test_ids_of_a_part_stay_when_other_parts_come_and_go(tmp_path: Path) -> None:
    table = samples.table()
    alone = controls(written(tmp_path / "a", samples.with_blocks(table)))[table.key]
    crowded = controls(written(tmp_path / "b", samples.document()))[table.key]
    path = f"{W}sdtPr/{W}id"
    assert alone.find(path).get(f"{W}val") == crowded.find(path).get(f"{W}val")  # type: ignore[attr-defined]


def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    series = (
        ChartSeries(HOSTILE, (1.0, 2.0), SeriesRole.BRANCH, (1.0, 2.0)),
        ChartSeries("=2+2", (2.0, 1.0), x=(3.0, 1.0)),
    )
    blocks: tuple[Block, ...] = (
        Heading(HOSTILE, HOSTILE),
        Paragraph("p" + HOSTILE, HOSTILE),
        BulletList("l" + HOSTILE, (HOSTILE, HOSTILE), numbered=True),
        samples.table(
            key="t" + HOSTILE, caption=HOSTILE, alt=HOSTILE, notes=(HOSTILE,), rows=((HOSTILE,) * 5,), marks=(),
        ),
        *(
            samples.figure(
                kind, key=f"{kind}{HOSTILE}", caption=HOSTILE, alt=HOSTILE, categories=(HOSTILE, "+1"), series=series,
                category_title=HOSTILE[:60], value_title=HOSTILE[:60],
            )
            for kind in FigureKind
        ),
        AppendixHeading("a" + HOSTILE, HOSTILE),
    )  # fmt: skip
    document = samples.with_blocks(*blocks)
    cover = replace(document.cover, title=HOSTILE, subtitle=HOSTILE, lines=((HOSTILE, HOSTILE),), disclaimer=HOSTILE)
    labels = replace(document.labels, header=HOSTILE)
    path = written(tmp_path, replace(document, cover=cover, labels=labels, author=HOSTILE, manifest_id=HOSTILE))
    assert audited(path) == []
    assert faults(path) == []
    text = words(path)
    assert "<b>&amp; ]]>" in text
    assert not set("\x00\x07\u202e\ufeff") & set(text)
    for name, content in parts(path).items():
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_list_headings_with_the_numbers_that_word_counts(tmp_path: Path, language: str) -> None:
    path = written(tmp_path, samples.document(language))
    contents = controls(path)["contents"]
    lines = ["".join(t.text for t in p.iter(f"{W}t")) for p in contents.iter(f"{W}p")]  # type: ignore[attr-defined]
    assert lines == {
        "zh-CN": [
            "目录", "一、诊断结论", "（一）经营指标对比", "二、客流与等候", "（一）时段分布", "（二）渠道与业务结构",
            "三、客户与产品", "（一）投诉", "附录：数据来源与方法",
        ],
        "en": [
            "Contents", "1  Conclusions", "1.1  Scorecard", "2  Flow and waits", "2.1  By hour",
            "Appendix: sources and methods",
        ],
    }[language]  # fmt: skip


def test_contents_are_a_field_without_page_numbers_that_asks_nobody_to_update_it(tmp_path: Path) -> None:
    path = written(tmp_path, samples.document())
    codes = [code.text.strip() for code in root(path).iter(f"{W}instrText")]
    assert codes[0] == 'TOC \\o "1-2" \\n \\h \\z \\u'
    assert b"updateFields" not in parts(path)["word/settings.xml"]


def test_a_report_without_headings_has_no_empty_contents(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(Paragraph("p", "只有一段。")))
    assert "目录" not in words(path)
    assert audited(path) == []


@pytest.mark.parametrize(
    ("language", "kinds", "shown"),
    [
        ("zh-CN", ["chineseCountingThousand", "chineseCountingThousand", "decimal"], "%1、"),
        ("en", ["decimal"] * 3, "%1"),
    ],
)
def test_headings_count_in_the_custom_of_the_language(
    tmp_path: Path, language: str, kinds: list[str], shown: str
) -> None:
    path = written(tmp_path, samples.document(language))
    styles, numbering = root(path, "word/styles.xml"), root(path, "word/numbering.xml")
    lists = {n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val") for n in numbering.iter(f"{W}num")}
    abstracts = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
    levels = []
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name").get(f"{W}val")
        if name.startswith("heading "):
            level = int(name[-1]) - 1
            number = style.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
            counted = abstracts[lists[number]].findall(f"{W}lvl")[level]
            assert counted.find(f"{W}pStyle").get(f"{W}val") == style.get(f"{W}styleId")
            levels.append(counted)
    assert [level.find(f"{W}numFmt").get(f"{W}val") for level in levels] == kinds
    assert levels[0].find(f"{W}lvlText").get(f"{W}val") == shown
    linked = [link for link in numbering.iter(f"{W}pStyle") if link.get(f"{W}val").startswith("Heading")]
    assert len(linked) == 3


def test_captions_are_numbered_by_fields_and_count_tables_and_figures_apart(tmp_path: Path) -> None:
    blocks = (samples.table(), samples.figure(FigureKind.LINE), samples.table(), samples.figure(FigureKind.BAR))
    path = written(tmp_path, samples.with_blocks(*blocks))
    captions = [
        ("".join(t.text for t in p.iter(f"{W}t")), [c.text.strip() for c in p.iter(f"{W}instrText")])
        for p in root(path).iter(f"{W}p")
        if any("SEQ" in c.text for c in p.iter(f"{W}instrText"))
    ]
    assert [(shown.split("\u3000")[0], *codes) for shown, codes in captions] == [
        ("表 1", "SEQ 表 \\* ARABIC"),
        ("图 1", "SEQ 图 \\* ARABIC"),
        ("表 2", "SEQ 表 \\* ARABIC"),
        ("图 2", "SEQ 图 \\* ARABIC"),
    ]


def codes(path: Path) -> list[str]:
    return [code.text.strip() for code in root(path).iter(f"{W}instrText")]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("zh-CN", "图 1\u3000各时段平均等候时间", "表 2\u3000数据来源"), ("en", "Figure 1.  ", "Table 1.  ")],
)
def test_lists_of_figures_and_tables_show_every_caption(tmp_path: Path, language: str, first: str, last: str) -> None:
    path = written(tmp_path, samples.document(language))
    lists = [controls(path)[f"contents.{kind}"] for kind in ("figures", "tables")]
    lines = [text for one in lists for text in shown_lines(one)[1:]]
    captions = [
        text
        for paragraph in root(path).iter(f"{W}p")
        if any("SEQ" in code.text for code in paragraph.iter(f"{W}instrText"))
        for text in shown_lines([paragraph])
    ]
    assert sorted(lines) == sorted(captions)
    assert lines[0].startswith(first)
    assert lines[-1].startswith(last)
    assert [code for code in codes(path) if "\\c" in code] == [
        f'TOC \\n \\h \\z \\c "{label}"' for label in {"zh-CN": "图表", "en": ("Figure", "Table")}[language]
    ]


def shown_lines(paragraphs: Iterable[Any]) -> list[str]:
    found = (one for parent in paragraphs for one in parent.iter(f"{W}p"))
    return ["".join(text.text for text in one.iter(f"{W}t")) for one in found]


def test_a_report_without_figures_has_no_list_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(samples.table()))
    assert "图目录" not in words(path)
    assert "表目录" in words(path)
    assert audited(path) == []


def test_a_reference_is_a_field_that_leads_to_the_number_of_the_caption(tmp_path: Path) -> None:
    path = written(tmp_path, samples.document())
    (code,) = [code for code in codes(path) if code.startswith("REF")]
    mark = next(m for m in root(path).iter(f"{W}bookmarkStart") if m.get(f"{W}name") == code.split()[1])
    held = list(takewhile(lambda one: one.tag != f"{W}bookmarkEnd", mark.itersiblings()))
    assert "".join(text.text for one in held for text in one.iter(f"{W}t")) == "表 1"
    assert "见表 1。" in words(path)


def test_a_reference_to_what_the_report_does_not_show_is_plain_words(tmp_path: Path) -> None:
    spoken = joined(("见", marked("表 1", "elsewhere", Meaning.REFERENCE), "。"))
    path = written(tmp_path, samples.with_blocks(Paragraph("p", spoken)))
    assert "见表 1。" in words(path)
    assert codes(path) == []


def test_a_number_in_a_sentence_stands_in_a_control_with_its_key(tmp_path: Path) -> None:
    path = written(tmp_path, samples.document())
    number = controls(path)[samples.WAIT]
    assert "".join(text.text for text in number.iter(f"{W}t")) == "21.3"  # type: ignore[attr-defined]
    assert number.getparent().tag == f"{W}p"  # type: ignore[attr-defined]
    assert "平均等候 21.3 分钟" in words(path)


def test_cover_header_and_footer_hold_their_bookmarks(tmp_path: Path) -> None:
    path = written(tmp_path, samples.document())
    for part, tags in (
        ("word/document.xml", ("cover.title", "cover.subtitle", "cover.lines", "cover.disclaimer")),
        ("word/header1.xml", ("header",)),
        ("word/footer1.xml", ("footer",)),
    ):
        held = {c.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): c for c in root(path, part).iter(f"{W}sdt")}
        for tag in tags:
            names = [mark.get(f"{W}name") for mark in held[tag].iter(f"{W}bookmarkStart")]
            assert [name.startswith("bb_") for name in names] == [True], tag


def test_a_caption_stands_above_its_table_and_below_its_figure(tmp_path: Path) -> None:
    found = controls(written(tmp_path, samples.with_blocks(samples.table(), samples.figure(FigureKind.BAR))))
    table = found[samples.table().key].find(f"{W}sdtContent")  # type: ignore[attr-defined]
    figure = found["10_diagnosis.sample.bar"].find(f"{W}sdtContent")  # type: ignore[attr-defined]
    assert [child.tag for child in table][:2] == [f"{W}p", f"{W}tbl"]
    assert figure[0].find(f".//{W}drawing") is not None
    assert figure[1].find(f".//{W}instrText") is not None


def test_the_cover_has_no_header_and_the_pages_after_it_count_pages(tmp_path: Path) -> None:
    path = written(tmp_path, samples.document())
    cover, body = root(path).iter(f"{W}sectPr")
    assert cover.find(f"{W}headerReference") is None
    assert cover.find(f"{W}footerReference") is None
    assert body.find(f"{W}headerReference") is not None
    codes = [code.text.strip() for code in root(path, "word/footer1.xml").iter(f"{W}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
    assert words(path, "word/footer1.xml") == "第 1 页 共 1 页"
    assert words(path, "word/header1.xml") == samples.document().labels.header


def test_each_numbered_list_begins_at_one(tmp_path: Path) -> None:
    lists = [BulletList(f"l{n}", ("甲", "乙"), numbered=True) for n in range(2)]
    path = written(tmp_path, samples.with_blocks(*lists))
    numbers = [n.get(f"{W}val") for n in root(path).iter(f"{W}numId")]
    assert len(set(numbers)) == 2
    starts = {
        num.get(f"{W}numId"): num.find(f"{W}lvlOverride/{W}startOverride")
        for num in root(path, "word/numbering.xml").iter(f"{W}num")
    }
    assert all(starts[number].get(f"{W}val") == "1" for number in numbers)


def test_a_page_break_begins_a_page_without_an_empty_paragraph(tmp_path: Path) -> None:
    blocks = (Paragraph("a", "前"), PageBreak("b"), Paragraph("c", "后"))
    paragraphs = list(root(written(tmp_path, samples.with_blocks(*blocks))).iter(f"{W}p"))
    (after,) = [p for p in paragraphs if "后" in "".join(t.text for t in p.iter(f"{W}t"))]
    assert after.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert sum(1 for p in paragraphs if p.find(f"{W}pPr/{W}pageBreakBefore") is not None) == 1


def test_nothing_keeps_a_new_page_off_a_table_for_it_could_take_a_page_of_its_own(tmp_path: Path) -> None:
    table = Table("t", "表", (TableColumn("列"),), (("行",),), "表")
    ends = []
    for after in ((PageBreak("b"), Paragraph("c", "后")), (Paragraph("c", "后"),), (PageBreak("b"),)):
        body = root(written(tmp_path, samples.with_blocks(table, *after)))
        ends.append(sum(style.get(f"{W}val") == "TableEnd" for style in body.iter(f"{W}pStyle")))
    assert ends == [0, 1, 1]


def test_no_style_begins_a_page_for_itself(tmp_path: Path) -> None:
    styles = root(written(tmp_path, samples.with_blocks(Paragraph("a", "前"))), "word/styles.xml")
    assert [style.get(f"{W}styleId") for style in styles if style.find(f"{W}pPr/{W}pageBreakBefore") is not None] == []


def test_the_last_lines_of_the_contents_hold_together(tmp_path: Path) -> None:
    headings = [Heading(f"h{number}", f"第{number}节") for number in range(12)]
    contents = controls(written(tmp_path, samples.with_blocks(*headings)))["contents"]
    lines = list(contents.iter(f"{W}p"))[-12:]  # type: ignore[attr-defined]
    held = [line.find(f"{W}pPr/{W}keepNext") is not None for line in lines]
    assert held == [False] * 4 + [True] * 7 + [False]


def test_charts_tables_and_pictures_carry_their_description(tmp_path: Path) -> None:
    document = samples.document()
    path = written(tmp_path, document)
    drawings = {d.get("descr") for d in root(path).iter(f"{WP}docPr")}
    tables = {t.get(f"{W}val") for t in root(path).iter(f"{W}tblDescription")}
    assert {block.alt for block in document.blocks if isinstance(block, Figure)} <= drawings
    assert {block.alt for block in document.blocks if isinstance(block, Table)} == tables


def test_chinese_quotes_ask_for_chinese_shapes(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(Paragraph("p", "所谓“等得久”"), Paragraph("q", "so-called “waits”")))
    hinted = [run for run in root(path).iter(f"{W}r") if run.find(f"{W}rPr/{W}rFonts") is not None]
    assert ["".join(t.text for t in run.iter(f"{W}t")) for run in hinted] == ["所谓“等得久”"]


def test_a_report_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")
    empty = samples.figure(FigureKind.BAR, series=(ChartSeries("无", (None,) * len(samples.HOURS)),))
    with pytest.raises(ValueError, match="no value to draw"):
        write_report(samples.with_blocks(empty), TEMPLATE, path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.docx"]


def test_a_table_of_five_thousand_rows_is_written_whole(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(samples.long_table(5000)))
    (table,) = root(path).iter(f"{W}tbl")
    rows = table.findall(f"{W}tr")
    assert len(rows) == 5001
    assert [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None] == rows[:1]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_the_xml_of_a_table_grows_by_the_same_amount_for_every_row(tmp_path: Path) -> None:
    def size(rows: int) -> int:
        table = samples.long_table(rows)
        same = replace(table, rows=(table.rows[0],) * rows)
        return len(parts(written(tmp_path / str(rows), samples.with_blocks(same)))["word/document.xml"])

    assert size(2000) - size(1000) == size(3000) - size(2000)


def test_a_template_that_is_no_document_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "mine.docx"
    template.write_bytes(b"PK not a zip")
    with pytest.raises(InputFaults) as caught:
        write_report(samples.document(), template, tmp_path / "out.docx")
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.file) == ("template_unreadable", "mine.docx")


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """A copy of the shipped template in which one part reads differently."""
    files = parts(TEMPLATE)
    assert old in files[part].decode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content.decode().replace(old, new) if name == part else content)
    return path


def test_a_template_without_a_style_is_refused_by_the_styles_name(tmp_path: Path) -> None:
    template = rewritten(tmp_path / "mine.docx", "word/styles.xml", 'w:val="Branchbook Lead"', 'w:val="Other"')
    with pytest.raises(InputFaults) as caught:
        write_report(samples.document(), template, tmp_path / "out.docx")
    assert [(fault.code, fault.got) for fault in caught.value.faults] == [("template_style_missing", "Branchbook Lead")]


def test_styles_are_found_by_name_when_word_has_renamed_their_ids(tmp_path: Path) -> None:
    template = rewritten(tmp_path / "mine.docx", "word/styles.xml", 'w:styleId="Lead"', 'w:styleId="a7"')
    write_report(samples.document(), template, tmp_path / "out.docx")
    used = {style.get(f"{W}val") for style in root(tmp_path / "out.docx").iter(f"{W}pStyle")}
    assert "a7" in used
    assert "Lead" not in used


def test_a_control_that_a_person_took_out_of_the_template_stays_out(tmp_path: Path) -> None:
    template = rewritten(tmp_path / "mine.docx", "word/document.xml", 'w:val="cover.disclaimer"', 'w:val="mine"')
    write_report(samples.document(), template, tmp_path / "out.docx")
    assert samples.document().cover.disclaimer not in words(tmp_path / "out.docx")


def test_a_template_without_a_place_for_the_text_gets_it_at_the_end(tmp_path: Path) -> None:
    template = rewritten(tmp_path / "mine.docx", "word/document.xml", 'w:val="blocks"', 'w:val="mine"')
    write_report(samples.document(), template, tmp_path / "out.docx")
    body = root(tmp_path / "out.docx").find(f"{W}body")
    assert body[-1].tag == f"{W}sectPr"
    assert body[-2].find(f"{W}sdtPr/{W}tag").get(f"{W}val") == samples.document().blocks[-1].key
    assert faults(tmp_path / "out.docx") == []


def test_a_missing_cell_shows_the_missing_mark(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(samples.table(rows=(("指标", "", "1", "2", "3"),), marks=())))
    (table,) = root(path).iter(f"{W}tbl")
    row = table.findall(f"{W}tr")[1]
    assert ["".join(t.text for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] == ["指标", "—", "1", "2", "3"]


def test_a_table_without_rows_says_that_there_is_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, samples.with_blocks(samples.table(rows=(), marks=())))
    assert audited(path) == []
    (table,) = root(path).iter(f"{W}tbl")
    assert "".join(t.text for t in table.findall(f"{W}tr")[1].iter(f"{W}t")) == "—"


def test_the_shipped_template_is_itself_sound() -> None:
    assert audited(TEMPLATE) == []
    assert faults(TEMPLATE) == []


def test_no_style_of_the_template_takes_its_font_from_the_theme() -> None:
    fonts = list(root(TEMPLATE, "word/styles.xml").iter(f"{W}rFonts"))
    assert fonts
    for font in fonts:
        assert {etree.QName(name).localname for name in font.attrib} == {"ascii", "hAnsi", "eastAsia", "cs"}


def test_a_chapter_is_written_as_its_golden_part_shows(tmp_path: Path) -> None:
    """``golden/chapter.xml`` is the body of a small report; on a wanted change write the new text there and look."""
    blocks = (
        Heading("10_diagnosis.flow", "客流与等候"),
        Paragraph("10_diagnosis.flow.lead", "等候集中在上午。", ParagraphStyle.LEAD),
        samples.table(columns=samples.table().columns[:2], rows=(("综合得分", "63.5"),), marks=((0, "branch"),)),
    )
    body = root(written(tmp_path, samples.with_blocks(*blocks))).find(f"{W}body")
    shown = "".join(
        etree.tostring(part, encoding="unicode", pretty_print=True)
        for part in body.iter(f"{W}sdt")
        if part.find(f"{W}sdtPr/{W}tag").get(f"{W}val").startswith("10_")
    )
    declared = re.compile(r' xmlns:\w+="[^"]+"')
    golden = Path(__file__).parent / "golden" / "chapter.xml"
    assert declared.sub("", shown) == golden.read_text(encoding="utf-8")
