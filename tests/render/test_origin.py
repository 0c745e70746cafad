"""Each kind of file states which run it came from, and the statement is found again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from branchbook.errors import InputFaults
from branchbook.render.living.origin import state_manifest, stated_manifest
from branchbook.render.living.package import opened, packed
from branchbook.render.origin import origin_of
from branchbook.render.page.shell import page_around
from branchbook.render.schedule import write_calendars, write_outreach, write_project
from branchbook.report.schedule import Schedule, ScheduledTask
from branchbook.text import Text

ID = "城东&<项目>/branches/a very long name of a branch that folds a line of a calendar/0123456789abcdef"


def schedule(manifest_id: str) -> Schedule:
    day = date(2026, 1, 5)
    task = ScheduledTask("t1", "001", "张三", "c1", "某公司", "visit", "拜访", day, "", False, ())
    return Schedule("005", "某支行", "某银行（合成数据）", day, (task,), (day,), manifest_id=manifest_id)


@pytest.mark.parametrize("stated", [ID, "demo/branches/005/0123456789abcdef"])
def test_workbooks_project_files_calendars_and_pages_state_their_origin(tmp_path: Path, stated: str) -> None:
    text = Text.of("zh-CN")
    write_outreach(tmp_path / "outreach.xlsx", schedule(stated), text)
    write_project(tmp_path / "outreach.xml", schedule(stated), text)
    (calendar,) = write_calendars(tmp_path / "calendars", schedule(stated), text)
    page = page_around({}, "ecosystem", "assets", language="en", title="t", noscript="n", manifest_id=stated)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    for path in (tmp_path / "outreach.xlsx", tmp_path / "outreach.xml", calendar, tmp_path / "page.html"):
        assert origin_of(path) == stated
    properties = load_workbook(tmp_path / "outreach.xlsx").custom_doc_props
    assert properties["BranchbookManifest"].value == stated


def test_a_file_that_states_nothing_is_not_ours(tmp_path: Path) -> None:
    write_outreach(tmp_path / "outreach.xlsx", schedule(""), Text.of("en"))
    (tmp_path / "text.html").write_text("<html></html>", encoding="utf-8")
    for path in tmp_path.iterdir():
        with pytest.raises(InputFaults, match="file_not_ours"):
            origin_of(path)


def test_a_new_origin_takes_the_place_of_the_old_one_and_leaves_other_properties_alone(tmp_path: Path) -> None:
    path = tmp_path / "outreach.xlsx"
    write_outreach(path, schedule("first"), Text.of("en"))
    package = opened(path)
    state_manifest(package, "second")
    path.write_bytes(packed(package.final()))
    assert stated_manifest(opened(path)) == "second"
    assert len(load_workbook(path).custom_doc_props.props) == 1
