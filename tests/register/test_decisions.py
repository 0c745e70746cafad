"""The file in which persons decide doubtful pairs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from branchbook.errors import InputFaults
from branchbook.register.decisions import FILE, read_decisions, write_open_pairs


def written(folder: Path, *rows: tuple[str, str, str], header: str = "customer_id,firm_id,decision") -> Path:
    lines = [header, *(",".join(row) for row in rows)]
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8-sig")
    return folder


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert (read_decisions(tmp_path).same, read_decisions(tmp_path).different) == ({}, frozenset())


def test_yes_and_no_are_read_in_the_words_people_write(tmp_path: Path) -> None:
    decided = read_decisions(written(tmp_path, ("1", "a", "是"), ("2", "b", "否"), ("3", "c", ""), ("4", "d", "YES")))
    assert decided.same == {"1": "a", "4": "d"}
    assert decided.different == {("2", "b")}


def test_a_customer_that_is_two_firms_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as raised:
        read_decisions(written(tmp_path, ("1", "a", "是"), ("1", "b", "是")))
    assert [(fault.code, fault.place.row) for fault in raised.value.faults] == [("match_decided_twice", 3)]


def test_a_word_that_decides_nothing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as raised:
        read_decisions(written(tmp_path, ("1", "a", "也许")))
    assert raised.value.faults[0].code == "match_decision_unknown"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "客户,企业\n1,2\n".encode()])
def test_a_file_that_is_no_such_list_is_a_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(InputFaults) as raised:
        read_decisions(tmp_path)
    assert raised.value.faults[0].code == "matches_unreadable"


def test_the_list_of_open_pairs_comes_back_as_decisions_once_filled_in(tmp_path: Path) -> None:
    write_open_pairs(tmp_path / FILE, ["customer_id", "customer", "firm_id", "decision"], [("1", "甲", "a", "")])
    assert read_decisions(tmp_path).same == {}
    filled = (tmp_path / FILE).read_text(encoding="utf-8-sig").replace("a,", "a,是")
    (tmp_path / FILE).write_text(filled, encoding="utf-8-sig")
    assert read_decisions(tmp_path).same == {"1": "a"}


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text(tmp_path: Path) -> None:
    write_open_pairs(tmp_path / FILE, ["name"], [("=cmd|' /C calc'!A0",), ("@SUM(A1)",), ("甲",)])
    with (tmp_path / FILE).open(encoding="utf-8-sig", newline="") as stream:
        assert [row[0] for row in csv.reader(stream)] == ["name", "'=cmd|' /C calc'!A0", "'@SUM(A1)", "甲"]
