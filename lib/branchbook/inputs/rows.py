"""Rows of a store's file as pandas sees them; no rows, but all columns, where there is no file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from branchbook.inputs.schema import ColumnSchema, Type
from branchbook.values.columns import WORDS

_ARROW = {
    Type.ID: pa.string(), Type.TEXT: pa.string(), Type.CATEGORY: pa.string(), Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.timestamp("us"), Type.DATETIME: pa.timestamp("us"), Type.MONTH: pa.timestamp("us"),
    Type.MONEY: pa.float64(), Type.NUMBER: pa.float64(), Type.SHARE: pa.float64(), Type.INTEGER: pa.int64(),
}  # fmt: skip
_PANDAS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
_OF_A_BRANCH = _PANDAS | {pa.string(): WORDS}


_REMEMBERED = 12
"""The tables that several chapters of a branch read, one chapter after the other in one process; they are short."""


def read_rows(path: Path, columns: Sequence[ColumnSchema], *, of_a_branch: bool) -> pd.DataFrame:
    """These columns of a file; ``of_a_branch`` for the words of branches' tables, which are many and alike.

    The frame is the caller's own: what is changed in it is changed nowhere else.
    """
    changed = path.stat().st_mtime_ns if path.is_file() else None
    wanted = tuple((column.name, column.type) for column in columns)
    return _read(path, changed, wanted, of_a_branch).copy(deep=False)  # pandas copies what is written to


@lru_cache(maxsize=_REMEMBERED)
def _read(path: Path, changed: int | None, columns: tuple[tuple[str, Type], ...], of_a_branch: bool) -> pd.DataFrame:
    if changed is not None:
        names = [name for name, _ in columns]
        # By one thread: a branch's rows are few, and threads would be started in every child that reads some.
        rows = pq.ParquetFile(path).read(columns=names, use_threads=False).select(names)
    else:
        rows = pa.schema([(name, _ARROW[kind]) for name, kind in columns]).empty_table()
    types = _OF_A_BRANCH if of_a_branch else _PANDAS
    frame: pd.DataFrame = rows.to_pandas(types_mapper=types.get, use_threads=False)
    return frame
