"""What an engagement file may say, and where it says something wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.inputs.handed_over import BRANCHES

from branchbook.errors import Fault, InputFaults
from branchbook.inputs.engagement import FILE, read_engagement
from branchbook.text import LANGUAGES, Text

GOOD = """\
name: bank
bank: 样例银行
language: en
currency: CZK
as_of: 2025-12-31
branches: [007, 012]
notebooks: [10_diagnosis]
raw:
  account: {file: ../elsewhere/account.csv, delimiter: ";", encoding: gb18030}
sources:
  branches: {file: branches.csv}
  staff: branches.csv
  transactions: {files: "parts/*.csv"}
  tickets: {sql: select 1 from account}
columns:
  staff: {柜员: staff_id}
rules:
  FL4: {long_wait_minutes: 12}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engagement = tmp_path / "bank"
    for name in (
        "bank/branches.csv",
        "elsewhere/account.csv",
        "bank/parts/b.csv",
        "bank/parts/a.csv",
        "bank/parts/~$a.csv",
        "bank/parts/._a.csv",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(BRANCHES, encoding="utf-8")
    return engagement


def write(folder: Path, settings: str) -> Path:
    (folder / FILE).write_text(settings, encoding="utf-8")
    return folder


def wrong(folder: Path, settings: str) -> tuple[Fault, ...]:
    """What is wrong with these settings, all of which can be told in words."""
    with pytest.raises(InputFaults) as found:
        read_engagement(write(folder, settings))
    for language in LANGUAGES:
        assert all(all(Text.of(language).fault(fault)[1:]) for fault in found.value.faults)
    return found.value.faults


def test_every_key_is_read(folder: Path) -> None:
    engagement = read_engagement(write(folder, GOOD))
    assert (engagement.name, engagement.bank, engagement.language, engagement.currency) == (
        "bank",
        "样例银行",
        "en",
        "CZK",
    )
    assert engagement.as_of == date(2025, 12, 31)
    assert engagement.branches == ("007", "012")
    assert engagement.notebooks == ("10_diagnosis",)
    assert engagement.columns == {"staff": {"柜员": "staff_id"}}
    assert engagement.rule_overrides == {"FL4": {"long_wait_minutes": 12}}
    assert engagement.raw["account"].delimiter == ";"
    assert engagement.raw["account"].encoding == "gb18030"
    assert engagement.sources["tickets"].sql == "select 1 from account"


def test_files_of_a_pattern_come_in_the_order_of_their_names_without_excels_lock_files(folder: Path) -> None:
    files = read_engagement(write(folder, GOOD)).sources["transactions"].files
    assert [file.shown for file in files] == ["parts/a.csv", "parts/b.csv"]


def test_a_file_from_elsewhere_is_shown_by_its_name_alone(folder: Path) -> None:
    (file,) = read_engagement(write(folder, GOOD)).raw["account"].files
    assert file.shown == "account.csv"
    assert file.path.is_file()


def test_all_branches_are_the_scope_unless_some_are_named(folder: Path) -> None:
    assert read_engagement(write(folder, GOOD.replace("[007, 012]", "all"))).branches is None


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "key"),
    [
        ("currency: CZK", "curency: CZK", "key_unknown", 4, "curency"),
        ("  staff: branches.csv", "  stafff: branches.csv", "key_unknown", 12, "sources.stafff"),
        ("{file: branches.csv}", "{file: branches.csv, sheeet: x}", "key_unknown", 11, "sources.branches.sheeet"),
        ("{file: branches.csv}", "{file: branches.csv, sql: select 1}", "source_unclear", 11, "sources.branches"),
        ("{file: branches.csv}", "{sheet: x}", "source_unclear", 11, "sources.branches"),
        ("{file: branches.csv}", "{file: branchs.csv}", "file_missing", 11, "sources.branches.file"),
        ("{file: branches.csv}", "{file: engagement.yaml}", "file_kind_unknown", 11, "sources.branches.file"),
        ("parts/*.csv", "parts/*.xlsx", "no_files_match", 13, "sources.transactions.files"),
        ("  tickets:", '  visits: {ledgers: "parts/b.csv"}\n  tickets:', "file_kind_unknown", 14,
         "sources.visits.ledgers"),
        ("as_of: 2025-12-31", "as_of: 2025-02-30", "date_wrong", 5, "as_of"),
        ("as_of: 2025-12-31", "as_of: 31.12.2025", "date_wrong", 5, "as_of"),
        ("language: en", "language: fr", "language_unknown", 3, "language"),
        ("name: bank", "name: other", "name_differs", 1, "name"),
        ("bank: 样例银行", "bank: [a]", "wrong_type", 2, "bank"),
        ("[007, 012]", "[007, 007]", "scope_duplicate", 6, "branches"),
        ("currency: CZK", "bank: twice", "key_duplicate_in_yaml", 4, "bank"),
        ("{柜员: staff_id}", "{柜员: staf_id}", "column_unknown", 16, "columns.staff.柜员"),
        ("columns:", "marketing_import: {columns: {责任人: ownr}}\ncolumns:", "column_unknown", 15,
         "marketing_import.columns.责任人"),
        ('delimiter: ";"', 'delimiter: ";;"', "delimiter_wrong", 9, "raw.account.delimiter"),
        ("gb18030", "gb-what", "encoding_unknown", 9, "raw.account.encoding"),
        ("  account:", "  2account:", "raw_name_wrong", 9, "raw.2account"),
        ("{sql: select 1 from account}", "{sql: select 1, encoding: x}", "key_needs_file", 14,
         "sources.tickets.encoding"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_with_its_line(
    folder: Path, before: str, after: str, code: str, line: int, key: str
) -> None:
    assert before in GOOD
    found = wrong(folder, GOOD.replace(before, after))
    assert [(fault.code, fault.place.row, fault.place.key) for fault in found] == [(code, line, key)]


def test_a_misspelt_key_is_answered_with_the_nearest(folder: Path) -> None:
    (fault,) = wrong(folder, GOOD.replace("currency:", "curency:"))
    assert (fault.got, fault.values["nearest"]) == ("curency", "currency")


def test_a_table_that_is_called_by_its_chinese_name_is_answered_with_its_own(folder: Path) -> None:
    (fault,) = wrong(folder, GOOD.replace("  transactions:", "  交易流水:"))
    assert (fault.code, fault.values["nearest"]) == ("key_unknown", "transactions")


def test_a_folder_is_no_file_and_not_the_nearest_to_itself(folder: Path) -> None:
    (fault,) = wrong(folder, GOOD.replace("  staff: branches.csv", "  staff: ../elsewhere"))
    assert (fault.code, fault.values["nearest"]) == ("file_missing", "—")


def test_all_wrong_settings_are_told_at_once(folder: Path) -> None:
    found = wrong(folder, GOOD.replace("language: en", "language: fr").replace("2025-12-31", "2025-02-30"))
    assert {fault.code for fault in found} == {"language_unknown", "date_wrong"}


def test_missing_settings_are_all_told(folder: Path) -> None:
    assert [fault.place.key for fault in wrong(folder, "language: en")] == ["bank", "as_of", "sources"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("bank: [a\nas_of: x", "yaml_broken"),
        ("bank: !!python/object/apply:os.system [ls]\nas_of: 2025-12-31\nsources: {}", "wrong_type"),
        ("bank: &b x\nas_of: *b\nsources: {}", "yaml_alias"),
        ("- a\n- b", "wrong_type"),
        ("bank: x" + " " * 1_000_001, "yaml_too_large"),
    ],
)
def test_what_is_no_plain_yaml_mapping_is_refused(folder: Path, settings: str, code: str) -> None:
    assert wrong(folder, settings)[0].code == code


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / FILE).write_bytes("bank: 样例银行".encode("gb18030"))
    with pytest.raises(InputFaults) as found:
        read_engagement(folder)
    assert found.value.faults[0].code == "yaml_encoding"


def test_a_missing_engagement_is_answered_with_the_nearest_neighbour(folder: Path) -> None:
    write(folder, GOOD)
    with pytest.raises(InputFaults) as found:
        read_engagement(folder.with_name("bnak"))
    (fault,) = found.value.faults
    assert (fault.code, fault.values["nearest"]) == ("engagement_missing", "bank")
