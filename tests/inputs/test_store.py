"""The store: what it holds, that it is the same for the same data, and that it is built only when needed."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.inputs.handed_over import BRANCHES, hand_over, stored

from branchbook.errors import InputFaults
from branchbook.inputs.branch_data import read_branch
from branchbook.inputs.engagement import Engagement, read_engagement
from branchbook.inputs.schema import TABLES, Type
from branchbook.inputs.store import Store, open_store, standing_store
from branchbook.values.branch import Branch, BranchType

FILES = {
    "customers.csv": (
        "客户编号,网点编号,客户名称,手机号码,AUM余额,开户日期,是否熟客\n"
        "C1,001,甲,13800000001,100,2024-01-05,是\nC2,001,乙,,200.5,2025-12-31,\nC3,002,丙,,,2026-01-01,否\nC4,002,丁,,5,,\n"
    ),
    "products.csv": "产品编号,产品名称,产品大类\nP1,活期,活期\nP2,理财,理财\n",
    "holdings.csv": "客户编号,产品编号,余额\nC1,P1,10\nC4,P2,20\nC3,P1,30\n",
    "tickets.csv": (
        "网点编号,票号,取号时间,叫号时间,办结时间\n"
        "002,A2,2025-12-31 23:59:59,,\n002,A1,2025-12-30 09:00,2025-12-30 09:05,2025-12-30 09:10\n"
        "002,A3,2026-01-01 00:00:00,,\n"
    ),
}
SOURCES = "\n".join(f"  {table}: {table}.csv" for table in ("branches", "customers", "products", "holdings", "tickets"))


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return hand_over(tmp_path, SOURCES, FILES)


@pytest.fixture
def store(bank: Path) -> Store:
    return stored(bank)


def opened(bank: Path) -> Store:
    return open_store(read_engagement(bank), bank.parent / "outputs" / "store")


def edit(bank: Path, name: str, before: str, after: str) -> None:
    text = (bank / name).read_text(encoding="utf-8")
    assert before in text
    (bank / name).write_text(text.replace(before, after), encoding="utf-8")


def test_a_branch_reads_only_its_own_rows(store: Store) -> None:
    assert store.read("customers", "001")["customer_id"].tolist() == ["C1", "C2"]
    assert store.read("customers", "002")["customer_id"].tolist() == ["C4"]


def test_what_a_reader_changes_in_its_rows_the_next_one_does_not_see(store: Store) -> None:
    rows = store.read("customers", "001")
    rows.loc[:, "aum"] = -1.0
    rows["mine"] = 1
    rows.index.name = "mine"
    again = store.read("customers", "001")
    assert sorted(again["aum"]) == [100.0, 200.5]
    assert "mine" not in again
    assert again.index.name is None


def test_branches_stand_in_the_order_of_the_banks_own_list(tmp_path: Path) -> None:
    files = {
        "branches.csv": "网点编号,网点名称,网点类型,英文名称\n9,西,基础,West\n10,东,精品网点,\n".replace(
            "基础", "基础网点"
        )
    }
    branches = stored(hand_over(tmp_path, "  branches: branches.csv", files)).branches
    assert branches == (Branch("9", "西", BranchType.BASIC, "West"), Branch("10", "东", BranchType.PREMIUM))


def test_every_column_of_the_schema_is_there_with_its_type_except_personal_ones(store: Store) -> None:
    kinds = {
        Type.ID: "str", Type.TEXT: "str", Type.CATEGORY: "str", Type.BOOLEAN: "boolean", Type.INTEGER: "Int64",
        Type.DATE: "datetime64[us]", Type.DATETIME: "datetime64[us]", Type.MONTH: "datetime64[us]",
        Type.MONEY: "float64", Type.NUMBER: "float64", Type.SHARE: "float64",
    }  # fmt: skip
    frames = {
        "customers": store.read("customers", "001"),
        "holdings": store.read("holdings", "002"),
        "tickets": store.read("tickets", "001"),
        "branches": store.read_shared("branches"),
        "products": store.read_shared("products"),
    }
    for table, frame in frames.items():
        expected = {column.name: kinds[column.type] for column in TABLES[table].columns if not column.personal}
        assert {name: str(type_) for name, type_ in frame.dtypes.items()} == expected, table


def test_a_branch_without_rows_has_all_columns_and_no_rows(store: Store) -> None:
    got = store.read("tickets", "001")
    assert got.empty
    assert list(got.columns) == list(store.read("tickets", "002").columns)


def test_chosen_columns_come_in_the_order_asked_for(store: Store) -> None:
    assert list(store.read("customers", "001", ["aum", "customer_id"]).columns) == ["aum", "customer_id"]
    assert list(store.read("tickets", "001", ["vip", "taken_at"]).columns) == ["vip", "taken_at"]


def test_an_unknown_branch_or_table_is_an_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.read("customers", "003")
    with pytest.raises(KeyError):
        store.read("kpi", "001")
    assert not store.has("kpi")


def test_rows_after_the_as_of_date_are_left_out_and_counted(store: Store) -> None:
    assert store.read("tickets", "002")["ticket_id"].tolist() == ["A1", "A2"]
    assert store.tables["tickets"].later_rows == 1
    assert store.tables["customers"].later_rows == 1
    assert {notice.values["count"] for notice in store.notices if notice.code == "later_rows"} == {"1"}


def test_what_a_table_holds_is_described(store: Store) -> None:
    table = store.tables["customers"]
    assert (table.rows, table.sources) == (3, ("customers.csv",))
    assert table.given == ("customer_id", "branch_id", "name", "phone", "opened_on", "aum", "known")
    assert (str(table.first), str(table.last)) == ("2024-01-05", "2025-12-31")


def test_holdings_find_their_branch_through_their_customer(store: Store) -> None:
    assert store.read("holdings", "001")["balance"].tolist() == [10.0]
    assert store.read("holdings", "002")["balance"].tolist() == [20.0]


def test_personal_columns_are_stored_apart_with_the_key(store: Store) -> None:
    personal = store.read_personal("customers", "001")
    assert list(personal.columns) == ["customer_id", "name", "phone", "id_number"]
    assert personal["name"].tolist() == ["甲", "乙"]
    open_files = [path for path in store.folder.glob("*/*.parquet") if path.parent.name != "personal"]
    assert open_files
    assert not any("甲".encode() in path.read_bytes() or b"13800000001" in path.read_bytes() for path in open_files)


def test_branches_out_of_scope_are_dropped(tmp_path: Path) -> None:
    store = stored(hand_over(tmp_path, SOURCES, FILES, more="branches: ['002']"))
    assert [branch.id for branch in store.branches] == ["002"]
    assert store.read_shared("branches")["branch_id"].tolist() == ["002"]
    assert store.tables["customers"].rows == 1
    assert store.tables["holdings"].rows == 1
    assert sorted(path.name for path in (store.folder / "customers").iterdir()) == ["002.parquet"]


def test_the_whole_bank_is_read_by_its_pattern(store: Store) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT branch_id, count(*) FROM read_parquet(?) GROUP BY 1 ORDER BY 1", [store.pattern("customers")]
        )
        assert rows.fetchall() == [("001", 2), ("002", 1)]


def test_ids_that_are_no_file_names_are_kept_as_they_are(tmp_path: Path) -> None:
    ids = ["a/b", "a\\b", "..", "CON", "中文 编号", "x" * 200]
    files = {"branches.csv": "网点编号,网点名称,网点类型\n" + "".join(f"{id_},名,精品网点\n" for id_ in ids)}
    files["customers.csv"] = "客户编号,网点编号\n" + "".join(f"C{n},{id_}\n" for n, id_ in enumerate(ids))
    store = stored(hand_over(tmp_path, "  branches: branches.csv\n  customers: customers.csv", files))
    for number, id_ in enumerate(ids):
        assert store.read("customers", id_)[["customer_id", "branch_id"]].to_numpy().tolist() == [[f"C{number}", id_]]
    assert all(path.is_relative_to(store.folder) for path in store.folder.rglob("*"))


def test_one_branchs_data_are_its_own_and_the_shared_tables(store: Store) -> None:
    data = read_branch(store, "002")
    tables = {name: len(frame) for name, frame in data.tables.items()}
    assert tables == {"branches": 1, "customers": 1, "products": 2, "holdings": 1, "tickets": 2}


# --- the same for the same data --------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_source_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, chance: object
) -> None:
    shuffled = {}
    for name, text in FILES.items():
        head, *rows = text.splitlines()
        chance.shuffle(rows)  # type: ignore[attr-defined]
        shuffled[name] = "\n".join([head, *rows]) + "\n"
    one = stored(hand_over(tmp_path_factory.mktemp("one"), SOURCES, FILES))
    other = stored(hand_over(tmp_path_factory.mktemp("other"), SOURCES, shuffled))
    assert one.branch_fingerprints == other.branch_fingerprints
    assert one.shared_fingerprint == other.shared_fingerprint
    for table in ("customers", "holdings", "tickets"):
        for branch in one.branches:
            pd.testing.assert_frame_equal(one.read(table, branch.id), other.read(table, branch.id))


def test_two_builds_write_the_same_bytes(bank: Path) -> None:
    def contents(store: Store) -> dict[str, bytes]:
        return {
            path.relative_to(store.folder).as_posix(): path.read_bytes() for path in store.folder.rglob("*.parquet")
        }

    first = contents(stored(bank))
    assert contents(stored(bank)) == first


def test_a_changed_row_changes_its_own_branch_alone(bank: Path) -> None:
    before = opened(bank)
    edit(bank, "customers.csv", "C4,002,丁,,5", "C4,002,丁,,6")
    after = opened(bank)
    assert before.fingerprint != after.fingerprint
    assert before.branch_fingerprints["001"] == after.branch_fingerprints["001"]
    assert before.branch_fingerprints["002"] != after.branch_fingerprints["002"]
    assert before.shared_fingerprint == after.shared_fingerprint


def test_a_changed_personal_field_changes_its_branch(bank: Path) -> None:
    before = opened(bank)
    edit(bank, "customers.csv", "13800000001", "13800000002")
    assert before.branch_fingerprints["001"] != opened(bank).branch_fingerprints["001"]


def test_a_row_given_twice_is_not_the_same_as_once(bank: Path) -> None:
    before = opened(bank)
    edit(bank, "tickets.csv", "002,A1,", "002,A2,2025-12-31 23:59:59,,\n002,A2,2025-12-31 23:59:59,,\n002,A1,")
    assert before.branch_fingerprints["002"] != opened(bank).branch_fingerprints["002"]


def test_a_changed_product_changes_what_is_shared(bank: Path) -> None:
    before = opened(bank)
    edit(bank, "products.csv", "P2,理财,", "P2,稳健理财,")
    after = opened(bank)
    assert before.shared_fingerprint != after.shared_fingerprint
    assert before.branch_fingerprints == after.branch_fingerprints


# --- built when needed -----------------------------------------------------------------------------------------------


def test_an_unchanged_engagement_is_not_built_again(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(bank)
    monkeypatch.setattr("branchbook.inputs.building.build", lambda *_: pytest.fail("built again"))
    assert opened(bank) == first
    assert standing_store(first.folder) == first


def test_an_untouched_copy_with_another_time_is_not_built_again(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(bank)
    os.utime(bank / "customers.csv", ns=(1, 1))
    monkeypatch.setattr("branchbook.inputs.building.build", lambda *_: pytest.fail("built again"))
    assert opened(bank) == first


@pytest.mark.parametrize(
    ("before", "after"), [("as_of: 2025-12-31", "as_of: 2026-12-31"), ("sources:", "branches: ['001']\nsources:")]
)
def test_settings_that_decide_what_is_kept_build_it_again(bank: Path, before: str, after: str) -> None:
    first = opened(bank)
    edit(bank, "engagement.yaml", before, after)
    assert opened(bank).tables["customers"].rows != first.tables["customers"].rows


def test_settings_that_do_not_touch_data_leave_it(bank: Path) -> None:
    first = opened(bank)
    edit(bank, "engagement.yaml", "sources:", "language: en\nrules: {FL4: {long_wait_minutes: 12}}\nsources:")
    assert opened(bank).fingerprint == first.fingerprint


def test_faults_leave_the_store_that_stood(bank: Path) -> None:
    first = opened(bank)
    edit(bank, "customers.csv", "C4,002", "C4,009")
    with pytest.raises(InputFaults):
        opened(bank)
    assert standing_store(first.folder) == first
    assert [path.name for path in first.folder.parent.iterdir()] == ["store"]


def test_what_a_killed_run_left_behind_does_no_harm(bank: Path) -> None:
    left = bank.parent / "outputs" / ".store-building"
    (left / "staged" / "customers").mkdir(parents=True)
    (left / "work.duckdb").write_bytes(b"half written")
    assert opened(bank).tables["customers"].rows == 3
    assert not left.exists()


def test_a_store_is_a_value_that_travels(store: Store) -> None:
    assert pickle.loads(pickle.dumps(store)) == store  # noqa: S301 - our own pickle


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_forked_after_the_building_can_read(store: Store) -> None:
    child = os.fork()
    if not child:
        os._exit(0 if len(store.read("customers", "001")) == 2 else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


# --- large -----------------------------------------------------------------------------------------------------------

_BUILD = """
import resource, sys
from pathlib import Path
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import open_store
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
store = open_store(read_engagement(folder), folder.parent / "store")
print(store.tables["transactions"].rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.heavy
def test_a_file_of_a_million_rows_and_a_thousand_branches_needs_little_memory_and_few_open_files(
    tmp_path: Path,
) -> None:
    """The same rows as a frame of texts would take about 800 MB, and as many open files as branches are not allowed."""
    pytest.importorskip("resource")
    branches = "网点编号,网点名称,网点类型\n" + "".join(f"{n:04},支行{n},基础网点\n" for n in range(1000))
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  transactions: t.csv", {"branches.csv": branches})
    with (engagement / "t.csv").open("w", encoding="utf-8") as file:
        file.write("流水号,网点编号,客户编号,交易时间,业务种类,渠道,金额\n")
        for n in range(1_000_000):
            file.write(
                f"{n:012},{n % 1000:04},C{n % 7919:08},2025/{n % 12 + 1}/{n % 28 + 1} 09:{n % 60:02},"
                f'转账,柜面,"{n % 99_999:,}.50元"\n'
            )
    done = subprocess.run([sys.executable, "-c", _BUILD, str(engagement)], capture_output=True, text=True, check=True)
    rows, megabytes = map(int, done.stdout.split())
    assert rows == 1_000_000
    assert megabytes < 1300


@pytest.fixture
def engagement_of_two(tmp_path: Path) -> Engagement:
    return read_engagement(hand_over(tmp_path, "  branches: branches.csv", {"branches.csv": BRANCHES}))


def test_a_store_can_be_built_where_the_path_looks_like_a_pattern(
    engagement_of_two: Engagement, tmp_path: Path
) -> None:
    folder = tmp_path / "out[1]*"
    store = open_store(engagement_of_two, folder / "store")
    with duckdb.connect() as connection:
        assert connection.execute("SELECT count(*) FROM read_parquet(?)", [store.pattern("branches")]).fetchall() == [
            (2,)
        ]
