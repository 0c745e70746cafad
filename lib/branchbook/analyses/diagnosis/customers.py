"""The customer base of a branch: tiers, and who is managed, known, contacted, new or dormant (CU1 to CU7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from branchbook.analyses.diagnosis.holdings import held_products
from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import PeerRow
from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class Tier:
    """Personal customers from ``floor`` up to the next tier's; shares are of those with a known AUM."""

    key: str
    floor: Quantity
    customers: Quantity
    share: Quantity
    aum: Quantity
    aum_share: Quantity
    products_per_customer: Quantity


@dataclass(frozen=True)
class CustomerGroup:
    """A group that calls for action or tells of care taken. ``row`` is its share against peers,
    where it is compared."""

    key: str
    customers: Quantity
    share: Quantity
    row: PeerRow | None = None


@dataclass(frozen=True)
class CustomerBase:
    """The structure of the base; parts that can't be had are empty and named in ``missing``."""

    customers: Quantity
    aum: Quantity
    tiers: tuple[Tier, ...]
    groups: tuple[CustomerGroup, ...]
    missing: tuple[Lack, ...]


def customer_base(
    customers: pd.DataFrame | None,
    holdings: pd.DataFrame | None,
    products: pd.DataFrame | None,
    transactions: pd.DataFrame | None,
    standing: Mapping[str, PeerRow],
    rules: Rules,
    as_of: date,
) -> CustomerBase:
    """The customer base from this branch's customers and, where given, holdings and transactions."""
    missing = lacks(customers, "customers")
    if customers is None or missing:
        return CustomerBase(Quantity(None, Unit.COUNT), Quantity(None, Unit.MONEY), (), (), missing)
    no_holdings = lacks(holdings, "holdings") + lacks(products, "products")
    held = None if holdings is None or products is None or no_holdings else held_products(holdings, products, rules)
    return CustomerBase(
        Quantity(len(customers), Unit.COUNT),
        Quantity(_sum(customers["aum"]), Unit.MONEY),
        _tiers(customers, held, rules),
        (*_care(customers, standing), *_dormant(customers, transactions, rules, as_of)),
        (*lacks(customers, "customers", "aum", "kind", "manager_id", "known", "contacted_on", "opened_on"),
         *no_holdings, *_no_dormancy(transactions, rules, as_of)),
    )  # fmt: skip


def _tiers(customers: pd.DataFrame, held: pd.DataFrame | None, rules: Rules) -> tuple[Tier, ...]:
    """Personal customers (and those of unknown kind) by AUM, the lowest tier first."""
    floors = sorted(rules.mapping("CU2.tiers").items(), key=lambda tier: tier[1])
    personal = customers[customers["aum"].notna() & (customers["kind"].fillna("personal") == "personal")]
    if personal.empty:
        return ()
    ceilings = [floor for _, floor in floors[1:]] + [float("inf")]
    first = floors[0][1]
    return tuple(
        _tier(key, floor, _between(personal, float("-inf") if floor == first else floor, ceiling), personal, held)
        for (key, floor), ceiling in zip(floors, ceilings, strict=True)
    )


def _between(personal: pd.DataFrame, floor: float, ceiling: float) -> pd.DataFrame:
    return personal[(personal["aum"] >= floor) & (personal["aum"] < ceiling)]


def _tier(
    key: str, floor: float, members: pd.DataFrame, personal: pd.DataFrame, held: pd.DataFrame | None
) -> Tier:  # fmt: skip
    whole = float(personal["aum"].sum())
    products = None
    if held is not None and len(members):
        products = float(held["customer_id"].isin(set(members["customer_id"])).sum()) / len(members)
    return Tier(
        key,
        Quantity(floor, Unit.MONEY),
        Quantity(len(members), Unit.COUNT),
        Quantity(len(members) / len(personal), Unit.SHARE),
        Quantity(float(members["aum"].sum()), Unit.MONEY),
        Quantity(float(members["aum"].sum()) / whole if whole else None, Unit.SHARE),
        Quantity(products, Unit.RATIO),
    )


def _care(customers: pd.DataFrame, standing: Mapping[str, PeerRow]) -> tuple[CustomerGroup, ...]:
    """The groups of the bank-wide indicators, in this branch's own numbers of customers."""
    names = {
        "managed": "managed_share",
        "contacted": "contacted_share",
        "unknown": "unknown_share",
        "new": "new_customer_share",
        "new_active": "new_customer_active_share",
    }
    return tuple(
        CustomerGroup(key, standing[name].hits, standing[name].estimate.quantity, standing[name])
        for key, name in names.items()
        if name in standing and len(customers)
    )


def _no_dormancy(transactions: pd.DataFrame | None, rules: Rules, as_of: date) -> tuple[Lack, ...]:
    """Whether transactions are missing or too short to call anyone dormant."""
    missing = lacks(transactions, "transactions", "customer_id")
    if transactions is None or missing:
        return missing
    enough = transactions["at"].min().date() <= as_of - timedelta(days=rules.number("CU5.dormant_days"))
    return () if enough else (Lack("transactions", ("at",)),)


def _dormant(
    customers: pd.DataFrame, transactions: pd.DataFrame | None, rules: Rules, as_of: date
) -> tuple[CustomerGroup, ...]:
    """Customers without a transaction for long, among those who had opened their account before that time."""
    if transactions is None or _no_dormancy(transactions, rules, as_of):
        return ()
    since = pd.Timestamp(as_of - timedelta(days=rules.number("CU5.dormant_days")))
    settled = customers[~(customers["opened_on"] > since)]
    if settled.empty:
        return ()
    moved = set(transactions.loc[transactions["at"] > since, "customer_id"].dropna())
    dormant = int((~settled["customer_id"].isin(moved)).sum())
    return (
        CustomerGroup("dormant", Quantity(dormant, Unit.COUNT), Quantity(dormant / len(settled), Unit.SHARE)),
    )  # fmt: skip


def _sum(amounts: pd.Series) -> float | None:
    return float(amounts.sum()) if amounts.notna().any() else None
