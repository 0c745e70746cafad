"""Claim and allocation of accounts (认领、分配、台账): CL1 to CL8, pure.

Public, in the order of the story: accounts and people, scope, claim round, allocation, balance, what moves, versions.
"""

from branchbook.analyses.claims.accounts import Account, Level, Member, aim, level, members, tier, weight
from branchbook.analyses.claims.allocation import Allocation, Bound, Infeasible, allocate
from branchbook.analyses.claims.assignment import Assignment, Ground
from branchbook.analyses.claims.balance import balance_index
from branchbook.analyses.claims.claim_round import Claim, ClaimRound, Conflict, claim_round
from branchbook.analyses.claims.comparison import Move, moves
from branchbook.analyses.claims.coverage import Coverage, Trial, cover
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
