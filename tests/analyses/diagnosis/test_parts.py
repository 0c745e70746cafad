"""The parts of the diagnosis, on rows that can be counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.standing import row, worse
from tests.stored import rows

from branchbook.analyses.diagnosis.basis import WorkItem, basis
from branchbook.analyses.diagnosis.business import business
from branchbook.analyses.diagnosis.customers import customer_base
from branchbook.analyses.diagnosis.growth import growth
from branchbook.analyses.diagnosis.lack import Lack
from branchbook.analyses.diagnosis.products import product_reach
from branchbook.analyses.diagnosis.scorecard import focus_score, scorecard
from branchbook.analyses.diagnosis.service import service
from branchbook.analyses.diagnosis.voice import voice, weakest_cause
from branchbook.analyses.diagnosis.waiting import waiting
from branchbook.indicators import Focus
from branchbook.rules import Rules
from branchbook.values.branch import BranchType

AS_OF = date(2025, 12, 31)
RULES = Rules.defaults()

PRODUCTS = rows(
    "products",
    {"product_id": "1", "name": "活期", "category": "current_deposit"},
    {"product_id": "2", "name": "理财", "category": "wealth"},
)


def customers(*given: dict[str, Any]) -> pd.DataFrame:
    return rows("customers", *({"customer_id": str(i), "branch_id": "A"} | one for i, one in enumerate(given)))


def holdings(*given: tuple[str, str, float]) -> pd.DataFrame:
    return rows("holdings", *({"customer_id": c, "branch_id": "A", "product_id": p, "balance": b} for c, p, b in given))


def test_work_items_are_done_by_what_is_on_record() -> None:
    tables = {
        "branches": rows("branches", {"branch_id": "A", "name": "甲", "type": "basic"}),
        "interviews": rows(
            "interviews",
            {"branch_id": "A", "held_on": "2025-11-03", "position": "lobby_manager"},
            {"branch_id": "A", "held_on": "2025-12-03", "position": "lobby_manager"},
        ),
        "service_checks": rows(
            "service_checks",
            {"branch_id": "A", "checked_on": "2025-10-01", "aspect": "tellers", "score": 9, "method": "competitor"},
        ),
    }  # fmt: skip
    found = basis(tables)
    done = {item.item for item in found.items if item.done}
    assert done == {WorkItem.BRANCH_BASICS, WorkItem.LOBBY_INTERVIEWS, WorkItem.COMPETITOR_VISITS}
    assert len(found.items) == 8
    lobby = next(item for item in found.items if item.item is WorkItem.LOBBY_INTERVIEWS)
    (table,) = lobby.rests_on
    assert (table.rows, table.first, table.last) == (2, date(2025, 11, 3), date(2025, 12, 3))


def test_tiers_take_personal_customers_by_their_floor() -> None:
    """49,999.99 is mass, 50,000 potential; the corporate customer is in no tier; an overdraft is mass."""
    base = customers(
        {"aum": 49_999.99}, {"aum": 50_000, "kind": "personal"}, {"aum": 7_000_000}, {"aum": -5},
        {"aum": 9_000_000, "kind": "corporate"}, {},
    )  # fmt: skip
    held = holdings(("0", "1", 5), ("1", "1", 5), ("1", "2", 9), ("1", "2", 8))
    found = customer_base(base, held, PRODUCTS, None, {}, RULES, AS_OF)
    tiers = {tier.key: tier for tier in found.tiers}
    assert [tier.customers.value for tier in found.tiers] == [2, 1, 0, 0, 1]
    assert sum(tier.share.value or 0 for tier in found.tiers) == pytest.approx(1)
    assert sum(tier.aum_share.value or 0 for tier in found.tiers) == pytest.approx(1)
    assert tiers["potential"].products_per_customer.value == 2
    assert tiers["mass"].products_per_customer.value == 0.5
    assert tiers["affluent"].products_per_customer.value is None
    assert found.customers.value == 6


def test_dormant_customers_had_an_account_before_and_no_transaction_since() -> None:
    base = customers({"opened_on": "2020-01-01"}, {"opened_on": "2020-01-01"}, {"opened_on": "2025-12-01"}, {})
    moved = rows(
        "transactions",
        {"branch_id": "A", "customer_id": "0", "at": "2025-12-30 10:00", "kind": "transfer"},
        {"branch_id": "A", "customer_id": "1", "at": "2025-01-02 10:00", "kind": "transfer"},
    )
    (dormant,) = customer_base(base, None, None, moved, {}, RULES, AS_OF).groups
    assert (dormant.key, dormant.customers.value, dormant.share.value) == ("dormant", 2, pytest.approx(2 / 3))


def test_transactions_of_a_month_call_nobody_dormant() -> None:
    moved = rows("transactions", {"branch_id": "A", "customer_id": "0", "at": "2025-12-03 10:00", "kind": "transfer"})
    found = customer_base(customers({"aum": 1}), None, None, moved, {}, RULES, AS_OF)
    assert found.groups == ()
    assert Lack("transactions", ("at",)) in found.missing


def test_without_customers_the_base_says_what_it_lacks_and_holds_no_zero() -> None:
    found = customer_base(None, None, None, None, {}, RULES, AS_OF)
    assert found.missing == (Lack("customers"),)
    assert (found.customers.value, found.aum.value, found.tiers, found.groups) == (None, None, (), ())


def test_groups_of_the_base_are_the_indicators_in_heads() -> None:
    found = customer_base(
        customers({"aum": 1}), None, None, None, {"unknown_share": row("unknown_share", 0.25, n=80)}, RULES, AS_OF
    )
    (unknown,) = found.groups
    assert (unknown.key, unknown.customers.value, unknown.share.value) == ("unknown", 20, 0.25)


def test_depth_counts_every_customer_once() -> None:
    base = customers({"aum": 1}, {"aum": 1}, {"aum": 1})
    held = holdings(("0", "1", 5), ("0", "2", 5), ("1", "1", 5), ("1", "2", 0))
    found = product_reach(base, held, PRODUCTS, {"penetration_wealth": row("penetration_wealth", 1 / 3, n=3)}, RULES)
    assert [depth.customers.value for depth in found.depth] == [1, 1, 1, 0, 0, 0]
    assert sum(depth.share.value or 0 for depth in found.depth) == pytest.approx(1)
    (wealth,) = found.penetration
    assert (wealth.category, wealth.row.hits.value) == ("wealth", 1)


def test_product_reach_without_holdings_says_so() -> None:
    assert product_reach(customers({"aum": 1}), None, PRODUCTS, {}, RULES).missing == (Lack("holdings"),)


def transactions(*given: tuple[str, str, str | None, float | None]) -> pd.DataFrame:
    return rows(
        "transactions", *({"branch_id": "A", "at": t, "kind": k, "channel": c, "amount": a} for t, k, c, a in given)
    )


BUSINESS = transactions(
    ("2025-11-03 09:10", "cash_deposit", "counter", 500),  # Monday
    ("2025-11-03 09:50", "cash_deposit", "counter", 50_000),
    ("2025-11-03 11:00", "transfer", "counter", 10),
    ("2025-11-10 11:59", "wealth", "counter", 10),  # Monday
    ("2025-11-11 03:00", "transfer", "mobile", 10),
)


def test_the_matrix_is_an_average_over_the_open_days_of_a_weekday() -> None:
    """Two Mondays with four counter transactions between nine and twelve; mobile business opens no day."""
    found = business(BUSINESS, {}, RULES.with_overrides({"FL1": {"least_open_days": 2}}))
    monday, *others = found.weekdays
    assert found.hours == (9, 10, 11)
    assert (monday.weekday, monday.open_days, monday.per_hour) == (1, 2, (1.0, 0.0, 1.0))
    assert all(day.per_hour == (None, None, None) for day in others)
    assert found.open_days.value == 2


def test_a_weekday_that_was_hardly_ever_open_has_no_average() -> None:
    monday, *_ = business(BUSINESS, {}, RULES.with_overrides({"FL1": {"least_open_days": 3}})).weekdays
    assert (monday.open_days, monday.per_hour) == (2, (None, None, None))


def test_counter_load_splits_into_what_could_move_and_what_remains() -> None:
    """Small cash (4 minutes) and a transfer (6) of four; 50,000 in cash and wealth sales stay."""
    load = business(BUSINESS, {}, RULES).counter
    assert load is not None
    assert (load.per_day.value, load.movable_per_day.value) == (2, 1)
    assert (load.movable_share.value, load.freed_minutes.value) == (0.5, 5)
    assert {kind.kind: kind.transactions.value for kind in load.kinds} == {"cash_deposit": 1, "transfer": 1}


def test_shares_of_channels_add_to_one() -> None:
    found = business(BUSINESS, {}, RULES)
    assert [(part.key, part.transactions.value) for part in found.channels] == [("counter", 4), ("mobile", 1)]
    assert sum(part.share.value or 0 for part in found.channels) == pytest.approx(1)


def test_days_without_a_clock_have_no_hours() -> None:
    found = business(transactions(("2025-11-03", "transfer", "counter", 1)), {}, RULES)
    assert (found.hours, found.weekdays) == ((), ())
    assert Lack("transactions", ("at",)) in found.missing


def test_without_channels_all_business_is_counted_and_no_counter_load_is_made_up() -> None:
    found = business(transactions(("2025-11-03 10:00", "transfer", None, 1)), {}, RULES)
    assert (found.at_counter, found.counter, found.channels) == (False, None, ())
    assert found.hours == (10,)
    assert Lack("transactions", ("channel",)) in found.missing


def test_a_branch_without_transactions_has_no_business_and_no_zero() -> None:
    found = business(BUSINESS.iloc[:0], {}, RULES)
    assert found.missing == (Lack("transactions"),)
    assert (found.transactions.value, found.counter, found.weekdays) == (None, None, ())


def tickets(*given: tuple[str, float | None]) -> pd.DataFrame:
    taken = [pd.Timestamp(at) for at, _ in given]
    called = [
        None if wait is None else at + pd.Timedelta(minutes=wait) for at, (_, wait) in zip(taken, given, strict=True)
    ]
    return rows(
        "tickets", *({"branch_id": "A", "taken_at": a, "called_at": b} for a, b in zip(taken, called, strict=True))
    )


def test_waits_by_hour_are_those_of_tickets_taken_in_it() -> None:
    """Eleven waits of 0 to 20 minutes at nine: median 10, ninetieth percentile 18, five of eleven above ten."""
    log = tickets(*((f"2025-11-03 09:{minute:02d}", 2.0 * minute) for minute in range(11)), ("2025-11-04 11:00", 3.0))
    found = waiting(log, {}, RULES)
    nine, ten, eleven = found.hours
    assert (nine.hour, nine.median.value, nine.ninetieth.value) == (9, 10, 18)
    assert nine.long_share.value == pytest.approx(5 / 11)
    assert (nine.per_day.value, found.open_days.value) == (5.5, 2)
    assert (ten.tickets.value, ten.median.value, ten.long_share.value) == (0, None, None)
    assert (eleven.tickets.value, eleven.median.value) == (1, None)
    assert found.busiest == 9


def test_a_ticket_called_before_it_was_taken_arrives_but_does_not_wait() -> None:
    log = tickets(("2025-11-03 09:00", -60.0), *((f"2025-11-03 09:{minute:02d}", 4.0) for minute in range(10)))
    (nine,) = waiting(log, {}, RULES).hours
    assert (nine.tickets.value, nine.median.value) == (11, 4)


def test_a_log_without_calls_has_arrivals_and_no_waits() -> None:
    found = waiting(tickets(("2025-11-03 09:00", None)), {}, RULES)
    assert found.hours[0].tickets.value == 1
    assert (found.hours[0].median.value, found.diversion) == (None, None)
    assert found.missing == (Lack("tickets", ("called_at", "finished_at", "abandoned")),)


def test_a_branch_without_tickets_has_no_waits() -> None:
    assert waiting(None, {}, RULES).missing == (Lack("tickets"),)


def checks(*given: tuple[str, float, str | None]) -> pd.DataFrame:
    return rows(
        "service_checks",
        *({"branch_id": "A", "checked_on": d, "aspect": "tellers", "score": s, "method": m} for d, s, m in given),
    )


def test_a_quarter_without_a_mystery_check_is_overdue() -> None:
    log = checks(("2025-02-01", 80, "mystery"), ("2025-05-01", 10, "observation"), ("2025-08-01", 90, None))
    found = service(log, {"check_coverage": row("check_coverage", 0.5, n=4)}, AS_OF)
    assert [quarter.checks for quarter in found.quarters] == [1, 0, 1, 0]
    assert [quarter.number for quarter in found.overdue] == [2, 4]
    assert found.quarters[1].score.value is None


def test_a_branch_without_checks_is_lacking_them_and_not_overdue() -> None:
    found = service(None, {}, AS_OF)
    assert (found.missing, found.overdue) == ((Lack("service_checks"),), ())


def test_answers_are_counted_in_three_groups() -> None:
    scores = [10, 9, 8, 7, 6, 0]
    log = rows("surveys", *({"branch_id": "A", "answered_on": "2025-06-01", "recommend": s} for s in scores),
               {"branch_id": "A", "answered_on": "2025-06-01", "recommend": 0, "respondent": "staff"})  # fmt: skip
    found = voice(log, None, None, {"nps": row("nps", 0)}, RULES, AS_OF).answers
    assert found is not None
    assert (found.promoters.value, found.passives.value, found.detractors.value) == (2, 2, 2)


def test_complaints_are_those_of_the_year() -> None:
    months = [("2024-11", 9), ("2025-01", 2), ("2025-12", 3)]
    log = rows(
        "kpi", *({"branch_id": "A", "month": f"{m}-01", "indicator": "complaints", "value": v} for m, v in months)
    )
    found = voice(None, None, log, {}, RULES, AS_OF)
    assert (found.complaints.value, found.complaint_months) == (5, 2)
    assert voice(None, None, None, {}, RULES, AS_OF).complaints.value is None


def test_interviews_are_read_by_position() -> None:
    given = [("lobby_manager", 4, 4, 2), ("lobby_manager", 5, 4, 3), ("head", 5, None, 5)]
    log = rows(
        "interviews",
        *(
            {"branch_id": "A", "held_on": "2025-12-01", "position": p, "able": a, "willing": w, "skilled": s}
            for p, a, w, s in given
        ),
    )
    head, lobby = voice(None, log, None, {}, RULES, AS_OF).positions
    assert (head.position, head.willing.value, head.weakest) == ("head", None, "")
    assert (lobby.interviews, lobby.able.value, lobby.skilled.value, lobby.weakest) == (2, 4.5, 2.5, "skilled")


@pytest.mark.parametrize(
    ("able", "willing", "skilled", "cause"),
    [(4, 4, 2, "skilled"), (2, 4, 4, "able"), (4, 3.7, 4, ""), (3, 3, 3, ""), (5, 5, 4, "")],
)
def test_a_cause_is_low_in_itself_and_clearly_below_the_others(
    able: float, willing: float, skilled: float, cause: str
) -> None:
    assert weakest_cause({"able": able, "willing": willing, "skilled": skilled}, RULES) == cause


def test_months_that_are_not_on_record_are_gaps_and_stocks_reach_their_target_at_the_end() -> None:
    months = [("2025-01", 100, 100), ("2025-03", 130, 120)]
    log = rows(
        "kpi",
        *(
            {"branch_id": "A", "month": f"{m}-01", "indicator": "deposits", "value": v, "target": t}
            for m, v, t in months
        ),
    )
    (series,) = growth(log, {}, AS_OF).series
    assert series.values == (100, None, 130)
    assert series.targets == (100, None, 120)
    assert (series.done.value, series.target.value, series.attainment.value) == (130, 120, pytest.approx(130 / 120))


def test_flows_add_up_to_their_target() -> None:
    months = [("2024-12", 50, 1), ("2025-01", 10, 20), ("2025-02", 20, 20), ("2025-03", 99, None)]
    log = rows(
        "kpi",
        *(
            {"branch_id": "A", "month": f"{m}-01", "indicator": "new_customers", "value": v, "target": t}
            for m, v, t in months
        ),
    )
    (series,) = growth(log, {}, AS_OF).series
    assert (series.done.value, series.target.value, series.attainment.value) == (30, 40, 0.75)


STANDING = {
    "managed_share": row("managed_share", 0.9, 0.8, better_than=1.0),
    "unknown_share": row("unknown_share", 0.5, 0.3, better_than=0.0),
    "products_per_customer": row("products_per_customer", 2, 2, better_than=0.8),
}


def test_the_focus_score_gives_an_absent_areas_weight_to_the_others() -> None:
    """Accounts 50 and sales 80 with weights 0.5 and 0.3, nothing on transactions: (0.5 * 50 + 0.3 * 80) / 0.8."""
    found = focus_score(STANDING, RULES.mapping("DX5.weights.wealth_centre"))
    assert found.score.value == pytest.approx((0.5 * 50 + 0.3 * 80) / 0.8)
    assert found.reweighted
    used = {area.area: area.used.value for area in found.areas}
    assert used[Focus.TRANSACTIONS] == 0
    assert sum(value or 0 for value in used.values()) == pytest.approx(1)


def test_a_branch_without_any_area_has_no_focus_score() -> None:
    assert focus_score({}, RULES.mapping("DX5.weights.basic")).score.value is None


def test_focus_weights_of_every_type_add_to_one() -> None:
    for kind in BranchType:
        assert sum(RULES.mapping(f"DX5.weights.{kind}").values()) == pytest.approx(1)


def test_the_scorecard_counts_verdicts_and_names_what_is_missing() -> None:
    found = scorecard({**STANDING, "nps": worse("nps", -10, 30)}, BranchType.BASIC, RULES)
    customers_part = found.perspectives[1]
    assert (customers_part.worse, customers_part.like, customers_part.better) == (1, 3, 0)
    assert "nps" not in found.missing
    assert "long_wait_share" in found.missing


def test_no_analysis_changes_the_frames_it_is_given() -> None:
    given = {
        "customers": customers({"aum": 5, "opened_on": "2020-01-01"}),
        "holdings": holdings(("0", "1", 5)),
        "transactions": BUSINESS.copy(),
        "tickets": tickets(("2025-11-03 09:00", 12.0)),
        "checks": checks(("2025-02-01", 80, None)),
    }
    before = {name: frame.copy(deep=True) for name, frame in given.items()}
    customer_base(given["customers"], given["holdings"], PRODUCTS, given["transactions"], {}, RULES, AS_OF)
    product_reach(given["customers"], given["holdings"], PRODUCTS, {}, RULES)
    business(given["transactions"], {}, RULES)
    waiting(given["tickets"], {}, RULES)
    service(given["checks"], {}, AS_OF)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    drawn = zip(*(rng.integers(low, high, 90) for low, high in ((3, 8), (9, 17), (0, 60), (0, 40))), strict=True)
    log = tickets(*((f"2025-11-{day:02d} {hour:02d}:{minute:02d}", float(wait)) for day, hour, minute, wait in drawn))
    shuffled = log.sample(frac=1, random_state=2)
    assert waiting(log, {}, RULES) == waiting(shuffled, {}, RULES)
    assert business(BUSINESS, {}, RULES) == business(BUSINESS.iloc[::-1], {}, RULES)
