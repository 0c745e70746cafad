"""The allocation against an independent checker, brute force and its own promises (CL3)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analyses.claims.cases import POSITIONS, RULES, accounts, broken_rules, crews, points, rounds

from branchbook.analyses import claims
from branchbook.analyses.claims import programme as solving
from branchbook.rules import Rules

NO_ROUND = claims.ClaimRound({}, {}, (), (), ())


@settings(max_examples=300, deadline=None)
@given(accounts(), crews(), st.data())
def test_an_allocation_keeps_every_hard_rule_or_names_what_binds(found, crew, data):
    played = rounds(found, crew, data.draw)
    ids, names = [account.id for account in found] or ["C0"], [*(member.id for member in crew), "S_gone"]
    issued = data.draw(st.dictionaries(st.sampled_from([*ids, "C_gone"]), st.sampled_from(names), max_size=4))
    allocation = claims.allocate(found, crew, played, RULES, issued)
    if isinstance(allocation, claims.Infeasible):
        assert allocation.bounds
    else:
        assert broken_rules(allocation, found, crew, played, RULES, issued) == []


@settings(max_examples=150, deadline=None)
@given(accounts(most=6), crews(most=3), st.data())
def test_no_allocation_is_better_than_ours_and_none_is_overlooked(found, crew, data):
    """All ways to place up to six accounts at up to three people, counted by hand's own arithmetic."""
    played = rounds(found, crew, data.draw)
    best = _brute_force(found, crew, played)
    allocation = claims.allocate(found, crew, played, RULES)
    if best is None:
        assert isinstance(allocation, claims.Infeasible)
        return
    assert isinstance(allocation, claims.Allocation)
    assert points(allocation.owners, found, crew, played, RULES) == pytest.approx(best, abs=0.05)
    assert allocation.points == pytest.approx(best, abs=2.0)  # rounding of halves
    assert allocation.proven
    assert allocation.bound <= allocation.points


def _brute_force(found, crew, played):
    free = [account for account in found if account.id not in played.fixed]
    values = []
    for choice in itertools.product(crew, repeat=len(free)):
        owners = dict(played.fixed) | {account.id: member.id for account, member in zip(free, choice, strict=True)}
        loads = {m.id: sum(claims.weight(a, RULES) for a in found if owners[a.id] == m.id) for m in crew}
        fits = all(
            RULES.mapping(f"CL3.fit.{m.position}")[claims.tier(a, RULES)] > 0 for a, m in zip(free, choice, strict=True)
        )
        if fits and all(m.minimum <= loads[m.id] <= m.maximum for m in crew):
            values.append(points(owners, found, crew, played, RULES))
    return min(values, default=None)


@settings(max_examples=60, deadline=None)
@given(accounts(least=1), crews(), st.data())
def test_the_order_of_the_lists_changes_nothing(found, crew, data):
    played = rounds(found, crew, data.draw)
    shuffled = claims.allocate(
        data.draw(st.permutations(found)), data.draw(st.permutations(crew)), played, RULES
    )  # fmt: skip
    assert shuffled == claims.allocate(found, crew, played, RULES)


@settings(max_examples=60, deadline=None)
@given(accounts(least=1), crews(roomy=True))
def test_more_room_never_costs_points(found, crew):
    assume(claims.in_scope(found, RULES).accounts)
    tight = claims.allocate(found, crew, NO_ROUND, RULES)
    assume(isinstance(tight, claims.Allocation))
    wider = claims.allocate(found, [replace(m, maximum=m.maximum + 50) for m in crew], NO_ROUND, RULES)
    assert isinstance(wider, claims.Allocation)
    assert wider.bound <= tight.points + 0.05


def _branch(count: int, people: int = 6) -> tuple[list[claims.Account], list[claims.Member]]:
    sizes = (0.0, 60_000.0, 60_000.0, 700_000.0, 9_000_000.0)
    found = [
        claims.Account(
            f"C{n:05d}", sizes[n * 7 % 5] + n, None, n % 3 == 0, (121 + n * 37 % 100 / 500, 29 + n * 61 % 100 / 500),
            f"街道{n % 4}", f"S{n % (people + 3):02d}",
        )
        for n in range(count)
    ]  # fmt: skip
    work = sum(claims.weight(account, RULES) for account in found)
    crew = [
        claims.Member(f"S{n:02d}", POSITIONS[n % 3], 0.0, work / people, 1.2 * work / people) for n in range(people)
    ]
    return found, crew


