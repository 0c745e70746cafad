"""What a firm may be worth to the branch: existing business in yuan, potential in points of 100 (EC2, EC4)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from branchbook.rules import Rules

RANKS = ("tax_rank", "sales_rank", "import_rank", "export_rank")
WORTH = (*RANKS, "capital_cny")
"""The columns that :func:`potential` reads."""


def business(firms: pd.DataFrame) -> pd.Series:
    """Deposits and loans together, yuan; nan where neither is known."""
    return firms["deposits"].add(firms["loans"], fill_value=0)


def best_rank(firms: pd.DataFrame) -> pd.Series:
    """The best place among the rankings by tax, sales, import and export (EC2); nan where a firm is in none."""
    places = [firms[rank].to_numpy(dtype=float, na_value=np.nan) for rank in RANKS]
    return pd.Series(np.fmin.reduce(places), index=firms.index)


def potential(firms: pd.DataFrame, rules: Rules) -> pd.Series:
    """Points of 100 from the best rank and the registered capital, both on a logarithmic scale (EC4.potential).

    The first of a ranking and capital of EC4.capital_most and more get full points, rank EC4.rank_last and capital of
    EC4.capital_least none; what is unknown gives none.
    """
    weights = rules.mapping("EC4.potential")
    by_rank: pd.Series[float] = 1 - np.log(best_rank(firms)) / np.log(rules.number("EC4.rank_last"))
    least, most = rules.number("EC4.capital_least"), rules.number("EC4.capital_most")
    by_capital: pd.Series[float] = np.log(firms["capital_cny"].where(firms["capital_cny"] > 0) / least) / np.log(
        most / least
    )
    points = weights["rank"] * by_rank.clip(0, 1).fillna(0) + weights["capital"] * by_capital.clip(0, 1).fillna(0)
    return (100 * points / sum(weights.values())).astype(float)


def prominence(firms: pd.DataFrame, rules: Rules) -> pd.Series:
    """How much a firm stands out: its place (from 1) among those of its side and module.

    Customers by their business, firms of the list by their potential; the two scales have nothing in common. Sole
    traders, whose names are masked, come after all others; ties go by the firm's id.
    """
    value = business(firms).fillna(0).where(firms["side"] == "existing", potential(firms, rules))
    ordered = (
        firms[["side", "module", "sole_trader", "firm_id"]]
        .assign(value=value)
        .sort_values(["sole_trader", "value", "firm_id"], ascending=[True, False, True], kind="stable")
    )
    return ordered.groupby(["side", "module"]).cumcount().reindex(firms.index) + 1


def size_class(firms: pd.DataFrame, rules: Rules) -> pd.Series:
    """The size of a mark, 0 to 3: customers by EC6.business_steps (yuan), others by EC6.potential_steps (points)."""
    existing = firms["side"] == "existing"
    money = np.searchsorted(
        sorted(rules.mapping("EC6.business_steps").values()), business(firms).fillna(0), side="right"
    )
    points = np.searchsorted(
        sorted(rules.mapping("EC6.potential_steps").values()), potential(firms, rules), side="right"
    )
    return pd.Series(np.where(existing, money, points), index=firms.index).astype(int)


def known_number(value: object) -> float | None:
    """A cell's number; None for nan and for what is no number."""
    return float(value) if isinstance(value, int | float) and value == value else None
