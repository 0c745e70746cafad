"""The allocation of a branch's accounts to its people, proven and explained (CL3, CL7)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from branchbook.analyses.claims.accounts import Account, Member
from branchbook.analyses.claims.assignment import Assignment
from branchbook.analyses.claims.grounds import assigned
from branchbook.analyses.claims.preferences import Preferences, preferences
from branchbook.analyses.claims.programme import Programme, Solution, Steps, solve
from branchbook.analyses.claims.rounds import ClaimRound
from branchbook.analyses.claims.shortage import Shortage, shortage_of_parts, shortage_of_whole
from branchbook.rules import Rules

_A_POINT = 1.0  # points are whole: what is nearer to its bound than this is best


@dataclass(frozen=True)
class Allocation:
    """Every account with its owner, in the order of account ids.

    ``points`` are those of the free choice and the loads; no allocation under the same rules has fewer than ``bound``.
    """

    assignments: tuple[Assignment, ...]
    members: tuple[Member, ...]
    points: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the points may be above the best possible, as a share of the points."""
        return (self.points - self.bound) / self.points if self.points > 0 else 0.0

    @property
    def proven(self) -> bool:
        """Whether no other allocation is better by as much as one point."""
        return self.points - self.bound < _A_POINT

    @property
    def owners(self) -> Mapping[str, str]:
        """Account id to person id."""
        return {assignment.account.id: assignment.member.id for assignment in self.assignments}

    def load(self, member: str) -> float:
        """A person's load in weights."""
        return sum(assignment.weight for assignment in self.assignments if assignment.member.id == member)

    @property
    def loads(self) -> Mapping[str, float]:
        """Every person's load in weights."""
        loads = dict.fromkeys((member.id for member in self.members), 0.0)
        for assignment in self.assignments:
            loads[assignment.member.id] += assignment.weight
        return loads


@dataclass(frozen=True)
class Bound:
    """One binding constraint with the ids of its accounts and people; see :class:`Shortage`."""

    shortage: Shortage
    accounts: tuple[Account, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Infeasible:
    """No allocation meets the hard rules; ``bounds`` name those that bind, the plainest first."""

    bounds: tuple[Bound, ...]


def allocate(
    accounts: Sequence[Account],
    people: Sequence[Member],
    claimed: ClaimRound,
    rules: Rules,
    issued: Mapping[str, str] | None = None,
) -> Allocation | Infeasible:
    """Give every account an owner.

    Locks, claims and the owners of an ``issued`` allocation (in this order) do not move; the rest is allocated so that
    points (CL3.points, CL3.balance) are fewest, every load between its minimum and maximum. The same input gives the
    same allocation, in whatever order its parts come.
    """
    ordered, crew = sorted(accounts, key=_id), sorted(people, key=_id)
    fixed = _fixed(ordered, crew, claimed, issued or {})
    free = [account for account in ordered if account.id not in fixed]
    likings = preferences(ordered, crew, fixed, rules)
    programme = _programme(ordered, crew, fixed, likings, rules)
    nodes = int(rules.number("CL3.nodes"))
    tight = shortage_of_parts(programme)
    if tight:
        return Infeasible(_bounds(tight, free, crew))
    solution = solve(programme, int(rules.number("CL3.exact_pairs")), nodes)
    if solution is None:
        return Infeasible(_bounds([shortage_of_whole(programme, nodes)], free, crew))
    return _allocation(ordered, crew, fixed, claimed, issued or {}, likings, solution, rules)


def _id(named: Account | Member) -> str:
    return named.id


def _fixed(
    accounts: Sequence[Account], crew: Sequence[Member], claimed: ClaimRound, issued: Mapping[str, str]
) -> dict[str, str]:
    present = {member.id for member in crew}
    owners = {**issued, **claimed.fixed}
    standing = {account: owner for account, owner in owners.items() if owner in present}
    return {account.id: standing[account.id] for account in accounts if account.id in standing}


def _programme(
    accounts: Sequence[Account], crew: Sequence[Member], fixed: Mapping[str, str], likings: Preferences, rules: Rules
) -> Programme:
    free = np.array([account.id not in fixed for account in accounts], dtype=bool)
    columns = {member.id: column for column, member in enumerate(crew)}
    held = [columns[fixed[account.id]] for account in accounts if account.id in fixed]
    steps = rules.mapping("CL3.balance")
    return Programme(
        points=likings.points[free],
        allowed=likings.allowed[free],
        weights=likings.weights[free],
        base=np.bincount(np.array(held, dtype=int), likings.weights[~free], len(crew)).astype(float),
        minimum=np.array([member.minimum for member in crew]),
        ideal=np.array([member.ideal for member in crew]),
        maximum=np.array([member.maximum for member in crew]),
        steps=Steps(steps["near"], steps["far"], steps["band"]),
        ties=_ties([account for account, loose in zip(accounts, free, strict=True) if loose], crew),
    )


def _ties(accounts: Sequence[Account], crew: Sequence[Member]) -> np.ndarray:
    """Numbers from 0 to 1 that depend on the two ids alone, so that ties fall alike whoever else is in the list."""
    rows = np.array([zlib.crc32(account.id.encode("utf-8")) for account in accounts], dtype=np.uint64)[:, None]
    columns = np.array([zlib.crc32(member.id.encode("utf-8")) for member in crew], dtype=np.uint64)[None, :]
    mixed = ((rows ^ (columns << np.uint64(7))) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return mixed.astype(float).reshape(len(accounts), len(crew)) / 0xFFFFFFFF


def _bounds(found: Iterable[Shortage], free: Sequence[Account], crew: Sequence[Member]) -> tuple[Bound, ...]:
    return tuple(
        Bound(each, tuple(free[place] for place in each.accounts), tuple(crew[place] for place in each.people))
        for each in found
    )


def _allocation(
    accounts: Sequence[Account],
    crew: Sequence[Member],
    fixed: Mapping[str, str],
    claimed: ClaimRound,
    issued: Mapping[str, str],
    likings: Preferences,
    solution: Solution,
    rules: Rules,
) -> Allocation:
    columns = {member.id: column for column, member in enumerate(crew)}
    chosen = iter(solution.owners.tolist())
    owners = [columns[fixed[account.id]] if account.id in fixed else next(chosen) for account in accounts]
    return Allocation(
        assigned(accounts, crew, owners, claimed, issued, likings, rules), tuple(crew), solution.value, solution.bound
    )
