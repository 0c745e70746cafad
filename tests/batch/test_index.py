"""The project lead's page tells of every branch what the batch found."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.batch.desk import Desk

from branchbook.batch.manifest import ManifestWriter
from branchbook.batch.plan import MEETING


def shown(desk: Desk) -> dict[str, Any]:
    html = (desk.results / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    content: dict[str, Any] = json.loads(found[1])
    return content


def standings(desk: Desk) -> dict[str, str]:
    data = shown(desk)
    return {row[0]: data["standing_names"][row[3]] for row in data["rows"]}


def test_it_tells_what_is_done_what_failed_and_what_was_never_run(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1 / (branch_id != '002')")
    desk.run(branch_ids=("001", "002"))
    assert standings(desk) == {"001": "ready", "002": "failed", "003": "waiting"}
    data = shown(desk)
    failed = next(row for row in data["rows"] if row[0] == "002")
    assert "ZeroDivisionError" in failed[8]
    assert (desk.results / failed[9]).is_file()
    assert data["go_on"] == "branchbook batch small"
    assert not data["under_way"]


def test_every_link_leads_to_something(desk: Desk) -> None:
    desk.run()
    data = shown(desk)
    for row in data["rows"]:
        assert [data["files"][place][0] for place in row[7]] == ["report.docx", "notebooks"]
        assert all((desk.results / row[6] / data["files"][place][0]).exists() for place in row[7])
    assert data["go_on"] == ""


def test_a_second_run_of_the_same_gives_the_same_page(desk: Desk) -> None:
    desk.run()
    page = (desk.results / "index.html").read_bytes()
    desk.run()
    assert (desk.results / "index.html").read_bytes() == page
    desk.run(force=True)
    assert (desk.results / "index.html").read_bytes() == page


def test_it_is_there_while_a_batch_goes_on_and_says_so(desk: Desk) -> None:
    desk.run(branch_ids=("001",))
    ManifestWriter(desk.plan(), 2).begin(has_work=True)
    assert shown(desk)["under_way"]
    assert standings(desk) == {"001": "ready", "002": "waiting", "003": "waiting"}


def test_files_of_the_whole_engagement_are_led_to(desk: Desk) -> None:
    meeting = desk.results / "meeting"
    meeting.mkdir(parents=True)
    for name in ("summary.pptx", "ranking.xlsx", "~$summary.pptx", "notes.txt", "summary.2026-01-02T030405Z.pptx"):
        (meeting / name).write_bytes(b"")
    desk.run(branch_ids=("001",))
    assert shown(desk)["meeting"]["files"] == ["meeting/ranking.xlsx", "meeting/summary.pptx"]


def test_a_meeting_that_failed_is_told_with_its_notebook(desk: Desk) -> None:
    desk.chapter(MEETING, "1 / 0", parameters='engagement: str = "small"  # folder')
    desk.run()
    data = shown(desk)
    assert "ZeroDivisionError" in data["meeting"]["why"]
    assert (desk.results / data["meeting"]["evidence"]).is_file()
    assert data["go_on"] == "branchbook batch small"
    desk.chapter(MEETING, "1 / 1", parameters='engagement: str = "small"  # folder')
    desk.run()
    assert (shown(desk)["meeting"]["why"], shown(desk)["go_on"]) == ("", "")


def test_a_report_that_waits_for_a_decision_is_pointed_at(desk: Desk) -> None:
    noted = (
        "import json, os, pathlib\nfolder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER']) / 'artifacts/report'\n"
        "folder.mkdir(parents=True)\n"
    )
    desk.chapter("10_diagnosis", noted + "(folder / 'refreshed.json').write_text(json.dumps({'kept': ['a', 'b']}))")
    desk.run(branch_ids=("001",))
    assert standings(desk)["001"] == "attention"
    assert "2" in next(row for row in shown(desk)["rows"] if row[0] == "001")[8]


def test_nothing_of_the_machine_stands_on_it(desk: Desk, tmp_path: Path) -> None:
    desk.run()
    html = (desk.results / "index.html").read_text(encoding="utf-8")
    assert str(tmp_path) not in html
    assert not re.search(r"\d\d:\d\d:\d\d", html)
