"""Indicators from small frames, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.stored import rows, store_of

from branchbook.indicators import BY_NAME, Indicators, compute
from branchbook.rules import Rules

AS_OF = date(2025, 12, 31)
RULES = Rules.defaults()


def measured(folder: Path, tables: Mapping[str, pd.DataFrame], as_of: date = AS_OF) -> pd.DataFrame:
    """The computed rows, by branch and indicator."""
    return compute(store_of(folder, tables), RULES, as_of).frame.set_index(["branch_id", "indicator"])


def customers(*given: dict[str, object]) -> pd.DataFrame:
    numbered = [{"customer_id": f"{number:03d}", "branch_id": "A"} | one for number, one in enumerate(given)]
    return rows("customers", *numbered)


def kpi(indicator: str, values: Mapping[str, float], branch_id: str = "A", target: float | None = None) -> pd.DataFrame:
    return rows(
        "kpi",
        *(
            {"branch_id": branch_id, "month": f"{month}-01", "indicator": indicator, "value": value, "target": target}
            for month, value in values.items()
        ),
    )


def test_no_data_but_branches_give_no_indicator_at_all(tmp_path: Path) -> None:
    branches = rows("branches", {"branch_id": "A", "name": "甲", "type": "basic"})
    assert measured(tmp_path, {"branches": branches}).empty


def test_aum_growth_counts_this_years_customers_from_zero_and_leaves_out_whom_nobody_knows(tmp_path: Path) -> None:
    """(120 + 30) / 100 - 1: the third customer has no AUM of the start of the year although he is old."""
    base = customers(
        {"aum": 120, "aum_previous": 100, "opened_on": "2020-01-01"},
        {"aum": 30, "opened_on": "2025-02-01"},
        {"aum": 999, "opened_on": "2019-01-01"},
    )
    row = measured(tmp_path, {"customers": base}).loc[("A", "aum_growth")]
    assert row["value"] == pytest.approx(0.5)
    assert row["n"] == 2
    assert np.isnan(row["low"])


def test_doubling_all_amounts_doubles_aum_per_customer_and_leaves_growth(tmp_path: Path) -> None:
    base = customers({"aum": 110.25, "aum_previous": 100}, {"aum": 50.5, "aum_previous": 40})
    twice = base.assign(aum=2 * base["aum"], aum_previous=2 * base["aum_previous"])
    first = measured(tmp_path, {"customers": base})
    second = measured(tmp_path, {"customers": twice})
    assert second.loc[("A", "aum_per_customer"), "value"] == 2 * first.loc[("A", "aum_per_customer"), "value"]
    assert second.loc[("A", "aum_growth"), "value"] == first.loc[("A", "aum_growth"), "value"]


def test_aum_per_customer_is_of_personal_customers(tmp_path: Path) -> None:
    base = customers(
        {"aum": 10, "kind": "personal"}, {"aum": 20}, {"aum": 10_000, "kind": "corporate"}, {"kind": "personal"}
    )
    row = measured(tmp_path, {"customers": base}).loc[("A", "aum_per_customer")]
    assert (row["value"], row["n"]) == (15, 2)


def test_sums_of_very_large_amounts_are_exact(tmp_path: Path) -> None:
    base = customers({"aum": 900_000_000_000.01}, {"aum": 0.01}, {"aum": 0.01})
    value = measured(tmp_path, {"customers": base}).loc[("A", "aum_per_customer"), "value"]
    assert value == 300_000_000_000.01


def test_contacts_count_when_they_are_recent_and_a_branch_that_noted_none_has_no_figure(tmp_path: Path) -> None:
    within, before = AS_OF - timedelta(days=89), AS_OF - timedelta(days=90)
    base = customers({"contacted_on": within.isoformat()}, {"contacted_on": before.isoformat()}, {}, {"branch_id": "B"})
    found = measured(tmp_path, {"customers": base})
    assert found.loc[("A", "contacted_share"), "value"] == pytest.approx(1 / 3)
    assert ("B", "contacted_share") not in found.index


def test_unknown_customers_are_a_share_of_those_of_whom_it_was_noted(tmp_path: Path) -> None:
    base = customers({"known": True}, {"known": False}, {"known": False}, {})
    row = measured(tmp_path, {"customers": base}).loc[("A", "unknown_share")]
    assert row["value"] == pytest.approx(2 / 3)
    assert row["n"] == 3


def holding(customer_id: str, product_id: str, **more: object) -> dict[str, object]:
    return {"customer_id": customer_id, "branch_id": "A", "product_id": product_id} | more


PRODUCTS = rows(
    "products",
    {"product_id": "1", "name": "活期", "category": "current_deposit"},
    {"product_id": "2", "name": "理财", "category": "wealth"},
    {"product_id": "3", "name": "信用卡", "category": "credit_card"},
)


def test_a_product_counts_once_per_customer_and_not_when_its_balance_ran_out(tmp_path: Path) -> None:
    """Customer 0 holds two products, customer 1 one (an emptied wealth product and a card of balance zero)."""
    held = rows(
        "holdings",
        holding("000", "1", balance=5), holding("000", "2", balance=7), holding("000", "2", balance=8),
        holding("001", "2", balance=0), holding("001", "3", balance=0),
    )  # fmt: skip
    found = measured(tmp_path, {"customers": customers({}, {}, {}), "holdings": held, "products": PRODUCTS})
    row = found.loc[("A", "products_per_customer")]
    assert (row["value"], row["n"]) == (1.0, 3)
    assert found.loc[("A", "penetration_wealth"), "value"] == pytest.approx(1 / 3)
    assert found.loc[("A", "penetration_credit_card"), "value"] == pytest.approx(1 / 3)


def test_a_category_that_the_bank_does_not_offer_has_no_penetration(tmp_path: Path) -> None:
    tables = {"customers": customers({}), "holdings": rows("holdings", holding("000", "1")), "products": PRODUCTS}
    assert ("A", "penetration_fund") not in measured(tmp_path, tables).index


def transaction(customer_id: str, at: str, **more: object) -> dict[str, object]:
    return {"branch_id": "A", "customer_id": customer_id, "at": at, "kind": "transfer"} | more


def test_a_new_customer_is_active_by_a_transaction_after_the_opening_day_or_by_a_product(tmp_path: Path) -> None:
    base = customers(
        {"opened_on": "2025-03-01"},  # active: pays on the thirtieth day
        {"opened_on": "2025-03-01"},  # asleep: opening day only, and again after the first month
        {"opened_on": "2025-03-01"},  # active: buys
        {"opened_on": "2025-03-01"},  # asleep: buys too late
        {"opened_on": "2025-12-20"},  # first month not over
        {"opened_on": "2024-03-01"},  # not new
    )
    moved = rows(
        "transactions",
        transaction("005", "2025-01-02 10:00"), transaction("000", "2025-03-31 09:00"),
        transaction("001", "2025-03-01 10:00"), transaction("001", "2025-04-01 10:00"),
    )  # fmt: skip
    held = rows(
        "holdings",
        holding("001", "1", opened_on="2025-03-01"),
        holding("002", "2", opened_on="2025-03-05"),
        holding("003", "2", opened_on="2025-05-05"),
    )
    tables = {"customers": base, "transactions": moved, "holdings": held, "products": PRODUCTS}
    row = measured(tmp_path, tables).loc[("A", "new_customer_active_share")]
    assert (row["value"], row["n"]) == (0.5, 4)


def test_diverted_business_is_a_share_of_what_needs_no_counter(tmp_path: Path) -> None:
    """Cash of 20,000 and wealth sales need the counter; of the five others three left it."""
    done = [
        ("cash_deposit", "counter", 19_999.99), ("cash_deposit", "counter", 20_000), ("cash_withdrawal", "atm", -500),
        ("transfer", "mobile", 1_000_000), ("enquiry", "counter", None), ("payment", "smart_device", 10),
        ("wealth", "counter", 5_000), ("transfer", None, 1),
    ]  # fmt: skip
    table = rows(
        "transactions",
        *(transaction("0", "2025-06-02 10:00", kind=k, channel=c, amount=a) for k, c, a in done),
    )
    found = measured(tmp_path, {"transactions": table})
    assert found.loc[("A", "smart_share"), ["value", "n"]].tolist() == [3 / 5, 5]
    assert found.loc[("A", "small_cash_counter_share"), ["value", "n"]].tolist() == [1 / 2, 2]


def tickets(waits: list[float | None], **more: object) -> pd.DataFrame:
    taken = pd.Timestamp("2025-11-03 09:00")
    called = [None if wait is None else taken + timedelta(minutes=wait) for wait in waits]
    return rows("tickets", *({"branch_id": "A", "taken_at": taken, "called_at": at} | more for at in called))


def test_the_median_wait_lies_between_the_order_statistics_of_the_tables(tmp_path: Path) -> None:
    """Of ten waits the median is between the second and the ninth (sign test), of an even number in the middle."""
    row = measured(tmp_path, {"tickets": tickets([10, 1, 9, 2, 8, 3, 7, 4, 6, 5])}).loc[("A", "median_wait_minutes")]
    assert row[["value", "n", "low", "high"]].tolist() == [5.5, 10, 2, 9]


def test_a_median_of_five_waits_has_no_interval(tmp_path: Path) -> None:
    row = measured(tmp_path, {"tickets": tickets([3, 1, 2, 5, 4])}).loc[("A", "median_wait_minutes")]
    assert row["value"] == 3
    assert np.isnan([row["low"], row["high"]]).all()


def test_a_ticket_called_before_it_was_taken_has_no_wait(tmp_path: Path) -> None:
    found = measured(tmp_path, {"tickets": tickets([-3, 4, 6])})
    assert found.loc[("A", "median_wait_minutes"), ["value", "n"]].tolist() == [5, 2]
    assert found.loc[("A", "long_wait_share"), "n"] == 2


def test_a_wait_of_exactly_ten_minutes_is_not_long(tmp_path: Path) -> None:
    assert measured(tmp_path, {"tickets": tickets([10, 10.01])}).loc[("A", "long_wait_share"), "value"] == 0.5


def test_a_called_ticket_without_a_mark_was_served_and_an_uncalled_one_is_unknown(tmp_path: Path) -> None:
    marked = pd.concat([tickets([None], abandoned=True), tickets([1, 2, None])])
    row = measured(tmp_path, {"tickets": marked}).loc[("A", "abandoned_share")]
    assert row["value"] == pytest.approx(1 / 3)
    assert row["n"] == 3


def test_a_branch_without_visitors_has_no_waits(tmp_path: Path) -> None:
    others = tickets([1, 2]).assign(branch_id="B")
    found = measured(tmp_path, {"tickets": others, "customers": customers({"aum": 5})})
    assert found.loc["A"].index.tolist() == ["aum_per_customer"]
    assert found.loc[("B", "median_wait_minutes"), "value"] == 1.5


def test_the_promise_is_by_kind_of_business(tmp_path: Path) -> None:
    """开户 may take 25 minutes, a kind without a promise of its own 10."""
    rules = RULES.with_overrides({"FL2": {"promise_minutes": {"开户": 25}, "promise_minutes_otherwise": 10}})
    called = pd.Timestamp("2025-11-03 09:00")
    served = [("开户", 24), ("开户", 26), ("挂失", 9), ("挂失", 11)]
    table = rows(
        "tickets",
        *(
            {"branch_id": "A", "taken_at": called, "called_at": called, "business": business,
             "finished_at": called + pd.Timedelta(minutes=minutes)}
            for business, minutes in served
        ),
    )  # fmt: skip
    found = compute(store_of(tmp_path, {"tickets": table}), rules, AS_OF).frame.set_index(["branch_id", "indicator"])
    row = found.loc[("A", "within_promise_share")]
    assert row[["value", "n"]].tolist() == [0.5, 4]


def check(branch_id: str, day: str, aspect: str, score: float, method: str | None = "mystery") -> dict[str, object]:
    return {"branch_id": branch_id, "checked_on": day, "aspect": aspect, "score": score, "method": method}


def test_the_total_score_is_the_mean_of_checks_and_a_competitors_score_is_not_ones_own(tmp_path: Path) -> None:
    table = rows(
        "service_checks",
        check("A", "2025-02-03", "premises", 80), check("A", "2025-02-03", "tellers", 90),
        check("A", "2025-08-03", "premises", 70), check("A", "2025-08-03", "tellers", 10, "competitor"),
    )  # fmt: skip
    found = measured(tmp_path, {"service_checks": table})
    assert found.loc[("A", "service_score"), ["value", "n"]].tolist() == [77.5, 2]
    assert found.loc[("A", "service_tellers"), ["value", "n"]].tolist() == [90, 1]


def test_scores_borrow_their_spread_from_all_branches(tmp_path: Path) -> None:
    """A: 80 and 84, B: 60 and 66. Pooled variance (8 + 18) / 2 = 13; t(2) = 4.3027;
    half width 4.3027 * sqrt(13 / 2)."""
    scores = [("A", "2025-02-03", 80), ("A", "2025-05-03", 84), ("B", "2025-02-03", 60), ("B", "2025-05-03", 66)]
    table = rows("service_checks", *(check(branch, day, "premises", score) for branch, day, score in scores))
    row = measured(tmp_path, {"service_checks": table}).loc[("A", "service_premises")]
    half = 4.302653 * np.sqrt(13 / 2)
    assert row[["value", "low", "high"]].tolist() == pytest.approx([82, 82 - half, 82 + half], rel=1e-6)


def test_coverage_counts_quarters_with_a_mystery_check(tmp_path: Path) -> None:
    """B's checks begin in January, so all four quarters are due; A had two checks in one, and an observation."""
    table = rows(
        "service_checks",
        check("B", "2025-01-05", "premises", 80), check("A", "2025-04-05", "premises", 80, None),
        check("A", "2025-05-05", "premises", 80), check("A", "2025-09-05", "premises", 80, "observation"),
    )  # fmt: skip
    row = measured(tmp_path, {"service_checks": table}).loc[("A", "check_coverage")]
    assert row[["value", "n"]].tolist() == [0.25, 4]


