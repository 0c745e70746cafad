"""What customers hold: each product once per customer, without what has run out (DX6, CU7)."""

from __future__ import annotations

import pandas as pd

from branchbook.rules import Rules


def held_products(holdings: pd.DataFrame, products: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Distinct ``customer_id``, ``product_id``, ``category``; a deposit or loan with a balance of zero is not held."""
    named = holdings.merge(products[["product_id", "category"]], on="product_id")
    ended = named["category"].isin(rules.names("DX6.balance_categories")) & (named["balance"].fillna(1) == 0)
    return named.loc[~ended, ["customer_id", "product_id", "category"]].drop_duplicates()
