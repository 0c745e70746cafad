"""The project lead's page: true, safe whatever branches are called, and quick in a real browser with 20,000 of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.render.browsing import wait_until

from branchbook.render.page import engagement_html, write_assets
from branchbook.report.engagement_page import FILES, BranchLine, EngagementPage, MeetingLine, Standing, engagement_page
from branchbook.report.headline import Headline
from branchbook.text import Text
from branchbook.values.branch import Branch, BranchType

HOSTILE = (
    "<script>document.title='broken'</script>", "=cmd|' /C calc'!A0", "../../x", "名" * 200, "🏦示例</script><b>",
    "示例\u202e反", '"><img src=x onerror=alert(1)>',
)  # fmt: skip
WHY = "10_diagnosis 的单元格 [5] 出错（KeyError）"


def line(number: int, name: str = "") -> BranchLine:
    """A branch; each thirteenth failed, each seventeenth was never run, the ninth asks for a decision."""
    branch = Branch(f"{number:05d}", name or f"示例{number:05d}支行", list(BranchType)[number % 4], f"Branch {number}")
    folder = f"branches/{branch.id}"
    if number % 17 == 16:
        return BranchLine(branch, Standing.WAITING, Headline(), folder)
    figures = {"customers": 100.0 + (number * 7919) % 1000, "median_wait": (number * 31 % 400) / 10}
    if number % 5:
        figures["aum"] = 1e7 * ((number * 104729) % 997)
    headline = Headline(figures, {"high": number % 3, "medium": number % 2, "low": 0, "strength": 1})
    files = ("report.docx", "ledger.xlsx", "notebooks")
    if number % 13 == 12:
        return BranchLine(
            branch, Standing.FAILED, headline, folder, files, WHY, f"failed/{branch.id}/notebooks/10_diagnosis.ipynb"
        )
    if number == 9:
        return BranchLine(branch, Standing.ATTENTION, headline, folder, files, "文档中有2处改写过的内容，等待取舍")
    return BranchLine(branch, Standing.READY, headline, folder, files)


MEETING = MeetingLine(("meeting/summary.pptx", "meeting/ranking.xlsx"))


def page(count: int = 40, language: str = "zh-CN", **options: Any) -> EngagementPage:
    lines = [line(number, HOSTILE[number] if number < len(HOSTILE) else "") for number in range(count)]
    given = {"go_on": "branchbook batch demo", "meeting": MEETING, **options}
    return engagement_page("云山银行（合成数据）", "2025年12月31日", lines, Text.of(language), **given)


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    content: dict[str, Any] = json.loads(found[1])
    return content


def test_names_can_not_end_the_element_that_holds_them() -> None:
    html = engagement_html(page(), "assets")
    inside = html.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert [row[1] for row in data_of(html)["rows"][:5]] == list(HOSTILE[:5])


def test_the_page_names_nothing_outside_itself() -> None:
    html = engagement_html(page(), "assets")
    assert re.findall(r"(?:https?:)?//[a-z]", html) == []
    assert "default-src 'none'" in html.replace("&#x27;", "'")


def test_the_same_engagement_gives_the_same_text() -> None:
    assert engagement_html(page(), "assets") == engagement_html(page(), "assets")


def test_a_figure_that_no_branch_has_takes_no_column_and_a_missing_one_is_no_zero() -> None:
    data = data_of(engagement_html(page(), "assets"))
    assert [name for name, _ in data["figures"]] == ["customers", "aum", "median_wait"]
    assert data["rows"][5][5][1] is None  # every fifth branch has no AUM
    assert data["rows"][16][4] is None  # never run: not even its findings are none


def test_money_is_written_in_the_scale_that_suits_the_column() -> None:
    data = data_of(engagement_html(page(), "assets"))
    assert dict(data["figures"])["aum"] == "AUM（亿元）"
    assert data["rows"][1][5][1][1] == "4.40"  # 104729 mod 997 = 44: 44 times ten million yuan are 4.4亿


def test_all_ready_needs_no_command() -> None:
    ready = [BranchLine(Branch("1", "甲", BranchType.BASIC), Standing.READY, Headline(), "branches/1", FILES)]
    made = engagement_page("b", "d", ready, Text.of("en"), go_on="branchbook batch b")
    assert made.go_on == ""


# ---- in a real browser ----


@pytest.fixture
def shown(opened: Callable[[Path], Any], tmp_path: Path) -> Callable[..., Any]:
    """A function that opens a page over so many branches."""

    def show(count: int, language: str = "zh-CN", **options: Any) -> Any:
        write_assets(tmp_path / "assets")
        (tmp_path / "index.html").write_text(
            engagement_html(page(count, language, **options), "assets"), encoding="utf-8"
        )
        return opened(tmp_path / "index.html")

    return show


def counts(view: Any) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", view.inner_text("#count"))]


def column(view: Any, name: str) -> list[str]:
    cells: list[str] = view.eval_on_selector_all(f"#rows .c-{name}", "cells => cells.map(cell => cell.textContent)")
    return cells


def test_it_opens_from_the_disk_and_asks_for_nothing_but_its_own_files(shown: Any) -> None:
    view = shown(40)
    assert {url.split("/")[-1] for url in view.asked} == {"index.html", "index.css", "page.js", "index.js"}
    assert view.wrong == []
    assert counts(view) == [40, 40]


def test_hostile_names_are_shown_as_text(shown: Any) -> None:
    view = shown(len(HOSTILE))
    assert column(view, "branch") == [*HOSTILE[:5], "示例反", HOSTILE[6]]
    assert view.query_selector("#rows script") is None
    assert view.query_selector("#rows img") is None
    assert "云山银行" in view.title()
    heights = view.eval_on_selector_all("#rows tr", "rows => rows.map(row => row.offsetHeight)")
    assert set(heights) == {40}


def test_searching_and_choosing_leave_what_fits(shown: Any) -> None:
    view = shown(40)
    view.fill("#search", "00025")
    assert column(view, "id") == ["00025"]
    view.fill("#search", "keyerror")
    assert counts(view) == [3, 40]
    view.fill("#search", "查无此处")
    assert view.inner_text(".nothing") == "没有符合条件的网点"
    view.click("#reset")
    view.select_option("#standing", "3")
    assert column(view, "id") == ["00016", "00033"]
    view.click("#reset")
    view.select_option("#type", "1")
    assert counts(view) == [10, 40]


def test_each_heading_sorts_both_ways_and_what_is_missing_stays_last(shown: Any) -> None:
    view = shown(30)
    view.click("th.c-aum button")
    assert view.get_attribute("th.c-aum", "aria-sort") == "descending"
    falling = [float(cell.replace(",", "")) for cell in column(view, "aum") if cell != "—"]
    assert falling == sorted(falling, reverse=True)
    assert column(view, "aum")[-6:] == ["—"] * 6
    view.click("th.c-aum button")
    assert view.get_attribute("th.c-aum", "aria-sort") == "ascending"
    rising = [float(cell.replace(",", "")) for cell in column(view, "aum") if cell != "—"]
    assert rising == sorted(rising)
    assert column(view, "aum")[-6:] == ["—"] * 6
    view.click("th.c-id button")
    assert view.get_attribute("th.c-aum", "aria-sort") is None
    assert column(view, "id") == sorted(column(view, "id"))


def test_failures_are_told_with_cause_evidence_and_the_command_that_goes_on(shown: Any) -> None:
    view = shown(40)
    told = view.inner_text("#failures")
    assert told.count(WHY) == 3
    assert "文档中有2处改写过的内容" in told
    assert view.inner_text("#failures code") == "branchbook batch demo"
    link = view.get_attribute("#failures li a >> nth=1", "href")
    assert link == "failed/00012/notebooks/10_diagnosis.ipynb" or link.startswith("failed/")


def test_branches_that_were_only_not_run_yet_are_no_failures(opened: Callable[[Path], Any], tmp_path: Path) -> None:
    write_assets(tmp_path / "assets")
    waiting = [BranchLine(Branch("1", "甲", BranchType.BASIC), Standing.WAITING, Headline(), "branches/1")]
    made = engagement_page("b", "d", waiting, Text.of("en"), go_on="branchbook batch b")
    (tmp_path / "index.html").write_text(engagement_html(made, "assets"), encoding="utf-8")
    view = opened(tmp_path / "index.html")
    assert view.query_selector("#failures") is None
    assert view.inner_text(".how code") == "branchbook batch b"


def test_links_lead_to_files_whatever_marks_are_in_their_names(opened: Any, tmp_path: Path) -> None:
    write_assets(tmp_path / "assets")
    odd = BranchLine(
        Branch("a#b", "甲", BranchType.BASIC),
        Standing.READY,
        Headline(),
        "branches/a#b 网点",
        ("report.docx", "notebooks"),
    )
    html = engagement_html(engagement_page("b", "d", [odd], Text.of("en")), "assets")
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    view = opened(tmp_path / "index.html")
    links = view.eval_on_selector_all(
        "#rows a", "links => links.map(link => decodeURIComponent(new URL(link.href).pathname))"
    )
    assert links == [
        (tmp_path / "branches" / "a#b 网点" / name).as_posix() + end
        for name, end in (("report.docx", ""), ("notebooks", "/"))
    ]


def test_a_batch_under_way_is_said_and_meeting_files_are_led_to(shown: Any) -> None:
    view = shown(3, under_way=True)
    assert "刷新" in view.inner_text(".under-way")
    assert view.eval_on_selector_all("#meeting a", "links => links.map(link => link.textContent)") == [
        "summary.pptx",
        "ranking.xlsx",
    ]


def test_a_meeting_that_failed_stands_first_among_what_failed(shown: Any) -> None:
    failed = MeetingLine(MEETING.files, "a cell raised an error", "meeting-failed/notebooks/95.ipynb")
    view = shown(40, "en", meeting=failed)
    first = view.inner_text("#failures li:first-of-type")
    assert first.startswith("The summary meeting failed a cell raised an error")
    assert view.get_attribute("#failures li:first-of-type a", "href") == failed.evidence


def test_it_speaks_english_where_asked(shown: Any) -> None:
    view = shown(3, "en")
    assert view.get_attribute("html", "lang") == "en"
    assert view.inner_text("#count") == "3 of 3 branches"
    assert column(view, "branch") == ["Branch 0", "Branch 1", "Branch 2"]


def test_the_table_tells_a_screen_reader_what_its_cells_are(shown: Any) -> None:
    view = shown(40)
    assert view.get_attribute("table", "aria-rowcount") == "41"
    assert view.get_attribute("#rows tr >> nth=0", "aria-rowindex") == "2"
    assert view.eval_on_selector_all("thead th", "cells => cells.every(cell => cell.scope === 'col')")
    assert view.eval_on_selector_all("#rows th", "cells => cells.length && cells.every(cell => cell.scope === 'row')")
    assert view.eval_on_selector_all(
        "input, select", "fields => fields.every(field => field.ariaLabel || field.closest('label'))"
    )


def test_twenty_thousand_branches_are_searched_sorted_and_scrolled_with_a_few_rows_of_elements(shown: Any) -> None:
    view = shown(20_000)
    assert counts(view) == [20_000, 20_000]
    rows = "document.querySelectorAll('#rows tr').length"
    assert view.evaluate(rows) < 80
    view.click("th.c-customers button")
    view.evaluate("document.getElementById('field').scrollTop = 400000")
    wait_until(view, "document.querySelector('#rows tr').ariaRowIndex > 9000")
    assert view.evaluate(rows) < 80
    view.fill("#search", "示例0199")
    assert counts(view) == [10, 20_000]
    assert view.wrong == []


def test_what_is_printed_holds_every_row_that_fits(shown: Any) -> None:
    view = shown(200)
    view.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert view.evaluate("document.querySelectorAll('#rows tr').length") == 200
    view.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert view.evaluate("document.querySelectorAll('#rows tr').length") < 80