def answer(**given: object) -> dict[str, object]:
    return {"branch_id": "A", "answered_on": "2025-06-01"} | given


def test_the_promoter_score_takes_customers_and_those_who_did_not_say_who_they_are(tmp_path: Path) -> None:
    given = [("customer", 10), ("customer", 9), (None, 8), ("customer", 6), ("staff", 0)]
    table = rows("surveys", *(answer(respondent=who, recommend=score) for who, score in given))
    row = measured(tmp_path, {"surveys": table}).loc[("A", "nps")]
    assert row[["value", "n"]].tolist() == [25, 4]


def test_answers_older_than_the_window_do_not_count(tmp_path: Path) -> None:
    table = rows(
        "surveys", answer(satisfaction=5, respondent="staff"), answer(satisfaction=1, answered_on="2024-12-31")
    )
    found = measured(tmp_path, {"surveys": table})
    assert found.loc[("A", "staff_satisfaction"), "value"] == 5
    assert ("A", "customer_satisfaction") not in found.index


def test_interviews_are_rated_in_three_dimensions(tmp_path: Path) -> None:
    table = rows(
        "interviews",
        {"branch_id": "A", "held_on": "2025-12-01", "position": "head", "able": 4, "willing": 3},
        {"branch_id": "A", "held_on": "2025-12-02", "position": "deputy", "able": 5},
    )
    found = measured(tmp_path, {"interviews": table})
    assert found.loc[("A", "staff_able"), ["value", "n"]].tolist() == [4.5, 2]
    assert found.loc[("A", "staff_willing"), ["value", "n"]].tolist() == [3, 1]
    assert ("A", "staff_skilled") not in found.index


