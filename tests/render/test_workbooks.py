"""The workbook of faults and the empty data workbook, read back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from tests.render.ooxml_checks import audited

from branchbook.errors import Fault, Place
from branchbook.inputs.schema import TABLES, Type
from branchbook.render.workbook import check, write_check_workbook, write_data_workbook
from branchbook.text import LANGUAGES, Text

DAY = datetime.fromisoformat("2024-01-02")
CHINESE = Text.of("zh-CN")


def source(folder: Path, rows: int = 3) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet.append(["客户编号", "AUM余额", "开户日期"])
    for number in range(1, rows):
        sheet.append([f"{number:03d}", 10.5 * number, DAY])
    sheet["A2"], sheet["B3"] = "=HYPERLINK(1)", "很多"
    sheet["A2"].data_type = "s"
    path = folder / "数据.xlsx"
    book.save(path)
    return path


def faults() -> list[Fault]:
    return [
        Fault("template_style_missing", Place("数据.xlsx", "客户", 3, "AUM余额", "B3"), "很多", "数字", 4),
        Fault("template_unreadable", Place("=cmd|' /C calc'!A0.csv", row=7), "+1"),
        Fault("template_unreadable", Place("没有这个文件.xlsx", "表", 2, "列", "A2"), "x"),
    ]


def test_every_fault_is_listed_with_place_problem_and_remedy(tmp_path: Path) -> None:
    write_check_workbook(tmp_path / "check.xlsx", faults(), CHINESE)
    rows = list(openpyxl.load_workbook(tmp_path / "check.xlsx")["问题清单"].iter_rows(values_only=True))
    assert len(rows) == 4
    _, problem, remedy = CHINESE.fault(faults()[0])
    assert rows[1] == (1, "数据.xlsx", "客户", "B3", "AUM余额", "很多", problem, "数字", remedy, 4)
    assert rows[2][1:4] == ("=cmd|' /C calc'!A0.csv", None, "第7行")


def test_the_faulty_cell_is_marked_in_a_copy_and_the_source_stays_as_it_was(tmp_path: Path) -> None:
    path = source(tmp_path)
    before = path.read_bytes()
    write_check_workbook(tmp_path / "check.xlsx", faults(), CHINESE, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "check.xlsx")
    assert book.sheetnames == ["问题清单", "客户"]
    sheet = book["客户"]
    assert CHINESE.fault(faults()[0])[1] in sheet["B3"].comment.text
    assert sheet["B3"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb
    assert [cell.value for cell in sheet[3]] == ["002", "很多", DAY]
    assert [cell.comment for row in sheet.iter_rows() for cell in row if cell.comment] == [sheet["B3"].comment]
    assert path.read_bytes() == before


def test_words_that_look_like_formulas_stay_words(tmp_path: Path) -> None:
    source(tmp_path)
    write_check_workbook(tmp_path / "check.xlsx", faults(), CHINESE, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "check.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_sheet_that_is_too_long_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_COPIED_ROWS", 5)
    source(tmp_path, rows=12)
    write_check_workbook(tmp_path / "check.xlsx", faults(), CHINESE, tmp_path)
    rows = list(openpyxl.load_workbook(tmp_path / "check.xlsx")["客户"].iter_rows(values_only=True))
    assert len(rows) == 6
    assert rows[-1][0] == CHINESE("workbook.check.cut", rows=5)


def test_a_fault_of_a_whole_row_is_marked_in_its_first_cell(tmp_path: Path) -> None:
    source(tmp_path)
    whole = Fault("template_unreadable", Place("数据.xlsx", "客户", row=2))
    write_check_workbook(tmp_path / "check.xlsx", [whole], CHINESE, tmp_path)
    assert openpyxl.load_workbook(tmp_path / "check.xlsx")["客户"]["A2"].comment is not None


def test_two_files_with_a_sheet_of_the_same_name_give_two_copies(tmp_path: Path) -> None:
    source(tmp_path).rename(tmp_path / "一.xlsx")
    source(tmp_path).rename(tmp_path / "二.xlsx")
    both = [Fault("template_unreadable", Place(f"{name}.xlsx", "客户", 3, cell="B3")) for name in "一二"]
    write_check_workbook(tmp_path / "check.xlsx", both, CHINESE, tmp_path)
    assert openpyxl.load_workbook(tmp_path / "check.xlsx").sheetnames == ["问题清单", "客户", "客户 (2)"]


def test_the_workbook_of_faults_is_a_sound_file_with_the_same_bytes(tmp_path: Path) -> None:
    source(tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        write_check_workbook(tmp_path / name, faults(), CHINESE, tmp_path)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert audited(tmp_path / "a.xlsx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_workbook_has_a_sheet_for_every_table_with_headings_that_are_recognised(
    tmp_path: Path, language: str
) -> None:
    write_data_workbook(tmp_path / "data.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    assert len(book.sheetnames) == len(TABLES) + 1
    for sheet, table in zip(book.worksheets[1:], TABLES.values(), strict=True):
        assert sheet.title in (table.name, table.heading)
        (headings,) = sheet.iter_rows(values_only=True)
        assert all(heading in column.headings for heading, column in zip(headings, table.columns, strict=True))
    assert audited(tmp_path / "data.xlsx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_that_the_data_workbook_offers_is_one_that_the_check_accepts(
    tmp_path: Path, language: str
) -> None:
    write_data_workbook(tmp_path / "data.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    offered = 0
    for sheet, table in zip(book.worksheets[1:], TABLES.values(), strict=True):
        rules = {next(iter(rule.sqref.ranges)).min_col - 1: rule for rule in sheet.data_validations.dataValidation}
        for place, column in enumerate(table.columns):
            if column.type is not Type.CATEGORY or rules[place].type != "list":
                continue
            accepted = {word for value, spellings in column.allowed.items() for word in (value, *spellings)}
            assert set(rules[place].formula1.strip('"').split(",")) <= accepted
            offered += 1
    assert offered


def test_required_columns_stand_out(tmp_path: Path) -> None:
    write_data_workbook(tmp_path / "data.xlsx", "zh-CN")
    sheet = openpyxl.load_workbook(tmp_path / "data.xlsx")["网点"]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    assert fills["网点编号"] == fills["网点名称"] != fills["地址"]
