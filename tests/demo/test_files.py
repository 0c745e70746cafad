"""The demo engagement as files: the same bytes each time, written as a bank would write them."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

from branchbook.demo import ensure_demo
from branchbook.demo.files import STAMP
from branchbook.demo.handover import HANDOVERS, Handover
from branchbook.inputs.schema import TABLES

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def folder(demo_inputs: Path) -> Path:
    return demo_inputs / "demo"


def rows(folder: Path, handover: Handover) -> Iterator[list[object]]:
    """The rows of a table's file as they stand there."""
    path = folder / handover.file
    if handover.sheet:
        book = openpyxl.load_workbook(path, read_only=True)
        yield from (list(row) for row in book[handover.sheet].iter_rows(values_only=True))
        book.close()
        return
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.reader(raw.decode(handover.encoding or "utf-8").splitlines())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def of(table: str) -> Handover:
    return next(handover for handover in HANDOVERS if handover.table == table)


def column(folder: Path, table: str, heading: str) -> list[object]:
    handover = of(table)
    body = list(rows(folder, handover))[len(handover.above) :]
    at = body[0].index(heading)
    return [row[at] for row in body[1:]]


def test_the_folder_is_small(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.iterdir()) < 4 * MEGABYTE


def test_nothing_is_left_beside_the_folder(folder: Path) -> None:
    assert [path.name for path in folder.parent.iterdir()] == ["demo"]


def test_a_folder_of_this_generator_is_left_as_it_is_and_any_other_is_written_anew_with_the_same_bytes(
    folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "demo")
    (copy / "engagement.yaml").write_text("edited", encoding="utf-8")

    assert ensure_demo(tmp_path) == copy
    assert (copy / "engagement.yaml").read_text(encoding="utf-8") == "edited"

    (copy / STAMP).write_text("another generator", encoding="utf-8")
    ensure_demo(tmp_path)
    assert contents(copy) == contents(folder)


def test_every_table_is_a_source_and_every_file_is_there(folder: Path) -> None:
    engagement = yaml.safe_load((folder / "engagement.yaml").read_text(encoding="utf-8"))

    assert set(engagement["sources"]) == {handover.table for handover in HANDOVERS}
    assert all((folder / source["file"]).is_file() for source in engagement["sources"].values())
    assert "合成数据" in engagement["bank"]


def test_headings_are_words_that_the_schema_or_the_engagement_knows(folder: Path) -> None:
    engagement = yaml.safe_load((folder / "engagement.yaml").read_text(encoding="utf-8"))
    for handover in HANDOVERS:
        known = {text: c.name for c in TABLES[handover.table].columns for text in c.headings}
        known |= engagement["columns"].get(handover.table, {})
        for heading in handover.headings:
            assert known.get(heading.text, "") == heading.column, (handover.table, heading.text)


def test_the_file_in_gb18030_says_so_and_is_no_utf_8(folder: Path) -> None:
    engagement = yaml.safe_load((folder / "engagement.yaml").read_text(encoding="utf-8"))

    assert engagement["sources"]["holdings"]["encoding"] == "gb18030"
    with pytest.raises(UnicodeDecodeError):
        (folder / of("holdings").file).read_text(encoding="utf-8")


def test_workbooks_hold_titles_above_the_headings_and_several_sheets(folder: Path) -> None:
    handover = of("branches")
    book = openpyxl.load_workbook(folder / handover.file)

    assert book.sheetnames == ["填报说明", "网点信息表", "员工花名册"]
    assert book["网点信息表"]["A1"].value is None
    assert "合成数据" in book["网点信息表"]["A2"].value
    assert book["网点信息表"].merged_cells.ranges


def test_ids_stay_text(folder: Path) -> None:
    assert column(folder, "branches", "机构号")[0] == "001"
    assert column(folder, "customers", "客户号")[0] == "001000000001"


@pytest.mark.parametrize(
    ("table", "name", "heading"), [("customers", "aum", "时点金融资产合计"), ("kpi", "value", "完成值")]
)
def test_amounts_are_written_in_two_ways_that_say_the_same(
    folder: Path, tables: Mapping[str, pd.DataFrame], table: str, name: str, heading: str
) -> None:
    cells = column(folder, table, heading)
    in_wan = [cell for cell in cells if isinstance(cell, str)]
    read = [float(c[:-2].replace(",", "")) * 10_000 if isinstance(c, str) else c for c in cells]

    assert len(in_wan) > 50
    assert all(cell.endswith("万元") for cell in in_wan)
    assert read == pytest.approx(list(tables[table][name]), abs=0.001)


def test_amounts_in_wan_have_separators_of_thousands(folder: Path) -> None:
    assert any(isinstance(cell, str) and "," in cell for cell in column(folder, "kpi", "完成值"))


def test_some_numbers_have_full_width_digits(folder: Path) -> None:
    scores = [cell for cell in column(folder, "service_checks", "得分") if isinstance(cell, str)]
    assert scores
    assert all(set(cell) <= set("０１２３４５６７８９．") for cell in scores)


def test_dates_are_true_dates_and_text_in_five_forms(folder: Path) -> None:
    cells = column(folder, "customers", "开户日")
    texts = [cell for cell in cells if isinstance(cell, str)]

    assert sum(isinstance(cell, datetime) for cell in cells) > 1000
    for form in (r"\d{4}-\d\d-\d\d", r"\d{4}/\d+/\d+", r"\d{4}年\d+月\d+日", r"\d{4}\.\d\d\.\d\d", r"\d{8}"):
        assert pd.Series(texts).str.fullmatch(form).any(), form


def test_no_cell_begins_like_a_formula(folder: Path) -> None:
    for handover in HANDOVERS:
        for row in rows(folder, handover):
            assert not any(isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) for cell in row)
