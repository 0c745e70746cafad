"""Small random branches, and a checker of allocations that knows the rules and nothing of the solver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from branchbook.analyses import claims
from branchbook.rules import Rules

POSITIONS = ("head", "corporate_manager", "low_counter", "lobby_manager", "back_office")
RULES = Rules.defaults()


def accounts(least: int = 0, most: int = 12) -> st.SearchStrategy[list[claims.Account]]:
    """Accounts "C0", "C1" … of every tier, some with a place, some with a present owner."""
    one = st.builds(
        claims.Account,
        id=st.just(""),
        deposits=st.one_of(st.none(), st.sampled_from([0.0, 60_000.0, 700_000.0, 9_000_000.0])),
        has_loan=st.sampled_from([True, False, None]),
        point=st.one_of(st.none(), st.tuples(st.sampled_from([121.5, 121.6]), st.sampled_from([29.8, 29.9]))),
        area=st.sampled_from(["", "东街", "西街"]),
        manager=st.sampled_from(["", "S0", "S1", "S9"]),
    )
    return st.lists(one, min_size=least, max_size=most).map(
        lambda found: [
            claims.Account(f"C{n}", a.deposits, None, a.has_loan, a.point, a.area, a.manager)
            for n, a in enumerate(found)
        ]
    )


def crews(most: int = 4, roomy: bool = False) -> st.SearchStrategy[list[claims.Member]]:
    """People "S0", "S1" … with whole-number capacities."""
    low = st.integers(0, 0 if roomy else 4)
    room = st.integers(100, 120) if roomy else st.integers(0, 24)

    def member(at: tuple[str, int, int, int]) -> claims.Member:
        position, minimum, span, aim = at
        maximum = minimum + span
        return claims.Member("", position, minimum, min(max(aim, minimum), maximum), maximum)

    one = st.tuples(st.sampled_from(POSITIONS), low, room, st.integers(0, 16)).map(member)
    return st.lists(one, min_size=1, max_size=most).map(
        lambda found: [claims.Member(f"S{n}", m.position, m.minimum, m.ideal, m.maximum) for n, m in enumerate(found)]
    )


def rounds(accounts: Sequence[claims.Account], crew: Sequence[claims.Member], draw: st.DrawFn) -> claims.ClaimRound:
    """A claim round with some claims and locks."""
    ids = [account.id for account in accounts] or ["C0"]
    names = [member.id for member in crew]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(names))
    said = [claims.Claim(*pair) for pair in draw(st.lists(pairs, max_size=4))]
    locks = dict(draw(st.lists(pairs, max_size=2)))
    return claims.claim_round(said, locks, accounts, {member.id: member.position for member in crew}, RULES)


def broken_rules(
    allocation: claims.Allocation,
    accounts: Sequence[claims.Account],
    crew: Sequence[claims.Member],
    played: claims.ClaimRound,
    rules: Rules,
    issued: Mapping[str, str] | None = None,
) -> list[str]:
    """Every hard rule that an allocation breaks, in words; nothing if it keeps them all."""
    owners = allocation.owners
    by_id = {member.id: member for member in crew}
    broken = []
    if sorted(owners) != sorted(account.id for account in accounts):
        broken.append("not every account has exactly one owner")
    for account, owner in played.locked.items():
        if owners[account] != owner:
            broken.append(f"{account} is locked to {owner} and went to {owners[account]}")
    for account, owner in played.taken.items():
        if account not in played.locked and owners[account] != owner:
            broken.append(f"{account} is claimed by {owner} and went to {owners[account]}")
    stands = {
        account: owner
        for account, owner in (issued or {}).items()
        if account in owners and account not in played.fixed and owner in by_id
    }
    broken += [f"{account} is issued to {owner} and went to {owners[account]}" for account, owner in stands.items()
               if owners[account] != owner]  # fmt: skip
    for member in crew:
        load = sum(claims.weight(a, rules) for a in accounts if owners[a.id] == member.id)
        if not member.minimum - 1e-6 <= load <= member.maximum + 1e-6:
            broken.append(f"{member.id} has {load}, not within {member.minimum} and {member.maximum}")
    for account in accounts:
        fit = rules.mapping(f"CL3.fit.{by_id[owners[account.id]].position}")[claims.tier(account, rules)]
        if fit == 0 and account.id not in played.fixed and account.id not in stands:
            broken.append(f"{account.id} went to a position that may not hold its tier")
    return broken


def points(
    owners: Mapping[str, str],
    accounts: Sequence[claims.Account],
    crew: Sequence[claims.Member],
    played: claims.ClaimRound,
    rules: Rules,
) -> float:
    """The points of an allocation by the text of CL3, account by account, without arrays."""
    steps, most = rules.mapping("CL3.balance"), rules.mapping("CL3.points")
    total = 0.0
    names = {member.id for member in crew}
    for account in accounts:
        if account.id in played.fixed:
            continue
        member = next(member for member in crew if member.id == owners[account.id])
        work = claims.weight(account, rules)
        fit = rules.mapping(f"CL3.fit.{member.position}")[claims.tier(account, rules)]
        total += round(work * most["fit"] * (1 - fit) + 1e-9)
        total += round(work * most["proximity"] * _farness(account, member, accounts, played, rules) + 1e-9)
        total += work * most["relationship"] * (account.manager in names and account.manager != member.id)
    for member in crew:
        load = sum(claims.weight(a, rules) for a in accounts if owners[a.id] == member.id)
        off, band = abs(load - member.ideal), steps["band"] * member.ideal
        total += steps["near"] * min(off, band) + steps["far"] * max(off - band, 0)
    return total


def _farness(
    account: claims.Account,
    member: claims.Member,
    accounts: Sequence[claims.Account],
    played: claims.ClaimRound,
    rules: Rules,
) -> float:
    own = [other for other in accounts if played.fixed.get(other.id) == member.id]
    places = [other.point for other in own if other.point]
    if account.point and places:
        middle = tuple(_median([place[axis] for place in places]) for axis in (0, 1))
        # on these few kilometres the earth is flat: the points stand 0.1 degrees apart, which is simply far
        return 0.0 if account.point == middle else _far(account.point, middle, rules)
    areas = [other.area for other in own if other.area]
    if not account.area or not areas:
        return 0.5
    return sum(area != account.area for area in areas) / len(areas)


def _far(one: tuple[float, float], other: tuple[float, ...], rules: Rules) -> float:
    north = (one[1] - other[1]) * 111.195
    east = (one[0] - other[0]) * 111.195 * math.cos(math.radians((one[1] + other[1]) / 2))
    return min(math.hypot(north, east) / rules.number("CL3.near_km"), 1)


def _median(numbers: list[float]) -> float:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
