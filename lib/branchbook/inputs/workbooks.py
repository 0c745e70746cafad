"""Rows of Excel workbooks, exactly as they stand there, and the refusal of what is no honest workbook.

Cells come as text. What Excel itself could not give is marked and becomes a fault of its cell: an error value
(``#N/A``), a formula that was never calculated, a number with more digits than Excel keeps.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.cells import DIGITS_LOST, ERROR, NO_RESULT
from branchbook.inputs.engagement import SourceFile
from branchbook.inputs.spelling import nearest

LARGEST_MEMBERS = 10_000
LARGEST_BYTES = 2 * 1024**3
"""Unpacked bytes of a whole workbook; a full sheet of a million rows and twenty columns stays below."""

_HONEST_BYTES = 64 * 1024**2
_HONEST_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_DIGITS = 15  # Excel keeps no more of a number
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119 as days in Excel
_LAST_ROW = 1_048_576
_BLOCK = 1024 * 1024
_NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_DAMAGE = (*_NO_ARCHIVE, LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError, InvalidFileException)
"""What openpyxl and the parsers below it raise over damaged parts; both XML parsers' errors are syntax errors."""


@dataclass(frozen=True)
class Days:
    """How a workbook counts days (from 1900 or 1904), for cells that hold a date as a bare number."""

    epoch: datetime

    def text(self, value: float) -> str:
        """The moment of a serial number as text; the number itself where it is no plausible day."""
        plausible = _FIRST_SERIAL <= value < _LAST_SERIAL
        return moment_text(from_excel(value, self.epoch)) if plausible else number_text(value)


@dataclass(frozen=True)
class Sheet:
    """One sheet of an open workbook."""

    name: str
    days: Days
    file: SourceFile
    _worksheet: Any
    _workbook: Any

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """Row numbers as Excel shows them, and the cells from column A on; rows without any value are left out."""
        with _whole(self.file), closing(self._worksheet._get_source()) as source:
            for number, cells in _parser(source, self._worksheet, self._workbook).parse():
                if number > _LAST_ROW:
                    raise InputFaults([Fault("workbook_broken", Place(file=self.file.shown, sheet=self.name))])
                filled = {cell["column"]: _marked(cell) for cell in cells if cell["value"] not in (None, "")}
                if any(not isinstance(value, str) or value.strip() for value in filled.values()):
                    yield number, [filled.get(column) for column in range(1, max(filled) + 1)]


def sheet_named(sheets: Sequence[Sheet], name: str, file: SourceFile) -> Sheet:
    """The sheet of this name; InputFaults with the nearest name where there is none."""
    by_name = {sheet.name: sheet for sheet in sheets}
    if name in by_name:
        return by_name[name]
    near = nearest(name, by_name) or "—"
    place = Place(file=file.shown, sheet=name)
    raise InputFaults([Fault("sheet_missing", place, name, ", ".join(by_name), values={"nearest": near})])


class _CachedValues(WorkSheetParser):
    """Reads the values that Excel saved, and tells an uncalculated formula from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and (formula := element.find(FORMULA_TAG)) is not None:
            cell.update(value=f"={formula.text or ''}", data_type="f")
        return cell


@contextmanager
def opened(file: SourceFile) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, in order; raises :class:`InputFaults` where the file is none that can be trusted."""
    refuse_if_unsound(file)
    with file.path.open("rb") as stream:
        with _whole(file):
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        with closing(workbook):
            days = Days(workbook.epoch)
            yield [Sheet(sheet.title, days, file, sheet, workbook) for sheet in workbook.worksheets]


@contextmanager
def _whole(file: SourceFile) -> Iterator[None]:
    """Turn what openpyxl raises over a damaged workbook into one fault; its warnings are of styles, not of data."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _DAMAGE:
        raise InputFaults([Fault("workbook_broken", Place(file=file.shown))]) from None


def refuse_if_unsound(file: SourceFile) -> None:
    """Raise :class:`InputFaults` for a file with a password, of the old format, no workbook at all, or a trap."""
    with file.path.open("rb") as stream:
        magic = stream.read(len(_OLE))
    if magic == _OLE:
        code = "workbook_protected" if _ENCRYPTED in file.path.read_bytes() else "workbook_old"
        raise InputFaults([Fault(code, Place(file=file.shown))])
    code = _unsound_archive(file.path)
    if code:
        raise InputFaults([Fault(code, Place(file=file.shown))])


def _unsound_archive(path: Path) -> str:
    """The code of the fault of this archive, empty for a sound one.

    Sizes that an archive states are bounds that :mod:`zipfile` holds it to, so checking them first bounds the work.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > LARGEST_MEMBERS or size > LARGEST_BYTES or _is_bomb(size, path.stat().st_size):
                return "archive_too_large"
            if "[Content_Types].xml" not in archive.namelist():
                return "workbook_none"
            return "workbook_entities" if any(_declares(archive, member) for member in members) else ""
    except _NO_ARCHIVE:
        return "workbook_none"


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > _HONEST_BYTES and unpacked > _HONEST_RATIO * packed


def _declares(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether an XML part declares a document type or entities, or is in an encoding that would hide them."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    tail = b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            if not tail and block.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
                return True
            if b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block:
                return True
            tail = block[-16:]
    return False


def _parser(source: Any, worksheet: Any, workbook: Any) -> WorkSheetParser:
    return _CachedValues(
        source,
        worksheet._shared_strings,
        data_only=True,
        epoch=workbook.epoch,
        date_formats=workbook._date_formats,
        timedelta_formats=workbook._timedelta_formats,
    )


def _marked(cell: dict[str, Any]) -> object:
    if cell["data_type"] == "e":
        return f"{ERROR}{cell['value']}"
    if cell["data_type"] == "f":
        return f"{NO_RESULT}{cell['value']}"
    return cell["value"]


def cell_text(value: object) -> str | None:
    """What a cell holds, as text: 7.0 as "7", a date as 2024-03-01, a moment as 2024-03-01 09:30:00."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    return moment_text(value)


def number_text(value: float) -> str:
    """A number as text, without ".0"; one with more digits than Excel keeps is marked."""
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    digits = str(int(value))
    return f"{DIGITS_LOST}{digits}" if len(digits.lstrip("-")) > _MOST_DIGITS else digits


def moment_text(value: object) -> str:
    """A date or time cell as text."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
