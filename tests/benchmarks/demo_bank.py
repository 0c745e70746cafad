"""The demo's bank many times over, as one bank: branches with all that a chapter may ask for, however many are wanted.

Each further copy of the twelve branches lies in a place of its own, with its own customers, staff and firms: their ids
and names begin with the copy's sign, and firms have no credit code, since a code stands for one firm.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from branchbook.demo import ensure_demo
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.schema import TABLES, TableSchema, Type
from branchbook.inputs.store import Store, open_store

BRANCHES_EACH = 12

_ENGAGEMENT = """\
bank: 云山银行（合成数据）
as_of: 2025-12-31
sources:
"""
_OF_ALL = {"products"}
_SAME_EVERYWHERE = {"product_id", "ticket_id", "window"}
_CODES = {"credit_code", "supplier_code", "buyer_code"}
_FIRMS = {"enterprises": ("name",), "corporate_customers": ("name",), "supply_links": ("supplier", "buyer")}
_SIGNS = [stem + branch for stem in "甲乙丙丁戊己庚辛壬癸" for branch in "子丑寅卯辰巳午未申酉戌亥"]
_APART = 0.3  # degrees between one copy's place and the next one's
_ACROSS = 10


def write_demo_bank(folder: Path, branches: int) -> None:
    """An engagement of this many branches in ``folder``, a multiple of twelve; the same every time."""
    copies = branches // BRANCHES_EACH
    assert copies * BRANCHES_EACH == branches <= len(_SIGNS) * BRANCHES_EACH, "a multiple of twelve, at most 1,440"
    ensure_demo(folder.parent)
    store = open_store(read_engagement(folder.parent / "demo"), folder.parent / ".store")
    folder.mkdir(parents=True)
    words = _ENGAGEMENT
    for name in store.tables:
        rows = _rows(store, TABLES[name])
        parts = [rows] if name in _OF_ALL else list(_copied(rows, TABLES[name], copies))
        pd.concat(parts, ignore_index=True).to_parquet(folder / f"{name}.parquet", index=False)
        words += f"  {name}: {{file: {name}.parquet}}\n"
    (folder / "engagement.yaml").write_text(words, encoding="utf-8")


def _rows(store: Store, schema: TableSchema) -> pd.DataFrame:
    """All rows of a table with the columns that the demo really has,
    with personal ones where a key tells whose they are."""
    if schema.shared:
        return store.read_shared(schema.name)[_given(store, schema)]
    parts = []
    for branch in store.branches:
        rows = store.read(schema.name, branch.id)
        if schema.personal and schema.key:
            rows = rows.merge(store.read_personal(schema.name, branch.id), on=list(schema.key), how="left")
        parts.append(rows[[name for name in _given(store, schema) if name in rows]])
    return pd.concat(parts, ignore_index=True)


def _given(store: Store, schema: TableSchema) -> list[str]:
    given = store.tables[schema.name].given
    return [column.name for column in schema.columns if column.name in given]


def _copied(rows: pd.DataFrame, schema: TableSchema, copies: int) -> Iterator[pd.DataFrame]:
    yield rows
    ids = {c.name for c in schema.columns if c.type is Type.ID} - _SAME_EVERYWHERE - _CODES
    for copy in range(1, copies):
        told: dict[str, object] = {name: f"{copy:03d}" + rows[name] for name in ids & set(rows)}
        told |= {name: _SIGNS[copy] + rows[name] for name in _FIRMS.get(schema.name, ()) if name in rows}
        told |= {name: pd.Series(None, rows.index, dtype="str") for name in _CODES & set(rows)}
        for name, steps in (("lon", copy % _ACROSS), ("lat", copy // _ACROSS)):
            if name in rows:
                told[name] = rows[name] + _APART * steps
        yield rows.assign(**told)
