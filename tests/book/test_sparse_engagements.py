"""Engagements that bring little: one table, one branch, too few peers. Reports say what is missing and stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import branchbook as bb
from branchbook.book.documents import report_of
from branchbook.inputs.schema import TABLES
from branchbook.report.blocks import Document, Figure, Paragraph, Table
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import Missing

BRANCHES = "网点编号,网点名称,网点类型\n01,甲支行,基础网点\n"
CUSTOMERS = "客户编号,网点编号,开户日期,AUM余额\nC1,01,2020-01-01,60000\nC2,01,2020-01-01,300\n"
TICKETS = "网点编号,取号时间,叫号时间,办结时间\n01,2025-06-02 09:00,2025-06-02 09:20,2025-06-02 09:25\n"
SURVEYS = "网点编号,填答日期,推荐意愿,填答对象\n" + "01,2025-06-02,9,客户\n" * 25
TRANSACTIONS = "网点编号,交易时间,业务种类\n01,2025-06-02,取款\n01,2025-06-03,查询\n"
CHECKS = "网点编号,检查日期,检查方面,得分\n01,2025-06-02,大堂经理,80\n"
INTERVIEWS = "网点编号,访谈日期,访谈岗位,能不能,愿不愿,会不会\n01,2025-06-02,大堂经理,5,5,2\n"
KPI = "网点编号,月份,指标,数值\n01,2025-05,存款余额,100\n01,2025-06,存款余额,110\n01,2025-06,投诉,1\n"
OTHERS = {
    "customers": CUSTOMERS,
    "tickets": TICKETS,
    "surveys": SURVEYS,
    "transactions": TRANSACTIONS,
    "service_checks": CHECKS,
    "interviews": INTERVIEWS,
    "kpi": KPI,
}


def report(folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, **tables: str) -> tuple[bb.Book, Document]:
    """The report of branch 01 of an engagement that brings these tables only."""
    engagement = folder / "inputs" / "small"
    engagement.mkdir(parents=True)
    sources = ""
    for name, content in {"branches": BRANCHES, **tables}.items():
        (engagement / f"{name}.csv").write_text(content, encoding="utf-8")
        sources += f"  {name}: {name}.csv\n"
    (engagement / "engagement.yaml").write_text(
        f"name: small\nbank: 试点银行\nas_of: 2025-06-30\nsources:\n{sources}", encoding="utf-8"
    )
    monkeypatch.setenv("BRANCHBOOK_INPUTS", str(folder / "inputs"))
    monkeypatch.setenv("BRANCHBOOK_OUTPUTS", str(folder / "outputs"))
    monkeypatch.delenv("BRANCHBOOK_BRANCH_FOLDER", raising=False)
    book = bb.open_chapter("10_diagnosis", "small", "01", language)
    diagnosis = bb.diagnose(book.data, book.peers, book.rules, book.as_of)
    findings = bb.find(diagnosis, book.rules)
    book.keep_all(bb.diagnosis_artifacts(diagnosis, findings, book.stored, book.rules))
    return book, report_of(book.prepared, book.branch, book.folder, language)


def opening(document: Document) -> str:
    (lead,) = (block for block in document.blocks if isinstance(block, Paragraph) and block.key == "summary.lead")
    return lead.text


def test_what_a_branch_has_rows_of_is_not_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, document = report(tmp_path, monkeypatch, "zh-CN", staff="员工编号,网点编号,岗位\nS1,01,网点负责人\n")
    (missing,) = (block for block in document.blocks if block.key == "chapter.missing.table")
    assert isinstance(missing, Table)
    reason = next(reason for title, reason, _ in missing.rows if title == "经营表现与同类对比")
    assert "客户、" in reason
    assert "员工" not in reason
    assert opening(document) == "没有可与其他网点对比的经营指标，本次未能评价网点表现。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_engagement_of_branches_alone_has_a_report_that_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    book, document = report(tmp_path, monkeypatch, language)
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert [figure.key for figure in figures] == []
    (missing,) = (block for block in document.blocks if block.key == "chapter.missing.table")
    assert isinstance(missing, Table)
    catalog = Text.of(language)
    absent = ("scorecard", "customers", "business", "waiting", "service")
    assert [row[0] for row in missing.rows] == [catalog(f"report.chapter.{name}.title") for name in absent]
    assert all(catalog("table.customers") in reason for _, reason, _ in missing.rows[1:2])
    assert all(catalog("report.chapter.waiting.waits") in promised for *_, promised in missing.rows[3:4])
    assert not {f"chapter.{name}" for name in absent} & {block.key for block in document.blocks}
    assert all(
        isinstance(book.shelf.all()[f"10_diagnosis.{name}"].value, Missing) for name in ("waiting.reading", "voice.nps")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", sorted(OTHERS))
def test_a_branch_without_peers_is_described_and_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, table: str
) -> None:
    book, document = report(tmp_path, monkeypatch, language, **{table: OTHERS[table]})
    assert book.shelf.all()["10_diagnosis.findings"].value == ()
    alone = Text.of(language)("verdict.alone")
    verdicts = {
        row[-1]
        for block in document.blocks
        if isinstance(block, Table) and block.key.startswith("10_diagnosis.scorecard.") and len(block.columns) == 7
        for row in block.rows
    }
    assert verdicts <= {alone, Text.of(language)("verdict.few")}
    assert opening(document) == Text.of(language)("report.summary.unseen")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_single_branch_can_bring_makes_one_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    _, document = report(tmp_path, monkeypatch, language, **OTHERS)
    assert any(isinstance(block, Figure) for block in document.blocks)


def test_the_catalogs_name_every_table_and_column_as_the_data_workbook_does() -> None:
    chinese = Text.of("zh-CN")
    for table in TABLES.values():
        assert chinese(f"table.{table.name}") == table.heading
        assert {column.name: chinese(f"column.{table.name}.{column.name}") for column in table.columns} == {
            column.name: column.heading for column in table.columns
        }
