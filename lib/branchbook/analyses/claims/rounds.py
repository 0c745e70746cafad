"""The claim round (CL2): everyone takes whom they know, in the order of positions; double claims are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from branchbook.analyses.claims.accounts import Account
from branchbook.rules import Rules


@dataclass(frozen=True)
class Claim:
    """One person says to know one account; ``claimed_on`` is None where the list does not tell."""

    account: str
    member: str
    claimed_on: date | None = None


@dataclass(frozen=True)
class Conflict:
    """An account that several people claim: them in order, the first of whom is proposed to the head.

    ``decided`` is whom the head has chosen by a lock, "" while the decision is open.
    """

    account: str
    claimants: tuple[str, ...]
    decided: str = ""

    @property
    def proposal(self) -> str:
        """Whom the order of positions gives the account to."""
        return self.claimants[0]


@dataclass(frozen=True)
class ClaimRound:
    """What the round gave: each claimed account's owner, the conflicts, and claims that could not count.

    ``locked`` are the head's own decisions, which go before every claim. ``outside`` are claims on accounts that are
    not in scope, ``strangers`` claims and locks by people who hold no accounts at this branch.
    """

    taken: Mapping[str, str]
    locked: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    outside: tuple[Claim, ...]
    strangers: tuple[Claim, ...]

    @property
    def fixed(self) -> Mapping[str, str]:
        """Every account that the allocation must leave where it is."""
        return {**self.taken, **self.locked}


def claim_round(
    claims: Iterable[Claim],
    locks: Mapping[str, str],
    accounts: Iterable[Account],
    people: Mapping[str, str],
    rules: Rules,
) -> ClaimRound:
    """Play the round: ``people`` maps ids to positions, ``locks`` accounts to the person who must have them.

    Among the claimants of one account the earlier position in CL2.order goes first, then the earlier claim, then the
    present owner, then the lower id.
    """
    known = {account.id: account for account in accounts}
    listed = sorted({(claim.account, claim.member): claim for claim in claims}.values(), key=_by_name)
    locking = [Claim(account, member) for account, member in sorted(locks.items())]
    here = [claim for claim in listed if claim.account in known]
    able = [claim for claim in here if claim.member in people]
    locked = {lock.account: lock.member for lock in locking if lock.account in known and lock.member in people}
    ranked = _ranked(able, known, people, rules.names("CL2.order"))
    return ClaimRound(
        {account: names[0] for account, names in ranked.items() if account not in locked},
        locked,
        tuple(Conflict(account, names, locked.get(account, "")) for account, names in ranked.items() if len(names) > 1),
        tuple(claim for claim in [*listed, *locking] if claim.account not in known),
        tuple(claim for claim in [*here, *locking] if claim.account in known and claim.member not in people),
    )


def _by_name(claim: Claim) -> tuple[str, str]:
    return claim.account, claim.member


def _ranked(
    claims: Iterable[Claim], known: Mapping[str, Account], people: Mapping[str, str], order: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    places = {position: place for place, position in enumerate(order)}

    def turn(claim: Claim) -> tuple[int, date, bool, str]:
        place = places.get(people[claim.member], len(order))
        stranger = known[claim.account].manager != claim.member
        return place, claim.claimed_on or date.max, stranger, claim.member

    by_account: dict[str, list[Claim]] = {}
    for claim in claims:
        by_account.setdefault(claim.account, []).append(claim)
    return {
        account: tuple(claim.member for claim in sorted(rivals, key=turn)) for account, rivals in by_account.items()
    }