def test_a_large_branch_is_within_one_percent_of_the_proven_best():
    found, crew = _branch(1500, 40)  # 60,000 pairs: the way of large branches
    allocation = claims.allocate(found, crew, NO_ROUND, RULES)
    assert isinstance(allocation, claims.Allocation)
    assert broken_rules(allocation, found, crew, NO_ROUND, RULES) == []
    assert 0 <= allocation.gap <= 0.01


def test_the_way_of_large_branches_finds_what_the_exact_way_finds(monkeypatch):
    found, crew = _branch(240)
    exact = claims.allocate(found, crew, NO_ROUND, RULES)
    monkeypatch.setattr(solving, "_SMALL", 0)
    monkeypatch.setattr(solving, "_SAMPLE", 40)
    rounded = claims.allocate(found, crew, NO_ROUND, RULES.with_overrides({"CL3": {"exact_pairs": 0}}))
    assert isinstance(exact, claims.Allocation)
    assert isinstance(rounded, claims.Allocation)
    assert broken_rules(rounded, found, crew, NO_ROUND, RULES) == []
    assert exact.points - 0.05 <= rounded.points <= exact.points * 1.01
    assert rounded.bound <= exact.points + 0.05
    assert rounded.gap <= 0.01


def _one(deposits: float = 0.0, **changes: object) -> claims.Account:
    return replace(claims.Account("C1", deposits), **changes)


def _grounds(found, crew, played=NO_ROUND, issued=None):
    allocation = claims.allocate(found, crew, played, RULES, issued)
    assert isinstance(allocation, claims.Allocation)
    return {assignment.account.id: assignment.ground for assignment in allocation.assignments}


HEAD = claims.Member("S1", "head", 0, 8, 100)
MANAGER = claims.Member("S2", "corporate_manager", 0, 8, 100)
COUNTER = claims.Member("S3", "low_counter", 0, 8, 100)


def test_each_assignment_tells_what_decided_it():
    locked = claims.ClaimRound({}, {"C1": "S3"}, (), (), ())
    claimed = claims.ClaimRound({"C1": "S3"}, {}, (), (), ())
    rival = claims.ClaimRound({"C1": "S1"}, {}, (claims.Conflict("C1", ("S1", "S2")),), (), ())
    crew = [HEAD, MANAGER, COUNTER]
    assert _grounds([_one()], crew, locked)["C1"] is claims.Ground.LOCKED
    assert _grounds([_one()], crew, claimed)["C1"] is claims.Ground.CLAIMED
    assert _grounds([_one()], crew, rival)["C1"] is claims.Ground.CLAIMED_FIRST
    assert _grounds([_one()], crew, issued={"C1": "S1"})["C1"] is claims.Ground.ISSUED
    assert _grounds([_one(manager="S3")], crew)["C1"] is claims.Ground.KEPT
    assert _grounds([_one()], crew)["C1"] is claims.Ground.FIT
    assert _grounds([_one(9e6)], [HEAD, COUNTER])["C1"] is claims.Ground.ONLY


def test_an_account_near_to_what_a_person_has_goes_to_that_person():
    own = claims.Account("C0", 0.0, point=(121.5, 29.8))
    other = claims.Account("C2", 0.0, point=(121.6, 29.9))
    new = claims.Account("C1", 0.0, point=(121.5, 29.8))
    twins = [claims.Member("S1", "low_counter", 0, 1, 9), claims.Member("S2", "low_counter", 0, 1, 9)]
    for mine, theirs in (("S1", "S2"), ("S2", "S1")):
        played = claims.ClaimRound({"C0": mine, "C2": theirs}, {}, (), (), ())
        allocation = claims.allocate([own, other, new], twins, played, RULES)
        assert isinstance(allocation, claims.Allocation)
        assert allocation.owners["C1"] == mine
        assert allocation.assignments[1].ground is claims.Ground.NEAR


def test_an_account_that_goes_to_a_second_choice_names_the_first():
    small_head = replace(HEAD, maximum=8, ideal=8)
    allocation = claims.allocate([_one(9e6), claims.Account("C2", 9e6)], [small_head, MANAGER], NO_ROUND, RULES)
    assert isinstance(allocation, claims.Allocation)
    second = next(a for a in allocation.assignments if a.member.id == "S2")
    assert second.ground is claims.Ground.BALANCE
    assert second.instead_of == "S1"


def test_what_is_issued_stays_and_the_owner_who_left_is_replaced():
    allocation = claims.allocate(
        [_one(9e6), claims.Account("C2", 9e6)], [MANAGER, COUNTER], NO_ROUND, RULES, {"C1": "S2", "C2": "S_gone"}
    )
    assert isinstance(allocation, claims.Allocation)
    assert allocation.owners == {"C1": "S2", "C2": "S2"}


