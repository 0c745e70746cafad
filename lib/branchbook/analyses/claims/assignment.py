"""One account with its owner, and what that rests on (CL3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from branchbook.analyses.claims.accounts import Account, Member


class Ground(StrEnum):
    """What an assignment rests on most."""

    LOCKED = "locked"  #: the head has decided it
    CLAIMED = "claimed"  #: the only one who claimed it
    CLAIMED_FIRST = "claimed_first"  #: several claimed it, this one comes first in the order of positions
    ISSUED = "issued"  #: owner by the allocation that is in force
    KEPT = "kept"  #: the present owner goes on
    NEAR = "near"  #: closest to the accounts that this person has
    FIT = "fit"  #: the position that suits the tier best
    BALANCE = "balance"  #: others would suit better, but have as much as they can or should take
    EVEN = "even"  #: several suit alike, this one has the room
    ONLY = "only"  #: nobody else may hold this tier


@dataclass(frozen=True)
class Assignment:
    """One account and its owner. ``ground`` is what decided, ``instead_of`` who would have suited better (BALANCE).

    ``fit`` is CL3.fit of the owner's position for the tier, ``kilometres`` the distance from the middle of the
    owner's own accounts, None where it is not known.
    """

    account: Account
    member: Member
    weight: float
    tier: str
    ground: Ground
    fit: float
    kilometres: float | None = None
    instead_of: str = ""
