"""Who was coached from when, and who was not: the two sides of the comparison (DX7, SM3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from branchbook.values.branch import Branch


@dataclass(frozen=True)
class Coaching:
    """``starts`` are the coached branches with their first day of coaching; ``others`` the branches not coached that
    they are compared with: of a type of which some branch was coached, and not marked as coached without a date.
    """

    starts: Mapping[str, date]
    others: tuple[str, ...]
    undated: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        """The day on which the first branch's coaching began; ValueError where none was coached."""
        return min(self.starts.values())


def coaching(rows: pd.DataFrame | None, branches: Iterable[Branch], marked: Iterable[str]) -> Coaching:
    """The two sides, from the table ``coaching`` and the branches that the bank marks as coached.

    Diagnosis is no coaching: a branch's first row of another phase, or of none, is its start. ``undated`` are branches
    marked as coached whose start is not on record; they stand on neither side.
    """
    known = {branch.id: branch for branch in branches}
    starts = {} if rows is None else _starts(rows)
    starts = {branch_id: starts[branch_id] for branch_id in known if branch_id in starts}
    undated = tuple(branch_id for branch_id in known if branch_id in set(marked) - starts.keys())
    types = {known[branch_id].type for branch_id in starts}
    others = tuple(
        branch.id for branch in known.values() if branch.type in types and branch.id not in {*starts, *undated}
    )
    return Coaching(starts, others, undated)


def _starts(rows: pd.DataFrame) -> dict[str, date]:
    coached = rows[rows["phase"].isna() | (rows["phase"] != "diagnosis")]
    return {str(branch_id): day.date() for branch_id, day in coached.groupby("branch_id")["started_on"].min().items()}
