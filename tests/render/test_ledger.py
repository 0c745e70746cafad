"""The ledger: safe to open, set up to be bound, and read back without losing anything that was typed (CL5, OU2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from branchbook.errors import InputFaults
from branchbook.inputs.engagement import SourceFile
from branchbook.inputs.ledger import Note, Typed, newest, read_ledger, visit_lines
from branchbook.render.ledger import write_ledger
from branchbook.render.ledger.sheets import label
from branchbook.report.ledger import Ledger, LedgerAccount, LedgerRecord, OwnerLedger
from branchbook.text import Text

TEXT = Text.of("zh-CN")
HOSTILE = "=cmd|' /C calc'!A0"


def _account(number: int, name: str, **more: str) -> LedgerAccount:
    return LedgerAccount(f"C{number}", name, "重点", "保", "网点", 1234567.0, "测试路1号", "现由其管户", **more)


def _owner(staff_id: str, name: str, *accounts: LedgerAccount, weekly: str = "") -> OwnerLedger:
    records = tuple(
        LedgerRecord(f"{account.id}.1.visit", account.id, "拜访", date(2026, 3, 2 + place % 28), status="未开始")
        for place, account in enumerate(accounts)
    )
    return OwnerLedger(staff_id, name, "法人客户经理", 12.0, 11.5, accounts, records, weekly)


def _ledger(as_of: date = date(2026, 2, 27), **more: object) -> Ledger:
    owners = (
        _owner(
            "S1", "赵测试", _account(1, HOSTILE), _account(2, "<script>合成</script>有限公司"), weekly="上周见了两户"
        ),
        _owner("S2", "钱/测试[", _account(3, "同名公司"), _account(4, "同名公司"), _account(5, "长" * 200 + "😀")),
        _owner("S3", "钱/测试["),
    )
    return Ledger("007", "城东支行", "合成银行", as_of, "草案", owners, **more)


@pytest.mark.parametrize(("column", "value", "written"), [
    ("step", "follow_up", "Follow-up"), ("status", "done", "Done"), ("result", "opened", "Opened"), ("status", "", ""),
])  # fmt: skip
def test_an_english_ledger_writes_categories_as_words(column: str, value: str, written: str) -> None:
    assert label(column, value, Text.of("en")) == written


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_ledger(tmp_path / "ledger.xlsx", _ledger(), TEXT)
    return tmp_path / "ledger.xlsx"


def _source(path: Path) -> SourceFile:
    return SourceFile(path, path.name)


def _filled(path: Path, entries: dict[tuple[str, str], object]) -> Path:
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in entries.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def test_names_that_look_like_formulas_are_words(written):
    book = openpyxl.load_workbook(written)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == [
        f"=COUNTIF('{sheet.title}'!F:F,\"已完成\")" for sheet in book if sheet.title.startswith("跟进")
    ]
    assert HOSTILE in [cell.value for cell in cells]


def test_every_page_is_a4_with_room_for_binding_and_its_headings_repeat(written):
    book = openpyxl.load_workbook(written)
    for sheet in book.worksheets:
        if sheet.title != "_branchbook":
            assert sheet.page_setup.paperSize == 9
            assert sheet.page_margins.left > sheet.page_margins.right
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.protection.sheet
    assert book["跟进-赵测试"].print_title_rows == "$1:$3"


def test_owners_of_one_name_have_sheets_of_their_own_and_the_contents_link_to_them(written):
    book = openpyxl.load_workbook(written)
    targets = [cell.hyperlink.location for row in book["目录"].iter_rows() for cell in row if cell.hyperlink]
    names = {target.split("'")[1] for target in targets}
    assert names == {s.title for s in book.worksheets} - {"封面", "目录", "_branchbook"}
    assert len(names) == 1 + 2 * 3


def test_only_the_fields_are_open(written):
    book = openpyxl.load_workbook(written)
    base, records = book["基础-赵测试"], book["跟进-赵测试"]
    assert [base.cell(4, column).protection.locked for column in (1, 3, 10, 12)] == [True, True, False, False]
    assert [records.cell(4, column).protection.locked for column in (1, 2, 5, 6)] == [True, True, False, False]
    assert not records.cell(7, 2).protection.locked  # an empty line, whose customer is to be chosen
    offered = [v.formula1 for v in records.data_validations.dataValidation if "F4" in v.sqref]
    assert offered == ['"未开始,已完成,改期,取消"']


def test_an_untouched_ledger_comes_back_as_it_was_planned(written):
    back = read_ledger(_source(written))
    assert back.elsewhere == ()
    assert back.notes == (Note("S1", "S1", "summary", "上周见了两户"),)
    lines = dict(visit_lines(back))
    (_, heads), *rows = lines["跟进-赵测试"]
    first = dict(zip(heads, rows[0][1], strict=True))
    assert (first["visit_id"], first["customer_id"], first["staff_id"]) == ("C1.1.visit", "C1", "S1")
    assert first["status"] == "未开始"
    assert {row[1][heads.index("customer_id")] for sheet in lines.values() for row in sheet[1:]} == {
        "C1", "C2", "C3", "C4", "C5",
    }  # fmt: skip


def test_what_staff_typed_comes_back_each_in_its_place(written):
    _filled(
        written,
        {
            ("跟进-赵测试", "E4"): date(2026, 3, 3),
            ("跟进-赵测试", "F4"): "已完成",
            ("跟进-赵测试", "I4"): "厂房扩建，需要贷款",
            ("跟进-赵测试", "B6"): "<script>合成</script>有限公司",  # an empty line
            ("跟进-赵测试", "C6"): "拜访",
            ("跟进-赵测试", "E6"): date(2026, 3, 4),
            ("跟进-赵测试", "F6"): "已完成",
            ("跟进-赵测试", "P9"): "写在表外的话",
            ("基础-赵测试", "J4"): "合成联系人",
            ("周报表", "H4"): "本周签约一户",
            ("封面", "A30"): "封面上的便条",
        },
    )
    back = read_ledger(_source(written))
    (_, heads), *rows = dict(visit_lines(back))["跟进-赵测试"]
    done, _, added = (dict(zip(heads, cells, strict=True)) for _, cells in rows)
    assert (str(done["visited_on"])[:10], done["status"], done["facts"]) == (
        "2026-03-03",
        "已完成",
        "厂房扩建，需要贷款",
    )
    assert (added["customer_id"], added["staff_id"], added["visit_id"]) == ("C2", "S1", "S1.C2.20260227.6")
    assert Note("S1", "C1", "contact", "合成联系人") in back.notes
    assert Note("S1", "S1", "summary", "本周签约一户") in back.notes
    assert set(back.elsewhere) == {Typed("封面", "A30", "封面上的便条"), Typed("跟进-赵测试", "P9", "写在表外的话")}


def test_what_was_typed_elsewhere_stays_in_every_later_ledger(written, tmp_path):
    _filled(written, {("封面", "A30"): "封面上的便条"})
    first = read_ledger(_source(written))
    elsewhere = tuple((found.sheet, found.cell, found.words) for found in first.elsewhere)
    write_ledger(tmp_path / "next.xlsx", _ledger(elsewhere=elsewhere), TEXT)
    assert read_ledger(_source(tmp_path / "next.xlsx")).elsewhere == first.elsewhere


def test_a_line_without_a_customer_of_ones_own_is_told_with_its_cell(written):
    _filled(written, {("跟进-赵测试", "F8"): "已完成", ("跟进-赵测试", "B9"): "别人的客户"})
    assert [(fault.code, fault.place.cell) for fault in read_ledger(_source(written)).faults] == [
        ("ledger_account_unknown", "B8"), ("ledger_account_unknown", "B9"),
    ]  # fmt: skip


def test_any_other_workbook_is_no_ledger(tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputFaults) as told:
        read_ledger(_source(tmp_path / "other.xlsx"))
    assert told.value.faults[0].code == "ledger_foreign"


def test_of_two_ledgers_of_a_branch_the_newer_one_counts(tmp_path):
    write_ledger(tmp_path / "a.xlsx", _ledger(date(2026, 3, 6)), TEXT)
    write_ledger(tmp_path / "b.xlsx", _ledger(date(2026, 2, 27)), TEXT)
    files = [_source(tmp_path / "b.xlsx"), _source(tmp_path / "a.xlsx")]
    assert [file.path.name for file in newest(files)] == ["a.xlsx"]


@pytest.mark.parametrize("count", [0, 1, 8, 9, 12, 13, 60])
def test_paper_holds_a_few_empty_lines_that_fill_the_last_page(tmp_path, count):
    owner = _owner("S1", "赵测试", *(_account(n, f"公司{n}") for n in range(count)))
    write_ledger(tmp_path / "ledger.xlsx", replace(_ledger(), owners=(owner,)), TEXT)
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["跟进-赵测试"]
    last = int(sheet.print_area.rsplit("$", 1)[1])
    assert 4 <= last - 3 - count <= 20
    assert sheet.max_row == 3 + count + 20  # on the screen there are more
    if count <= 8:  # twelve lines of 36 points: one page of A4 lying on its side
        assert last == 3 + 12


def test_a_line_is_as_high_as_what_was_written_in_it(tmp_path):
    owner = _owner("S1", "赵测试", _account(1, "长名称测试有限责任公司宁波第一分公司东城营业部"), _account(2, "短"))
    facts = "主办银行为示例乙银行，年结算约三千万元；四月有一笔贷款到期，正在比较条件。"
    records = (owner.records[0], replace(owner.records[1], facts=facts))
    write_ledger(tmp_path / "ledger.xlsx", replace(_ledger(), owners=(replace(owner, records=records),)), TEXT)
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["跟进-赵测试"]
    # ten points with four of leading: three lines of a name of 24 characters, five of 37, eight or nine to a line
    assert 3 * 14 <= sheet.row_dimensions[4].height < 5 * 14
    assert 5 * 14 <= sheet.row_dimensions[5].height < 7 * 14


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_same_ledger_gives_the_same_bytes(tmp_path, language):
    for name in ("one.xlsx", "two.xlsx"):
        write_ledger(tmp_path / name, _ledger(), Text.of(language))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_large_ledger_is_described_whole(tmp_path):
    many = [
        _owner(f"S{n}", f"员工{n}", *(_account(1000 * n + k, f"公司{n}-{k}") for k in range(60))) for n in range(12)
    ]
    ledger = Ledger("007", "城东支行", "合成银行", date(2026, 2, 27), "草案", tuple(many))
    write_ledger(tmp_path / "ledger.xlsx", ledger, TEXT)
    back = read_ledger(_source(tmp_path / "ledger.xlsx"))
    assert sum(len(rows) for rows in back.records.values()) == 12 * 60
    assert back.elsewhere == ()
