"""Files as consultants get them, and files that are not what they seem."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.inputs.handed_over import BRANCHES, customers, faults, hand_over, only_fault, stored, workbook

from branchbook.errors import InputFaults
from branchbook.inputs import delimited, workbooks
from branchbook.inputs.engagement import SourceFile

ROWS = [["网点编号", "网点名称", "网点类型"], ["001", "城东支行", "精品网点"], ["002", "城西支行", "基础网点"]]
CUSTOMERS = "客户编号,网点编号,AUM余额\nC1,001,1\nC2,002,2\n"


def with_workbook(folder: Path, sheets: dict[str, list[list[object]]], source: str = "branches.xlsx") -> Path:
    engagement = hand_over(folder, f"  branches: {source}")
    workbook(engagement / "branches.xlsx", sheets)
    return engagement


def with_branches_file(folder: Path, name: str, content: bytes, more: str = "") -> Path:
    return hand_over(folder, f"  branches: {{file: {name}{more}}}", {name: content})


def names(engagement: Path) -> list[str]:
    return [branch.name for branch in stored(engagement).branches]


# --- text files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_the_delimiter_and_the_byte_order_mark_are_found(tmp_path: Path, delimiter: str, bom: bytes) -> None:
    content = bom + BRANCHES.replace(",", delimiter).encode("utf-8")
    assert names(with_branches_file(tmp_path, "网点.csv", content)) == ["城东支行", "城西支行"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path: Path, ending: str) -> None:
    content = BRANCHES.replace("\n", ending).encode("utf-8")
    assert names(with_branches_file(tmp_path, "b.csv", content)) == ["城东支行", "城西支行"]


def test_utf16_with_its_mark_is_read_as_excel_saves_unicode_text(tmp_path: Path) -> None:
    content = BRANCHES.replace(",", "\t").encode("utf-16")
    assert names(with_branches_file(tmp_path, "b.txt", content)) == ["城东支行", "城西支行"]


def test_a_gzipped_file_is_read_like_the_plain_one(tmp_path: Path) -> None:
    assert names(with_branches_file(tmp_path, "b.csv.gz", gzip.compress(BRANCHES.encode("utf-8")))) == [
        "城东支行",
        "城西支行",
    ]


def test_a_gbk_file_is_told_to_be_declared(tmp_path: Path) -> None:
    fault = only_fault(with_branches_file(tmp_path, "b.csv", BRANCHES.encode("gbk")))
    assert (fault.code, fault.place.file) == ("encoding_gbk", "b.csv")


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    engagement = with_branches_file(tmp_path, "b.csv", BRANCHES.encode("gb18030"), ", encoding: gb18030")
    assert names(engagement) == ["城东支行", "城西支行"]


def test_a_wrongly_declared_encoding_is_told(tmp_path: Path) -> None:
    content = BRANCHES.encode("utf-8") + b"\xff\xff,x,y\n"
    fault = only_fault(with_branches_file(tmp_path, "b.csv", content, ", encoding: gb18030"))
    assert (fault.code, fault.got) == ("encoding_wrong", "gb18030")


def test_what_is_neither_utf8_nor_gbk_is_told_so(tmp_path: Path) -> None:
    fault = only_fault(with_branches_file(tmp_path, "b.csv", b"id,name\n\xff\xfe\xfa\x80\x80\n"[2:] + b"\xff" * 9))
    assert fault.code == "encoding_not_utf8"


def test_title_and_blank_rows_above_the_headings_are_skipped_and_counted(tmp_path: Path) -> None:
    content = "云山银行网点一览\n\n,,\n" + BRANCHES.replace("精品网点", "不知道")
    fault = only_fault(with_branches_file(tmp_path, "b.csv", content.encode("utf-8")))
    assert (fault.code, fault.place.row) == ("value_not_allowed", 5)


def test_a_row_with_more_cells_than_headings_is_not_shifted_silently(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,001,1,234.5,2024-01-01"))
    assert (fault.code, fault.place.row, fault.got, fault.allowed) == ("row_too_long", 2, "5", "4")


def test_a_short_row_has_nothing_in_its_last_cells(tmp_path: Path) -> None:
    store = stored(customers(tmp_path, "C1,001"))
    assert store.read("customers", "001")["aum"].isna().all()


def test_an_open_quote_is_told_with_its_row(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, 'C1,001,1,\nC2,001,"2,'))
    assert fault.code == "text_broken"


def test_a_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    content = BRANCHES.replace("城东支行", '"城东\n支行"')
    assert names(with_branches_file(tmp_path, "b.csv", content.encode("utf-8")))[0] == "城东\n支行"


def test_a_cut_off_gzip_file_is_told(tmp_path: Path) -> None:
    content = gzip.compress(BRANCHES.encode("utf-8") * 1000)[:-20]
    assert only_fault(with_branches_file(tmp_path, "b.csv.gz", content)).code == "gzip_broken"


def test_a_gzip_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_BOMB_BYTES", 1_000_000)
    content = gzip.compress(BRANCHES.encode("utf-8") + b"003,x,y\n" * 1_000_000)
    fault = only_fault(with_branches_file(tmp_path, "b.csv.gz", content))
    assert (fault.code, fault.place.file) == ("archive_too_large", "b.csv.gz")


@pytest.mark.parametrize("name", ["empty.csv", "empty.csv.gz"])
def test_an_empty_file_is_told(tmp_path: Path, name: str) -> None:
    content = gzip.compress(b"") if name.endswith(".gz") else b"\n\n"
    assert only_fault(with_branches_file(tmp_path, name, content)).code == "sheet_empty"


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_a_workbook_with_a_title_and_blank_columns_is_read(tmp_path: Path) -> None:
    shifted = [[None, "云山银行网点一览"], [], *([None, *row, "备注"] for row in ROWS)]
    assert names(with_workbook(tmp_path, {"表": shifted})) == ["城东支行", "城西支行"]


def test_a_fault_in_a_workbook_has_the_address_that_excel_shows(tmp_path: Path) -> None:
    shifted = [[None, "云山银行网点一览"], [], *([None, *row] for row in ROWS[:2]), [None, "002", "城西支行", "小网点"]]
    place = only_fault(with_workbook(tmp_path, {"网点表": shifted})).place
    assert (place.file, place.sheet, place.cell, place.row, place.column) == (
        "branches.xlsx",
        "网点表",
        "D5",
        5,
        "网点类型",
    )


def test_the_sheet_is_found_by_the_tables_name(tmp_path: Path) -> None:
    assert names(with_workbook(tmp_path, {"说明": [["请勿修改"]], "网点信息": ROWS})) == ["城东支行", "城西支行"]


def test_the_sheet_is_found_by_its_headings(tmp_path: Path) -> None:
    sheets = {"Sheet1": [["客户编号", "网点编号"], ["1", "001"]], "Sheet2": ROWS}
    assert names(with_workbook(tmp_path, sheets)) == ["城东支行", "城西支行"]


def test_two_sheets_that_fit_alike_are_not_guessed_between(tmp_path: Path) -> None:
    fault = only_fault(with_workbook(tmp_path, {"甲": ROWS, "乙": ROWS}))
    assert (fault.code, fault.allowed) == ("sheet_unclear", "甲, 乙")


def test_a_missing_sheet_is_answered_with_those_there_are(tmp_path: Path) -> None:
    fault = only_fault(with_workbook(tmp_path, {"网点表": ROWS, "员工": ROWS}, "{file: branches.xlsx, sheet: 网点}"))
    assert (fault.code, fault.allowed, fault.values["nearest"]) == ("sheet_missing", "网点表, 员工", "网点表")


def test_several_sheets_make_one_table(tmp_path: Path) -> None:
    sheets = {"东": ROWS[:2], "西": [ROWS[0][::-1], ROWS[2][::-1]]}
    assert names(with_workbook(tmp_path, sheets, "{file: branches.xlsx, sheets: [东, 西]}")) == ["城东支行", "城西支行"]


def test_an_empty_sheet_is_told(tmp_path: Path) -> None:
    fault = only_fault(with_workbook(tmp_path, {"网点": []}))
    assert (fault.code, fault.place.sheet) == ("sheet_empty", "网点")


def test_headings_without_rows_are_a_fault_where_the_table_is_needed(tmp_path: Path) -> None:
    assert only_fault(with_workbook(tmp_path, {"网点": ROWS[:1]})).code == "table_empty"


def test_headings_without_rows_of_an_optional_table_count_as_not_given(tmp_path: Path) -> None:
    store = stored(hand_over(tmp_path, "  branches: branches.csv\n  staff: s.csv", {"s.csv": "工号,网点编号,岗位\n"}))
    assert not store.has("staff")
    assert [notice.code for notice in store.notices] == ["table_empty"]


def test_numbers_dates_and_serials_of_cells_are_read_as_what_they_are(tmp_path: Path) -> None:
    rows = [
        ["客户编号", "网点编号", "AUM余额", "开户日期", "最近联系日期", "年初AUM"],
        [7.0, "001", 1234.5, datetime.fromisoformat("2024-03-01"), 45352, 20240301],
        ["110101199001011234", "001", 5, 20240301, date(2024, 3, 1), None],
    ]
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    workbook(engagement / "c.xlsx", {"客户": rows})
    got = stored(engagement).read("customers", "001").set_index("customer_id")
    assert list(got.index) == ["110101199001011234", "7"]
    assert set(got["opened_on"]) == {pd.Timestamp(2024, 3, 1)}
    assert set(got["contacted_on"]) == {pd.Timestamp(2024, 3, 1)}
    assert got.loc["7", "aum"] == 1234.5
    assert got.loc["7", "aum_previous"] == 20240301


def test_a_number_that_lost_digits_in_excel_is_refused_as_an_id(tmp_path: Path) -> None:
    rows = [["客户编号", "网点编号", "证件号码"], ["C1", "001", 110101199001011234]]
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    workbook(engagement / "c.xlsx", {"客户": rows})
    fault = only_fault(engagement)
    assert (fault.code, fault.place.cell, fault.got) == ("digits_lost", "C2", "***")


def test_an_error_value_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [["客户编号", "网点编号", "AUM余额"], ["C1", "001", "#N/A"]]
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    path = workbook(engagement / "c.xlsx", {"客户": rows})
    assert openpyxl.load_workbook(path)["客户"]["C2"].data_type == "e"
    fault = only_fault(engagement)
    assert (fault.code, fault.got, fault.place.cell) == ("cell_error", "#N/A", "C2")


def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    rows = [["客户编号", "网点编号", "AUM余额"], ["C1", "001", "=1+1"]]
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    workbook(engagement / "c.xlsx", {"客户": rows})
    fault = only_fault(engagement)
    assert (fault.code, fault.got, fault.place.cell) == ("cell_without_result", "=1+1", "C2")


def test_a_formula_with_its_result_is_read(tmp_path: Path) -> None:
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    path = workbook(engagement / "c.xlsx", {"客户": [["客户编号", "网点编号", "AUM余额"], ["C1", "001", "=1+1"]]})
    rewrite(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v></v>", "<v>2</v>").replace("<v />", "<v>2</v>")
    )
    assert stored(engagement).read("customers", "001")["aum"].tolist() == [2.0]


def test_a_hidden_sheet_can_be_read(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"说明": [["x"]], "网点": ROWS})
    book = openpyxl.load_workbook(engagement / "branches.xlsx")
    book["网点"].sheet_state = "hidden"
    book.save(engagement / "branches.xlsx")
    assert names(engagement) == ["城东支行", "城西支行"]


def rewrite(path: Path, member: str, change: Callable[[str], str]) -> None:
    """Change one member of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member].decode("utf-8")).encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"网点": ROWS})
    path = engagement / "branches.xlsx"
    encrypted = io.BytesIO()
    with path.open("rb") as plain:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("口令", encrypted)
    path.write_bytes(encrypted.getvalue())
    assert only_fault(engagement).code == "workbook_protected"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook_old"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "workbook_none"),
        (BRANCHES.encode("utf-8"), "workbook_none"),
        (b"", "workbook_none"),
    ],
)
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    assert only_fault(with_branches_file(tmp_path, "branches.xlsx", content)).code == code


