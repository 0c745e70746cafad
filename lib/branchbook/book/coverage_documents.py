"""The files of chapters 50 and 60: ledger, import file, Gantt workbook, calendars, project file.

Made from artifacts, which know ids only; the names of customers and staff are read from the store and the register,
because the people who get these files work with them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from branchbook.analyses.outreach import Key, Step
from branchbook.artifacts.outreach import PLAN_LINES
from branchbook.book.prepared import Prepared
from branchbook.book.returned import read_notes
from branchbook.register import read_branch_firms
from branchbook.render.archive import write_whole
from branchbook.render.ledger import write_ledger
from branchbook.render.ledger.sheets import label
from branchbook.render.schedule import write_calendars, write_outreach, write_project
from branchbook.report.ledger import Ledger, LedgerAccount, LedgerRecord, OwnerLedger
from branchbook.report.schedule import Schedule, ScheduledTask, TargetPlan
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Missing, TableData
from branchbook.values.branch import Branch
from branchbook.values.columns import Row, rows_of

CLAIMS, OUTREACH = "50_claim_allocation", "60_outreach_plan"
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

Rows = list[dict[str, Any]]


def write_coverage(
    prepared: Prepared, branch: Branch, artifacts: Mapping[str, Artifact], folder: Path, text: Text
) -> tuple[Path, ...]:
    """Write whatever the artifacts of chapters 50 and 60 allow into a branch's folder."""
    desk = _Desk(prepared, branch, artifacts, text)
    if not desk.held:
        return ()
    ledger, imported = folder / "ledger.xlsx", folder / "marketing_import.csv"
    write_ledger(ledger, _ledger(desk), text)
    write_whole(imported, _import_file(desk))
    if not desk.tasks:
        return ledger, imported
    schedule = _schedule(desk)
    workbook, project = folder / "outreach.xlsx", folder / "outreach.xml"
    write_outreach(workbook, schedule, text)
    write_project(project, schedule, text)
    return ledger, imported, workbook, project, *write_calendars(folder / "calendars", schedule, text)


@dataclass(frozen=True)
class _Desk:
    """Everything at hand for the files of one branch."""

    prepared: Prepared
    branch: Branch
    artifacts: Mapping[str, Artifact]
    text: Text

    def rows(self, key: str) -> Rows:
        """A table artifact as one mapping a row, words in this language; nothing where it is no table."""
        artifact = self.artifacts.get(key)
        if artifact is None or not isinstance(artifact.value, TableData):
            return []
        names = [column.name for column in artifact.value.columns]
        return [dict(zip(names, row, strict=True)) for row in artifact.value.rows]

    def sentences(self, value: object) -> tuple[str, ...]:
        """The sentences of an artifact in this language, or why it is missing; none where it is a table."""
        told = (value.reason,) if isinstance(value, Missing) else value if isinstance(value, tuple) else ()
        return tuple(self.text.sentence(found) for found in told)

    def word(self, cell: Any) -> str:
        """A cell of words in this language; "" for a missing one."""
        return "" if cell is None else self.text.cell(cell, None)

    @cached_property
    def held(self) -> Rows:
        """Every account and target with its owner."""
        return self.rows(f"{CLAIMS}.allocation")

    @cached_property
    def tasks(self) -> Rows:
        """Every task of the plan."""
        return self.rows(f"{OUTREACH}.tasks")

    @cached_property
    def staff(self) -> Mapping[str, Row]:
        """The branch's staff by id, with position and name; where the bank gave no names, their ids."""
        store = self.prepared.store
        personal = store.read_personal("staff", self.branch.id)
        names = dict(zip(personal["staff_id"], personal["name"], strict=True)) if "name" in personal else {}
        rows = rows_of(store.read("staff", self.branch.id), ("staff_id", "position"))
        return {row["staff_id"]: {**row, "name": _words(names.get(row["staff_id"])) or row["staff_id"]} for row in rows}

    @cached_property
    def firms(self) -> Mapping[str, Mapping[str, Any]]:
        """Firms by the id that the allocation uses, with their full names and addresses."""
        told = ("customer_id", "firm_id", "side", "name", "address")
        rows = rows_of(read_branch_firms(self.prepared.register, self.branch.id), told)
        return {str(row["customer_id"] if row["side"] == "existing" else row["firm_id"]): row for row in rows}

    @cached_property
    def contacts(self) -> Mapping[str, tuple[str, str]]:
        """Contacts and telephones by customer, where the bank gave them."""
        store = self.prepared.store
        if not store.has("corporate_customers"):
            return {}
        rows = store.read_personal("corporate_customers", self.branch.id).fillna("")
        pairs = zip(rows["contact"].astype(str), rows["phone"].astype(str), strict=True)
        return dict(zip(rows["customer_id"].astype(str), pairs, strict=True))

    def person(self, staff_id: str) -> str:
        """A person's name."""
        return str(self.staff[staff_id]["name"]) if staff_id in self.staff else staff_id

    def position(self, staff_id: str) -> str:
        """A person's position in words."""
        position = _words(self.staff[staff_id]["position"]) if staff_id in self.staff else ""
        return self.text(f"position.{position}") if position else ""

    def firm(self, account: str, column: str) -> str:
        """What the register knows of an account; its id for a name that is not known."""
        known = self.firms.get(account)
        found = str(known[column]) if known is not None and known[column] else ""
        return found or (account if column == "name" else "")


