"""Small banks made by hand: monthly figures of a few branches, and who was coached when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from branchbook.analyses.meeting.coaching import Coaching
from branchbook.indicators.monthly import COLUMNS
from branchbook.rules import Rules

RULES = Rules.defaults()


def months(count: int) -> list[pd.Timestamp]:
    """So many months from January 2025 on."""
    return list(pd.date_range("2025-01-01", periods=count, freq="MS"))


def series(figures: Mapping[str, Sequence[float]], measure: str = "product_sales", n: float = 1.0) -> pd.DataFrame:
    """One measure's figures by branch, a value per month from January 2025 on."""
    rows = [
        (branch_id, month, measure, float(value), n)
        for branch_id, values in figures.items()
        for month, value in zip(months(len(values)), values, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def sides(starts: Mapping[str, date], figures: Mapping[str, object]) -> Coaching:
    """These branches coached, all others not."""
    return Coaching(dict(starts), tuple(branch_id for branch_id in figures if branch_id not in starts))
