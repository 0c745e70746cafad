"""Why each account went where it went: what decided, from the points that were weighed (CL3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from branchbook.analyses.claims.accounts import Account, Member, tier
from branchbook.analyses.claims.assignment import Assignment, Ground
from branchbook.analyses.claims.preferences import Preferences
from branchbook.analyses.claims.rounds import ClaimRound
from branchbook.rules import Rules


def assigned(
    accounts: Sequence[Account],
    crew: Sequence[Member],
    owners: Sequence[int],
    claimed: ClaimRound,
    issued: Mapping[str, str],
    likings: Preferences,
    rules: Rules,
) -> tuple[Assignment, ...]:
    """The assignments of accounts to the people at ``owners``, each with its ground."""
    found = []
    for row, (account, owner) in enumerate(zip(accounts, owners, strict=True)):
        ground = _standing(account.id, crew[owner].id, claimed, issued)
        better = None if ground else _better(likings, row, owner)
        found.append(
            Assignment(
                account,
                crew[owner],
                float(likings.weights[row]),
                tier(account, rules),
                ground or _free(account, crew[owner], likings, row, owner, better),
                rules.mapping(f"CL3.fit.{crew[owner].position}")[tier(account, rules)],
                None if np.isnan(likings.distance[row, owner]) else float(likings.distance[row, owner]),
                "" if better is None else crew[better].id,
            )
        )
    return tuple(found)


def _standing(account: str, owner: str, claimed: ClaimRound, issued: Mapping[str, str]) -> Ground | None:
    if claimed.locked.get(account) == owner:
        return Ground.LOCKED
    if claimed.taken.get(account) == owner:
        rivals = any(conflict.account == account for conflict in claimed.conflicts)
        return Ground.CLAIMED_FIRST if rivals else Ground.CLAIMED
    return Ground.ISSUED if issued.get(account) == owner else None


def _better(likings: Preferences, row: int, owner: int) -> int | None:
    """Who would have suited better, None if nobody."""
    points = np.where(likings.allowed[row], likings.points[row], np.inf)
    best = int(points.argmin())
    return best if points[best] < points[owner] else None


def _free(account: Account, owner: Member, likings: Preferences, row: int, column: int, better: int | None) -> Ground:
    allowed = likings.allowed[row]
    if allowed.sum() == 1:
        return Ground.ONLY
    if better is not None:
        return Ground.BALANCE
    if account.manager == owner.id:
        return Ground.KEPT
    others = allowed.copy()
    others[column] = False
    nearer, fitter = (
        part[row][others].mean() - part[row][column] for part in (likings.proximity, likings.fit)
    )  # fmt: skip
    if max(nearer, fitter) <= 0:
        return Ground.EVEN
    return Ground.NEAR if nearer > fitter else Ground.FIT