def _words(cell: object) -> str:
    """A cell's words; none where it holds none."""
    return cell if isinstance(cell, str) else ""


def _ledger(desk: _Desk) -> Ledger:
    engagement = desk.prepared.engagement
    notes = read_notes(desk.prepared.returned, desk.branch.id)
    loads = {str(row["id"]): row for row in desk.rows(f"{CLAIMS}.people")}
    records = _records(desk)
    owners = tuple(
        OwnerLedger(
            owner, desk.person(owner), desk.position(owner),
            round(float(loads[owner]["load"]), 1), round(float(loads[owner]["ideal"]), 1),
            tuple(
                _account(row, desk, notes.of(owner, row["id"], "contact"), notes.of(owner, row["id"], "phone"),
                         notes.of(owner, row["id"], "remark"))
                for row in desk.held if row["owner"] == owner
            ),
            tuple(record for record_owner, record in records if record_owner == owner),
            notes.of(owner, owner, "summary"),
        )
        for owner in sorted({str(row["owner"]) for row in desk.held})
    )  # fmt: skip
    state = desk.rows(f"{CLAIMS}.state_word")
    return Ledger(
        desk.branch.id, desk.branch.named(desk.text.language), engagement.bank_named(desk.text.language),
        engagement.as_of, desk.word(state[0]["state"]) if state else "", owners,
        tuple((found.sheet, found.cell, found.words) for found in notes.elsewhere),
        desk.prepared.manifest_id(desk.branch.id),
    )  # fmt: skip


def _account(row: Mapping[str, Any], desk: _Desk, contact: str, phone: str, remark: str) -> LedgerAccount:
    known = desk.contacts.get(row["id"], ("", ""))
    return LedgerAccount(
        row["id"], desk.firm(row["id"], "name"), desk.word(row["tier"]), desk.word(row["aim"]), desk.word(row["level"]),
        row["deposits"], desk.firm(row["id"], "address"), desk.word(row["reason"]),
        contact or known[0], phone or known[1], remark,
    )  # fmt: skip


def _records(desk: _Desk) -> list[tuple[str, LedgerRecord]]:
    """Each task as a record with whatever was written about it, and every visit that nobody had planned."""
    written = _written(desk)
    found = []
    for task in desk.tasks:
        label_ = label("status", "done" if task["done"] else "planned", desk.text)
        step = label("step", task["step"], desk.text)
        day = date.fromisoformat(task["day"])
        record = LedgerRecord(task["id"], task["target"], step, day, day if task["done"] else None, label_)
        found.append((str(task["owner"]), _with_words(record, written.pop(task["id"], None), desk)))
    rest = ((str(row["staff_id"]), row) for _, row in sorted(written.items()))
    return [*found, *((owner, _with_words(_unplanned(row, desk), row, desk)) for owner, row in rest)]


def _written(desk: _Desk) -> dict[str, Mapping[str, Any]]:
    store = desk.prepared.store
    if not store.has("visits"):
        return {}
    rows = store.read("visits", desk.branch.id)
    words = store.read_personal("visits", desk.branch.id)
    joined = rows.merge(words, on="visit_id", how="left").sort_values("visit_id")
    return {str(row["visit_id"]): row for row in joined.to_dict("records")}  # type: ignore[misc]


