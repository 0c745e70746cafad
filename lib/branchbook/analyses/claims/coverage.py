"""Everything that chapter 50 tells of a branch:
scope, claim round, allocation, targets, and what a change would move."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from branchbook.analyses.claims.accounts import Account, Member, members, weight
from branchbook.analyses.claims.allocation import Allocation, Infeasible, allocate
from branchbook.analyses.claims.comparison import Move, moves
from branchbook.analyses.claims.reading import (
    claims_of,
    existing_accounts,
    locks_of,
    names_of,
    people_of,
    sub_branch_of,
    target_accounts,
)
from branchbook.analyses.claims.rounds import ClaimRound, claim_round
from branchbook.analyses.claims.scope import Scope, in_scope
from branchbook.rules import Rules


@dataclass(frozen=True)
class Trial:
    """What-if: the allocation with other capacities, and what would change hands against the one without."""

    unknown: tuple[str, ...]
    outcome: Allocation | Infeasible
    moved: tuple[Move, ...]


@dataclass(frozen=True)
class Coverage:
    """The coverage of a branch's accounts by its people.

    ``lacking`` names the tables without which nothing can be allocated. ``outcome`` is the allocation of existing
    accounts, ``targets`` that of the first targets of ``target_order``, ``moved`` what changes hands
    against the allocation in force. ``names`` are account ids with the names that a report may print, ``sub_branch`` is
    the name of the second level of coverage (CL4), empty where the bank does not tell it.
    """

    lacking: tuple[str, ...]
    claims_given: bool
    people: Mapping[str, str]
    names: Mapping[str, str]
    scope: Scope
    played: ClaimRound
    outcome: Allocation | Infeasible
    targets_played: ClaimRound
    targets: Allocation | Infeasible
    target_order: tuple[str, ...]
    moved: tuple[Move, ...]
    trial: Trial | None
    sub_branch: str = ""

    @property
    def all_targets(self) -> int:
        """How many targets there are, in hand or waiting."""
        return len(self.target_order)

    @property
    def owners(self) -> Mapping[str, str]:
        """Every account and target that has an owner."""
        found: dict[str, str] = {}
        for outcome in (self.outcome, self.targets):
            found |= outcome.owners if isinstance(outcome, Allocation) else {}
        return found


def cover(
    firms: pd.DataFrame,
    target_ids: Sequence[str],
    tables: Mapping[str, pd.DataFrame],
    given: Collection[str],
    rules: Rules,
    issued: Mapping[str, str] | None = None,
    capacity: Mapping[str, float] | None = None,
) -> Coverage:
    """Cover a branch's accounts; pure.

    ``firms`` are the branch's rows of the register, ``target_ids`` the firms to win in their order (EC4), ``tables``
    its rows of ``branches``, ``staff``, ``claims`` and ``locks`` where given, ``given`` the tables that the engagement
    brought. ``issued`` are the owners in force, who keep what they have; ``capacity`` are other maxima by staff id, for
    a trial.
    """
    existing = existing_accounts(firms)
    scope = in_scope(existing, rules)
    people, locks = people_of(tables.get("staff")), locks_of(tables.get("locks"))
    crew = members(people, scope.accounts, rules)
    in_force = {account: owner for account, owner in (issued or {}).items() if owner in people}
    known = {account.id for account in existing}
    own_locks = {account: owner for account, owner in locks.items() if account in known}
    played = claim_round(
        claims_of(tables.get("claims"), firms, targets=False), own_locks, scope.accounts, _positions(crew), rules
    )
    outcome = allocate(scope.accounts, crew, played, rules, in_force)
    targets_played, targets = _targets(firms, target_ids, tables, people, locks, rules, in_force)
    coverage = Coverage(
        tuple(table for table in ("corporate_customers", "staff") if table not in given),
        "claims" in given, people, names_of(firms), scope, played, outcome, targets_played, targets, tuple(target_ids),
        (), _trial(scope, crew, played, outcome, capacity or {}, rules, in_force),
        sub_branch_of(tables.get("branches")),
    )  # fmt: skip
    return replace(coverage, moved=moves(issued, coverage.owners) if issued else ())


def _positions(crew: Sequence[Member]) -> dict[str, str]:
    return {member.id: member.position for member in crew}


def _targets(
    firms: pd.DataFrame,
    ids: Sequence[str],
    tables: Mapping[str, pd.DataFrame],
    people: Mapping[str, str],
    locks: Mapping[str, str],
    rules: Rules,
    issued: Mapping[str, str],
) -> tuple[ClaimRound, Allocation | Infeasible]:
    """Targets get an owner in the same way, of the positions of CL7,
    as many as these can take (CL7.most_per_person)."""
    able = {id_: position for id_, position in people.items() if position in rules.names("CL7.positions")}
    able = able or dict(people)
    wanted = target_accounts(firms, ids)[: int(rules.number("CL7.most_per_person")) * len(able)]
    crew = _equal_crew(able, wanted, rules)
    named = {account.id for account in wanted}
    own_locks = {account: owner for account, owner in locks.items() if account in named}
    claimed = [claim for claim in claims_of(tables.get("claims"), firms, targets=True) if claim.account in named]
    played = claim_round(claimed, own_locks, wanted, _positions(crew), rules)
    return played, allocate(wanted, crew, played, rules, issued)


def _equal_crew(people: Mapping[str, str], accounts: Sequence[Account], rules: Rules) -> tuple[Member, ...]:
    """People with equal parts of the targets: nobody has been given any yet, so that the parts alone bound them."""
    work = sum(weight(account, rules) for account in accounts)
    share = work / len(people) if people else 0.0
    return tuple(Member(id_, position, 0.0, share, work) for id_, position in sorted(people.items()))


def _trial(
    scope: Scope,
    crew: Sequence[Member],
    played: ClaimRound,
    outcome: Allocation | Infeasible,
    capacity: Mapping[str, float],
    rules: Rules,
    issued: Mapping[str, str],
) -> Trial | None:
    if not capacity:
        return None
    changed = [_with_maximum(member, capacity.get(member.id)) for member in crew]
    tried = allocate(scope.accounts, changed, played, rules, issued)
    before = outcome.owners if isinstance(outcome, Allocation) else {}
    after = tried.owners if isinstance(tried, Allocation) else {}
    unknown = tuple(sorted(set(capacity) - {member.id for member in crew}))
    return Trial(unknown, tried, moves(before, after) if before and after else ())


def _with_maximum(member: Member, maximum: float | None) -> Member:
    if maximum is None:
        return member
    minimum = min(member.minimum, maximum)
    return Member(member.id, member.position, minimum, min(max(member.ideal, minimum), maximum), maximum)
