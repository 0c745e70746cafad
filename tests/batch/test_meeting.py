"""The chapter about the whole engagement: after the branches, in one piece, and only when something has changed."""

from __future__ import annotations

import json

import pytest
from tests.batch.desk import REPORT, Desk

from branchbook.batch.outcome import State
from branchbook.batch.plan import MEETING, Need
from branchbook.batch.stamp import Stamp
from branchbook.values.branch import WHOLE

PARAMETERS = 'engagement: str = "small"  # folder\nlanguage: str = ""  # or en'
DECK = (
    "import os, pathlib\nfolder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'])\n"
    "results = pathlib.Path(os.environ['BRANCHBOOK_OUTPUTS']) / engagement / 'branches'\n"
    "told = ' '.join((one / 'report.docx').read_text() for one in sorted(results.iterdir()))\n"
    "(folder / 'summary.txt').write_text(told)"
)
FAILS_AT_002 = "if branch_id == '002':\n    raise ValueError(branch_id)"


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A small engagement whose reports are followed by a meeting."""
    desk.chapter("90_branch_report", REPORT)
    desk.chapter(MEETING, DECK, parameters=PARAMETERS)
    return desk


def summary(desk: Desk) -> str:
    return (desk.results / "meeting" / "summary.txt").read_text(encoding="utf-8")


def test_it_runs_once_after_all_branches_and_reads_their_results(held: Desk) -> None:
    outcomes = held.run()
    assert list(outcomes) == ["001", "002", "003", ""]
    assert outcomes[""].state is State.DONE
    assert summary(held) == "001 002 003"
    assert sorted(path.name for path in (held.results / "meeting" / "notebooks").iterdir()) == [f"{MEETING}.ipynb"]
    manifest = json.loads((held.results / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["meeting"]["folder"], manifest["meeting"]["state"]) == ("meeting", "done")
    assert list(manifest["branches"]) == ["001", "002", "003"]


def test_it_is_left_alone_when_nothing_has_changed_and_runs_again_with_any_branch(held: Desk) -> None:
    held.run()
    assert {outcome.state for outcome in held.run().values()} == {State.CURRENT}
    held.prepared.inputs["002"] = "second"
    again = held.run()
    assert [again[one].state for one in ("001", "002", "003", "")] == [
        State.CURRENT, State.DONE, State.CURRENT, State.DONE,
    ]  # fmt: skip


def test_its_own_notebook_changes_it_alone(held: Desk) -> None:
    held.run()
    held.chapter(MEETING, DECK, "1 + 1", parameters=PARAMETERS)
    outcomes = held.run()
    assert [outcomes[one].state for one in ("001", "")] == [State.CURRENT, State.DONE]


def test_new_templates_ask_for_its_documents_alone(held: Desk) -> None:
    held.run()
    held.prepared.templates = "second"
    then = held.plan().then()
    assert then is not None
    assert [(task.branch, task.need) for task in then.tasks] == [(WHOLE, Need.RENDER)]


def test_a_branch_that_fails_does_not_keep_it_from_running_and_changes_what_it_is_made_from(held: Desk) -> None:
    held.run()
    before = Stamp.read(held.results / "meeting")
    held.chapter("90_branch_report", REPORT, FAILS_AT_002)
    outcomes = held.run()
    assert [outcomes[one].state for one in ("001", "002", "")] == [State.DONE, State.FAILED, State.DONE]
    assert Stamp.read(held.results / "meeting") != before


def test_its_failure_is_told_and_costs_no_branch(held: Desk) -> None:
    held.run()
    held.chapter(MEETING, "raise ValueError('private')", parameters=PARAMETERS)
    outcomes = held.run(force=True)
    assert [outcomes[one].state for one in ("001", "002", "003")] == [State.DONE] * 3
    failure = outcomes[""].failure
    assert failure is not None
    assert (failure.notebook, failure.error) == (MEETING, "ValueError")
    assert summary(held) == "001 002 003"
    assert (held.results / "meeting-failed" / "notebooks" / f"{MEETING}.ipynb").is_file()
    held.chapter(MEETING, DECK, parameters=PARAMETERS)
    assert held.run()[""].state is State.DONE
    assert not (held.results / "meeting-failed").exists()


def test_some_branches_alone_bring_it_along_only_where_all_others_are_up_to_date(held: Desk) -> None:
    assert "" not in held.run(branch_ids=["001"])
    assert not (held.results / "meeting").exists()
    held.run()
    held.prepared.inputs["002"] = "second"
    assert held.run(branch_ids=["002"])[""].state is State.DONE
    held.prepared.inputs |= {"002": "third", "003": "third"}
    assert "" not in held.run(branch_ids=["002"])


def test_killed_between_two_renames_it_comes_back(held: Desk) -> None:
    held.run()
    layout = held.plan().layout
    layout.scratch.mkdir(exist_ok=True)
    layout.meeting.rename(layout.scratch / "meeting.whole")
    layout.recover()
    assert summary(held) == "001 002 003"


def test_a_branch_called_meeting_is_another_matter(desk: Desk) -> None:
    held = Desk(desk.folder, branch_ids=("meeting", "meeting-failed"))
    held.chapter("90_branch_report", REPORT)
    held.chapter(MEETING, DECK, parameters=PARAMETERS)
    outcomes = held.run()
    assert {outcome.state for outcome in outcomes.values()} == {State.DONE}
    assert summary(held) == "meeting meeting-failed"


def test_an_engagement_without_the_chapter_has_no_meeting(desk: Desk) -> None:
    desk.chapter("90_branch_report", REPORT)
    assert list(desk.run()) == ["001", "002", "003"]
    assert not (desk.results / "meeting").exists()