def test_an_archive_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"网点": ROWS})
    with zipfile.ZipFile(engagement / "branches.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert only_fault(engagement).code == "workbook_none"


def test_a_damaged_sheet_is_told(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"网点": ROWS})
    rewrite(engagement / "branches.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    assert only_fault(engagement).code == "workbook_broken"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_workbook_damaged_anywhere_gives_rows_or_a_fault_and_nothing_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = workbook(tmp_path / "whole.xlsx", {"网点": [*ROWS, [1.5, datetime.fromisoformat("2024-03-01"), True]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    position = data.draw(st.integers(0, len(parts[name])))
    noise = data.draw(
        st.sampled_from([b"<", b"9" * 30, b"-", b"1e999", b'"', b"\xff", b'<row r="9999999999999"/>', b"]]>"])
    )
    parts[name] = parts[name][:position] + noise + parts[name][position + data.draw(st.integers(0, 20)) :]
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    assert all(text is None or isinstance(text, str) for text in texts_or_faulty_files(path))


def texts_or_faulty_files(path: Path) -> list[str | None]:
    """The texts of all cells; the names of the files at fault where it can't be read."""
    try:
        with workbooks.opened(SourceFile(path, path.name)) as sheets:
            return [workbooks.cell_text(cell) for sheet in sheets for _, cells in sheet.rows() for cell in cells]
    except InputFaults as refused:
        return [fault.place.file for fault in refused.faults]


def test_entities_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"网点": ROWS})
    declaration = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    rewrite(
        engagement / "branches.xlsx", "xl/worksheets/sheet1.xml", lambda xml: "<!-- -->" * 300_000 + declaration + xml
    )
    assert only_fault(engagement).code == "workbook_entities"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    engagement = with_workbook(tmp_path, {"网点": ROWS})
    with zipfile.ZipFile(engagement / "branches.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 100_000_000)
    fault = only_fault(engagement)
    assert (fault.code, fault.place.file) == ("archive_too_large", "branches.xlsx")


def test_an_archive_of_very_many_members_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_MEMBERS", 5)
    assert only_fault(with_workbook(tmp_path, {"网点": ROWS})).code == "archive_too_large"


def test_a_date_counted_from_1904_is_the_right_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    path = tmp_path / "mac.xlsx"
    book.active.append([datetime.fromisoformat("2024-03-01")])
    book.active.append([43890])
    book.save(path)
    with workbooks.opened(SourceFile(path, "mac.xlsx")) as (sheet,):
        cells = [cells[0] for _, cells in sheet.rows()]
        assert cells[0] == datetime.fromisoformat("2024-03-01")
        assert sheet.days.text(43890) == "2024-03-01"


# --- Parquet ---------------------------------------------------------------------------------------------------------


def test_typed_columns_of_parquet_are_read_as_their_values(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "客户编号": [7.0, None],
            "网点编号": ["001", "002"],
            "AUM余额": [1.5, 2.0],
            "开户日期": pd.to_datetime(["2024-03-01", None]),
        }
    )
    frame.loc[1, "客户编号"] = 8.0
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c[1].parquet")
    frame.to_parquet(engagement / "c[1].parquet")
    got = stored(engagement).read("customers", "001")
    assert got["customer_id"].tolist() == ["7"]
    assert got["opened_on"].tolist() == [pd.Timestamp(2024, 3, 1)]


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    assert only_fault(with_branches_file(tmp_path, "b.parquet", b"PAR1 nothing")).code == "parquet_broken"


