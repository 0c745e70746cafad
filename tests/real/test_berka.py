"""The Berka bank, brought in by queries, against sums taken straight from its raw files with pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import Store, open_store

HERE = Path(__file__).parent / "berka"
DATA = HERE / "../../../../shared/data"
AS_OF = "940331"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public data are not beside this repository")


def raw(name: str, delimiter: str = ";") -> pd.DataFrame:
    return pd.read_csv(DATA / name, sep=delimiter, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(read_engagement(HERE), tmp_path_factory.mktemp("berka") / "store")


@pytest.fixture(scope="module")
def bookings() -> pd.DataFrame:
    """Every booking up to the as-of date with its district and its signed amount."""
    rows = raw("berka/trans_19930101_19940331.csv.gz").merge(
        raw("berka/account.csv.gz"), on="account_id", suffixes=("", "_opened")
    )
    rows["amount"] = rows["amount"].astype(float)
    rows["signed"] = rows["amount"].where(rows["type"] == "PRIJEM", -rows["amount"])
    return rows[rows["date"] <= AS_OF]


def over_branches(store: Store, table: str) -> dict[str, pd.DataFrame]:
    return {branch.id: store.read(table, branch.id) for branch in store.branches}


def test_every_district_is_a_branch_with_peers(store: Store) -> None:
    assert [branch.id for branch in store.branches] == [str(number) for number in range(1, 78)]
    assert store.branches[0].name == "Hl.m. Praha"
    types = pd.Series([branch.type.value for branch in store.branches]).value_counts()
    urban = raw("berka/district.csv.gz")["A10"].astype(float)
    assert types.to_dict() == {
        "wealth_centre": int((urban >= 75).sum()),
        "premium": int(((urban >= 60) & (urban < 75)).sum()),
        "basic": int((urban < 60).sum()),
    }


def test_customers_are_the_accounts_open_by_then(store: Store) -> None:
    accounts = raw("berka/account.csv.gz")
    expected = accounts[accounts["date"] <= AS_OF].groupby("district_id").size()
    got = {branch: len(rows) for branch, rows in over_branches(store, "customers").items()}
    assert got == {branch: int(expected.get(branch, 0)) for branch in got}


@pytest.mark.parametrize(("column", "until"), [("aum", AS_OF), ("aum_previous", "931231")])
def test_balances_are_the_sums_of_all_bookings(store: Store, bookings: pd.DataFrame, column: str, until: str) -> None:
    expected = bookings[bookings["date"] <= until].groupby("district_id")["signed"].sum()
    for branch, rows in over_branches(store, "customers").items():
        assert rows[column].sum() == pytest.approx(expected.get(branch, 0.0), abs=0.01)


def test_balances_agree_with_the_banks_own_to_its_rounding_of_interest(store: Store, bookings: pd.DataFrame) -> None:
    """The bank's own balance after one of the last day's bookings; at the cut-off of 1993 for every account."""
    year = bookings[bookings["date"] <= "931231"]
    last = year[year["date"] == year.groupby("account_id")["date"].transform("max")]
    owners = raw("berka/disp.csv.gz").query("type == 'OWNER'").set_index("account_id")["client_id"]
    ours = pd.concat(over_branches(store, "customers").values()).set_index("customer_id")["aum_previous"]
    difference = (last["balance"].astype(float) - last["account_id"].map(owners).map(ours)).abs()
    assert difference.groupby(last["account_id"]).min().max() < 1


def test_transactions_are_what_customers_did(store: Store, bookings: pd.DataFrame) -> None:
    done = bookings[(bookings["operation"] != "") & ~bookings["k_symbol"].isin(["SLUZBY", "SANKC. UROK"])]
    count, amount = done.groupby("district_id").size(), done.groupby("district_id")["amount"].sum()
    for branch, rows in over_branches(store, "transactions").items():
        assert len(rows) == count.get(branch, 0)
        assert rows["amount"].sum() == pytest.approx(amount.get(branch, 0.0), abs=0.01)


def test_czech_operations_are_read_as_kinds_and_channels(store: Store, bookings: pd.DataFrame) -> None:
    rows = pd.concat(over_branches(store, "transactions").values())
    got = rows.groupby(["kind", "channel"], dropna=False).size()
    operation = bookings["operation"].value_counts()
    fees = bookings["k_symbol"].isin(["SLUZBY", "SANKC. UROK"]) & (bookings["operation"] == "VYBER")
    assert got["cash_deposit", "counter"] == operation["VKLAD"]
    assert got["cash_withdrawal", "counter"] == operation["VYBER"] - fees.sum()
    assert got["cash_withdrawal", "atm"] == operation["VYBER KARTOU"]
    assert got.xs("transfer").sum() == operation["PREVOD Z UCTU"] + operation["PREVOD NA UCET"]


def test_products_are_held_by_account_owners(store: Store) -> None:
    accounts = raw("berka/account.csv.gz").query(f"date <= '{AS_OF}'")
    loans = raw("berka/loan.csv.gz").query(f"date <= '{AS_OF}'")
    cards = raw("berka/card.csv.gz")
    cards = cards[cards["issued"].str[:6] <= AS_OF]
    orders = raw("berka/order.csv.gz").merge(accounts, on="account_id")
    kinds = orders[orders["k_symbol"] != "UVER"].drop_duplicates(["account_id", "k_symbol"])
    held = pd.concat(over_branches(store, "holdings").values())["product_id"]
    assert (held == "account").sum() == len(accounts)
    assert (held == "loan").sum() == loans["account_id"].isin(accounts["account_id"]).sum()
    assert held.str.startswith("card-").sum() == len(cards)
    assert held.str.startswith("order-").sum() == len(kinds)


def test_deposits_of_a_month_are_the_bookings_until_its_end(store: Store, bookings: pd.DataFrame) -> None:
    kpi = store.read("kpi", "1")
    deposits = kpi[kpi["indicator"] == "deposits"].set_index("month")["value"]
    prague = bookings[bookings["district_id"] == "1"]
    assert len(deposits) == 15
    for month, value in deposits.items():
        until = f"{pd.Timestamp(str(month)):%y%m}31"
        assert value == pytest.approx(prague.loc[prague["date"] <= until, "signed"].sum(), abs=0.01)


def seconds_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Seconds between two clock times of a day, over midnight where that is nearer; never below zero."""
    apart = (pd.to_timedelta(end) - pd.to_timedelta(start)).dt.total_seconds()
    return ((apart + 43_200) % 86_400 - 43_200).clip(lower=0)