def _unplanned(row: Mapping[str, Any], desk: _Desk) -> LedgerRecord:
    step = label("step", "visit" if pd.isna(row["step"]) else row["step"], desk.text)
    return LedgerRecord(str(row["visit_id"]), str(row["customer_id"]), step, _day(row["planned_on"]))


def _with_words(record: LedgerRecord, row: Mapping[str, Any] | None, desk: _Desk) -> LedgerRecord:
    if row is None:
        return record
    words = {
        name: "" if name not in row or pd.isna(row[name]) else str(row[name])
        for name in ("sources", "hypotheses", "facts", "report", "advice")
    }
    status = record.status if pd.isna(row["status"]) else label("status", row["status"], desk.text)
    result = "" if pd.isna(row["result"]) else label("result", row["result"], desk.text)
    planned = _day(row["planned_on"]) if row["status"] == "done" else record.planned_on
    visited = _day(row["visited_on"]) or record.visited_on
    return replace(record, planned_on=planned, visited_on=visited, status=status, result=result, **words)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _import_file(desk: _Desk) -> bytes:
    """The import file (CL6): the engagement's own columns, in its order; formulas in names are shown as words."""
    columns = desk.prepared.engagement.marketing_import.columns
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in desk.held:
        told = {
            **{name: desk.word(row[name]) for name in ("tier", "aim", "level")},
            "id": row["id"], "name": desk.firm(row["id"], "name"), "owner": row["owner"],
            "owner_name": desk.person(row["owner"]), "position": desk.position(row["owner"]),
            "deposits": "" if row["deposits"] is None else f"{row['deposits']:.2f}",
        }  # fmt: skip
        writer.writerow([_as_words(told[field]) for field in columns.values()])
    return stream.getvalue().encode("utf-8-sig")


def _as_words(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_MARKS) else cell


def _schedule(desk: _Desk) -> Schedule:
    engagement = desk.prepared.engagement
    workdays = desk.prepared.workdays
    tasks = tuple(_scheduled(task, desk) for task in desk.tasks)
    days = [task.day for task in tasks]
    changes = desk.artifacts[f"{OUTREACH}.changes"]
    notes = (*desk.sentences(desk.artifacts[f"{OUTREACH}.provisional"].value), *desk.sentences(changes.notes))
    return Schedule(
        desk.branch.id, desk.branch.named(desk.text.language), engagement.bank_named(desk.text.language),
        engagement.as_of, tasks, workdays.between(min(days), max(days)), notes,
        tuple(
            (f"{desk.word(row['account'])} {desk.word(row['step'])}", desk.word(row["before"]), desk.word(row["after"]),
             desk.word(row["reason"]))
            for row in desk.rows(f"{OUTREACH}.moves")
        ),
        desk.text("mark.sentence_space").join(desk.sentences(changes.value)),
        tuple(_target_plan(row, tasks, desk) for row in desk.rows(f"{OUTREACH}.plans")),
        desk.prepared.manifest_id(desk.branch.id),
        engagement.currency,
    )  # fmt: skip


def _target_plan(row: Mapping[str, Any], tasks: Sequence[ScheduledTask], desk: _Desk) -> TargetPlan:
    own = [task for task in tasks if task.account == row["id"]]
    return TargetPlan(
        row["id"], desk.firm(row["id"], "name"), own[0].owner, desk.position(own[0].staff_id), own[0].address,
        tuple((desk.text(f"outreach.plan.{line}"), desk.word(row[line])) for line in PLAN_LINES),
        desk.word(row["gaps"]), next((task for task in own if task.id == row["form"]), None),
    )  # fmt: skip


def _scheduled(task: Mapping[str, Any], desk: _Desk) -> ScheduledTask:
    ids = {str(other["id"]) for other in desk.tasks if other["owner"] == task["owner"]}
    target, round_ = task["target"], int(task["round"])
    before = {
        Step.PREPARATION: (),
        Step.VISIT: (Key(target, 1, Step.PREPARATION),) if round_ == 1 else (Key(target, round_ - 1, Step.FOLLOW_UP),),
        Step.FOLLOW_UP: (Key(target, round_, Step.VISIT),),
    }[Step(task["step"])]
    return ScheduledTask(
        task["id"], task["owner"], desk.person(task["owner"]), target, desk.firm(target, "name"), task["step"],
        label("step", task["step"], desk.text), date.fromisoformat(task["day"]), desk.firm(target, "address"),
        bool(task["done"]), tuple(key.id for key in before if key.id in ids),
    )  # fmt: skip
