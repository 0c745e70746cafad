"""A template that a person restyled is filled as it is: looks, logo and places are hers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree
from tests.render.ooxml_checks import W, audited, faults, parts, root
from tests.render.refresh.desk import NEW_WAIT, OFFER, TEMPLATE, control, newer, sample, tags, text_of, typed
from tests.render.restyled import COLOUR, block_control, line_control, restyled

from branchbook.render.archive import archived
from branchbook.render.word.refresh import Supply, render_report
from branchbook.report.blocks import Document, Paragraph

LEAD, TABLE, COLUMN = "90_report.summary.lead", "10_diagnosis.scorecard.table", "10_diagnosis.sample.column"
SUPPLY = Supply(
    frozenset({"10.score", "own.words", "own.unasked"}),
    lambda key: (Paragraph(key, f"自有内容 {key}"),),
    {"10.score": "63.5分"},
)


def rendered(folder: Path, template: Path, document: Document, supply: Supply = SUPPLY) -> Path:
    return render_report(document, template, folder / "report.docx", OFFER, supply)


def test_looks_logo_and_moved_contents_are_the_templates(tmp_path: Path) -> None:
    report = rendered(tmp_path, restyled(tmp_path / "own.docx"), sample())
    styles = etree.fromstring(parts(report)["word/styles.xml"])
    (heading,) = (s for s in styles.iter(f"{W}style") if s.find(f"{W}name").get(f"{W}val") == "heading 1")
    assert heading.find(f".//{W}color").get(f"{W}val") == COLOUR
    assert any(name.startswith("word/media/") and content[:4] == b"\x89PNG" for name, content in parts(report).items())
    order = tags(report)
    assert order.index("contents") > order.index(LEAD)
    assert (audited(report), faults(report)) == ([], [])


def test_parts_stand_where_they_were_placed_and_nowhere_else(tmp_path: Path) -> None:
    template = restyled(tmp_path / "own.docx", COLUMN, TABLE, "own.words", line="10.score")
    report = rendered(tmp_path, template, sample())
    order = tags(report)
    assert [order.count(tag) for tag in (COLUMN, TABLE, "own.words", "own.unasked")] == [1, 1, 1, 0]
    assert max(map(order.index, (COLUMN, TABLE, "own.words"))) < order.index(LEAD)
    text = text_of(root(report))
    assert "综合得分 63.5分" in text
    assert "单击" not in text
    figures = [text_of(c) for c in root(report).iter(f"{W}sdt") if text_of(c).startswith("图 ")]
    assert "图 1" in text_of(control(root(report), COLUMN))
    assert figures == [] or figures[0].startswith("图 1")
    assert (audited(report), faults(report)) == ([], [])


def test_placed_parts_are_refreshed_where_they_stand(tmp_path: Path) -> None:
    template = restyled(tmp_path / "own.docx", LEAD, "own.words", line="10.score")
    report = rendered(tmp_path, template, sample())
    before = report.read_bytes()
    assert rendered(tmp_path, template, sample()).read_bytes() == before
    fresh = Supply(SUPPLY.keys, SUPPLY.blocks, {"10.score": "70.0分"})
    rendered(tmp_path, template, newer(sample()), fresh)
    order = tags(report)
    assert order.count(LEAD) == 1
    assert NEW_WAIT in text_of(control(root(report), LEAD))
    assert "综合得分 70.0分" in text_of(root(report))
    assert (audited(report), faults(report)) == ([], [])


def test_what_a_branch_has_not_leaves_no_gap_and_a_number_is_said_to_be_missing(tmp_path: Path) -> None:
    template = restyled(tmp_path / "own.docx", "finding.none.evidence", line="10.unknown")
    report = rendered(tmp_path, template, sample())
    assert "finding.none.evidence" not in tags(report)
    assert "综合得分 —" in text_of(root(report))
    assert "单击" not in text_of(root(report))


def test_a_part_within_a_cell_leaves_the_cell_whole(tmp_path: Path) -> None:
    entries = parts(TEMPLATE)
    document = etree.fromstring(entries["word/document.xml"])
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
        "<w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>"
    )
    next(table.iter(f"{W}tc")).append(block_control("finding.none.evidence"))
    blocks = next(c for c in document.iter(f"{W}sdt") if "blocks" in etree.tostring(c.find(f"{W}sdtPr")).decode())
    blocks.addprevious(table)
    entries["word/document.xml"] = etree.tostring(document)
    (tmp_path / "own.docx").write_bytes(archived(entries))
    report = rendered(tmp_path, tmp_path / "own.docx", sample())
    assert (audited(report), faults(report)) == ([], [])


def test_a_report_of_another_branch_serves_as_a_template_and_tells_nothing_of_it(tmp_path: Path) -> None:
    earlier = rendered(tmp_path / "earlier", TEMPLATE, newer(sample()), Supply())
    report = rendered(tmp_path / "now", shutil.copy(earlier, tmp_path / "own.docx"), sample(), Supply())
    assert NEW_WAIT not in text_of(root(report))
    names = [name for name in parts(report) if name.startswith("word/charts/chart")]
    assert len(names) == len([name for name in parts(earlier) if name.startswith("word/charts/chart")])
    assert tags(report) == tags(earlier)
    assert (audited(report), faults(report)) == ([], [])


def test_a_report_nobody_worked_on_follows_a_restyled_template(tmp_path: Path) -> None:
    report = rendered(tmp_path, TEMPLATE, sample())
    rendered(tmp_path, TEMPLATE, newer(sample()))
    rendered(tmp_path, restyled(tmp_path / "templates" / "own.docx"), newer(sample()))
    assert COLOUR.encode() in parts(report)["word/styles.xml"]
    assert len(list(tmp_path.glob("report.*Z.docx"))) >= 1


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_report_that_a_person_worked_on_keeps_its_own_looks(tmp_path: Path, rounds: int) -> None:
    report = rendered(tmp_path, TEMPLATE, sample())
    entries = parts(report)
    document = etree.fromstring(entries["word/document.xml"])
    document.find(f"{W}body").insert(0, typed("顾问手写。"))
    entries["word/document.xml"] = etree.tostring(document)
    report.write_bytes(archived(entries))
    template = TEMPLATE
    for place in range(rounds):
        rendered(tmp_path, template, newer(sample()) if place % 2 else sample())
        template = restyled(tmp_path / "templates" / "own.docx")
    rendered(tmp_path, template, newer(sample()))
    assert "顾问手写。" in text_of(root(report))
    assert COLOUR.encode() not in parts(report)["word/styles.xml"]
    assert NEW_WAIT in text_of(root(report))


def test_a_number_placed_in_a_header_is_filled(tmp_path: Path) -> None:
    template = restyled(tmp_path / "own.docx")
    entries = parts(template)
    header = etree.fromstring(entries["word/header1.xml"])
    header.append(line_control("10.score"))
    entries["word/header1.xml"] = etree.tostring(header)
    template.write_bytes(archived(entries))
    report = rendered(tmp_path, template, sample())
    assert "综合得分 63.5分" in text_of(etree.fromstring(parts(report)["word/header1.xml"]))
