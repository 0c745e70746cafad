"""One branch's rows of every table, read once for an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from branchbook.inputs.schema import BRANCHES, PRODUCTS, TABLES
from branchbook.inputs.store import Store
from branchbook.values.branch import Branch
from branchbook.values.lazily import Lazily


@dataclass(frozen=True)
class BranchData:
    """A branch and its rows, by table; a table that the engagement did not bring is absent. Nothing personal is here.

    A table is read when it is first looked at: a chapter looks at a few of many.
    """

    branch: Branch
    tables: Mapping[str, pd.DataFrame]

    def table(self, name: str) -> pd.DataFrame | None:
        """This branch's rows, None where the table was not given."""
        return self.tables.get(name)


def read_branch(store: Store, branch_id: str) -> BranchData:
    """Everything that the store holds of a branch; KeyError for an unknown one."""
    readers = {name: partial(_rows, store, name, branch_id) for name in TABLES if store.has(name)}
    return BranchData(store.branch(branch_id), Lazily(readers))


def _rows(store: Store, table: str, branch_id: str) -> pd.DataFrame:
    if table == PRODUCTS.name:
        return store.read_shared(table)
    if table == BRANCHES.name:
        branches = store.read_shared(table)
        return branches[branches["branch_id"] == branch_id].reset_index(drop=True)
    return store.read(table, branch_id)
