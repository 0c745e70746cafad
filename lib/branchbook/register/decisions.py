"""What persons decided about doubtful pairs, remembered in the engagement's folder as ``matches.csv``.

The file is the list of doubtful pairs that the register writes, filled in: one pair a line, the decision 是 or 否 (also
yes/no, same/different). Lines without a decision are still open and count for nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from branchbook.errors import Fault, InputFaults, Place
from branchbook.register.matching import Decisions

FILE = "matches.csv"
COLUMNS = ("customer_id", "firm_id", "decision")
_SAME = {"是", "同一", "相同", "yes", "y", "same", "1"}
_DIFFERENT = {"否", "不是", "不同", "no", "n", "different", "0"}


def read_decisions(engagement_folder: Path) -> Decisions:
    """The decisions of an engagement; none where there is no such file.

    Raises InputFaults for a file that can't be read, lacks a column, or decides one customer to be two firms.
    """
    path = engagement_folder / FILE
    if not path.is_file():
        return Decisions()
    rows = _rows(path)
    same: dict[str, str] = {}
    different: set[tuple[str, str]] = set()
    faults: list[Fault] = []
    for number, row in enumerate(rows, 2):
        customer, firm, decision = (str(row.get(column) or "").strip() for column in COLUMNS)
        if decision.casefold() in _SAME:
            if same.setdefault(customer, firm) != firm:
                faults.append(Fault("match_decided_twice", Place(file=FILE, row=number), got=customer))
        elif decision.casefold() in _DIFFERENT:
            different.add((customer, firm))
        elif decision:
            faults.append(
                Fault(
                    "match_decision_unknown", Place(FILE, row=number, column="decision"), got=decision, allowed="是, 否"
                )
            )
    if faults:
        raise InputFaults(faults)
    return Decisions(same, frozenset(different))


def _rows(path: Path) -> Sequence[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputFaults([Fault("matches_unreadable", Place(file=FILE), got=type(error).__name__)]) from error
    if missing:
        raise InputFaults(
            [Fault("matches_unreadable", Place(file=FILE), got=", ".join(missing), allowed=", ".join(COLUMNS))]
        )
    return rows


def write_open_pairs(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The doubtful pairs for a person to decide, as a file that Excel opens: BOM, one pair a line, ``decision`` empty.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([_as_text(cell) for cell in row] for row in rows)


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
