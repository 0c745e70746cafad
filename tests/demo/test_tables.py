"""The demo bank is a bank: whole, consistent, and closed on public holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import chinese_calendar
import pandas as pd
import pytest

from branchbook.demo.days import AS_OF, FIRST_DAY, MAKE_UP_WORKDAYS, days_between, is_month_end, is_open
from branchbook.inputs.schema import TABLES, Type

Tables = Mapping[str, pd.DataFrame]
YEAR = days_between(FIRST_DAY, AS_OF)


def test_every_column_is_one_of_the_schema_and_no_identity_numbers_are_made_up(tables: Tables) -> None:
    for name, table in tables.items():
        assert set(table.columns) <= {column.name for column in TABLES[name].columns}, name
    assert "id_number" not in tables["customers"]


def test_required_columns_are_filled_and_categories_are_allowed(tables: Tables) -> None:
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.required:
                assert table[column.name].notna().all(), (name, column.name)
            if column.type is Type.CATEGORY and column.name in table:
                assert set(table[column.name].dropna()) <= set(column.allowed), (name, column.name)


def test_keys_are_unique(tables: Tables) -> None:
    for name, table in tables.items():
        if TABLES[name].key:
            assert not table.duplicated(list(TABLES[name].key)).any(), name
    assert tables["transactions"]["transaction_id"].is_unique


def test_references_are_known(tables: Tables) -> None:
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.refers_to and column.name in table:
                other, key = column.refers_to.split(".")
                assert set(table[column.name].dropna()) <= set(tables[other][key]), (name, column.name)


def test_the_twelve_branches_are_of_all_types_with_peers_for_those_with_staff(tables: Tables) -> None:
    assert tables["branches"]["type"].value_counts().to_dict() == {
        "premium": 4,
        "basic": 4,
        "wealth_centre": 3,
        "self_service": 1,
    }


def test_ids_have_leading_zeros_and_transactions_eighteen_digits(tables: Tables) -> None:
    assert tables["branches"]["branch_id"].str.fullmatch(r"0\d{2}").all()
    assert tables["staff"]["staff_id"].str.fullmatch(r"0\d{5}").all()
    assert tables["customers"]["customer_id"].str.fullmatch(r"0\d{11}").all()
    assert tables["transactions"]["transaction_id"].str.fullmatch(r"\d{18}").all()


def test_telephone_numbers_are_of_a_block_that_stands_for_nobody(tables: Tables) -> None:
    phones = tables["customers"]["phone"]
    assert phones.str.fullmatch(r"1990000\d{4}").all()
    assert phones.is_unique


def test_firms_are_visibly_examples(tables: Tables) -> None:
    firms = tables["customers"].loc[lambda table: table["kind"] == "corporate", "name"]
    assert firms.str.fullmatch(r"示例..\d{4}号有限公司").all()
    assert firms.is_unique


def test_the_year_has_the_public_holidays_and_make_up_workdays_of_the_official_calendar() -> None:
    make_up = {day for day in YEAR if day.weekday() >= 5 and chinese_calendar.is_workday(day)}
    weekday_holidays = {day for day in YEAR if day.weekday() < 5 and chinese_calendar.is_holiday(day)}

    assert make_up == MAKE_UP_WORKDAYS
    assert {day for day in YEAR if day.weekday() < 5 and not is_open(day)} == weekday_holidays


def test_branches_are_closed_on_sundays_that_are_no_make_up_workdays() -> None:
    assert not is_open(date(2025, 3, 9))
    assert is_open(date(2025, 4, 27))


def test_the_month_end_is_the_last_three_open_days() -> None:
    november = [day.day for day in YEAR if day.month == 11 and is_open(day) and is_month_end(day)]
    assert november == [27, 28, 29]  # the 30th was a Sunday


@pytest.mark.parametrize("channel", ["counter", "smart_device"])
def test_there_is_no_business_in_a_hall_on_holidays_or_outside_nine_to_five(tables: Tables, channel: str) -> None:
    table = tables["transactions"]
    at = table.loc[(table["channel"] == channel) & (table["branch_id"] != "012"), "at"]

    assert all(is_open(day) for day in set(at.dt.date))
    assert at.dt.hour.between(9, 16).all()


def test_machines_and_telephones_work_on_holidays_and_at_night(tables: Tables) -> None:
    table = tables["transactions"]
    for channel in ("atm", "mobile", "online"):
        at = table.loc[table["channel"] == channel, "at"]
        assert set(at.dt.hour) == set(range(24))
        assert (at.dt.date == date(2025, 10, 1)).any()


def test_nobody_does_business_before_the_account_is_opened(tables: Tables) -> None:
    booked = tables["transactions"].merge(tables["customers"][["customer_id", "opened_on"]], on="customer_id")
    assert (booked["at"] >= booked["opened_on"]).all()


def test_balances_of_assets_add_up_to_the_aum_of_each_customer(tables: Tables) -> None:
    held = tables["holdings"].merge(tables["products"], on="product_id")
    assets = held[held["category"].isin(["current_deposit", "time_deposit", "wealth", "fund", "insurance"])]
    sums = assets.groupby("customer_id")["balance"].sum()
    aum = tables["customers"].set_index("customer_id")["aum"]

    assert (assets["balance"] >= 0).all()
    assert (sums - aum).abs().max() < 0.01


def test_customers_hold_products_of_their_kind_and_each_once(tables: Tables) -> None:
    held = tables["holdings"].merge(tables["customers"][["customer_id", "kind"]], on="customer_id")
    assert (held["product_id"].str.startswith("11") == (held["kind"] == "corporate")).all()
    assert not held.duplicated(["customer_id", "product_id"]).any()


def test_the_figures_of_december_agree_with_the_customers(tables: Tables) -> None:
    kpi = tables["kpi"].set_index(["branch_id", "indicator", "month"]).sort_index()["value"]
    customers = tables["customers"]
    new = customers[customers["opened_on"] >= pd.Timestamp(FIRST_DAY)]
    for branch_id, own in customers.groupby("branch_id"):
        assert kpi[branch_id, "aum", "2025-12-01"] == pytest.approx(own["aum"].sum(), abs=50)
        assert kpi[branch_id, "new_customers"].sum() == (new["branch_id"] == branch_id).sum()


def test_every_staffed_branch_has_all_nine_indicators_of_all_twelve_months(tables: Tables) -> None:
    months = tables["kpi"].groupby(["branch_id", "indicator"])["month"].nunique()
    assert set(months) == {12}
    assert months.groupby("branch_id").size().to_dict() == {f"{n:03}": 9 for n in range(1, 12)} | {"012": 3}


def test_tickets_are_called_in_order_within_each_queue_of_a_day(tables: Tables) -> None:
    tickets = tables["tickets"].assign(day=lambda table: table["taken_at"].dt.date)
    tickets["queue"] = tickets["ticket_id"].str[0]
    for _, queue in tickets.groupby(["branch_id", "day", "queue"]):
        ordered = queue.sort_values("ticket_id")
        assert ordered["taken_at"].is_monotonic_increasing
        assert ordered["called_at"].is_monotonic_increasing
    assert (tickets["called_at"] >= tickets["taken_at"]).all()
    assert (tickets["finished_at"].isna() == tickets["abandoned"]).all()


def test_tickets_are_of_open_days_of_the_last_quarter(tables: Tables) -> None:
    days = set(tables["tickets"]["taken_at"].dt.date)
    assert days == {day for day in YEAR if day >= date(2025, 10, 1) and is_open(day)}


def test_mondays_and_month_ends_are_busier_than_the_middle_of_the_week(tables: Tables) -> None:
    at = tables["transactions"].loc[lambda table: table["channel"] == "counter", "at"]
    per_day = at.dt.date.value_counts()
    plain = [day for day in per_day.index if not is_month_end(day) and day.day not in (10, 15)]
    mean = {weekday: per_day[[day for day in plain if day.weekday() == weekday]].mean() for weekday in (0, 2)}

    assert mean[0] > 1.1 * mean[2]
    assert per_day[[day for day in per_day.index if is_month_end(day)]].mean() > 1.2 * per_day[plain].mean()


def test_what_is_missing_is_missing_where_it_was_planned(tables: Tables) -> None:
    everyone = set(tables["branches"]["branch_id"])
    missing = {
        name: everyone - set(tables[name]["branch_id"])
        for name in ("tickets", "surveys", "service_checks", "interviews", "customers", "transactions", "kpi")
    }
    assert missing == {
        "tickets": {"012"},
        "surveys": {"012"},
        "service_checks": {"010"},
        "interviews": {"006", "009", "012"},
        "customers": {"012"},
        "transactions": set(),
        "kpi": set(),
    }


def test_coached_branches_sell_more_after_july_than_the_others_against_the_half_year_before(tables: Tables) -> None:
    kpi = tables["kpi"].query("indicator in ['customer_visits', 'fee_income']")
    half = kpi["month"].dt.month.gt(6).map({False: "before", True: "after"})
    sums = kpi.pivot_table(index=["branch_id", "indicator"], columns=half, values="value", aggfunc="sum").drop("012")
    lift = sums["after"] / sums["before"]
    coached = tables["branches"].loc[tables["branches"]["coached"], "branch_id"]

    assert list(coached) == ["003", "007", "008"]
    of_coached = lift.index.get_level_values("branch_id").isin(coached)
    assert lift[of_coached].groupby("indicator").min().gt(lift[~of_coached].groupby("indicator").median() + 0.05).all()


def test_nobody_of_the_small_branch_can_be_judged_by_seven_answers(tables: Tables) -> None:
    """The sample's score looks poor beside the peers', yet its 95 % interval (normal, by hand) holds theirs."""
    answers = tables["surveys"].query("respondent == 'customer'")
    step = (answers["recommend"] >= 9).astype(int) - (answers["recommend"] <= 6).astype(int)
    small, peers = step[answers["branch_id"] == "011"], step[answers["branch_id"].isin(["008", "009", "010"])]

    assert small.mean() < peers.mean() - 0.2
    assert small.mean() + 1.96 * small.std() / len(small) ** 0.5 > peers.mean()
