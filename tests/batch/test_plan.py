"""Which branches a batch runs, and what it refuses before the first one."""

from __future__ import annotations

import pytest
from tests.batch.desk import PARAMETERS, REPORT, Desk

from branchbook.batch.outcome import State
from branchbook.batch.plan import Need
from branchbook.errors import InputFaults
from branchbook.rules import Rules


def needs(desk: Desk, **options: object) -> dict[str, tuple[Need, tuple[str, ...]]]:
    return {task.branch.id: (task.need, task.reasons) for task in desk.plan(**options).tasks}


def made(desk: Desk, *branch_ids: str) -> None:
    """Pretend that these branches have just been run."""
    plan = desk.plan()
    for task in plan.tasks:
        if task.branch.id in branch_ids:
            folder = plan.layout.branch(task.branch.id)
            (folder / "artifacts").mkdir(parents=True)
            for name in ("report.docx", "report.2026-01-01T000000Z.docx", "ledger.xlsx", "~$report.docx"):
                (folder / name).write_bytes(b"")
            plan.stamp(task.branch).having_made(folder).write(folder)


def test_a_branch_that_was_never_run_is_run(desk: Desk) -> None:
    assert needs(desk)["001"] == (Need.RUN, ("never_run",))


def test_a_branch_that_is_up_to_date_needs_nothing(desk: Desk) -> None:
    made(desk, "001")
    assert needs(desk)["001"] == (Need.NOTHING, ())


def test_a_changed_branch_is_run_alone(desk: Desk) -> None:
    made(desk, "001", "002", "003")
    desk.prepared.inputs["002"] = "changed"
    assert {one: need for one, (need, _) in needs(desk).items()} == {
        "001": Need.NOTHING,
        "002": Need.RUN,
        "003": Need.NOTHING,
    }
    assert needs(desk)["002"][1] == ("inputs",)


def test_changed_templates_only_render(desk: Desk) -> None:
    made(desk, "001", "002", "003")
    desk.prepared.templates = "second"
    assert set(needs(desk).values()) == {(Need.RENDER, ("templates",))}


def test_another_language_only_renders(desk: Desk) -> None:
    made(desk, "001")
    assert needs(desk, language="en")["001"] == (Need.RENDER, ("language", "templates"))


def test_a_changed_notebook_runs_every_branch(desk: Desk) -> None:
    made(desk, "001")
    desk.chapter("10_diagnosis", "print('new')")
    assert needs(desk)["001"] == (Need.RUN, ("notebook",))


def test_a_chapter_more_runs_every_branch(desk: Desk) -> None:
    made(desk, "001")
    desk.chapter("20_customers", "1")
    assert needs(desk)["001"] == (Need.RUN, ("notebook",))


def test_a_changed_parameter_runs_every_branch(desk: Desk) -> None:
    made(desk, "001")
    desk.chapter("10_diagnosis", "1", parameters=PARAMETERS + "\ntop: int = 3")
    made_with = needs(desk)["001"]
    assert made_with == (Need.RUN, ("notebook",))
    desk.parameters = {"10_diagnosis": {"top": 5}}
    desk.__post_init__()
    assert needs(desk)["001"] == (Need.RUN, ("notebook", "parameters"))


def test_a_branch_that_failed_is_run_again(desk: Desk) -> None:
    made(desk, "001")
    desk.plan().layout.failure("001").mkdir(parents=True)
    assert needs(desk)["001"] == (Need.RUN, ("failed",))


def test_force_runs_what_is_up_to_date(desk: Desk) -> None:
    made(desk, "001")
    assert needs(desk, force=True)["001"] == (Need.RUN, ("forced",))


@pytest.mark.parametrize("name", ["report.docx", "ledger.xlsx"])
def test_a_document_that_is_there_no_more_is_written_again(desk: Desk, name: str) -> None:
    made(desk, "001")
    (desk.branch("001") / name).unlink()
    assert needs(desk)["001"] == (Need.RENDER, ("missing",))


def test_a_branch_whose_artifacts_are_there_no_more_is_run(desk: Desk) -> None:
    made(desk, "001")
    (desk.branch("001") / "artifacts").rmdir()
    assert needs(desk)["001"] == (Need.RUN, ("missing",))


@pytest.mark.parametrize("name", ["report.2026-01-01T000000Z.docx", "~$report.docx"])
def test_what_comes_and_goes_in_a_branch_s_folder_asks_for_nothing(desk: Desk, name: str) -> None:
    made(desk, "001")
    (desk.branch("001") / name).unlink()
    assert needs(desk)["001"] == (Need.NOTHING, ())


def test_a_damaged_stamp_means_that_the_branch_is_run(desk: Desk) -> None:
    made(desk, "001")
    (desk.branch("001") / "made-from.json").write_text("{", encoding="utf-8")
    assert needs(desk)["001"] == (Need.RUN, ("never_run",))


def test_only_the_branches_asked_for_are_planned(desk: Desk) -> None:
    assert list(needs(desk, branch_ids=("003", "001"))) == ["001", "003"]


def test_an_unknown_branch_is_told_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(InputFaults) as found:
        desk.plan(branch_ids=("01",))
    [fault] = found.value.faults
    assert (fault.code, fault.values["nearest"]) == ("branch_not_in_scope", "001")