def test_growth_in_the_year_starts_from_december_and_monthly_growth_from_the_first_month(tmp_path: Path) -> None:
    """From 100 to 121 since December; from 81 in October, three steps: (121 / 81) ** (1 / 3) - 1."""
    table = kpi("aum", {"2025-10": 81, "2025-12": 100, "2026-01": 121})
    found = measured(tmp_path, {"kpi": table}, date(2026, 1, 31))
    assert found.loc[("A", "aum_growth"), "value"] == pytest.approx(0.21)
    assert found.loc[("A", "aum_monthly_growth"), "value"] == pytest.approx((121 / 81) ** (1 / 3) - 1)


def test_a_branch_that_lacks_the_first_month_of_the_others_has_no_growth(tmp_path: Path) -> None:
    table = pd.concat([kpi("aum", {"2025-01": 1, "2025-12": 2}), kpi("aum", {"2025-06": 1, "2025-12": 2}, "B")])
    found = measured(tmp_path, {"kpi": table})
    assert found.loc[("A", "aum_growth"), "value"] == 1
    assert ("B", "aum_growth") not in found.index


def test_cost_is_a_share_of_revenue_in_months_that_have_both(tmp_path: Path) -> None:
    table = pd.concat([kpi("revenue", {"2025-11": 100, "2025-12": 100}), kpi("cost", {"2025-10": 999, "2025-12": 40})])
    row = measured(tmp_path, {"kpi": table}).loc[("A", "cost_income_ratio")]
    assert row[["value", "n"]].tolist() == [0.4, 1]


