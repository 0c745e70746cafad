"""Chapters 50 and 60 end to end: allocation, versions, ledger out and back in, the plan made anew (CL, OU)."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from icalendar import Calendar
from tests.book.covered import HOSTILE, Probe, write_probe

import branchbook as bb
from branchbook.analyses.claims import Allocation
from branchbook.analyses.outreach import Key, Step
from branchbook.book.decision_files import plan_file
from branchbook.book.documents import write_documents
from branchbook.book.prepared import prepare
from branchbook.errors import InputFaults
from branchbook.inputs.engagement import read_engagement
from branchbook.report.keys import kept_keys, outline_keys
from branchbook.text import Text


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Probe:
    made = write_probe(tmp_path)
    monkeypatch.setenv("BRANCHBOOK_INPUTS", str(made.inputs))
    monkeypatch.setenv("BRANCHBOOK_OUTPUTS", str(made.outputs))
    monkeypatch.delenv("BRANCHBOOK_BRANCH_FOLDER", raising=False)
    return made


def test_every_account_in_scope_and_every_target_in_hand_has_an_owner(probe):
    _, coverage = probe.claims()
    assert isinstance(coverage.outcome, Allocation)
    assert len(coverage.outcome.assignments) == 40
    assert len(coverage.targets.assignments) == 30
    assert coverage.owners["C04"] == "S0"  # locked
    assert coverage.owners["C03"] == "S1"  # claimed by two, the corporate manager goes first
    assert coverage.owners["C08"] == "S2"
    assert [claim.account for claim in coverage.played.outside] == ["C99"]
    assert {m.position for m in coverage.targets.members} == {"head", "corporate_manager"}


def test_every_artifact_can_be_shown_in_both_languages(probe):
    for language in ("zh-CN", "en"):
        for book, _ in (probe.claims(), probe.outreach()):
            for artifact in book.shelf.chapter(book.chapter):
                shown = repr(
                    bb.Book(book.chapter, book.prepared, book.folder, book.prepared.text(language), book.branch).show(
                        artifact.key
                    )
                )
                assert shown.strip() or artifact.value == ()
                assert "合成员工" not in shown


def test_what_these_chapters_keep_is_known_before_anything_was_run(probe):
    kept = {
        artifact.key for book, _ in (probe.claims(), probe.outreach()) for artifact in book.shelf.chapter(book.chapter)
    }
    assert len(kept) > 20
    assert kept <= outline_keys(Text.of("zh-CN")) | kept_keys()


def test_a_trial_tells_what_would_move_and_changes_nothing(probe):
    _, before = probe.claims()
    _, after = probe.claims(capacity={"S1": 10.0})
    assert after.owners == before.owners
    assert after.trial.moved
    assert all(move.before == "S1" or move.after != "S1" for move in after.trial.moved)
    assert after.trial.outcome.load("S1") <= 10


def test_an_issued_allocation_survives_new_data_and_changes_only_by_a_new_version(probe):
    _, first = probe.claims(decision="issue")
    customers = probe.folder / "corporate_customers.csv"
    rows = customers.read_text(encoding="utf-8").splitlines()
    customers.write_text(
        "\n".join([*rows, "C77,007,新来的公司,90000,,,S4,新路1号,121.5,29.8,WGS84,无"]) + "\n", encoding="utf-8"
    )
    book, second = probe.claims()
    assert {account: second.owners[account] for account in first.owners} == dict(first.owners)
    assert [move.account for move in second.moved] == ["C77"]
    assert "第1版" in repr(book.show("state"))
    book, _ = probe.claims(decision="issue")
    files = sorted(path.name for path in (probe.folder / "decisions" / "allocation" / "007").iterdir())
    assert files == ["001-issued.json", "002-issued.json"]
    assert [move.account for move in bb.open_chapter("50_claim_allocation", "probe", "007").versions[1].moved] == [
        "C77"
    ]


def test_the_map_shows_the_owners_that_were_issued_to_customers_and_targets(probe):
    def owners():
        records = probe.mapped(bb.open_chapter("40_ecosystem_map", "probe", "007")).records
        accounts = records["customer_id"].where(records["side"] == "existing", records["firm_id"])
        return dict(zip(accounts, records["owner"], strict=True))

    before = owners()
    _, coverage = probe.claims(decision="issue")
    after = owners()
    assert set(coverage.owners) <= set(after)
    assert {account: after[account] for account in coverage.owners} == dict(coverage.owners)
    rest = set(after) - set(coverage.owners)
    assert {account: after[account] for account in rest} == {account: before[account] for account in rest}
    assert before != after


def test_the_workbook_of_a_first_plan_says_that_there_is_none_to_compare_it_with(probe):
    probe.everything()
    sheet = openpyxl.load_workbook(probe.branch / "outreach.xlsx")["与上版变化"]
    assert str(sheet["A2"].value).startswith("这是第一版计划")


def test_a_decision_changes_the_branchs_fingerprint_so_that_a_batch_runs_it_again(probe):
    book, _ = probe.claims()
    before = book.prepared.for_branch("007")
    probe.claims(decision="agree")
    assert book.prepared.for_branch("007") != before


def test_a_plan_kept_today_changes_no_fingerprint_before_another_day_and_a_broken_one_is_told_by_the_chapter(probe):
    book, found = probe.outreach()
    before = book.prepared.for_branch("007")
    book.keep_plan(found.plan)
    assert book.prepared.for_branch("007") == before
    plan_file(probe.folder, "007").write_text("{", encoding="utf-8")
    assert book.prepared.for_branch("007") != before
    with pytest.raises(InputFaults) as told:
        probe.outreach()
    assert told.value.faults[0].code == "decision_broken"


def test_a_decision_that_is_misspelt_is_refused(probe):
    with pytest.raises(InputFaults) as told:
        probe.claims(decision="isue")
    assert told.value.faults[0].code == "decision_unknown"


def test_the_import_file_has_the_engagements_own_columns_and_no_formulas(probe):
    probe.outreach()
    probe.documents()
    with (probe.branch / "marketing_import.csv").open(encoding="utf-8-sig", newline="") as stream:
        heads, *rows = list(csv.reader(stream))
    assert heads == ["客户号", "户名", "管户人工号"]
    assert len(rows) == 70
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_hostile_names_are_words_in_every_file_and_files_are_named_safely(probe):
    probe.outreach()
    written = probe.documents()
    assert {path.relative_to(probe.branch).parts[0] for path in written} == {
        "ledger.xlsx", "marketing_import.csv", "outreach.xlsx", "outreach.xml", "calendars",
    }  # fmt: skip
    for name in ("ledger.xlsx", "outreach.xlsx"):
        book = openpyxl.load_workbook(probe.branch / name)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        assert all(formula.startswith("=COUNTIF(") for formula in formulas)
        assert [cell for cell in cells if HOSTILE[0] in str(cell.value)]
    calendars = [Calendar.from_ical(path.read_bytes()) for path in (probe.branch / "calendars").iterdir()]
    names = "".join(str(event["summary"]) for calendar in calendars for event in calendar.walk("VEVENT"))
    assert HOSTILE[4] in names


def test_hostile_names_are_words_in_report_deck_map_page_and_project_too(probe):
    written = {path.name: path for path in probe.everything()}
    assert all(path.resolve().is_relative_to(probe.branch.resolve()) for path in written.values())
    told = {name: "".join(_words(path)) for name, path in written.items()}
    for name in ("report.docx", "presentation.pptx", "outreach.xml"):
        assert HOSTILE[0] in told[name], name
    assert "alert(1)" in told["report.docx"]
    page = written["ecosystem.html"].read_text(encoding="utf-8")
    assert "alert(1)" in page
    assert "<script>alert" not in page
    poster = ET.parse(written["ecosystem.svg"])  # noqa: S314 - our own bytes
    assert [one.tag for one in poster.iter() if one.tag.endswith("script")] == []
    assert "笑脸" in "".join(poster.getroot().itertext())


def test_an_english_page_of_the_map_names_the_bank_in_english(probe):
    settings = probe.folder / "engagement.yaml"
    settings.write_text(
        "bank_en: Cloud Bank (synthetic data)\n" + settings.read_text(encoding="utf-8"), encoding="utf-8"
    )
    probe.everything()
    prepared = prepare(read_engagement(probe.folder), probe.outputs / "probe")
    write_documents(prepared, prepared.branch("007"), probe.branch, "en")
    assert "Cloud Bank (synthetic data)" in (probe.branch / "ecosystem.html").read_text(encoding="utf-8")


def _words(path: Path) -> Iterator[str]:
    """All words in the XML of a document, or of a package's parts."""
    if path.suffix in (".docx", ".pptx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    yield from ET.fromstring(package.read(name)).itertext()  # noqa: S314 - our own bytes
    elif path.suffix == ".xml":
        yield from ET.parse(path).getroot().itertext()  # noqa: S314 - our own bytes


def test_a_filled_ledger_changes_the_next_plan_and_nothing_typed_is_lost(probe):
    _, first = probe.outreach()
    probe.documents()
    ledger = probe.folder / "ledgers" / "back.xlsx"
    ledger.parent.mkdir()
    (probe.branch / "ledger.xlsx").rename(ledger)
    done, slipped = _first_two_visits(first)
    _fill(ledger, done.id, {5: first.plan.days[done], 6: "已完成", 9: "要点一", 12: "已开户"})
    book = openpyxl.load_workbook(ledger)
    base = next(sheet for sheet in book if sheet.title.startswith("基础-"))
    base["J4"] = "新联系人"
    book["封面"]["A40"] = "便条"
    book.save(ledger)

    later = max(first.plan.days[done], first.plan.days[slipped])
    probe.dated(later.isoformat())
    _, second = probe.outreach()
    assert second.plan.days[done] == first.plan.days[done]
    assert second.progress.done[done] == first.plan.days[done]
    assert Key(done.target, 2, Step.VISIT) not in second.plan.days  # an account was opened: no second visit
    assert second.plan.days[slipped] > later
    assert second.advance.opened == 1

    probe.documents()
    again = openpyxl.load_workbook(probe.branch / "ledger.xlsx")
    words = {str(cell.value) for sheet in again for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"要点一", "已开户", "新联系人", "便条"} <= words


def test_a_kept_plan_is_compared_with_the_plans_of_later_days_and_never_with_itself(probe):
    book, first = probe.outreach()
    assert book.last_plan == {}
    for _ in range(2):
        book.keep_plan(first.plan)
        assert book.last_plan == {}
    probe.dated("2026-02-24")
    book, second = probe.outreach()
    assert book.last_plan == first.plan.days
    book.keep_plan(second.plan)
    assert book.last_plan == first.plan.days
    _, again = probe.outreach()
    assert again.changes == second.changes != ()
    probe.dated("2026-02-25")
    book, _ = probe.outreach()
    assert book.last_plan == second.plan.days


def _first_two_visits(found) -> tuple[Key, Key]:
    visits = [task.key for task in found.plan.tasks if task.key.step is Step.VISIT]
    return visits[0], visits[1]


def _fill(path: Path, record: str, values: dict[int, object]) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in range(4, sheet.max_row + 1):
            if sheet.cell(row, 1).value == record:
                for column, value in values.items():
                    sheet.cell(row, column, value)
    book.save(path)


def test_calendars_hold_every_task_once_on_its_day_and_come_back_whole(probe):
    _, found = probe.outreach()
    probe.documents()
    events = [
        event
        for path in (probe.branch / "calendars").glob("*.ics")
        for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    ]
    assert len(events) == len(found.plan.tasks) == len({event["uid"] for event in events})
    assert sorted(event.decoded("dtstart") for event in events) == sorted(found.plan.days.values())
    assert {event.decoded("dtstamp").date() for event in events} == {date(2026, 2, 10)}


def test_the_same_input_gives_the_same_bytes(probe):
    def written() -> dict[str, bytes]:
        probe.outreach()
        return {str(path): path.read_bytes() for path in probe.documents()}

    assert written() == written()


def test_a_branch_without_staff_or_customers_says_so_and_goes_on(probe):
    yaml = (probe.folder / "engagement.yaml").read_text(encoding="utf-8")
    kept = [
        line
        for line in yaml.splitlines()
        if not line.strip().startswith(("staff", "corporate", "enter", "claims", "locks", "events", "visits"))
    ]
    (probe.folder / "engagement.yaml").write_text("\n".join(kept), encoding="utf-8")
    book, _ = probe.claims()
    assert "未提供" in repr(book.show("reading"))
    book, _ = probe.outreach()
    assert repr(book.show("reading"))
    assert probe.documents() == ()
