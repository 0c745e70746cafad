"""What the diagnosis rests on: the eight work items, and the data behind them (DX2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from branchbook.inputs.schema import TABLES


class WorkItem(StrEnum):
    """The eight work items of a diagnosis."""

    BRANCH_BASICS = "branch_basics"
    OBSERVATION = "observation"
    HEAD_INTERVIEW = "head_interview"
    MANAGER_INTERVIEWS = "manager_interviews"
    LOBBY_INTERVIEWS = "lobby_interviews"
    TELLER_INTERVIEWS = "teller_interviews"
    COMPETITOR_VISITS = "competitor_visits"
    DATA_EXTRACTION = "data_extraction"


@dataclass(frozen=True)
class TableBasis:
    """A table as this branch has it: rows, and the period of its dates where it has any."""

    table: str
    rows: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class ItemBasis:
    """A work item: done when at least one of its tables has rows for it; ``rests_on`` are those tables."""

    item: WorkItem
    rests_on: tuple[TableBasis, ...]

    @property
    def done(self) -> bool:
        """Whether there is anything on record."""
        return bool(self.rests_on)

    @property
    def rows(self) -> int:
        """Records in all."""
        return sum(table.rows for table in self.rests_on)


@dataclass(frozen=True)
class Basis:
    """The work items in the order of the domain, and all tables of the engagement."""

    items: tuple[ItemBasis, ...]
    tables: tuple[TableBasis, ...]

    @property
    def done(self) -> int:
        """How many of the items were done."""
        return sum(item.done for item in self.items)


_EXTRACTED = ("customers", "holdings", "transactions", "tickets", "surveys", "kpi")
_BASICS = ("branches", "staff")
_INTERVIEWED: Mapping[WorkItem, tuple[str, ...]] = {
    WorkItem.HEAD_INTERVIEW: ("head", "deputy"),
    WorkItem.MANAGER_INTERVIEWS: ("corporate_manager", "personal_manager"),
    WorkItem.LOBBY_INTERVIEWS: ("lobby_manager",),
    WorkItem.TELLER_INTERVIEWS: ("supervisor", "low_counter", "high_counter", "back_office"),
}


def basis(tables: Mapping[str, pd.DataFrame]) -> Basis:
    """The work items and tables on record for one branch; ``tables`` are its rows by table name."""
    described = tuple(_described(name, frame) for name, frame in tables.items())
    return Basis(tuple(ItemBasis(item, _rests_on(item, tables)) for item in WorkItem), described)


def _rests_on(item: WorkItem, tables: Mapping[str, pd.DataFrame]) -> tuple[TableBasis, ...]:
    match item:
        case WorkItem.BRANCH_BASICS:
            found = [_described(name, tables[name]) for name in _BASICS if name in tables]
        case WorkItem.DATA_EXTRACTION:
            found = [_described(name, tables[name]) for name in _EXTRACTED if name in tables]
        case WorkItem.OBSERVATION:
            found = _checks(tables, ("mystery", "observation"))
        case WorkItem.COMPETITOR_VISITS:
            found = _checks(tables, ("competitor",))
        case _:
            found = _part(tables, "interviews", "position", _INTERVIEWED[item])
    return tuple(table for table in found if table.rows)


def _checks(tables: Mapping[str, pd.DataFrame], methods: tuple[str, ...]) -> list[TableBasis]:
    """Service checks by these methods; one without a method is a mystery check, which is what the table is for."""
    if "service_checks" not in tables:
        return []
    checks = tables["service_checks"].assign(method=tables["service_checks"]["method"].fillna("mystery"))
    return _part({"service_checks": checks}, "service_checks", "method", methods)


def _part(
    tables: Mapping[str, pd.DataFrame], name: str, column: str, values: tuple[str, ...]
) -> list[TableBasis]:  # fmt: skip
    if name not in tables:
        return []
    return [_described(name, tables[name][tables[name][column].isin(values)])]


def _described(name: str, frame: pd.DataFrame) -> TableBasis:
    dated_by = TABLES[name].dated_by
    days = frame[dated_by].dropna() if dated_by else pd.Series(dtype="datetime64[us]")
    if days.empty:
        return TableBasis(name, len(frame))
    return TableBasis(name, len(frame), days.min().date(), days.max().date())
