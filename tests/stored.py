"""A store made from small frames: what the tests of indicators and diagnosis read instead of an engagement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd

from branchbook.inputs.schema import TABLES, ColumnSchema, Type
from branchbook.inputs.store import Store, StoredTable
from branchbook.values.branch import Branch, BranchType

_TYPES = {
    Type.DATE: "datetime64[us]",
    Type.DATETIME: "datetime64[us]",
    Type.MONTH: "datetime64[us]",
    Type.MONEY: "float64",
    Type.NUMBER: "float64",
    Type.SHARE: "float64",
    Type.INTEGER: "Int64",
    Type.BOOLEAN: "boolean",
}


@dataclass(frozen=True)
class StoreOfFrames:
    """Looks like a :class:`Store` to its readers; every table is one Parquet file."""

    folder: Path
    frames: Mapping[str, pd.DataFrame]
    tables: Mapping[str, StoredTable]
    branches: tuple[Branch, ...]

    def has(self, table: str) -> bool:
        return table in self.tables

    def pattern(self, table: str) -> str:
        return str(self.folder / f"{table}.parquet")

    def branch(self, branch_id: str) -> Branch:
        return next(branch for branch in self.branches if branch.id == branch_id)

    def read(self, table: str, branch_id: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        frame = self.frames[table]
        rows = frame[frame["branch_id"] == branch_id].reset_index(drop=True)
        return rows[list(columns)] if columns else rows

    def read_shared(self, table: str) -> pd.DataFrame:
        return self.frames[table]


def rows(table: str, *given: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of a table with all its columns in the store's types; what is not given is null."""
    return typed(table, pd.DataFrame(list(given), dtype="object"))


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with all columns of the table, and branch_id, in the store's types."""
    columns = {column.name: _typed(frame, column) for column in TABLES[table].columns if not column.personal}
    if not TABLES[table].shared and "branch_id" not in columns:
        columns["branch_id"] = frame["branch_id"].astype("str")
    return pd.DataFrame(columns).reset_index(drop=True)


def _typed(frame: pd.DataFrame, column: ColumnSchema) -> pd.Series:
    values = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index, dtype="object")
    dtype = _TYPES.get(column.type, "str")
    return pd.to_datetime(values).astype(dtype) if dtype.startswith("datetime") else values.astype(dtype)


def store_of(folder: Path, tables: Mapping[str, pd.DataFrame], types: Mapping[str, BranchType] | None = None) -> Store:
    """A store of these frames; a branch is basic unless ``types`` says otherwise."""
    frames = {name: typed(name, _with_branch(name, frame, tables)) for name, frame in tables.items()}
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    ids = sorted({branch_id for frame in frames.values() if "branch_id" in frame for branch_id in frame["branch_id"]})
    kinds = types or {}
    branches = tuple(Branch(one, f"网点{one}", kinds.get(one, BranchType.BASIC)) for one in ids)
    described = {name: _described(name, frame) for name, frame in frames.items()}
    return cast(Store, StoreOfFrames(folder, frames, described, branches))


def _with_branch(name: str, frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if name != "holdings" or "branch_id" in frame:
        return frame
    return frame.merge(tables["customers"][["customer_id", "branch_id"]], on="customer_id")


def _described(name: str, frame: pd.DataFrame) -> StoredTable:
    given = tuple(str(column) for column in frame if frame[column].notna().any())
    dated_by = TABLES[name].dated_by
    days = frame[dated_by].dropna() if dated_by else pd.Series(dtype="datetime64[us]")
    first, last = (days.min().date(), days.max().date()) if len(days) else (None, None)
    return StoredTable(name, len(frame), given, (f"{name}.csv",), first=first, last=last)
