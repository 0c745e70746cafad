"""Small engagements as a bank might hand them over, for the tests of reading and checking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from branchbook.errors import Fault, InputFaults
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import Store, open_store

BRANCHES = "网点编号,网点名称,网点类型\n001,城东支行,精品网点\n002,城西支行,基础网点\n"


def hand_over(folder: Path, sources: str, files: Mapping[str, str | bytes] | None = None, more: str = "") -> Path:
    """An engagement folder with these sources (YAML lines) and files; ``branches.csv`` is there unless given."""
    engagement = folder / "bank"
    engagement.mkdir(exist_ok=True)
    for name, content in {"branches.csv": BRANCHES, **(files or {})}.items():
        path = engagement / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    settings = f"bank: 样例银行\nas_of: 2025-12-31\n{more}\nsources:\n{sources}\n"
    (engagement / "engagement.yaml").write_text(settings, encoding="utf-8")
    return engagement


def stored(engagement: Path) -> Store:
    """The store of an engagement folder."""
    return open_store(read_engagement(engagement), engagement.parent / "outputs" / "store")


def faults(engagement: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with an engagement folder; nothing where it is fine."""
    try:
        stored(engagement)
    except InputFaults as found:
        return found.faults
    return ()


def only_fault(engagement: Path) -> Fault:
    """The one thing that is wrong with an engagement folder."""
    (fault,) = faults(engagement)
    return fault


def customers(folder: Path, rows: str, headings: str = "客户编号,网点编号,AUM余额,开户日期") -> Path:
    """An engagement with these customers in a csv file."""
    text = f"{headings}\n{rows}\n"
    return hand_over(folder, "  branches: branches.csv\n  customers: customers.csv", {"customers.csv": text})


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook with these sheets, row by row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
