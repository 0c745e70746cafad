"""The interactive page: safe whatever firms are called, and working in a real browser without asking for anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.render.mapped import HOSTILE, artifacts, page

from branchbook.render.page import assets_fingerprint, page_html, write_assets
from branchbook.report.ecosystem_page import ecosystem_page
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Missing
from branchbook.values.wording import Sentence


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    content: dict[str, Any] = json.loads(found[1])
    return content


def test_names_stay_data_and_come_back_whole_but_for_marks_that_turn_the_writing() -> None:
    html = page_html(page(), "../../assets")
    names = [record[0][1] for record in data_of(html)["records"]]
    assert names[:5] == list(HOSTILE[:5])
    assert names[5] == "示例反"


def test_no_name_can_end_the_element_that_holds_it_or_begin_another() -> None:
    html = page_html(page(), "../../assets")
    inside = html.split('id="data">', 1)[1].split("</script>", 1)[0]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert html.count("<script") == 3


def test_the_page_names_nothing_outside_itself() -> None:
    html = page_html(page(), "../../assets")
    assert re.findall(r"(?:https?:)?//[a-z]", html) == []
    policy = unescape(html.split('content="')[1].split('"')[0])
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy


def test_the_same_page_gives_the_same_text() -> None:
    assert page_html(page(), "a") == page_html(page(), "a")


def test_a_branch_without_a_map_has_no_page() -> None:
    gone = Artifact("40_ecosystem_map.map", "图", Missing(Sentence("ecosystem.map.empty")))
    assert ecosystem_page({**artifacts(1), "40_ecosystem_map.map": gone}, "b", "d", Text.of("en")) is None
    assert ecosystem_page({}, "b", "d", Text.of("en")) is None


def test_script_and_style_are_written_once_and_left_alone_after(tmp_path: Path) -> None:
    write_assets(tmp_path / "assets")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "assets").iterdir()}
    write_assets(tmp_path / "assets")
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "assets").iterdir()} == before
    assert sorted(file.name for file in before) == [
        "ecosystem.css", "ecosystem.js", "index.css", "index.js", "page.js",
    ]  # fmt: skip
    assert len(assets_fingerprint()) == 64


# ---- in a real browser ----


@pytest.fixture
def shown(opened: Callable[[Path], Any], tmp_path: Path) -> Callable[..., Any]:
    """A function that opens a page with so many plain firms."""

    def show(count: int, language: str = "zh-CN") -> Any:
        write_assets(tmp_path / "assets")
        folder = tmp_path / "branches" / "001"
        folder.mkdir(parents=True)
        (folder / "ecosystem.html").write_text(page_html(page(count, language), "../../assets"), encoding="utf-8")
        return opened(folder / "ecosystem.html")

    return show


def count_of(view: Any) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", view.inner_text("#count"))]


def test_the_page_opens_from_the_disk_and_asks_for_nothing_but_its_own_files(shown: Any) -> None:
    view = shown(30)
    assert {url.split("/")[-1] for url in view.asked} == {
        "ecosystem.html", "ecosystem.css", "page.js", "ecosystem.js",
    }  # fmt: skip
    assert all(url.startswith("file:") for url in view.asked)
    assert view.wrong == []
    assert count_of(view) == [37, 37]


def test_hostile_names_are_shown_as_text(shown: Any) -> None:
    view = shown(0)
    rows = view.eval_on_selector_all("#list button", "rows => rows.map(row => row.childNodes[1].textContent)")
    assert rows[0] == HOSTILE[0]
    assert view.title() == "金融生态图　示例支行"
    assert view.query_selector("#list script") is None
    assert view.query_selector("#list img") is None
    view.click("#list button >> nth=6")
    assert view.inner_text("#record h2") == HOSTILE[6]
    assert view.wrong == []


def test_searching_and_filtering_leave_what_fits(shown: Any) -> None:
    view = shown(30)
    view.fill("#search", "示例0007")
    assert count_of(view) == [1, 37]
    view.fill("#search", "云山 0007")
    assert count_of(view) == [1, 37]
    view.fill("#search", "示例0011")
    assert count_of(view) == [1, 37]  # written in full-width digits
    view.fill("#search", "查无此户")
    assert view.inner_text("#list").strip() == "没有符合条件的企业"
    view.click("#reset")
    assert count_of(view) == [37, 37]
    view.select_option("#module", "=机构业务")
    assert count_of(view) == [9, 37]
    view.select_option("#status", "=存量客户")
    assert count_of(view) == [2, 37]
    view.click("#reset")
    view.select_option("#owner", "=")
    assert count_of(view) == [19, 37]
    view.select_option("#aim", "=挖")
    assert count_of(view)[0] == 4


@pytest.mark.parametrize("plain", [3, 793])
def test_the_least_firm_of_a_small_or_a_large_branch_is_found_and_shown(shown: Any, plain: int) -> None:
    view = shown(plain)
    assert count_of(view) == [plain + len(HOSTILE)] * 2
    view.fill("#search", f"示例{plain - 1:04d}")
    assert count_of(view)[0] == 1
    view.click("#list button")
    assert view.inner_text("#record h2") == f"云山市示例{plain - 1:04d}有限公司"
    assert view.evaluate(f"document.getElementById('app').locate({plain + len(HOSTILE) - 1})") is not None


def test_a_click_on_a_firm_of_the_map_shows_its_record(shown: Any) -> None:
    view = shown(30)
    for index in (7, 20, 36):
        place = view.evaluate(f"document.getElementById('app').locate({index})")
        box = view.locator("#map").bounding_box()
        view.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
        assert view.inner_text("#record h2") == f"云山市示例{index - 7:04d}有限公司"
    view.keyboard.press("Escape")
    assert view.is_hidden("#record")


def test_the_page_speaks_english_where_asked(shown: Any) -> None:
    view = shown(3, "en")
    assert view.title() == "Ecosystem map: 示例支行"
    assert view.inner_text("#count") == "10 of 10 firms"
    assert view.get_attribute("html", "lang") == "en"


def test_five_thousand_firms_are_drawn_within_a_frame_or_two_and_listed_by_a_few_rows(shown: Any) -> None:
    """What makes scrolling and dragging smooth: few elements, and a drawing that is far quicker than the eye."""
    view = shown(4993)
    assert count_of(view) == [5000, 5000]
    assert len(view.query_selector_all("#list button")) < 60
    box = view.locator("#map").bounding_box()
    view.mouse.move(box["x"] + 300, box["y"] + 300)
    view.mouse.down()
    for step in range(12):
        view.mouse.move(box["x"] + 300 + 10 * step, box["y"] + 300 + 5 * step)
    view.mouse.up()
    view.mouse.wheel(0, -600)
    view.fill("#search", "示例49")
    assert count_of(view) == [93, 5000]
    frames = view.evaluate(
        """() => new Promise(done => {
            const times = []; let last = performance.now();
            const canvas = document.getElementById('map');
            function next(now) {
                times.push(now - last); last = now;
                const turned = {deltaY: times.length % 2 ? 60 : -60, clientX: 400, clientY: 400, cancelable: true};
                canvas.dispatchEvent(new WheelEvent('wheel', turned));
                if (times.length < 30) requestAnimationFrame(next); else done(times.length);
            }
            requestAnimationFrame(next);
        })"""
    )
    assert frames == 30
    assert view.wrong == []
