"""The existing side of the map (EC3): customers to be lifted, with owner, goal, and what is to be done (CL8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from branchbook.analyses.ecosystem.worth import WORTH, business, known_number, potential
from branchbook.register.aims import Aim, customer_aim, fell
from branchbook.rules import Rules
from branchbook.values.columns import Row, rows_of

_TOLD = (
    "firm_id", "customer_id", "shown_name", "module", "deposits", "deposits_previous", "loans", "owner", "goal",
    "contacted_on",
)  # fmt: skip
_WEIGHED = ("days", "falling", "weight")


@dataclass(frozen=True)
class Customer:
    """An existing customer on the map. Money is in yuan, None where unknown; ``days`` since the last contact."""

    firm_id: str
    customer_id: str
    name: str
    module: str
    aim: Aim
    deposits: float | None
    deposits_previous: float | None
    loans: float | None
    owner: str
    goal: str
    days: int | None
    falling: bool
    weight: float


def customers(firms: pd.DataFrame, rules: Rules, as_of: date) -> tuple[Customer, ...]:
    """All existing customers, those first whose care matters most: falling large ones, then by business and potential.

    The order is by EC3.weights: business and potential by place among the others, a fall of deposits, no contact for
    EC3.silent_days, nobody in charge.
    """
    existing = firms[[*_TOLD, *WORTH]][firms["side"] == "existing"]
    weighed = existing.assign(
        days=(pd.Timestamp(as_of) - existing["contacted_on"]).dt.days,
        standing=business(existing).fillna(0).rank(pct=True),
        outlook=potential(existing, rules).rank(pct=True),
        falling=[
            fell(known_number(deposits), known_number(previous), rules.number("CL8.fall"))
            for deposits, previous in zip(existing["deposits"], existing["deposits_previous"], strict=True)
        ],
    )
    weights = rules.mapping("EC3.weights")
    silent = weighed["days"].isna() | (weighed["days"] > rules.number("EC3.silent_days"))
    weighed["weight"] = (
        weights["business"] * weighed["standing"]
        + weights["potential"] * weighed["outlook"]
        + weights["falling"] * weighed["falling"].astype(float)
        + weights["silent"] * silent
        + weights["unowned"] * (weighed["owner"] == "")
    ).astype(float)
    ordered = weighed.sort_values(["weight", "customer_id"], ascending=[False, True], kind="stable")
    return tuple(_customer(row, rules) for row in rows_of(ordered, [*_TOLD, *_WEIGHED]))


def _customer(row: Row, rules: Rules) -> Customer:
    deposits, before = known_number(row["deposits"]), known_number(row["deposits_previous"])
    days = known_number(row["days"])
    return Customer(
        str(row["firm_id"]),
        str(row["customer_id"]),
        str(row["shown_name"]),
        str(row["module"]),
        customer_aim(deposits, before, rules),
        deposits,
        before,
        known_number(row["loans"]),
        str(row["owner"]),
        str(row["goal"]),
        None if days is None else int(days),
        bool(row["falling"]),
        known_number(row["weight"]) or 0.0,
    )
