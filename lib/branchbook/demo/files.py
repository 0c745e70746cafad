"""Writing the demo engagement: its workbooks, csv files and ``engagement.yaml``.

The same bytes on every run: workbooks carry a fixed date, archives none, lines end in LF. Another release of zlib may
pack the same content into other bytes.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
import yaml
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from branchbook.demo.bank import BANK, BANK_EN
from branchbook.demo.days import AS_OF
from branchbook.demo.handover import HANDOVERS, NOTE_SHEET, NOTES, Handover
from branchbook.demo.styles import Cell
from branchbook.demo.tables import demo_tables
from branchbook.inputs import schema

NAME = "demo"
STAMP = ".generated"
"""The file that names the generator which wrote the folder."""

_CREATED = datetime(2025, 12, 31)  # noqa: DTZ001 - a workbook's date knows no time zone
_COLUMN_WIDTH = 16
_HEAD = """\
# 云山银行（合成数据）：由程序生成的演示项目，不对应任何真实银行、客户或员工。
# A synthetic bank for demonstration, written by the program; edits are overwritten when the generator changes.
"""


def ensure_demo(inputs: Path) -> Path:
    """The folder of the demo engagement below ``inputs``, written anew if it is missing or from another generator."""
    folder = inputs / NAME
    stamp = folder / STAMP
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == _generator()):
        write_demo(folder)
    return folder


def write_demo(folder: Path) -> Path:
    """Write the demo engagement into ``folder`` and return it.

    Files come into place one by one and whole, the stamp last, so that an interrupted writing is seen and repeated.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        _write_all(Path(scratch))
        for path in sorted(Path(scratch).iterdir()):
            path.replace(folder / path.name)
    (folder / STAMP).write_text(_generator(), encoding="utf-8", newline="\n")
    return folder


def _generator() -> str:
    """The fingerprint of the generator's source and the schema's, whatever line ends they were checked out with."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(schema.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in sources)).hexdigest()


def _write_all(folder: Path) -> None:
    tables = demo_tables()
    for file in dict.fromkeys(handover.file for handover in HANDOVERS):
        inside = [handover for handover in HANDOVERS if handover.file == file]
        if file.endswith(".xlsx"):
            _write_workbook(folder / file, inside, tables)
        else:
            _write_csv(folder / file, inside[0], tables[inside[0].table])
    (folder / "engagement.yaml").write_text(_HEAD + _engagement(), encoding="utf-8", newline="\n")


def _engagement() -> str:
    content = {
        "name": NAME,
        "bank": BANK,
        "bank_en": BANK_EN,
        "language": "zh-CN",
        "as_of": AS_OF,
        "branches": "all",
        "sources": {handover.table: _source(handover) for handover in HANDOVERS},
        "columns": {handover.table: dict(handover.own) for handover in HANDOVERS if handover.own},
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def _source(handover: Handover) -> dict[str, str]:
    given = {"file": handover.file, "sheet": handover.sheet, "encoding": handover.encoding}
    return {key: value for key, value in given.items() if value}


def _rows(handover: Handover, table: pd.DataFrame) -> Iterator[tuple[Cell, ...]]:
    """The rows as they stand in the file."""
    nothing = [None] * len(table)
    columns = []
    for heading in handover.headings:
        values = _values(table[heading.column]) if heading.column else nothing
        columns.append(
            [
                None if heading.column and value is None else heading.style(value, row)
                for row, value in enumerate(values)
            ]
        )
    return zip(*columns, strict=True)


def _values(column: pd.Series[Any]) -> list[Any]:
    """The values of a column, None where there is none."""
    given = column.notna()
    return column.astype(object).where(given, None).tolist()


def _write_csv(path: Path, handover: Handover, table: pd.DataFrame) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([heading.text for heading in handover.headings])
    writer.writerows(_rows(handover, table))
    content = text.getvalue().encode(handover.encoding or "utf-8")
    if not path.name.endswith(".gz"):
        path.write_bytes(content)
        return
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as archive:
        archive.write(content)


def _write_workbook(path: Path, handovers: Iterable[Handover], tables: Mapping[str, pd.DataFrame]) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        workbook.set_properties({"author": BANK, "created": _CREATED})
        bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#DDE6F0"})
        title = workbook.add_format({"bold": True, "font_size": 14, "align": "center"})
        if path.name == HANDOVERS[0].file:
            _write_notes(workbook.add_worksheet(NOTE_SHEET))
        for handover in handovers:
            sheet = workbook.add_worksheet(handover.sheet)
            start = _write_head(sheet, handover, bold, title)
            _write_cells(sheet, start, _rows(handover, tables[handover.table]))


def _write_notes(sheet: Worksheet) -> None:
    for row, note in enumerate(NOTES):
        sheet.write_string(row, 0, note)


def _write_head(sheet: Worksheet, handover: Handover, bold: Format, title: Format) -> int:
    """Title rows across the table and the headings; returns the first row of data."""
    last = len(handover.headings) - 1
    sheet.set_column(0, last, _COLUMN_WIDTH)
    for row, text in enumerate(handover.above):
        if text:
            sheet.merge_range(row, 0, row, last, text, title)
    for column, heading in enumerate(handover.headings):
        sheet.write_string(len(handover.above), column, heading.text, bold)
    return len(handover.above) + 1


def _write_cells(sheet: Worksheet, start: int, rows: Iterable[Sequence[Cell]]) -> None:
    for number, row in enumerate(rows, start=start):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
