"""Reports that LibreOffice has saved get their controls back, and keep what was done to them there."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.render.libreoffice import knows_uno, libreoffice
from tests.render.ooxml_checks import W, parts, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, control, newer, sample, tags, text_of, typed

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

LEAD, MOVED = "90_report.summary.lead", "20_customers.complaints"
COLUMN, LINE, BODY = "10_diagnosis.sample.column", "10_diagnosis.sample.line", "90_report.summary.body"
SECOND, SCORECARD = "10_diagnosis.sample.stacked_column", "10_diagnosis.scorecard.table"
EDITING = Path(__file__).with_name("uno_editing.py")
ROUNDS, DELETED = 10, 8
TYPED = [1, 1, 1, 9, 1, 1, 1, 0, 2]
"""Paragraphs more in each round: a line, in the fifth a chapter with a table and its entry, in the ninth one less."""


def test_a_report_that_libreoffice_saved_gets_its_controls_back(desk: Desk) -> None:
    written = [tag for tag in tags(desk.path) if not tag.startswith("contents")]
    words = desk.words
    desk.save_in_libreoffice()
    assert tags(desk.path) == []
    desk.refresh(sample())
    assert tags(desk.path) == written
    assert desk.words == words
    assert desk.told.kept == desk.told.deleted == desk.told.written == ()
    before = desk.path.read_bytes()
    assert desk.refresh(sample()) == before
    assert desk.is_sound()


def test_after_libreoffice_has_saved_it_every_untouched_number_is_new(desk: Desk) -> None:
    desk.edit(lambda tree: control(tree, LEAD).addnext(typed("本段为顾问手写。")))
    desk.edit(
        lambda tree: (
            control(tree, "10_diagnosis.sample.line").getparent().remove(control(tree, "10_diagnosis.sample.line"))
        )
    )
    for _ in range(2):
        desk.save_in_libreoffice()
        desk.refresh(newer(sample()))
        assert NEW_WAIT in text_of(control(root(desk.path), LEAD))
        assert OLD_WAIT not in text_of(control(root(desk.path), LEAD))
        assert desk.words.count("本段为顾问手写。") == 1
        assert desk.told.deleted == ("10_diagnosis.sample.line",)
        assert desk.told.kept == ()
    assert desk.is_sound()


@pytest.mark.heavy
@pytest.mark.skipif(not knows_uno(), reason="LibreOffice's Python bridge (python3-uno) is not installed")
def test_ten_rounds_of_work_in_libreoffice_each_with_new_data_lose_and_double_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    counted: list[dict[str, int]] = []
    with libreoffice(tmp_path, EDITING) as office:
        for done in range(ROUNDS):
            wait, windows = f"{30 + done}.9", f"{3 + done}.4 个"
            office.work_on(desk.path, str(done))
            desk.refresh(newer(sample(), wait, windows))
            check_what_a_person_did(desk, done)
            check_what_is_new(desk, wait, windows)
            assert desk.is_sound()
            counted.append(inventory(desk.path))
    paragraphs = [number["paragraphs"] for number in counted]
    assert [later - earlier for earlier, later in pairwise(paragraphs)] == TYPED
    for what in ("controls", "comments", "charts", "pictures", "workbooks", "parts"):
        assert max(number[what] for number in counted) == counted[0][what]
    # LibreOffice brings styles for a note and for a table, and numbers its lists for itself in the first rounds.
    for what in ("styles", "lists"):
        assert len({number[what] for number in counted[4:]}) == 1
    again = desk.path.read_bytes()
    assert desk.refresh(newer(sample(), wait, windows)) == again


def check_what_a_person_did(desk: Desk, done: int) -> None:
    """Everything that was done in the rounds up to this one is there, once."""
    tree, said = root(desk.path), desk.words
    assert [said.count(f"第{number}轮手写。") for number in range(1, ROUNDS + 1)] == [1] * (done + 1) + [0] * (9 - done)
    assert said.count("顾问在此手写一段。") == 1
    assert "先解决午间排队" in text_of(control(tree, LEAD))
    assert sum("先治高峰排队" in comment for comment in desk.comments()) == 1
    remarks = [text_of(c) for c in root(desk.path, "word/comments.xml").iter(f"{W}comment")]
    assert remarks.count("请核对窗口数。") == len(remarks) - 1 == 1
    assert "（已核）" in {text_of(change) for change in tree.iter(f"{W}ins")}
    assert marked_cells(tree, "b") == ["17.7"]
    order = tags(desk.path)
    assert max(Counter(order).values()) == 1
    assert order.index(MOVED) + 2 == order.index("10_diagnosis.channel") < order.index("20_customers")
    assert desk.told.deleted == ((LINE, BODY) if done >= DELETED else (LINE,))
    assert not {*desk.told.deleted} & {*order}
    assert desk.told.kept == (LEAD,)
    assert (desk.told.unplaced, desk.told.unknown) == ((), ())
    assert b"ff00aa" in parts(desk.path)[desk.chart_part(COLUMN)].lower()
    if done >= 1:
        notes = [text_of(note) for note in root(desk.path, "word/footnotes.xml").iter(f"{W}footnote")]
        assert [note.strip() for note in notes].count("见访谈记录。") == 1
        assert len(list(control(tree, "10_diagnosis.scorecard.body").iter(f"{W}footnoteReference"))) == 1
    if done >= 2:
        runs = control(tree, "10_diagnosis.flow.body").iter(f"{W}r")
        red = [text_of(r) for r in runs if r.find(f"{W}rPr/{W}color[@{W}val='C00000']") is not None]
        assert "".join(red) == "客流在十点至十二点达到峰值"
    if done >= 3:
        assert "新客户没有动起来" in text_of(control(tree, "90_report.summary.findings"))
    if done >= 4:
        assert [said.count(words) for words in ("以下为顾问自制的表。", "负责人排班")] == [1, 1]
        (own,) = (t for t in tree.find(f"{W}body").iter(f"{W}tbl") if "排班" in text_of(t))
        assert [text_of(cell) for cell in own.iter(f"{W}tc")] == ["事项", "负责人", "排班", "网点负责人"]
    if done >= 5:
        extent = next(e for e in control(tree, SECOND).iter() if etree.QName(e).localname == "extent")
        assert int(extent.get("cx")) == pytest.approx(9000 * 360, rel=0.01)
    if done >= 6:
        assert "另行列示" in {"".join(change.itertext()) for change in tree.iter(f"{W}del")}
    if done >= 7:
        assert [fill for fill in fills(tree) if fill == "FFF2CC"] == ["FFF2CC"]
    if done >= 9:
        said_in = [text_of(p) for p in tree.iter(f"{W}p")]
        first = next(place for place, words in enumerate(said_in) if words.startswith("各表数据"))
        assert said_in[first].endswith("等候时间为叫号时间减取号时间；")
        assert said_in[first + 1].startswith("弃号不计入平均值")
        assert said.count("弃号不计入平均值") == 1


def check_what_is_new(desk: Desk, wait: str, windows: str) -> None:
    """Every number and value that nobody touched is the newest, within reworded sentences, too."""
    tree = root(desk.path)
    assert wait in text_of(control(tree, LEAD))
    assert windows in text_of(control(tree, "10_diagnosis.flow.body"))
    assert "到店客户数" in text_of(control(tree, SCORECARD))
    assert "19.17" in [text.text for text in root(desk.path, desk.chart_part(COLUMN)).iter() if text.tag.endswith("}v")]
    assert OLD_WAIT not in desk.words


def inventory(path: Path) -> dict[str, int]:
    """How much there is of what must not grow."""
    files, tree = parts(path), root(path)

    def count(name: str, part: str = "word/document.xml") -> int:
        return sum(1 for _ in (tree if part == "word/document.xml" else root(path, part)).iter(f"{W}{name}"))

    return {
        "paragraphs": count("p"),
        "controls": count("sdt"),
        "comments": count("comment", "word/comments.xml"),
        "styles": count("style", "word/styles.xml"),
        "lists": count("num", "word/numbering.xml"),
        "charts": sum(bool(re.fullmatch(r"word/charts/chart\d+\.xml", name)) for name in files),
        "pictures": sum(name.startswith("word/media/") for name in files),
        "workbooks": sum(name.startswith("word/embeddings/") for name in files),
        "parts": len(files),
    }


def marked_cells(tree: Any, name: str) -> list[str]:
    cells = (c for row in list(control(tree, SCORECARD).iter(f"{W}tr"))[2:-1] for c in row.iter(f"{W}tc"))
    return [text_of(c) for c in cells if c.find(f".//{W}r/{W}rPr/{W}{name}") is not None]


def fills(tree: Any) -> list[str]:
    return [shade.get(f"{W}fill", "") for shade in control(tree, SCORECARD).iter(f"{W}shd")]
