"""Chapter 40 as artifacts and words: every part says something in both languages, with or without its tables."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.analyses.ecosystem.test_ecosystem import AS_OF, GIVEN, STAFF, customer, firms, target

from branchbook.analyses.ecosystem import ecosystem
from branchbook.artifacts.codec import decode, encode
from branchbook.artifacts.ecosystem import ecosystem_artifacts
from branchbook.artifacts.ecosystem.chapter import NAMES
from branchbook.register import LINK_COLUMNS
from branchbook.report.blocks import Paragraph
from branchbook.report.placing import blocks_of
from branchbook.rules import Rules
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import Artifact, Missing, TableData
from branchbook.values.branch import Branch, BranchType

RULES = Rules.defaults()
BRANCH = Branch("1", "示例支行", BranchType.BASIC)
LINKS = pd.DataFrame([("1", "b", "企业b", "c", "客户c", 5e6, "货")], columns=list(LINK_COLUMNS))
ROWS = (
    customer(
        "c", deposits=3e6, deposits_previous=9e6, loans=1e6,
        manager_id="s1", contacted_on=pd.Timestamp("2025-03-01"),
    ),
    customer("d", deposits=1.0, goal="年内翻番", code_state="wrong_check", credit_code="123"),
    target(
        "b", distance_m=700.0, known_by="s2", tax_rank=7.0, export_rank=3.0,
        capital_cny=5e7, capital=5e7, currency="CNY",
    ),
    target("e", module="", certainty="none", maybe_customer="d", capital=1e6, currency="DEM", main_bank="示例甲银行"),
    target("f", known_by="elsewhere", nearness="town", town="示例镇", district="示例区"),
    target("g") | {"side": "elsewhere", "home_branch_id": "2"},
)  # fmt: skip


def artifacts(*rows: dict[str, object], given: tuple[str, ...] = GIVEN) -> dict[str, Artifact]:
    links = LINKS if rows else pd.DataFrame(columns=list(LINK_COLUMNS))
    found = ecosystem(firms(*rows), links, {"staff": STAFF}, given, RULES, AS_OF)
    return {artifact.key.split(".")[-1]: artifact for artifact in ecosystem_artifacts(found, BRANCH, RULES)}


CASES = {
    "whole": (ROWS, GIVEN),
    "empty branch": ((), GIVEN),
    "no list": (ROWS[:2], ("corporate_customers",)),
    "no customers": (ROWS[2:5], ("enterprises",)),
    "nothing": ((), ()),
}


@pytest.mark.parametrize(("rows", "given"), CASES.values(), ids=CASES)
def test_every_part_is_there_whatever_was_given(rows: tuple[dict[str, object], ...], given: tuple[str, ...]) -> None:
    assert sorted(artifacts(*rows, given=given)) == sorted(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rows", "given"), CASES.values(), ids=CASES)
def test_every_part_is_written_in_both_languages(
    rows: tuple[dict[str, object], ...], given: tuple[str, ...], language: str
) -> None:
    text = Text.of(language)
    for artifact in artifacts(*rows, given=given).values():
        assert blocks_of(artifact, text)


@pytest.mark.parametrize(("rows", "given"), CASES.values(), ids=CASES)
def test_every_part_survives_its_file(rows: tuple[dict[str, object], ...], given: tuple[str, ...]) -> None:
    for artifact in artifacts(*rows, given=given).values():
        assert decode(encode(artifact)) == artifact


def test_without_any_table_each_part_says_so() -> None:
    assert all(isinstance(artifact.value, Missing) for artifact in artifacts(given=()).values())


def test_the_total_row_is_the_sum_of_the_modules() -> None:
    table = artifacts(*ROWS)["modules"].value
    assert isinstance(table, TableData)
    *modules, total = table.rows
    sums = [sum(float(row[place]) for row in modules) for place in range(1, 6)]  # type: ignore[arg-type]
    assert list(total[1:]) == sums
    assert total[1] == 2
    assert total[4] == 3


def test_balances_that_no_one_knows_are_missing_and_not_zero() -> None:
    made = artifacts(customer("c", deposits=3e6), customer("d"), target("b"))
    table = made["modules"].value
    assert isinstance(table, TableData)
    corporate, *others, total = table.rows
    assert (corporate[2], corporate[3]) == (total[2], total[3]) == (3e6, None)
    assert {row[2:4] for row in others} == {(0.0, 0.0)}  # no customers there, so nothing is unknown
    [block] = blocks_of(made["reading"], Text.of("zh-CN"))
    assert isinstance(block, Paragraph)
    assert "存款300.0万元、贷款未提供" in block.text


def test_reasons_are_one_sentence_with_every_ground() -> None:
    table = artifacts(*ROWS)["targets"].value
    assert isinstance(table, TableData)
    text = Text.of("zh-CN")
    reasons = {str(row[1]): text.cell(row[4], None) for row in table.rows}
    assert reasons["企业b"].split("；") == [
        "对公客户经理（s2）熟识", "与存量客户客户c有供销往来", "距网点0.7公里",
        "纳税排名第7", "出口排名第3", "注册资金5,000.0万元",
    ]  # fmt: skip
    assert reasons["企业f"] == "本行员工elsewhere熟识；与网点同在示例镇"


def test_no_name_of_a_person_and_no_scope_is_in_any_artifact() -> None:
    written = repr(artifacts(*(row | {"scope": "经营秘密", "kind": "种类"} for row in ROWS)))
    assert "经营秘密" not in written
    assert "测试员工" not in written