def test_calls_are_tickets_of_one_branch_on_the_same_weekdays(store: Store) -> None:
    calls = raw("queue/anonymous_bank_february_1999.tsv.gz", "\t").query("outcome != 'PHANTOM'")
    tickets = store.read("tickets", "1")
    assert len(tickets) == len(calls)
    assert tickets["abandoned"].sum() == (calls["outcome"] == "HANG").sum()
    assert tickets["vip"].sum() == (calls["priority"] == "2").sum()
    weekdays = pd.to_datetime("19" + calls["date"]).dt.day_of_week
    # calls that came after midnight while the log still counts the day before are few
    difference = tickets["taken_at"].dt.day_of_week.value_counts() - weekdays.value_counts()
    assert difference.abs().sum() <= 10
    assert all(store.read("tickets", branch.id).empty for branch in store.branches[1:])


def test_the_mean_wait_of_answered_calls_is_that_of_the_log(store: Store) -> None:
    calls = raw("queue/anonymous_bank_february_1999.tsv.gz", "\t").query("outcome == 'AGENT'")
    served = calls[calls["ser_start"] != "0:00:00"]
    joined = served["q_start"].where(served["q_start"] != "0:00:00", served["vru_exit"])
    expected = seconds_between(joined, served["ser_start"])
    tickets = store.read("tickets", "1").dropna(subset=["called_at"])
    got = (tickets["called_at"] - tickets["taken_at"]).dt.total_seconds()
    assert len(got) == len(expected)
    assert got.mean() == pytest.approx(expected.mean(), abs=0.001)
    assert got.max() == expected.max()