def test_a_parameter_that_a_chapter_does_not_declare_is_refused(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1", parameters='engagement: str = ""\nbrnach_id: str = ""', own=True)
    with pytest.raises(InputFaults) as found:
        desk.plan()
    [fault] = found.value.faults
    assert (fault.code, fault.got, fault.values["nearest"]) == ("parameter_unknown", "branch_id", "brnach_id")


def test_all_faults_of_all_chapters_are_told_at_once(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1", parameters="")
    desk.chapter("90_branch_report", "1", parameters=PARAMETERS + "\ntop: int")
    desk.parameters = {"10_diagnosys": {}, "90_branch_report": {"botom": 1}}
    desk.__post_init__()
    with pytest.raises(InputFaults) as found:
        desk.plan()
    assert sorted(fault.code for fault in found.value.faults) == [
        "notebook_unknown",
        "parameter_missing",
        "parameter_unknown",
        "parameters_cell_missing",
    ]


def test_a_branch_id_stays_text(desk: Desk) -> None:
    [task, *_] = desk.plan().tasks
    assert desk.plan().job(task).chapters[0].parameters["branch_id"] == "001"


def test_a_chapter_that_asks_for_no_language_is_given_none(desk: Desk) -> None:
    desk.chapter("10_diagnosis", "1", parameters='engagement: str = ""\nbranch_id: str = ""')
    plan = desk.plan(language="en")
    first, second = plan.job(plan.tasks[0]).chapters
    assert "language" not in first.parameters
    assert second.parameters["language"] == "en"


def reading(*keys: str) -> str:
    """A cell that reads rules as a book does, and leaves the record of it that a book leaves."""
    return (
        "import os, pathlib, branchbook.book.record as record\nfrom branchbook.rules import Rules\n"
        "folder = pathlib.Path(os.environ['BRANCHBOOK_BRANCH_FOLDER'])\n"
        f"record.put_on_record(folder, Rules.defaults().values_of({list(keys)!r}))"
    )


def ruled(desk: Desk, **values: object) -> None:
    """The engagement sets rules of its own; keys with __ for the point."""
    nested = {group: {name: value} for group, _, name, value in ((*k.partition("__"), v) for k, v in values.items())}
    desk.prepared.rules = Rules.defaults().with_overrides(nested)


@pytest.fixture
def ran(desk: Desk) -> Desk:
    """Three chapters that have been run for one branch, each with the rules that it reads."""
    desk.chapter("10_diagnosis", reading("DX9.robust_z"))
    desk.chapter("60_outreach_plan", reading("OU1.weeks"))
    desk.chapter("90_branch_report", reading(), REPORT)
    assert desk.run(branch_ids=("001",))["001"].state is State.DONE
    return desk


def test_a_rule_that_no_chapter_read_runs_nothing(ran: Desk) -> None:
    ruled(ran, FL4__long_wait_minutes=45)
    assert needs(ran)["001"] == (Need.NOTHING, ())


def test_a_changed_rule_runs_the_chapter_that_read_it_and_the_report(ran: Desk) -> None:
    ruled(ran, OU1__weeks=6)
    [task] = ran.plan(branch_ids=("001",)).tasks
    assert (task.need, task.reasons, task.chapters) == (Need.RUN, ("rules",), ("60_outreach_plan", "90_branch_report"))


def test_what_is_run_for_a_rule_leaves_a_branch_that_is_up_to_date_with_all_its_chapters(ran: Desk) -> None:
    kept = ran.branch("001") / "notebooks" / "10_diagnosis.ipynb"
    before = kept.read_bytes()
    ruled(ran, OU1__weeks=6)
    outcome = ran.run(branch_ids=("001",))["001"]
    assert list(outcome.notebook_seconds) == ["60_outreach_plan", "90_branch_report"]
    assert (kept.read_bytes(), (ran.branch("001") / "report.docx").read_text(encoding="utf-8")) == (before, "001")
    # the cell reads the shipped value, so that it has not seen the new one: only the real one makes it up to date
    assert ran.plan(branch_ids=("001",)).tasks[0].chapters == ("60_outreach_plan", "90_branch_report")
    ran.prepared.rules = Rules.defaults()
    assert needs(ran)["001"] == (Need.NOTHING, ())


def test_a_chapter_without_a_record_rests_on_every_rule(ran: Desk) -> None:
    ran.chapter("60_outreach_plan", "1")
    ran.run(branch_ids=("001",))
    ruled(ran, FL4__long_wait_minutes=45)
    [task] = ran.plan(branch_ids=("001",)).tasks
    assert task.chapters == ("60_outreach_plan", "90_branch_report")


def test_with_a_chapter_of_ones_own_every_rule_runs_the_whole_branch(ran: Desk) -> None:
    ran.chapter("60_outreach_plan", reading("OU1.weeks"), own=True)
    ran.run(branch_ids=("001",))
    ruled(ran, FL4__long_wait_minutes=45)
    [task] = ran.plan(branch_ids=("001",)).tasks
    assert (task.need, task.reasons, task.chapters) == (Need.RUN, ("rules",), ())


def test_changed_data_run_the_whole_branch_whatever_rules_were_read(ran: Desk) -> None:
    ruled(ran, OU1__weeks=6)
    ran.prepared.inputs["001"] = "changed"
    [task] = ran.plan(branch_ids=("001",)).tasks
    assert (task.reasons, task.chapters) == (("inputs", "rules"), ())
