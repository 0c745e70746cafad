"""The bank-wide table of indicators: computed once, kept as Parquet, read by every branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd

from branchbook.indicators import bank, books, business, customer_base, measures, people, queue, service
from branchbook.indicators.catalog import DEFINITIONS
from branchbook.inputs.store import Store
from branchbook.rules import Reading, Rules


@dataclass(frozen=True)
class Indicators:
    """All indicators of all branches.

    ``frame`` is long: ``branch_id``, ``indicator``, ``value``, ``n`` (sample size, or what was counted), ``low`` and
    ``high`` (95 % interval, nan where there is none). A value that can't be had is a row that is not there.
    """

    frame: pd.DataFrame

    def save(self, path: Path) -> None:
        """Write the table as Parquet."""
        self.frame.to_parquet(path, index=False)

    @classmethod
    def load(cls, path: Path) -> Indicators:
        """Read a table that ``save`` wrote."""
        return cls(pd.read_parquet(path))


def compute(store: Store, rules: Rules, as_of: date) -> Indicators:
    """Every indicator of every branch that the data allow (DX3), without ever holding a large table in memory.

    The rules that a subject reads are noted under the names of its indicators.
    """
    with bank.opened(store) as whole:
        parts = [
            rows
            for subject in (books, customer_base, business, queue, service, people)
            for rows in _measured(subject, whole, rules, as_of)
        ]
    return Indicators(_in_order([part for part in parts if len(part)]))


def _measured(subject: ModuleType, whole: bank.Bank, rules: Rules, as_of: date) -> list[pd.DataFrame]:
    """What one subject measures."""
    reading = Reading()
    parts: list[pd.DataFrame] = list(subject.measure(whole, rules.noted_in(reading), as_of))
    for name in {str(name) for rows in parts for name in rows["indicator"].unique()}:
        rules.note(name, reading.keys)
    return parts


def _in_order(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows by branch and then in the order of the scorecard."""
    joined = pd.concat(parts) if parts else measures.nothing()
    joined = joined.astype(
        {"branch_id": "str", "indicator": "str", "value": float, "n": "int64", "low": float, "high": float}
    )
    place = {indicator.name: position for position, indicator in enumerate(DEFINITIONS)}
    order = joined.assign(place=joined["indicator"].map(place)).sort_values(["branch_id", "place"], kind="stable")
    return order.drop(columns="place").reset_index(drop=True)
