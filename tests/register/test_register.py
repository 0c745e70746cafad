"""The whole register, from a small bank's tables to the rows of its branches."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.stored import rows, store_of

from branchbook.register import COLUMNS, Lexicons, Register, compute, read_branch_firms, read_branch_links
from branchbook.register.credit_codes import check_character, organisation_check
from branchbook.register.matching import Decisions
from branchbook.rules import Rules


def code(number: int, kind: str = "91") -> str:
    organisation = f"XX{number:06d}"
    body = f"{kind}000002{organisation}{organisation_check(organisation)}"
    return body + check_character(body)


TABLES = {
    "branches": rows(
        "branches",
        {"branch_id": "1", "name": "甲支行", "type": "basic", "city": "云山市", "district": "东城区",
         "address": "云山市东城区人民街道人民路1号"},
        {"branch_id": "2", "name": "乙支行", "type": "basic", "city": "云山市", "district": "西城区",
         "address": "云山市西城区湖滨街道湖滨路1号"},
    ),
    "enterprises": rows(
        "enterprises",
        {"name": "云山市示例0001机械厂", "credit_code": code(1), "tax_rank": 9,
         "address": "云山市东城区人民街道人民路2号"},
        {"name": "云山示例0001机械厂", "credit_code": code(1), "tax_rank": 4},
        {"name": "云山市示例0002塑料制品厂", "credit_code": code(2), "address": "云山市东城区人民街道人民路9号"},
        {"name": "云山市示例0003商贸有限公司", "credit_code": code(3), "address": "云山市西城区湖滨街道湖滨路3号"},
        {"name": "云山市王某某小吃店", "credit_code": code(4, "92"), "kind": "个体工商户",
         "address": "云山市西城区湖滨街道湖滨路5号"},
        {"name": "云山市示例0005农业有限公司", "credit_code": "", "address": "月亮上"},
    ),
    "corporate_customers": rows(
        "corporate_customers",
        {"customer_id": "c1", "branch_id": "1", "name": "示例0001机械", "credit_code": code(1), "deposits": 100.0},
        {"customer_id": "c2", "branch_id": "1", "name": "云山市示例0003商贸", "deposits": 200.0},
        {"customer_id": "c3", "branch_id": "2", "name": "谁也不认识的客户", "deposits": 300.0},
    ),
    "supply_links": rows(
        "supply_links",
        {"supplier": "云山市示例0002塑料制品厂", "buyer": "云山市示例0001机械厂", "amount": 5.0},
        {"supplier": "不在名录", "buyer": "也不在名录", "amount": 1.0},
    ),
}  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return compute(store_of(tmp_path, TABLES), Rules.defaults(), Lexicons.shipped(), Decisions())


def of(register: Register, branch_id: str, side: str) -> dict[str, pd.Series]:
    chosen = register.firms[(register.firms["branch_id"] == branch_id) & (register.firms["side"] == side)]
    return {row["name"]: row for _, row in chosen.iterrows()}


def test_a_firm_that_the_list_holds_twice_is_one_with_the_better_rank(register: Register) -> None:
    existing = of(register, "1", "existing")
    assert existing["示例0001机械"]["tax_rank"] == 4
    assert sum(register.firms["credit_code"] == code(1)) == 1


def test_a_customer_takes_from_the_list_what_its_own_row_does_not_tell(register: Register) -> None:
    customer = of(register, "1", "existing")["示例0001机械"]
    assert (customer["district"], customer["town"], customer["module"]) == ("东城区", "人民街道", "corporate")
    assert (customer["match_verdict"], customer["match_ground"]) == ("sure", "code")


def test_a_firm_of_the_list_that_is_nobodys_customer_is_a_target_of_its_branch(register: Register) -> None:
    assert set(of(register, "1", "target")) == {"云山市示例0002塑料制品厂"}


def test_a_firm_near_one_branch_that_is_a_customer_of_another_is_no_target(register: Register) -> None:
    assert "云山市示例0003商贸有限公司" not in of(register, "2", "target")
    assert of(register, "2", "elsewhere")["云山市示例0003商贸有限公司"]["home_branch_id"] == "1"


def test_a_customer_that_no_list_holds_is_a_customer_all_the_same(register: Register) -> None:
    stranger = of(register, "2", "existing")["谁也不认识的客户"]
    assert (stranger["match_verdict"], stranger["firm_id"], stranger["deposits"]) == ("none", "c3", 300.0)


def test_the_name_of_a_sole_trader_is_masked(register: Register) -> None:
    trader = of(register, "2", "target")["云山市王某某小吃店"]
    assert trader["sole_trader"]
    assert "王某" not in trader["shown_name"] + trader["short_name"]


def test_a_firm_that_no_branch_is_found_for_is_counted(register: Register) -> None:
    assert register.unplaced == 1
    assert "云山市示例0005农业有限公司" not in set(register.firms["name"])


def test_links_are_found_by_name_and_belong_to_the_branches_of_their_ends(register: Register) -> None:
    assert register.links[["branch_id", "supplier_id"]].to_numpy().tolist() == [["1", code(2)]]


def test_a_branch_reads_its_own_rows_back(register: Register, tmp_path: Path) -> None:
    register.save(tmp_path / "register")
    for branch_id in ("1", "2"):
        own = register.firms[register.firms["branch_id"] == branch_id].reset_index(drop=True)
        pd.testing.assert_frame_equal(read_branch_firms(tmp_path / "register", branch_id), own, check_dtype=False)
    assert len(read_branch_links(tmp_path / "register", "1")) == 1
    assert list(read_branch_firms(tmp_path / "register", "9").columns) == list(COLUMNS)


def test_every_customer_is_there_once_and_every_firm_at_most_once_per_side(register: Register) -> None:
    customers = register.firms.loc[register.firms["side"] == "existing", "customer_id"]
    assert sorted(customers) == ["c1", "c2", "c3"]
    listed = register.firms[register.firms["side"] != "existing"]
    assert listed["firm_id"].is_unique


@pytest.mark.parametrize("missing", ["enterprises", "corporate_customers"])
def test_either_table_may_be_missing(tmp_path: Path, missing: str) -> None:
    tables = {name: frame for name, frame in TABLES.items() if name not in {missing, "supply_links"}}
    found = compute(store_of(tmp_path, tables), Rules.defaults(), Lexicons.shipped(), Decisions())
    sides = set(found.firms["side"])
    assert sides == ({"existing"} if missing == "enterprises" else {"target"})
