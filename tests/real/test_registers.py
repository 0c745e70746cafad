"""The registers of Ningbo and Suzhou through the whole reading: nobody is lost, and customers are found in the list.

Who is a customer is made up by a fingerprint of the credit code (see the engagement files), so the truth of every pair
is known: a customer's id holds the beginning of the md5 of its firm's code.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import Store, open_store
from branchbook.register import Lexicons, Register, Side, compute
from branchbook.register.matching import Decisions
from branchbook.rules import Rules

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "enterprises"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real registers do not stand beside the repository"),
]


@pytest.fixture(scope="module", params=["ningbo", "suzhou"])
def city(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def store(city: str, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(read_engagement(Path(__file__).parent / city), tmp_path_factory.mktemp(city) / "store")


@pytest.fixture(scope="module")
def register(store: Store) -> Register:
    return compute(store, Rules.defaults(), Lexicons.shipped(), Decisions())


@pytest.fixture(scope="module")
def raw(city: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"enterprises_{city}.csv.gz", dtype=str, keep_default_na=False)


def customer_id(code: str) -> str:
    return f"C{hashlib.md5(code.encode(), usedforsecurity=False).hexdigest()[:10]}"


def test_all_thirty_branches_have_firms(store: Store, register: Register) -> None:
    assert len(store.branches) == 30
    assert set(register.firms["branch_id"]) == {branch.id for branch in store.branches}


def test_no_firm_of_the_register_is_lost_or_invented(register: Register, raw: pd.DataFrame) -> None:
    codes = set(raw["统一社会信用代码"].str.upper().str.strip())
    told = set(register.firms["credit_code"]) - {""}
    assert told <= codes
    assert len(codes - told) <= register.unplaced


def test_no_firm_stands_at_two_branches(register: Register) -> None:
    listed = register.firms[register.firms["side"] != Side.EXISTING.value]
    assert listed["firm_id"].is_unique


def test_customers_are_found_in_the_list_under_other_spellings(store: Store, register: Register) -> None:
    existing = register.firms[register.firms["side"] == Side.EXISTING.value]
    merged = existing[existing["match_verdict"] == "sure"]
    right = [customer_id(code) == id_ for code, id_ in zip(merged["firm_id"], merged["customer_id"], strict=True)]
    assert len(existing) == store.tables["corporate_customers"].rows
    assert sum(right) / len(merged) >= 0.99
    assert sum(right) / len(existing) >= 0.9


def test_most_firms_have_a_clear_module(register: Register) -> None:
    listed = register.firms[register.firms["side"] == Side.TARGET.value]
    assert (listed["certainty"] == "clear").mean() >= 0.8
    assert (listed["module"] != "").mean() >= 0.95


def test_no_legal_person_is_in_the_register(register: Register, raw: pd.DataFrame) -> None:
    assert "legal_person" not in register.firms
    assert not register.firms["shown_name"].isin(set(raw["法人代表"]) - {"N/A"}).any()
