"""An engagement's own working days and days off: ``calendar_overrides.csv`` beside ``engagement.yaml``.

Columns ``date`` (日期), ``workday`` (工作日: 是 or 否) and, for people, ``note`` (说明). The file goes before the
public calendar: for years whose holidays are not announced yet, and for a bank's or a town's own days.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from branchbook.errors import Fault, InputFaults, Place
from branchbook.values.workdays import Workdays

FILE = "calendar_overrides.csv"
_HEADINGS = {"date": "date", "日期": "date", "workday": "workday", "工作日": "workday", "是否工作日": "workday"}
_ANSWERS = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}


def read_workdays(engagement_folder: Path) -> Workdays:
    """The working days of an engagement; the public calendar alone where there is no such file.

    Raises InputFaults with every line that is wrong: no date, no answer, or a day that is given twice.
    """
    path = engagement_folder / FILE
    if not path.is_file():
        return Workdays()
    overrides: dict[date, bool] = {}
    faults: list[Fault] = []
    for number, row in enumerate(_rows(path), 2):
        day, worked = _day(row["date"]), _ANSWERS.get(row["workday"].casefold())
        if not any(row.values()):
            continue
        if day is None:
            faults.append(_fault("calendar_date_wrong", number, "date", row["date"], "2027-02-10"))
        elif worked is None:
            faults.append(_fault("calendar_answer_unknown", number, "workday", row["workday"], "是, 否"))
        elif overrides.setdefault(day, worked) != worked:
            faults.append(_fault("calendar_date_twice", number, "date", row["date"]))
    if faults:
        raise InputFaults(faults)
    return Workdays(overrides)


def _rows(path: Path) -> Sequence[Mapping[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = [[cell.strip() for cell in line] for line in csv.reader(stream)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputFaults([Fault("calendar_unreadable", Place(file=FILE), got=type(error).__name__)]) from error
    places = {_HEADINGS[cell]: place for place, cell in enumerate(lines[0] if lines else ()) if cell in _HEADINGS}
    missing = [name for name in ("date", "workday") if name not in places]
    if missing:
        raise InputFaults([Fault("calendar_columns_missing", Place(file=FILE), got=", ".join(missing))])
    return [
        {name: line[place] if place < len(line) else "" for name, place in places.items()} for line in lines[1:]
    ]  # fmt: skip


def _day(written: str) -> date | None:
    try:
        year, month, day = written.replace("/", "-").replace("年", "-").replace("月", "-").removesuffix("日").split("-")
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _fault(code: str, row: int, column: str, got: str, allowed: str = "") -> Fault:
    return Fault(code, Place(file=FILE, row=row, column=column), got=got, allowed=allowed)
