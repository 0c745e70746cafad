"""Everything that can be wrong with the rows of tables, all told at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from tests.inputs.handed_over import customers, faults, hand_over, only_fault, stored, workbook

from branchbook.errors import InputFaults
from branchbook.inputs.checks import EXAMPLES
from branchbook.text import Text

TICKETS = "网点编号,取号时间,叫号时间,办结时间,弃号"


def tickets(folder: Path, *rows: str) -> Path:
    text = "\n".join([TICKETS, *rows]) + "\n"
    return hand_over(folder, "  branches: branches.csv\n  tickets: t.csv", {"t.csv": text})


@pytest.mark.parametrize(
    ("row", "code", "got", "column"),
    [
        ("C1,001,很多,2024-01-01", "money_unreadable", "很多", "AUM余额"),
        ("C1,001,1,2024-02-30", "date_unreadable", "2024-02-30", "开户日期"),
        (",001,1,2024-01-01", "cell_empty", "", "客户编号"),
        ("C1,无,1,2024-01-01", "cell_empty", "无", "网点编号"),
        ("C1,009,1,2024-01-01", "reference_unknown", "009", "网点编号"),
        ("C1,#N/A,1,2024-01-01", "cell_error", "#N/A", "网点编号"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_heading(
    tmp_path: Path, row: str, code: str, got: str, column: str
) -> None:
    fault = only_fault(customers(tmp_path, f"C0,001,1,2024-01-01\n{row}"))
    assert (fault.code, fault.got, fault.place.row, fault.place.column) == (code, got, 3, column)


def test_all_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    files = {
        "branches.csv": "网点编号,网点名称,网点类型\n001,城东支行,小网点\n001,城西支行,基础网点\n",
        "c.csv": "客户编号,网点编号,AUM余额\nC1,002,x\nC1,001,1\n",
        "s.csv": "工号,岗位\n1,大堂\n",
    }
    found = faults(hand_over(tmp_path, "  branches: branches.csv\n  staff: s.csv\n  customers: c.csv", files))
    assert [(fault.place.file, fault.code) for fault in found] == [
        ("branches.csv", "value_not_allowed"),
        ("branches.csv", "key_duplicate"),
        ("s.csv", "column_missing"),
        ("c.csv", "money_unreadable"),
        ("c.csv", "key_duplicate"),
        ("c.csv", "reference_unknown"),
    ]


def test_a_value_that_is_not_allowed_is_answered_with_the_nearest(tmp_path: Path) -> None:
    files = {"branches.csv": "网点编号,网点名称,网点类型\n001,城东支行,理财中\n"}
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv", files))
    assert fault.values["nearest"] == "理财中心"
    assert "精品网点 (premium)" in fault.allowed


@pytest.mark.parametrize("score", ["-1", "100.5"])
def test_a_number_out_of_its_bounds_is_told_with_the_bounds(tmp_path: Path, score: str) -> None:
    text = f"网点编号,检查日期,检查方面,得分\n001,2025-01-01,环境,{score}\n"
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  service_checks: s.csv", {"s.csv": text}))
    assert (fault.code, fault.got, fault.allowed) == ("out_of_bounds", score, "0–100")


@pytest.mark.parametrize("amount", ["1e400", "-1e400", "1e17", "9999999999999亿元"])
def test_an_amount_that_no_bank_has_is_out_of_bounds_before_anything_adds_it_up(tmp_path: Path, amount: str) -> None:
    fault = only_fault(customers(tmp_path, f"C1,001,{amount},2024-01-01"))
    assert (fault.code, fault.got) == ("out_of_bounds", amount)
    assert fault.allowed == "-100,000,000,000,000–100,000,000,000,000"


def test_the_bounds_themselves_are_allowed(tmp_path: Path) -> None:
    text = "网点编号,检查日期,检查方面,得分\n001,2025-01-01,环境,0\n001,2025-01-02,环境,100\n"
    assert not faults(hand_over(tmp_path, "  branches: branches.csv\n  service_checks: s.csv", {"s.csv": text}))


def test_the_same_wrong_value_is_told_once_with_all_its_rows(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,001,待定,\nC2,001,5,\nC3,002,待定,\nC4,002,待定,"))
    assert (fault.got, fault.count, fault.place.row, fault.values["cells"]) == ("待定", 3, 2, "2, 4, 5")


def test_examples_are_bounded_and_the_rest_is_counted(tmp_path: Path) -> None:
    found = faults(customers(tmp_path, "\n".join(f"C{n},001,x{n}," for n in range(EXAMPLES + 7))))
    assert [fault.got for fault in found[:-1]] == [f"x{n}" for n in range(EXAMPLES)]
    assert (found[-1].code, found[-1].count) == ("more_alike", 7)


def test_a_duplicate_id_is_told_with_every_row(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,001,1,\nC2,001,1,\nC1,002,1,"))
    assert (fault.code, fault.got, fault.count, fault.values["cells"]) == ("key_duplicate", "C1", 2, "2, 4")


def test_a_key_of_several_columns_is_duplicate_only_as_a_whole(tmp_path: Path) -> None:
    rows = "网点编号,月份,指标,数值\n001,2025-01,存款余额,1\n001,2025-02,存款余额,1\n001,202501,存款,2\n"
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  kpi: k.csv", {"k.csv": rows}))
    assert (fault.code, fault.count, fault.values["cells"]) == ("key_duplicate", 2, "2, 4")
    assert "001" in fault.got
    assert "deposits" in fault.got


def test_a_branch_id_that_lost_its_zeros_is_recognised_but_not_repaired(tmp_path: Path) -> None:
    fault = only_fault(customers(tmp_path, "C1,1,1,\nC2,001,1,"))
    assert (fault.code, fault.got, fault.values["other"]) == ("reference_padded", "1", "001")


def test_references_to_tables_that_were_not_given_are_not_checked(tmp_path: Path) -> None:
    assert not faults(customers(tmp_path, "C1,001,9", "客户编号,网点编号,管户客户经理"))


def test_references_to_tables_that_were_given_are_checked(tmp_path: Path) -> None:
    files = {
        "c.csv": "客户编号,网点编号,管户客户经理\nC1,001,9\nC2,001,-\n",
        "s.csv": "工号,网点编号,岗位\n8,001,大堂\n",
    }
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  staff: s.csv\n  customers: c.csv", files))
    assert (fault.code, fault.got, fault.place.file) == ("reference_unknown", "9", "c.csv")


def test_references_into_a_table_that_could_not_be_read_are_not_counted_against_the_rows(tmp_path: Path) -> None:
    files = {"branches.csv": b"", "c.csv": "客户编号,网点编号\nC1,001\n"}
    found = faults(hand_over(tmp_path, "  branches: branches.csv\n  customers: c.csv", files))
    assert [fault.code for fault in found] == ["sheet_empty"]


def test_the_table_of_branches_must_be_given(tmp_path: Path) -> None:
    found = faults(hand_over(tmp_path, "  customers: c.csv", {"c.csv": "客户编号,网点编号\nC1,001\n"}))
    assert [(fault.code, fault.place.key) for fault in found] == [("table_missing", "sources.branches")]


def test_holdings_need_the_customers_whose_they_are(tmp_path: Path) -> None:
    files = {"h.csv": "客户编号,产品编号\nC1,P1\n"}
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  holdings: h.csv", files))
    assert (fault.code, fault.place.key) == ("table_needed", "sources.customers")


def test_times_of_a_ticket_must_follow_each_other(tmp_path: Path) -> None:
    found = faults(
        tickets(
            tmp_path,
            "001,2025-01-06 09:00:00,2025-01-06 08:59:59,2025-01-06 09:10:00,否",
            "001,2025-01-06 09:00:00,2025-01-06 09:05:00,2025-01-06 09:04:00,否",
            "001,2025-01-06 09:00:00,2025-01-06 09:00:00,2025-01-06 09:00:00,否",
            "001,2025-01-06 09:00:00,,,是",
        )
    )
    assert [(fault.code, fault.place.row) for fault in found] == [
        ("called_at_before_taken_at", 2),
        ("finished_at_before_called_at", 3),
    ]


def test_a_ticket_without_a_call_can_not_end_before_it_was_taken(tmp_path: Path) -> None:
    text = "网点编号,取号时间,办结时间\n001,2025-01-06 09:00,2025-01-06 08:00\n"
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv\n  tickets: t.csv", {"t.csv": text}))
    assert fault.code == "finished_at_before_taken_at"


def test_a_branch_of_the_scope_must_be_in_the_table(tmp_path: Path) -> None:
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv", more="branches: [1, 002]"))
    assert (fault.code, fault.got, fault.values["nearest"]) == ("scope_unknown", "1", "001")


def test_branch_ids_must_differ_by_more_than_case(tmp_path: Path) -> None:
    files = {"branches.csv": "网点编号,网点名称,网点类型\na1,甲,精品网点\nA1,乙,基础网点\n"}
    fault = only_fault(hand_over(tmp_path, "  branches: branches.csv", files))
    assert (fault.code, fault.got) == ("branch_ids_alike", "A1, a1")


def test_personal_values_are_never_shown(tmp_path: Path) -> None:
    engagement = hand_over(tmp_path, "  branches: branches.csv\n  customers: c.xlsx")
    workbook(engagement / "c.xlsx", {"客户": [["客户编号", "网点编号", "手机号码"], ["C1", "001", 13800001111222333]]})
    fault = only_fault(engagement)
    assert (fault.code, fault.got) == ("digits_lost", "***")


def test_faults_travel_between_processes_whole(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as found:
        stored(customers(tmp_path, "C1,009,x,2024-02-30"))
    assert pickle.loads(pickle.dumps(found.value)).faults == found.value.faults  # noqa: S301 - our own pickle


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_fault_of_rows_can_be_told_in_both_languages(tmp_path: Path, language: str) -> None:
    files = {
        "branches.csv": "网点编号,网点名称,网点类型\n001,城东支行,小网点\n001,,基础网点\n",
        "c.csv": "客户编号,网点编号,AUM余额,开户日期,是否熟客\nC1,1,x,2024-02-30,也许\nC1,009,#REF!,,\n",
        "t.csv": f"{TICKETS}\n001,2025-01-06 09:00,2025-01-06 08:00,2025-01-06 07:00,\n001,9点,,,\n",
        "k.csv": "网点编号,月份,指标,数值\n001,2025.1,存款余额,1\n",
        "s.csv": "网点编号,填答日期,推荐意愿,满意度评分\n001,2025-01-01,11,x\n001,2025-01-01,1.5,1\n",
    }
    sources = "  branches: branches.csv\n  customers: c.csv\n  tickets: t.csv\n  kpi: k.csv\n  surveys: s.csv"
    found = faults(hand_over(tmp_path, sources, files))
    codes = {fault.code for fault in found}
    assert codes == {
        "boolean_unreadable", "called_at_before_taken_at", "cell_empty", "cell_error", "date_unreadable",
        "finished_at_before_called_at", "integer_unreadable", "key_duplicate", "moment_unreadable", "money_unreadable",
        "month_unreadable", "number_unreadable", "out_of_bounds", "reference_padded", "reference_unknown",
        "value_not_allowed",
    }  # fmt: skip
    for fault in found:
        _, problem, remedy = Text.of(language).fault(fault)
        assert problem
        assert remedy
        assert "{" not in problem + remedy
