"""Queries of an engagement: what they can do, and what they can't reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.inputs.handed_over import faults, hand_over, only_fault, stored

from branchbook.errors import Fault

ACCOUNTS = "id;branch;balance\n7;1;12.50\n8;2;\n"


def with_query(folder: Path, sql: str) -> Path:
    indented = "\n".join(f"      {line}" for line in sql.splitlines())
    return hand_over(
        folder,
        f"  branches: branches.csv\n  customers:\n    sql: |\n{indented}",
        {"account.csv": ACCOUNTS},
        more='raw:\n  account: {file: account.csv, delimiter: ";"}',
    )


GOOD = "SELECT 'C' || id AS customer_id, lpad(branch, 3, '0') AS branch_id, CAST(balance AS DOUBLE) AS aum FROM account"


def test_a_query_brings_raw_files_into_a_table(tmp_path: Path) -> None:
    store = stored(with_query(tmp_path, f"{GOOD};\n-- that is all"))
    assert store.read("customers", "001")["aum"].tolist() == [12.5]
    assert store.read("customers", "002")["aum"].isna().all()
    assert store.tables["customers"].sources == ("account.csv",)


def test_columns_of_raw_files_are_text(tmp_path: Path) -> None:
    sql = "SELECT typeof(id) || typeof(balance) AS customer_id, '001' AS branch_id FROM account LIMIT 1"
    assert stored(with_query(tmp_path, sql)).read("customers", "001")["customer_id"].tolist() == ["VARCHARVARCHAR"]


def test_whole_numbers_of_a_query_are_ids_without_a_fraction(tmp_path: Path) -> None:
    sql = "SELECT 7::DOUBLE AS customer_id, '001' AS branch_id, DATE '2024-03-01' AS opened_on, true AS known"
    (row,) = stored(with_query(tmp_path, sql)).read("customers", "001").to_dict("records")
    assert (row["customer_id"], row["known"], row["opened_on"].date().isoformat()) == ("7", True, "2024-03-01")


def test_rows_of_a_query_have_no_cells_but_their_column(tmp_path: Path) -> None:
    fault = only_fault(with_query(tmp_path, "SELECT id AS customer_id, branch AS branch_id FROM account LIMIT 1"))
    assert (fault.code, fault.place.key, fault.place.column) == (
        "reference_padded",
        "sources.customers.sql",
        "branch_id",
    )
    assert not fault.place.row


SECRET = "secret.csv"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT content AS customer_id, '001' AS branch_id FROM read_text('{folder}/secret.csv')",
        "SELECT content AS customer_id, '001' AS branch_id FROM read_blob('/etc/passwd')",
        "SELECT column0 AS customer_id, '001' AS branch_id FROM read_csv('{folder}/secret.csv', header = false)",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT file AS customer_id, '001' AS branch_id FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('https://example.org/customers.csv')",
        "SELECT getenv('HOME') AS customer_id, '001' AS branch_id",
        "SELECT * FROM sqlite_scan('{folder}/x.db', 'x')",
        "SELECT * FROM query('COPY account TO ''{folder}/stolen.csv''')",
        "SELECT * FROM engagement",
    ],
)
def test_a_query_reaches_nothing_but_the_raw_files(tmp_path: Path, sql: str) -> None:
    (tmp_path / SECRET).write_text("secret", encoding="utf-8")
    fault = only_fault(with_query(tmp_path, sql.replace("{folder}", tmp_path.as_posix())))
    assert (fault.code, fault.place.key) == ("sql_error", "sources.customers.sql")
    assert "\n" not in fault.got
    assert not (tmp_path / "stolen.csv").exists()


@pytest.mark.parametrize(
    ("sql", "kinds"),
    [
        ("COPY account TO '{folder}/stolen.csv'", "COPY"),
        ("INSTALL httpfs", "LOAD"),
        ("LOAD httpfs", "LOAD"),
        ("ATTACH '{folder}/x.db'", "ATTACH"),
        ("SET enable_external_access = true", "SET"),
        ("DROP TABLE account", "DROP"),
        (GOOD + "; COPY account TO '{folder}/stolen.csv'", "SELECT, COPY"),
        ("CREATE TABLE x AS SELECT 1", "CREATE"),
        ("-- nothing", "—"),
    ],
)
def test_a_query_is_one_select_and_nothing_else(tmp_path: Path, sql: str, kinds: str) -> None:
    fault = only_fault(with_query(tmp_path, sql.replace("{folder}", tmp_path.as_posix())))
    assert (fault.code, fault.got) == ("sql_refused", kinds)
    assert not (tmp_path / "stolen.csv").exists()


@pytest.mark.parametrize(
    ("sql", "word"), [("SELEC 1", "SELEC"), ("SELECT nope FROM account", "nope"), ("SELECT * FROM acount", "acount")]
)
def test_a_mistake_in_a_query_is_told_in_duckdbs_first_line(tmp_path: Path, sql: str, word: str) -> None:
    fault = only_fault(with_query(tmp_path, sql))
    assert fault.code == "sql_error"
    assert word in fault.got


def test_a_value_that_a_query_can_not_convert_is_an_error_of_the_query(tmp_path: Path) -> None:
    fault = only_fault(
        with_query(tmp_path, "SELECT CAST('x' || id AS INTEGER) AS customer_id, '001' AS branch_id FROM account")
    )
    assert fault.code == "sql_error"


def test_a_query_must_answer_the_required_columns(tmp_path: Path) -> None:
    fault = only_fault(with_query(tmp_path, "SELECT id AS customer_id FROM account"))
    assert (fault.code, fault.values["column_name"]) == ("column_missing", "branch_id")


def test_a_broken_raw_file_is_told_once_however_many_queries_need_it(tmp_path: Path) -> None:
    engagement = hand_over(
        tmp_path,
        "  branches: {sql: SELECT 1 FROM account}\n  customers: {sql: SELECT 1 FROM account}",
        {"account.csv": ACCOUNTS.replace("balance", "余额").encode("gbk")},
        more='raw:\n  account: {file: account.csv, delimiter: ";"}',
    )
    assert [fault.code for fault in faults(engagement)] == ["encoding_gbk"]


def test_headings_of_a_raw_file_that_sql_can_not_tell_apart_are_told(tmp_path: Path) -> None:
    engagement = hand_over(
        tmp_path,
        "  branches: branches.csv",
        {"a.csv": "id,ID\n1,2\n"},
        more="raw: {a: a.csv}",
    )
    found: tuple[Fault, ...] = faults(engagement)
    assert [(fault.code, fault.got) for fault in found] == [("heading_duplicate", "ID, id")]
