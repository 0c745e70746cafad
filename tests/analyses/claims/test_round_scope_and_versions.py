"""Scope (CL1), claim round (CL2), people's capacity, levels and aims (CL4, CL8), and the life of an allocation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.analyses import claims
from branchbook.rules import Rules

RULES = Rules.defaults()
PEOPLE = {"S1": "head", "S2": "corporate_manager", "S3": "low_counter", "S4": "lobby_manager"}


def _with(**overrides: object) -> Rules:
    return RULES.with_overrides(overrides)


def test_a_threshold_of_zero_takes_every_account():
    found = [claims.Account("C1", 0.0), claims.Account("C2", 1.0), claims.Account("C3")]
    assert len(claims.in_scope(found, RULES).accounts) == 3


def test_a_threshold_takes_accounts_above_it_and_those_whose_balance_is_not_known():
    found = [claims.Account("C1", 50_000.0), claims.Account("C2", 50_000.01), claims.Account("C3")]
    scope = claims.in_scope(found, _with(CL1={"deposits_above": 50_000}))
    assert [account.id for account in scope.accounts] == ["C2", "C3"]
    assert (scope.below_threshold, scope.other_loans) == (1, 0)


def test_accounts_with_loans_can_be_left_out():
    found = [claims.Account("C1", 1.0, has_loan=True), claims.Account("C2", 1.0, has_loan=False)]
    scope = claims.in_scope(found, _with(CL1={"loans": ["without"]}))
    assert [account.id for account in scope.accounts] == ["C2"]
    assert scope.other_loans == 1


def _round(*said: claims.Claim, locks: dict[str, str] | None = None, manager: str = "") -> claims.ClaimRound:
    found = [claims.Account("C1", manager=manager), claims.Account("C2")]
    return claims.claim_round(said, locks or {}, found, PEOPLE, RULES)


def test_a_double_claim_is_proposed_to_the_earlier_position():
    played = _round(claims.Claim("C1", "S4"), claims.Claim("C1", "S3"), claims.Claim("C1", "S2"))
    assert played.taken == {"C1": "S2"}
    assert played.conflicts == (claims.Conflict("C1", ("S2", "S3", "S4")),)


def test_the_heads_lock_decides_a_double_claim():
    played = _round(claims.Claim("C1", "S2"), claims.Claim("C1", "S3"), locks={"C1": "S3"})
    assert played.fixed == {"C1": "S3"}
    assert played.conflicts[0].decided == "S3"
    assert played.taken == {}


def test_among_equal_positions_the_earlier_claim_goes_first_then_the_present_owner():
    people = {"S1": "low_counter", "S2": "low_counter"}
    late, early = claims.Claim("C1", "S1", date(2025, 3, 2)), claims.Claim("C1", "S2", date(2025, 3, 1))
    assert claims.claim_round([late, early], {}, [claims.Account("C1")], people, RULES).taken == {"C1": "S2"}
    undated = [claims.Claim("C1", "S1"), claims.Claim("C1", "S2")]
    owned = [claims.Account("C1", manager="S2")]
    assert claims.claim_round(undated, {}, owned, people, RULES).taken == {"C1": "S2"}


def test_claims_on_unknown_accounts_and_by_unknown_people_are_listed():
    played = _round(claims.Claim("C9", "S1"), claims.Claim("C1", "S9"), locks={"C2": "S9"})
    assert played.outside == (claims.Claim("C9", "S1"),)
    assert played.strangers == (claims.Claim("C1", "S9"), claims.Claim("C2", "S9"))
    assert played.fixed == {}


def test_claiming_twice_is_no_conflict_with_oneself():
    assert _round(claims.Claim("C1", "S1"), claims.Claim("C1", "S1")).conflicts == ()


@given(st.lists(st.builds(claims.Claim, st.sampled_from(["C1", "C2"]), st.sampled_from(sorted(PEOPLE)))))
def test_nobody_loses_an_account_to_a_later_position(said):
    order = RULES.names("CL2.order")
    played = _round(*said)
    for account, owner in played.taken.items():
        rivals = [PEOPLE[claim.member] for claim in said if claim.account == account]
        assert order.index(PEOPLE[owner]) == min(order.index(position) for position in rivals)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(PEOPLE)), st.one_of(st.none(), st.dates(date(2025, 3, 1), date(2025, 3, 4)))),
        min_size=1,
        unique_by=lambda claim: claim[0],
    ),
    st.sampled_from(["", *PEOPLE]),
)
def test_no_claimant_who_lost_stands_before_the_one_who_won(said, manager):
    """By CL2 one after the other: position, day of the claim (without a day last), present owner, id."""
    equals = {"S1": "head", "S2": "low_counter", "S3": "low_counter", "S4": "low_counter"}
    claimed = [claims.Claim("C1", member, day) for member, day in said]
    owner = claims.claim_round(claimed, {}, [claims.Account("C1", manager=manager)], equals, RULES).taken["C1"]
    days = dict(said)
    for rival in days:
        if rival == owner or owner == "S1":
            continue
        assert rival != "S1"
        if days[rival] != days[owner]:
            assert days[owner] is not None
            assert days[rival] is None or days[owner] < days[rival]
        elif manager in (rival, owner):
            assert manager == owner
        else:
            assert owner < rival


def test_ideals_part_the_work_as_the_rule_says():
    """Work of 24 between a head (2 parts) and a corporate manager (4 parts)."""
    found = [claims.Account(f"C{n}", 9e6) for n in range(3)]
    crew = claims.members({"S1": "head", "S2": "corporate_manager"}, found, RULES)
    assert [member.ideal for member in crew] == pytest.approx([8, 16])


def test_a_position_with_no_room_takes_no_part():
    rules = _with(CL3={"maximum": {"lobby_manager": 0}})
    assert [member.id for member in claims.members(PEOPLE, [], rules)] == ["S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("deposits", "tier"),
    [(None, "small"), (0, "small"), (49_999, "small"), (50_000, "medium"), (5e6, "key"), (9e9, "key")],
)
def test_the_tier_is_that_of_the_last_step_reached(deposits, tier):
    assert claims.tier(claims.Account("C1", deposits), RULES) == tier


def test_key_customers_are_watched_by_the_sub_branch_too():
    assert claims.level(claims.Account("C1", 9e6), RULES) is claims.Level.SUB_BRANCH
    assert claims.level(claims.Account("C1", 9e4), RULES) is claims.Level.BRANCH
    assert claims.level(claims.Account("C1", target=True, size=9e6), RULES) is claims.Level.BRANCH


def test_targets_are_won_large_or_leaving_customers_protected_and_the_rest_dug():
    assert claims.aim(claims.Account("C1", target=True), RULES) is claims.Aim.WIN
    assert claims.aim(claims.Account("C1", 9e6), RULES) is claims.Aim.PROTECT
    assert claims.aim(claims.Account("C1", 80.0, 100.0), RULES) is claims.Aim.PROTECT
    assert claims.aim(claims.Account("C1", 81.0, 100.0), RULES) is claims.Aim.DIG


DAY = date(2025, 12, 31)


def test_what_moves_is_every_account_with_another_owner():
    assert claims.moves({"C1": "S1", "C2": "S1", "C3": "S2"}, {"C1": "S1", "C2": "S2", "C4": "S1"}) == (
        claims.Move("C2", "S1", "S2"),
        claims.Move("C3", "S2", ""),
        claims.Move("C4", "", "S1"),
    )


def test_an_agreed_version_may_be_replaced_and_an_issued_one_only_followed():
    agreed = claims.next_version([], {"C1": "S1"}, claims.State.AGREED, DAY)
    issued = claims.next_version([agreed], {"C1": "S2"}, claims.State.ISSUED, DAY)
    after = claims.next_version([issued], {"C1": "S3"}, claims.State.ISSUED, DAY)
    assert (agreed.number, issued.number, after.number) == (1, 1, 2)
    assert after.moved == (claims.Move("C1", "S2", "S3"),)
    assert claims.in_force([issued, after]) == after


def test_issuing_what_is_in_force_makes_no_new_version():
    issued = claims.next_version([], {"C1": "S1"}, claims.State.ISSUED, DAY)
    assert claims.next_version([issued], {"C1": "S1"}, claims.State.ISSUED, DAY) is None


def test_a_draft_is_not_kept():
    with pytest.raises(ValueError, match="draft"):
        claims.next_version([], {"C1": "S1"}, claims.State.DRAFT, DAY)