def _only_bound(found, crew, played=NO_ROUND):
    allocation = claims.allocate(found, crew, played, RULES)
    assert isinstance(allocation, claims.Infeasible)
    return allocation.bounds[0]


def test_too_little_room_names_the_people_who_are_full_and_by_how_much():
    """Three key accounts of weight 8 may go to the manager alone, who can take 20: short by 4."""
    found = [claims.Account(f"C{n}", 9e6) for n in range(3)] + [claims.Account("C9", 0.0)]
    bound = _only_bound(found, [replace(MANAGER, maximum=20), COUNTER])
    assert bound.shortage.binding is claims.Binding.MAXIMUM
    assert [member.id for member in bound.members] == ["S2"]
    assert {account.id for account in bound.accounts} == {"C0", "C1", "C2"}
    assert (bound.shortage.work, bound.shortage.room, bound.shortage.short) == pytest.approx((24, 20, 4))


def test_a_minimum_without_work_names_who_lacks_it():
    bound = _only_bound([_one()], [replace(COUNTER, minimum=5)])
    assert bound.shortage.binding is claims.Binding.MINIMUM
    assert bound.shortage.short == pytest.approx(4)
    assert [member.id for member in bound.members] == ["S3"]


def test_a_tier_that_nobody_may_hold_is_named():
    bound = _only_bound([_one(9e6)], [COUNTER])
    assert bound.shortage.binding is claims.Binding.NOBODY
    assert [account.id for account in bound.accounts] == ["C1"]


def test_claims_beyond_a_persons_maximum_are_named():
    played = claims.ClaimRound({"C1": "S2"}, {}, (), (), ())
    bound = _only_bound([_one(9e6)], [HEAD, replace(MANAGER, maximum=5, ideal=5)], played)
    assert bound.shortage.binding is claims.Binding.FIXED
    assert bound.shortage.short == pytest.approx(3)


def test_accounts_that_fit_only_in_parts_are_named():
    """Two accounts of weight 8 into 12 and 4."""
    found = [claims.Account("C1", 9e6), claims.Account("C2", 9e6)]
    bound = _only_bound(found, [replace(HEAD, maximum=12), replace(MANAGER, maximum=4, ideal=4)])
    assert bound.shortage.binding is claims.Binding.WHOLE
    assert bound.shortage.short == pytest.approx(4)


@settings(max_examples=100, deadline=None)
@given(accounts(least=1, most=8), crews(most=3))
def test_loosening_what_binds_by_what_is_short_makes_an_allocation_possible(found, crew):
    """Maxima raised and minima lowered by the shortage named, again and again, must end in an allocation."""
    for _ in range(12):
        allocation = claims.allocate(found, crew, NO_ROUND, RULES)
        if isinstance(allocation, claims.Allocation):
            return
        for bound in allocation.bounds:
            by = bound.shortage.short
            names = {member.id for member in bound.members}
            if bound.shortage.binding is claims.Binding.NOBODY:
                left = {account.id for account in bound.accounts}
                found = [account for account in found if account.id not in left]
            elif bound.shortage.binding is claims.Binding.MINIMUM:
                crew = [replace(m, minimum=max(m.minimum - by, 0)) if m.id in names else m for m in crew]
            else:
                crew = [
                    replace(m, maximum=m.maximum + by, minimum=max(m.minimum - by, 0)) if m.id in names else m
                    for m in crew
                ]
    pytest.fail("what was named as binding did not bind")


def test_nobody_to_hold_accounts_is_said():
    bound = _only_bound([_one()], [])
    assert bound.shortage.binding is claims.Binding.NOBODY


def test_a_branch_without_accounts_has_an_empty_allocation():
    for crew in ([HEAD], []):
        allocation = claims.allocate([], crew, NO_ROUND, Rules.defaults())
        assert isinstance(allocation, claims.Allocation)
        assert allocation.assignments == ()
        assert claims.balance_index(allocation) is None


def test_the_balance_index_is_the_share_of_work_that_stands_where_it_should():
    """Loads 8 and 0 against ideals 4 and 4: half of the work would have to change hands."""
    twins = [claims.Member("S1", "head", 0, 4, 9), claims.Member("S2", "head", 0, 4, 9)]
    both = claims.ClaimRound({"C1": "S1"}, {}, (), (), ())
    uneven = claims.allocate([_one(9e6)], twins, both, RULES)
    assert isinstance(uneven, claims.Allocation)
    assert claims.balance_index(uneven) == pytest.approx(50)
    even = claims.allocate([_one(7e5), claims.Account("C2", 7e5)], twins, NO_ROUND, RULES)
    assert isinstance(even, claims.Allocation)
    assert claims.balance_index(even) == pytest.approx(100)