def test_attainment_is_of_this_years_months_with_a_target(tmp_path: Path) -> None:
    table = pd.concat(
        [
            kpi("product_sales", {"2024-12": 999, "2025-01": 30, "2025-02": 60}, target=50),
            kpi("product_sales", {"2025-03": 500}),
        ]
    )
    assert measured(tmp_path, {"kpi": table}).loc[("A", "product_sales_attainment"), "value"] == pytest.approx(0.9)


def test_complaints_are_set_against_the_transactions_of_the_same_months(tmp_path: Path) -> None:
    """November is covered (20 days of business), December is not (one day): 3 complaints on 40 transactions."""
    days = [f"2025-11-{day:02d} 10:00" for day in range(1, 21)] * 2 + ["2025-12-01 10:00"]
    tables = {
        "kpi": kpi("complaints", {"2025-11": 3, "2025-12": 50}),
        "transactions": rows("transactions", *(transaction("0", day) for day in days)),
    }
    row = measured(tmp_path, tables).loc[("A", "complaints_per_10k")]
    assert row[["value", "n"]].tolist() == [750, 40]
    assert row["low"] == pytest.approx(0.6187 / 40 * 10_000, rel=1e-3)


@pytest.fixture(scope="module")
def demo_like() -> Mapping[str, pd.DataFrame]:
    """Some hundred rows drawn from a seed, with amounts that floating-point sums depend on the order of."""
    rng = np.random.default_rng(7)
    ids = [f"{number:04d}" for number in range(300)]
    base = pd.DataFrame(
        {
            "customer_id": ids,
            "branch_id": rng.choice(["007", "城东", "C"], 300),
            "aum": rng.lognormal(10, 3, 300).round(2),
            "aum_previous": rng.lognormal(10, 3, 300).round(2),
            "known": rng.random(300) < 0.5,
        }
    )
    taken = pd.Timestamp("2025-10-08 09:00") + pd.to_timedelta(rng.integers(0, 20_000, 400), unit="s")
    queue = pd.DataFrame(
        {
            "branch_id": rng.choice(["007", "城东", "C"], 400),
            "taken_at": taken,
            "called_at": taken + pd.to_timedelta(rng.integers(0, 2000, 400), unit="s"),
        }
    )
    return {"customers": base, "tickets": queue}


def test_the_order_of_rows_changes_no_bit_of_the_result(demo_like: Mapping[str, pd.DataFrame], tmp_path: Path) -> None:
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in demo_like.items()}
    first = compute(store_of(tmp_path, demo_like), RULES, AS_OF).frame
    second = compute(store_of(tmp_path, shuffled), RULES, AS_OF).frame
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_bounds_hold_the_value_and_no_value_is_missing(demo_like: Mapping[str, pd.DataFrame], tmp_path: Path) -> None:
    found = compute(store_of(tmp_path, demo_like), RULES, AS_OF).frame
    assert np.isfinite(found["value"]).all()
    known = found[found["low"].notna()]
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
    assert set(found["indicator"]) <= set(BY_NAME)


def test_what_is_saved_comes_back_whole(demo_like: Mapping[str, pd.DataFrame], tmp_path: Path) -> None:
    found = compute(store_of(tmp_path, demo_like), RULES, AS_OF)
    found.save(tmp_path / "indicators.parquet")
    pd.testing.assert_frame_equal(Indicators.load(tmp_path / "indicators.parquet").frame, found.frame)
