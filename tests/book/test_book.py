"""A chapter in a consultant's hands."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.book.conftest import Diagnosed

import branchbook as bb
from branchbook.book.documents import report_of
from branchbook.book.prepared import unknown_branch
from branchbook.errors import InputFaults
from branchbook.report.blocks import Heading, Table
from branchbook.values.artifact import TableData
from branchbook.values.quantity import Quantity, Unit


def test_an_unknown_branch_is_answered_with_the_nearest_id(diagnosed: Diagnosed) -> None:
    with pytest.raises(InputFaults) as caught:
        diagnosed("05")
    (fault,) = caught.value.faults
    assert (fault.code, fault.got, fault.values["nearest"]) == ("branch_not_in_scope", "05", "005")
    assert "项目中没有编号为“05”的网点。最接近的编号：005" in str(caught.value)


def test_a_branch_asked_for_by_a_number_is_answered_with_its_id() -> None:
    """``papermill -p branch_id 005`` gives the notebook the number 5."""
    fault = unknown_branch(5, ["001", "005"])  # type: ignore[arg-type]
    assert (fault.got, fault.values["nearest"]) == ("5", "005")


def test_opening_a_chapter_puts_away_what_it_had_kept(diagnosed: Diagnosed) -> None:
    diagnosed("001").keep("leftover", 1.0, "旧结果")
    again = bb.open_chapter("10_diagnosis", "demo", "001")
    assert dict(again.shelf.all()) == {}


def test_a_value_of_ones_own_comes_into_the_report(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    frame = pd.DataFrame({"街道": ["甲", "乙"], "户数": [12, 7]})
    book.keep("streets", frame, "周边街道客户数", Unit.COUNT, note="按开户地址统计。")
    blocks = report_of(book.prepared, book.branch, book.folder).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    (table,) = [block for block in blocks if block.key == "10_diagnosis.own.streets"]
    assert "补充分析" in headings
    assert isinstance(table, Table)
    assert (table.rows, table.notes) == ((("甲", "12"), ("乙", "7")), ("按开户地址统计。",))


def test_a_missing_cell_of_a_kept_frame_stays_missing(diagnosed: Diagnosed) -> None:
    shown = diagnosed("001").keep("gaps", pd.DataFrame({"a": [1.0, None], "b": ["x", None]}), "缺口")
    (table,) = shown.blocks
    assert isinstance(table, Table)
    assert table.rows == (("1.00", "x"), ("—", "—"))


def test_a_kept_number_has_the_unit_it_was_given(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    assert repr(book.keep("share", 0.25, "占比", "share")) == "占比：25.0%"
    assert book.shelf.all()["10_diagnosis.own.share"].value == Quantity(0.25, Unit.SHARE)


def test_keeping_the_same_name_again_replaces_the_value(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    book.keep("n", 1.0, "数")
    book.keep("n", 2.0, "数")
    assert book.shelf.all()["10_diagnosis.own.n"].value == Quantity(2.0, Unit.PLAIN)


def test_a_truth_value_is_no_number(diagnosed: Diagnosed) -> None:
    with pytest.raises(TypeError, match="bool"):
        diagnosed("001").keep("flag", True, "是否")


def test_showing_what_is_not_kept_lists_what_is(diagnosed: Diagnosed) -> None:
    with pytest.raises(KeyError, match=r"10_diagnosis\.waiting\.reading"):
        diagnosed("001").show("no_such")


def test_a_figure_is_shown_as_a_picture_and_a_table_as_html(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    picture = book.show("waiting.by_hour")._repr_png_()
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert book.show("waiting.by_hour")._repr_html_() is None
    html = book.show("basis.items")._repr_html_()
    assert html is not None
    assert "<table>" in html


def test_html_of_hostile_words_is_text(diagnosed: Diagnosed) -> None:
    html = diagnosed("001").keep("x", "<script>alert(1)</script>", "题")._repr_html_()
    assert html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_the_numbers_of_a_table_are_those_of_the_artifact(diagnosed: Diagnosed) -> None:
    """The sum over tiers is the number of personal customers with a known AUM, straight from the branch's rows."""
    book = diagnosed("001")
    table = book.shelf.all()["10_diagnosis.customers.tiers"].value
    customers = book.data.tables["customers"]
    personal = customers[(customers["kind"] == "personal") & customers["aum"].notna()]
    assert isinstance(table, TableData)
    assert sum(row[2] for row in table.rows if isinstance(row[2], int | float)) == len(personal)


def test_a_second_preparation_of_unchanged_input_reuses_the_first(diagnosed: Diagnosed) -> None:
    book = diagnosed("001")
    file = book.prepared.store.folder / "store.json"
    before = file.stat().st_mtime_ns
    bb.open_chapter("10_diagnosis", "demo", "001")
    assert file.stat().st_mtime_ns == before


def test_the_fingerprint_of_a_branch_tells_its_own_data_apart(diagnosed: Diagnosed) -> None:
    prepared = diagnosed("001").prepared
    assert len({prepared.for_branch(branch.id) for branch in prepared.branches}) == len(prepared.branches)
