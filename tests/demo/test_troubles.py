"""Each trouble of the demo bank is in the raw data, and at no other branch:
measured here with a few lines of pandas."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from branchbook.demo import TROUBLES

Tables = Mapping[str, pd.DataFrame]
Measure = Callable[[Tables], "pd.Series[float]"]


def median_wait(tables: Tables) -> pd.Series[float]:
    """Minutes from ticket to call of those who were served."""
    served = tables["tickets"][~tables["tickets"]["abandoned"]]
    return ((served["called_at"] - served["taken_at"]).dt.total_seconds() / 60).groupby(served["branch_id"]).median()


def abandoned(tables: Tables) -> pd.Series[float]:
    return tables["tickets"].groupby("branch_id")["abandoned"].mean()


def new_and_idle(tables: Tables) -> pd.Series[float]:
    """Share of the year's new customers without a transaction and with one product at most."""
    new = tables["customers"][tables["customers"]["opened_on"] >= "2025-01-01"]
    held = new["customer_id"].map(tables["holdings"].groupby("customer_id").size())
    idle = ~new["customer_id"].isin(tables["transactions"]["customer_id"]) & (held <= 1)
    return idle.groupby(new["branch_id"]).mean()


def lobby_score(tables: Tables) -> pd.Series[float]:
    own = tables["service_checks"].query("aspect == 'lobby_manager' and method != 'competitor'")
    return own.groupby("branch_id")["score"].mean()


def net_promoters(tables: Tables) -> pd.Series[float]:
    answers = tables["surveys"].query("respondent == 'customer'")
    step = (answers["recommend"] >= 9).astype(int) - (answers["recommend"] <= 6).astype(int)
    return 100 * step.groupby(answers["branch_id"]).mean()


def complaints_per_10k(tables: Tables) -> pd.Series[float]:
    complaints = tables["kpi"].query("indicator == 'complaints'").groupby("branch_id")["value"].sum()
    return complaints / tables["transactions"].groupby("branch_id").size() * 10_000


def small_cash_at_the_counter(tables: Tables) -> pd.Series[float]:
    """Share of cash business under 20,000 yuan, at branches with a counter."""
    table = tables["transactions"]
    small = table[table["kind"].isin(["cash_deposit", "cash_withdrawal"]) & (table["amount"] < 20_000)]
    return small["channel"].eq("counter").groupby(small["branch_id"]).mean().drop("012")


def by_smart_device(tables: Tables) -> pd.Series[float]:
    """Share of business at the counter and smart devices that smart devices do."""
    table = tables["transactions"].query("channel in ['counter', 'smart_device'] and branch_id != '012'")
    return table["channel"].eq("smart_device").groupby(table["branch_id"]).mean()


def known(tables: Tables) -> pd.Series[float]:
    return tables["customers"].groupby("branch_id")["known"].mean().astype(float)


def contacted_within_a_quarter(tables: Tables) -> pd.Series[float]:
    customers = tables["customers"]
    return (customers["contacted_on"] >= "2025-10-01").groupby(customers["branch_id"]).mean()


def products_beyond_the_account(tables: Tables) -> pd.Series[float]:
    """Products per customer beyond the first, relative to the branches of the type."""
    branch_of = tables["customers"].set_index("customer_id")["branch_id"]
    held = tables["holdings"]["customer_id"].map(branch_of).value_counts()
    each = held / tables["customers"].groupby("branch_id").size() - 1
    types = tables["branches"].set_index("branch_id")["type"].reindex(each.index)
    return each / each.groupby(types).transform("median")


def aum_growth(tables: Tables) -> pd.Series[float]:
    sums = tables["customers"].groupby("branch_id")[["aum", "aum_previous"]].sum()
    return sums["aum"] / sums["aum_previous"] - 1


def aum_since_january(tables: Tables) -> pd.Series[float]:
    aum = tables["kpi"].query("indicator == 'aum'").pivot_table(index="month", columns="branch_id", values="value")
    return aum.loc["2025-12-01"] / aum.loc["2025-01-01"] - 1


# Of each measure: the code of the trouble, whether the trouble makes it greater, the least (or greatest) value at the
# troubled branch and the greatest (or least) anywhere else. The gaps between the two are wide on purpose.
SIGNS: list[tuple[str, Measure, bool, float, float]] = [
    ("long_waits", median_wait, True, 15, 5),
    ("long_waits", abandoned, True, 0.15, 0.03),
    ("dormant_new_customers", new_and_idle, True, 0.7, 0.25),
    ("weak_lobby", lobby_score, False, 68, 80),
    ("low_nps", net_promoters, False, -20, -5),
    ("low_nps", complaints_per_10k, True, 100, 50),
    ("counter_heavy", small_cash_at_the_counter, True, 0.7, 0.3),
    ("counter_heavy", by_smart_device, False, 0.15, 0.45),
    ("unknown_customers", known, False, 0.3, 0.65),
    ("unknown_customers", contacted_within_a_quarter, False, 0.3, 0.6),
    ("low_penetration", products_beyond_the_account, False, 0.5, 0.8),
    ("aum_decline", aum_growth, False, -0.1, 0.05),
    ("aum_decline", aum_since_january, False, -0.1, 0.05),
]


@pytest.mark.parametrize(("code", "measure", "greater", "there", "elsewhere"), SIGNS)
def test_a_trouble_shows_at_its_branch_and_nowhere_else(
    tables: Tables, code: str, measure: Measure, greater: bool, there: float, elsewhere: float
) -> None:
    sign = 1 if greater else -1
    values = sign * measure(tables)
    (branch_id,) = (trouble.branch_id for trouble in TROUBLES if trouble.code == code)

    assert values[branch_id] >= sign * there
    assert values.drop(branch_id).max() <= sign * elsewhere


def test_every_trouble_has_a_sign() -> None:
    assert {trouble.code for trouble in TROUBLES} == {code for code, *_ in SIGNS}


def test_a_branch_has_one_trouble_at_most_and_four_have_none(tables: Tables) -> None:
    troubled = [trouble.branch_id for trouble in TROUBLES]
    assert len(set(troubled)) == len(troubled)
    assert set(tables["branches"]["branch_id"]) - set(troubled) == {"003", "007", "011", "012"}
