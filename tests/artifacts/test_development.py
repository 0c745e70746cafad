"""The written development plans (OU3): a hand-worked case, and what must hold for every target of a small bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.book.covered import Probe, write_probe

import branchbook as bb
from branchbook.artifacts.outreach.development import LINES, OFFERS
from branchbook.rules import Rules
from branchbook.text import Text


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Probe:
    return write_probe(tmp_path_factory.mktemp("development"))


@pytest.fixture(scope="module")
def worked(probe: Probe) -> tuple[bb.Book, object]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BRANCHBOOK_INPUTS", str(probe.inputs))
        patched.setenv("BRANCHBOOK_OUTPUTS", str(probe.outputs))
        patched.delenv("BRANCHBOOK_BRANCH_FOLDER", raising=False)
        return probe.outreach()


def _plans(book: bb.Book, language: str = "zh-CN") -> dict[str, dict[str, str]]:
    table = book.shelf.all()["60_outreach_plan.plans"].value
    text = Text.of(language)
    heads = [column.name for column in table.columns]
    return {row[0]: {head: text.cell(cell, None) for head, cell in zip(heads, row, strict=True)} for row in table.rows}


def test_everyone_with_something_ahead_has_a_whole_plan_and_nobody_else(worked):
    book, found = worked
    ahead = {task.key.target for task in found.plan.tasks if not task.done}
    for language in ("zh-CN", "en"):
        plans = _plans(book, language)
        assert set(plans) == ahead
        assert all(plan[line] and "—" not in plan[line] for plan in plans.values() for line in LINES)


def test_the_plan_of_a_works_reads_as_worked_by_hand(worked):
    """A target of 12 million yuan that makes parts, which nobody knows: of its industry, bills come first."""
    book, found = worked
    firm = book.firms[book.firms["name"] == "合成目标11有限公司"].iloc[0]
    plan = _plans(book)[firm["firm_id"]]
    visits = [task.day for task in found.plan.tasks if task.key.target == firm["firm_id"] and task.key.step == "visit"]
    assert plan["known"].startswith("金属制品企业；属公司业务；")
    assert "注册资金1,200.0万元" in plan["known"]
    assert plan["offer"] == "首访只谈银行承兑汇票与贴现；客户有回应后，再谈流动资金贷款和应收账款融资。"
    assert plan["gaps"] == "主办银行、谁做决定、结算量与回款方式和现有融资与到期日"
    assert plan["first"].startswith(f"{_written(visits[0])}首次拜访：")
    assert plan["third"].startswith(f"{_written(visits[1])}再次拜访：")
    assert "银行承兑汇票与贴现" in plan["done"]
    assert "拜访2次" in plan["done"]


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def test_a_customer_to_be_protected_is_measured_by_its_deposits_when_they_were_higher(worked):
    """C28 has 800,028 yuan and had twice as much at the beginning of the year; it is visited once and then reviewed."""
    book, found = worked
    plan = _plans(book)["C28"]
    assert "不低于160.0万元" in plan["done"]
    assert plan["third"].startswith(f"{_written(found.plan.last)}复核")


def test_who_knows_a_firm_but_does_not_own_it_is_asked_for_an_introduction(worked):
    book, found = worked
    known = book.firms[book.firms["known_by"] == "S1"]["firm_id"]
    owners = {target.id: target.owner for target in found.targets}
    plans = _plans(book)
    for firm in known:
        assert ("请S1引见" in plans[firm]["who"]) == (owners[firm] != "S1")


def test_every_offer_of_the_rules_has_words_in_both_languages():
    offered = {name for key, rule in Rules.defaults().rules.items() if ".offers." in key or "module_offers" in key
               for name in rule.value if key.startswith("OU3")}  # fmt: skip
    assert offered <= set(OFFERS)
    for language in ("zh-CN", "en"):
        entries = Text.of(language).entries
        assert {key.removeprefix("offer.") for key in entries if key.startswith("offer.")} == set(OFFERS)


def test_a_banks_own_word_for_a_product_stands_as_it_is(tmp_path, monkeypatch):
    probe = write_probe(tmp_path)
    monkeypatch.setenv("BRANCHBOOK_INPUTS", str(probe.inputs))
    monkeypatch.setenv("BRANCHBOOK_OUTPUTS", str(probe.outputs))
    with (probe.folder / "engagement.yaml").open("a", encoding="utf-8") as description:
        description.write("rules: {OU3: {offers: {metals: [设备快贷]}}}\n")
    book, _ = probe.outreach()
    assert any(plan["offer"] == "首访只谈设备快贷。" for plan in _plans(book).values())


def test_the_report_holds_the_first_plans_line_under_line(worked):
    book, _ = worked
    shown = book.shelf.all()["60_outreach_plan.development"].value
    most = int(book.rules.number("OU3.in_report"))
    assert [mark for _, mark in shown.marks] == ["heading"] * most
    assert len(shown.rows) == most * (len(LINES) + 1)


def test_the_workbook_holds_a_plan_for_every_target_and_forms_for_the_first_week(worked, probe):
    import openpyxl

    book, found = worked
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BRANCHBOOK_INPUTS", str(probe.inputs))
        patched.setenv("BRANCHBOOK_OUTPUTS", str(probe.outputs))
        probe.documents()
    workbook = openpyxl.load_workbook(Path(probe.branch) / "outreach.xlsx")
    heads = [row[0].value for row in workbook["拓展计划"].iter_rows(max_col=1)]
    forms = [row[0].value for row in workbook["拜访表"].iter_rows(max_col=1)]
    assert heads.count("完成标准") == len(_plans(book))
    coming = [task for task in found.plan.tasks if task.key.step == "visit" and not task.done]
    soon = {task.key.target for task in coming if (task.day - found.plan.first).days < 7}
    assert 0 < len(soon) < len(_plans(book))
    assert forms.count("客户拜访表") == len(soon) + 1  # and a blank one
    assert all(
        cell.data_type != "f" for name in ("拓展计划", "拜访表") for row in workbook[name].iter_rows() for cell in row
    )
