"""Claim and allocation of accounts (认领、分配、台账): CL1 to CL8, pure.

Public, in the order of the story: accounts and people, scope, claim round, allocation, balance, what moves, versions.
Each name is imported when it is first used: who only reads which versions were kept does not wait for the solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from branchbook.analyses.claims.accounts import Account, Level, Member, aim, level, members, tier, weight
    from branchbook.analyses.claims.allocation import Allocation, Bound, Infeasible, allocate
    from branchbook.analyses.claims.assignment import Assignment, Ground
    from branchbook.analyses.claims.balance import balance_index
    from branchbook.analyses.claims.comparison import Move, moves
    from branchbook.analyses.claims.coverage import Coverage, Trial, cover
    from branchbook.analyses.claims.rounds import Claim, ClaimRound, Conflict, claim_round
    from branchbook.analyses.claims.scope import Scope, in_scope
    from branchbook.analyses.claims.shortage import Binding, Shortage
    from branchbook.analyses.claims.versions import State, Version, in_force, next_version
    from branchbook.register.aims import Aim

__all__ = [
    "Account",
    "Aim",
    "Allocation",
    "Assignment",
    "Binding",
    "Bound",
    "Claim",
    "ClaimRound",
    "Conflict",
    "Coverage",
    "Ground",
    "Infeasible",
    "Level",
    "Member",
    "Move",
    "Scope",
    "Shortage",
    "State",
    "Trial",
    "Version",
    "aim",
    "allocate",
    "balance_index",
    "claim_round",
    "cover",
    "in_force",
    "in_scope",
    "level",
    "members",
    "moves",
    "next_version",
    "tier",
    "weight",
]

_HOMES = {
    "Account": "branchbook.analyses.claims.accounts",
    "Aim": "branchbook.register.aims",
    "Allocation": "branchbook.analyses.claims.allocation",
    "Assignment": "branchbook.analyses.claims.assignment",
    "Binding": "branchbook.analyses.claims.shortage",
    "Bound": "branchbook.analyses.claims.allocation",
    "Claim": "branchbook.analyses.claims.rounds",
    "ClaimRound": "branchbook.analyses.claims.rounds",
    "Conflict": "branchbook.analyses.claims.rounds",
    "Coverage": "branchbook.analyses.claims.coverage",
    "Ground": "branchbook.analyses.claims.assignment",
    "Infeasible": "branchbook.analyses.claims.allocation",
    "Level": "branchbook.analyses.claims.accounts",
    "Member": "branchbook.analyses.claims.accounts",
    "Move": "branchbook.analyses.claims.comparison",
    "Scope": "branchbook.analyses.claims.scope",
    "Shortage": "branchbook.analyses.claims.shortage",
    "State": "branchbook.analyses.claims.versions",
    "Trial": "branchbook.analyses.claims.coverage",
    "Version": "branchbook.analyses.claims.versions",
    "aim": "branchbook.analyses.claims.accounts",
    "allocate": "branchbook.analyses.claims.allocation",
    "balance_index": "branchbook.analyses.claims.balance",
    "claim_round": "branchbook.analyses.claims.rounds",
    "cover": "branchbook.analyses.claims.coverage",
    "in_force": "branchbook.analyses.claims.versions",
    "in_scope": "branchbook.analyses.claims.scope",
    "level": "branchbook.analyses.claims.accounts",
    "members": "branchbook.analyses.claims.accounts",
    "moves": "branchbook.analyses.claims.comparison",
    "next_version": "branchbook.analyses.claims.versions",
    "tier": "branchbook.analyses.claims.accounts",
    "weight": "branchbook.analyses.claims.accounts",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
