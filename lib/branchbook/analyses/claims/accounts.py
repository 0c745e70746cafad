"""Accounts to be covered and the people who cover them, as the claim round and the allocation see them (CL1–CL4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from branchbook.register.aims import Aim, customer_aim, deposits_tier
from branchbook.rules import Rules


class Level(StrEnum):
    """Who watches over an account besides its owner at the branch (CL4)."""

    BRANCH = "branch"
    SUB_BRANCH = "sub_branch"


@dataclass(frozen=True)
class Account:
    """An existing corporate customer, or a target that shall become one.

    ``deposits`` and ``deposits_previous`` are yuan, None where unknown; ``size`` orders targets, which have no
    deposits yet; ``point`` is (longitude, latitude) in degrees and ``area`` the district or street as the data write
    it, either of which may be missing. ``manager`` is the owner before this allocation, "" for none.
    """

    id: str
    deposits: float | None = None
    deposits_previous: float | None = None
    has_loan: bool | None = None
    point: tuple[float, float] | None = None
    area: str = ""
    manager: str = ""
    target: bool = False
    size: float | None = None


@dataclass(frozen=True)
class Member:
    """A person of the branch. Loads are in weights (CL3): hard ``minimum`` and ``maximum``, soft ``ideal``."""

    id: str
    position: str
    minimum: float
    ideal: float
    maximum: float


def tier(account: Account, rules: Rules) -> str:
    """The tier of an account by its deposits, a target's by its size; the lowest where neither is known (CL3.tiers)."""
    return deposits_tier(account.size if account.target else account.deposits, rules)


def weight(account: Account, rules: Rules) -> float:
    """The work that an account makes, in weights (CL3.weights of its tier)."""
    return rules.mapping("CL3.weights")[tier(account, rules)]


def level(account: Account, rules: Rules) -> Level:
    """Accounts of the tiers of CL4.sub_branch_tiers are watched by the sub-branch, too."""
    watched = tier(account, rules) in rules.names("CL4.sub_branch_tiers")
    return Level.SUB_BRANCH if watched and not account.target else Level.BRANCH


def aim(account: Account, rules: Rules) -> Aim:
    """Protect, win or dig (CL8): targets are to be won, customers protected or dug."""
    return Aim.WIN if account.target else customer_aim(account.deposits, account.deposits_previous, rules)


def members(people: Mapping[str, str], accounts: Iterable[Account], rules: Rules) -> tuple[Member, ...]:
    """The people (id to position) with their capacity by position (CL3.minimum, CL3.maximum, CL3.ideal).

    ``CL3.ideal`` tells how loads should stand to one another; an ideal is the person's part of all the work, held
    between minimum and maximum. People whose position may hold nothing (CL3.maximum is 0) are left out. Order is that
    of their ids.
    """
    work = sum(weight(account, rules) for account in accounts)
    least, most, parts = (rules.mapping(f"CL3.{name}") for name in ("minimum", "maximum", "ideal"))
    able = {name: position for name, position in sorted(people.items()) if most[position] > 0}
    whole = sum(parts[position] for position in able.values()) or 1.0
    return tuple(
        Member(
            name,
            position,
            least[position],
            min(max(work * parts[position] / whole, least[position]), most[position]),
            most[position],
        )
        for name, position in able.items()
    )
