"""Ledgers that came back are a source of the table of visits like any other (CL5, OU2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from branchbook.errors import InputFaults
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import build_store
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
    return build_store(read_engagement(folder), tmp_path / "store").read("visits", "007")


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
    assert visits["visit_id"].tolist() == ["C1.1.visit", "S1.C1.5"]
    assert visits["customer_id"].tolist() == ["C1", "C1"]
    assert visits["status"].iloc[0] == "done"
    assert visits["step"].tolist() == ["visit", "visit"]
    assert [str(day)[:10] for day in visits["visited_on"]] == ["2026-03-03", "2026-03-05"]


def test_a_wrong_entry_is_told_with_its_cell(folder, tmp_path):
    path = folder / "ledgers" / "a.xlsx"
    _write(path)
    book = openpyxl.load_workbook(path)
    book["跟进-赵测试"]["F4"] = "差不多了"
    book.save(path)
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert [(fault.place.sheet, fault.place.cell) for fault in told.value.faults] == [("跟进-赵测试", "F4")]


def test_the_newer_ledger_of_a_branch_takes_the_place_of_the_older(folder, tmp_path):
    _write(folder / "ledgers" / "old.xlsx", day=date(2026, 2, 20))
    _write(folder / "ledgers" / "new.xlsx", day=date(2026, 2, 27))
    assert len(_visits(folder, tmp_path)) == 1


def test_before_any_ledger_has_come_back_there_are_no_visits(folder, tmp_path):
    assert not build_store(read_engagement(folder), tmp_path / "store").has("visits")


def test_a_file_that_is_no_ledger_is_told(folder, tmp_path):
    openpyxl.Workbook().save(folder / "ledgers" / "a.xlsx")
    with pytest.raises(InputFaults) as told:
        _visits(folder, tmp_path)
    assert told.value.faults[0].code == "ledger_foreign"
