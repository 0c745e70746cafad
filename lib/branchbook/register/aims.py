"""Protect, win, dig (保、抢、挖; CL8): what is to be done with a firm, the same on the map,
in the ledger and the plan."""

from __future__ import annotations

from enum import StrEnum

from branchbook.rules import Rules


class Aim(StrEnum):
    """What is to be done with a firm."""

    PROTECT = "protect"  #: 保: an existing customer whose loss would hurt, or who is leaving
    WIN = "win"  #: 抢: a firm that is not a customer yet
    DIG = "dig"  #: 挖: an existing customer with more to be had


def customer_aim(deposits: float | None, deposits_previous: float | None, rules: Rules) -> Aim:
    """The aim for an existing customer: protect the tiers of CL8.protect_tiers and whose deposits fell by CL8.fall."""
    if deposits_tier(deposits, rules) in rules.names("CL8.protect_tiers"):
        return Aim.PROTECT
    return Aim.PROTECT if fell(deposits, deposits_previous, rules.number("CL8.fall")) else Aim.DIG


def deposits_tier(deposits: float | None, rules: Rules) -> str:
    """The tier of CL3.tiers that deposits reach; the lowest where they are unknown."""
    steps = sorted(rules.mapping("CL3.tiers").items(), key=lambda step: step[1])
    reached = [name for name, least in steps if deposits is not None and deposits >= least]
    return reached[-1] if reached else steps[0][0]


def fell(deposits: float | None, deposits_previous: float | None, by: float) -> bool:
    """Whether deposits have fallen by this share or more since the previous balance."""
    return deposits is not None and bool(deposits_previous) and deposits <= float(deposits_previous or 0) * (1 - by)
