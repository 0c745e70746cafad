"""Which products reach the customers of a branch, and how many each of them holds (DX6, CU7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from branchbook.analyses.diagnosis.holdings import held_products
from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import CATEGORIES, PeerRow
from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class Penetration:
    """The share of customers who hold a category, against peers."""

    category: str
    row: PeerRow


@dataclass(frozen=True)
class Depth:
    """Customers who hold this many products; the last one counts all who hold as many or more."""

    products: int
    customers: Quantity
    share: Quantity


@dataclass(frozen=True)
class ProductReach:
    """Penetration by category, the depth of relations, and products per customer against peers."""

    penetration: tuple[Penetration, ...]
    depth: tuple[Depth, ...]
    products_per_customer: PeerRow | None
    missing: tuple[Lack, ...]


_DEEPEST = 5


def product_reach(
    customers: pd.DataFrame | None,
    holdings: pd.DataFrame | None,
    products: pd.DataFrame | None,
    standing: Mapping[str, PeerRow],
    rules: Rules,
) -> ProductReach:
    """Product reach from this branch's customers and holdings."""
    missing = lacks(customers, "customers") + lacks(holdings, "holdings") + lacks(products, "products")
    if customers is None or holdings is None or products is None or missing:
        return ProductReach((), (), None, missing)
    found = tuple(
        Penetration(category, row) for category in CATEGORIES if (row := standing.get(f"penetration_{category}"))
    )
    depth = _depth(customers, held_products(holdings, products, rules))
    return ProductReach(found, depth, standing.get("products_per_customer"), ())


def _depth(customers: pd.DataFrame, held: pd.DataFrame) -> tuple[Depth, ...]:
    numbers = customers["customer_id"].map(held["customer_id"].value_counts()).fillna(0).clip(upper=_DEEPEST)
    found = numbers.value_counts()
    return tuple(
        Depth(
            number,
            Quantity(int(found.get(number, 0)), Unit.COUNT),
            Quantity(float(found.get(number, 0)) / len(customers), Unit.SHARE),
        )
        for number in range(_DEEPEST + 1)
    )
