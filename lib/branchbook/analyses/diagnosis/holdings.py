"""What customers hold: each product once per customer, without what has run out (DX6, CU7)."""

from __future__ import annotations

import pandas as pd

from branchbook.rules import Rules


def held_products(holdings: pd.DataFrame, products: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Distinct ``customer_id``, ``product_id``, ``category``; a deposit or loan with a balance of zero is not held."""
    category = holdings["product_id"].map(dict(zip(products["product_id"], products["category"], strict=True)))
    ended = category.isin(rules.names("DX6.balance_categories")) & (holdings["balance"] == 0)
    held = holdings[["customer_id", "product_id"]].assign(category=category)
    return held[category.notna() & ~ended].drop_duplicates()
