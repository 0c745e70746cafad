"""Ledgers that came back are a source of the table of visits like any other (CL5, OU2)."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from branchbook.errors import InputFaults
from branchbook.inputs.engagement import SourceFile, read_engagement
from branchbook.inputs.ledger import read_ledger, read_ledgers
from branchbook.inputs.store import open_store
from branchbook.render.ledger import write_ledger
from branchbook.report.ledger import Ledger, LedgerAccount, LedgerRecord, OwnerLedger
from branchbook.text import Text

YAML = """
bank: 合成银行
as_of: 2026-03-06
sources:
  branches: branches.csv
  staff: staff.csv
  visits: {ledgers: "ledgers/*.xlsx"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "inputs" / "probe"
    (place / "ledgers").mkdir(parents=True)
    (place / "engagement.yaml").write_text(YAML, encoding="utf-8")
    (place / "branches.csv").write_text("网点编号,网点名称,网点类型\n007,城东支行,基础网点\n", encoding="utf-8")
    (place / "staff.csv").write_text("员工编号,网点编号,姓名,岗位\nS1,007,赵测试,法人客户经理\n", encoding="utf-8")
    return place


def _write(path: Path, language: str = "zh-CN", day: date = date(2026, 2, 27)) -> None:
    account = LedgerAccount("C1", "合成公司", "", "", "", None, "", "")
    planned = "未开始" if language == "zh-CN" else "planned"
    record = LedgerRecord(
        "C1.1.visit", "C1", "拜访" if language == "zh-CN" else "visit", date(2026, 3, 2), status=planned
    )
    owner = OwnerLedger("S1", "赵测试", "", 1, 1, (account,), (record,))
    write_ledger(path, Ledger("007", "城东支行", "合成银行", day, "", (owner,)), Text.of(language))


def _visits(folder: Path, tmp_path: Path):
    return open_store(read_engagement(folder), tmp_path / "store").read("visits", "007")


@pytest.mark.parametrize("passing", ["~$a.xlsx", "._a.xlsx"])
def test_what_an_open_excel_or_a_mac_leaves_in_the_folder_is_no_ledger_that_came_back(folder, passing):
    (folder / "ledgers" / passing).write_bytes(b"")
    assert read_engagement(folder).sources["visits"].files == ()


@pytest.mark.parametrize(
    ("language", "sheet", "done"), [("zh-CN", "跟进-赵测试", "已完成"), ("en", "Follow-up-赵测试", "done")]
)
def test_what_was_filled_in_is_a_visit_that_took_place(folder, tmp_path, language, sheet, done):
    path = folder / "ledgers" / "a.xlsx"
    _write(path, language)
    book = openpyxl.load_workbook(path)
    book[sheet]["E4"], book[sheet]["F4"], book[sheet]["I4"] = date(2026, 3, 3), done, "要点"
    book[sheet]["B5"], book[sheet]["C5"], book[sheet]["E5"] = (
        "合成公司",
        done and book[sheet]["C4"].value,
        date(2026, 3, 5),
    )
    book.save(path)
    visits = _visits(folder, tmp_path)
    assert visits["visit_id"].tolist() == ["C1.1.visit", "S1.C1.20260227.5"]
    assert visits["customer_id"].tolist() == ["C1", "C1"]
    assert visits["status"].iloc[0] == "done"
    assert visits["step"].tolist() == ["visit", "visit"]
    assert [str(day)[:10] for day in visits["visited_on"]] == ["2026-03-03", "2026-03-05"]


def test_headings_of_the_banks_own_list_of_visits_are_not_looked_for_in_a_ledger(folder, tmp_path):
    yaml = (folder / "engagement.yaml").read_text(encoding="utf-8")
    (folder / "engagement.yaml").write_text(yaml + "columns: {visits: {责任人工号: staff_id}}\n", encoding="utf-8")
    _write(folder / "ledgers" / "a.xlsx")
    assert _visits(folder, tmp_path)["staff_id"].tolist() == ["S1"]


def test_a_wrong_entry_is_told_with_its_cell(folder, tmp_path):
    path = folder / "ledgers" / "a.xlsx"
    _write(path)
    book = openpyxl.load_workbook(path)
    book["跟进-赵测试"]["F4"] = "差不多了"
    book.save(path)
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert [(fault.place.sheet, fault.place.cell) for fault in told.value.faults] == [("跟进-赵测试", "F4")]


def test_everything_that_is_wrong_in_a_ledger_is_told_at_once(folder, tmp_path):
    path = folder / "ledgers" / "a.xlsx"
    _write(path)
    book = openpyxl.load_workbook(path)
    sheet = book["跟进-赵测试"]
    sheet["E4"], sheet["F4"] = "下周三", "差不多了"
    sheet["B5"], sheet["E5"] = "别人的客户", date(2026, 3, 5)
    sheet["B6"], sheet["E6"], sheet["L6"] = "合成公司", date(2026, 3, 5), "不好说"
    book.save(path)
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert {fault.place.cell for fault in told.value.faults} == {"E4", "F4", "B5", "L6"}
    for language in ("zh-CN", "en"):
        for fault in told.value.faults:
            assert all(Text.of(language).fault(fault))


def test_an_older_ledger_with_a_wrong_entry_does_not_stand_in_the_way_of_the_newer(folder, tmp_path):
    _write(folder / "ledgers" / "old.xlsx", day=date(2026, 2, 20))
    book = openpyxl.load_workbook(folder / "ledgers" / "old.xlsx")
    book["跟进-赵测试"]["B5"] = "别人的客户"
    book.save(folder / "ledgers" / "old.xlsx")
    _write(folder / "ledgers" / "new.xlsx", day=date(2026, 2, 27))
    assert len(_visits(folder, tmp_path)) == 1


@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_ledger_that_libreoffice_saved_comes_back_like_any_other(folder, tmp_path):
    path = tmp_path / "a.xlsx"
    _write(path)
    book = openpyxl.load_workbook(path)
    sheet = book["跟进-赵测试"]
    sheet["E4"], sheet["F4"], sheet["I4"] = date(2026, 3, 3), "已完成", "要点一\n要点二"
    book["基础-赵测试"]["J4"] = "联系人甲"
    book["周报表"]["H4"] = "见了两户；−3天"
    book["封面"]["A40"] = "便条"
    book.save(path)
    before = read_ledger(SourceFile(path, "a.xlsx"))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
               "--convert-to", "xlsx",
               "--outdir", str(folder / "ledgers"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    after = read_ledger(SourceFile(folder / "ledgers" / "a.xlsx", "a.xlsx"))
    assert after.notes == before.notes
    assert after.elsewhere == before.elsewhere
    visits = _visits(folder, tmp_path)
    assert visits["status"].tolist() == ["done"]
    assert [str(day)[:10] for day in visits["visited_on"]] == ["2026-03-03"]


def test_the_newer_ledger_of_a_branch_takes_the_place_of_the_older(folder, tmp_path):
    _write(folder / "ledgers" / "old.xlsx", day=date(2026, 2, 20))
    _write(folder / "ledgers" / "new.xlsx", day=date(2026, 2, 27))
    assert len(_visits(folder, tmp_path)) == 1


def _typed(path: Path, cells: dict[tuple[str, str], object]) -> None:
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)


def test_copies_of_one_ledger_that_several_people_filled_in_are_one_between_them(folder, tmp_path):
    a, b, c = (folder / "ledgers" / f"{name}.xlsx" for name in "abc")
    for path in (a, b, c):
        _write(path)
    _typed(a, {("基础-赵测试", "J4"): "甲", ("周报表", "H4"): "第一段", ("封面", "A40"): "便条一"})
    _typed(b, {("跟进-赵测试", "E4"): date(2026, 3, 3), ("跟进-赵测试", "F4"): "已完成", ("基础-赵测试", "K4"): "乙"})
    _typed(c, {("跟进-赵测试", "B5"): "合成公司", ("跟进-赵测试", "E5"): date(2026, 3, 4), ("周报表", "H4"): "第二段"})
    visits = _visits(folder, tmp_path)
    assert visits["visit_id"].tolist() == ["C1.1.visit", "S1.C1.20260227.5"]
    assert [str(day)[:10] for day in visits["visited_on"]] == ["2026-03-03", "2026-03-04"]
    (_, first), *others = read_ledgers([SourceFile(path, path.name) for path in (a, b, c)])
    assert {(note.field, note.words) for note in first.notes} == {
        ("contact", "甲"), ("phone", "乙"), ("summary", "第一段\n第二段"),
    }  # fmt: skip
    assert [found.words for found in first.elsewhere] == ["便条一"]
    assert [(back.notes, back.elsewhere) for _, back in others] == [((), ())] * 2


def test_a_line_filled_in_otherwise_in_two_copies_is_told_with_both_files(folder, tmp_path):
    for name, facts in (("a", "要点甲"), ("b", "要点乙"), ("c", "要点甲")):
        _write(folder / "ledgers" / f"{name}.xlsx")
        _typed(folder / "ledgers" / f"{name}.xlsx", {("跟进-赵测试", "I4"): facts})
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert [(fault.code, fault.place.file, fault.place.cell, fault.got) for fault in told.value.faults] == [
        ("ledger_differs", "ledgers/b.xlsx", "A4", "ledgers/a.xlsx")
    ]


def test_every_file_that_is_no_ledger_is_told(folder, tmp_path):
    for name in "ab":
        openpyxl.Workbook().save(folder / "ledgers" / f"{name}.xlsx")
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert [fault.place.file for fault in told.value.faults] == ["ledgers/a.xlsx", "ledgers/b.xlsx"]


def test_before_any_ledger_has_come_back_there_are_no_visits(folder, tmp_path):
    assert not open_store(read_engagement(folder), tmp_path / "store").has("visits")


def test_a_file_that_is_no_ledger_is_told(folder, tmp_path):
    openpyxl.Workbook().save(folder / "ledgers" / "a.xlsx")
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert told.value.faults[0].code == "ledger_foreign"