# --- headings --------------------------------------------------------------------------------------------------------


def test_headings_are_known_in_any_order_case_and_dress(tmp_path: Path) -> None:
    content = "备注,网点类型（必填）,BRANCH_ID,*网 点\u3000名称：\nx,精品网点,001,城东支行\n"
    assert names(with_branches_file(tmp_path, "b.csv", content.encode("utf-8"))) == ["城东支行"]


def test_columns_that_are_not_used_are_noticed(tmp_path: Path) -> None:
    content = BRANCHES.replace("网点类型", "网点类型,楼层").replace("网点\n", "网点,1\n")
    (notice,) = stored(with_branches_file(tmp_path, "b.csv", content.encode("utf-8"))).notices
    assert (notice.code, notice.values["columns"]) == ("columns_ignored", "楼层")


def test_a_missing_required_column_is_told_with_what_was_found(tmp_path: Path) -> None:
    content = BRANCHES.replace("网点类型", "网点种类")
    fault = only_fault(with_branches_file(tmp_path, "b.csv", content.encode("utf-8")))
    assert fault.code == "column_missing"
    assert fault.got == "网点编号, 网点名称, 网点种类"
    assert (fault.values["column_name"], fault.values["nearest"]) == ("type", "网点种类")


def test_an_own_heading_is_mapped(tmp_path: Path) -> None:
    more = "columns: {branches: {网点种类: type}}"
    files = {"branches.csv": BRANCHES.replace("网点类型", "网点种类")}
    assert names(hand_over(tmp_path, "  branches: branches.csv", files, more)) == ["城东支行", "城西支行"]


