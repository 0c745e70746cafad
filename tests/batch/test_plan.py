"""Which branches a batch runs, and what it refuses before the first one."""

from __future__ import annotations

import pytest
from tests.batch.desk import PARAMETERS, Desk

from branchbook.batch.plan import Need
from branchbook.errors import InputFaults


def needs(desk: Desk, **options: object) -> dict[str, tuple[Need, tuple[str, ...]]]:
    return {task.branch.id: (task.need, task.reasons) for task in desk.plan(**options).tasks}


def made(desk: Desk, *branch_ids: str) -> None:
    """Pretend that these branches have just been run."""
    plan = desk.plan()
    for task in plan.tasks:
        if task.branch.id in branch_ids:
            folder = plan.layout.branch(task.branch.id)
            folder.mkdir(parents=True)
            plan.stamp(task.branch).write(folder)


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