def test_an_own_heading_goes_before_the_usual_ones(tmp_path: Path) -> None:
    files = {"branches.csv": "网点编号,网点名称,简称,网点类型\n001,云山银行城东支行,城东,精品网点\n"}
    more = "columns: {branches: {简称: name}}"
    assert names(hand_over(tmp_path, "  branches: branches.csv", files, more)) == ["城东"]


def test_a_mapped_heading_that_is_not_there_is_told(tmp_path: Path) -> None:
    more = "columns: {branches: {网点种类: type}}"
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv", more=more))
    assert (fault.code, fault.got, fault.values["nearest"]) == ("mapped_heading_missing", "网点种类", "网点类型")


def test_a_heading_given_twice_is_told(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,001,1,2", "客户编号,网点编号,AUM余额,AUM余额"))
    assert (fault.code, fault.got) == ("heading_duplicate", "AUM余额, AUM余额")


def test_what_stands_in_a_title_row_is_not_told_for_headings(tmp_path: Path) -> None:
    fault = only_fault(with_branches_file(tmp_path, "b.csv", "今日天气\n天气,温度\n晴,20\n".encode()))
    assert (fault.code, fault.got) == ("headings_missing", "天气, 温度")


def test_two_headings_of_one_column_are_not_guessed_between(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,001,1,2", "客户编号,网点编号,AUM余额,金融资产"))
    assert (fault.code, fault.got) == ("heading_ambiguous", "AUM余额, 金融资产")


def test_a_file_of_something_else_is_told_once(tmp_path: Path) -> None:
    fault = only_fault(with_branches_file(tmp_path, "b.csv", "天气,温度\n晴,20\n".encode()))
    assert (fault.code, fault.got, fault.allowed) == ("headings_missing", "天气, 温度", "网点编号, 网点名称, 网点类型")


@pytest.mark.parametrize(
    ("headings", "above"),
    [("客户编号,网点编号,AUM余额（万元）", ""), ("客户编号,网点编号,AUM余额", "客户一览,,单位：万元\n")],
)
def test_a_unit_in_or_above_the_headings_holds_for_bare_numbers(tmp_path: Path, headings: str, above: str) -> None:
    text = f"{above}{headings}\nC1,001,12.5\nC2,001,(3)\nC3,001,7元\n"
    store = stored(hand_over(tmp_path, "  branches: branches.csv\n  customers: c.csv", {"c.csv": text}))
    assert store.read("customers", "001")["aum"].tolist() == [125_000.0, -30_000.0, 7.0]
    assert ("unit_applied", "万元") in [(notice.code, notice.values.get("unit")) for notice in store.notices]


def test_a_unit_for_a_column_that_also_holds_counts_is_refused(tmp_path: Path) -> None:
    text = "网点编号,月份,指标,数值（万元）\n001,2025-01,存款余额,5\n001,2025-01,新增客户数,7\n"
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  kpi: k.csv", {"k.csv": text}))
    assert (fault.code, fault.values["unit"]) == ("unit_of_mixed_column", "万元")


def test_files_of_one_shape_make_one_table_whatever_the_order_of_their_columns(tmp_path: Path) -> None:
    files = {"c/1.csv": CUSTOMERS, "c/2.csv": "AUM余额,客户编号,网点编号\n3,C3,001\n"}
    store = stored(hand_over(tmp_path, '  branches: branches.csv\n  customers: {files: "c/*.csv"}', files))
    assert store.read("customers", "001")["aum"].tolist() == [1.0, 3.0]
    assert store.tables["customers"].sources == ("c/1.csv", "c/2.csv")


def test_every_broken_file_is_told_not_only_the_first(tmp_path: Path) -> None:
    files = {"branches.csv": BRANCHES.encode("gbk"), "c.xlsx": b"", "s.csv": b""}
    found = faults(hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx\n  staff: s.csv", files))
    assert [fault.code for fault in found] == ["encoding_gbk", "sheet_empty", "workbook_none"]
