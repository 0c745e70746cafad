"""What people decided, kept in the engagement's folder, so that no run and no new data ever loses it (CL3, OU2).

``decisions/allocation/<branch>/001-issued.json`` and ``decisions/outreach/<branch>.json``. An issued allocation is
never written again; what changes it is a new file with the next number, which lists what moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from branchbook.analyses.claims import Move, State, Version, next_version
from branchbook.analyses.outreach import Key, Step
from branchbook.book.decision_files import allocations_folder, plan_file, tasks_before
from branchbook.book.locations import DECISIONS
from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.archive import write_whole

CHOICES = {"agree": State.AGREED, "issue": State.ISSUED}
"""What a person may decide on an allocation, as the parameters cell says it."""


def allocation_versions(engagement: Path, branch_id: str) -> tuple[Version, ...]:
    """The kept versions of a branch's allocation by number; InputFaults for a file that can't be read."""
    folder = allocations_folder(engagement, branch_id)
    return tuple(_read_version(path) for path in sorted(folder.glob("*.json")))


def keep_allocation(
    engagement: Path, branch_id: str, owners: Mapping[str, str], decision: str, as_of: date
) -> Version | None:
    """Keep these owners as agreed or issued; None for no decision, and where they are in force already.

    Raises InputFaults for a decision that is neither ``agree`` nor ``issue``.
    """
    if not decision:
        return None
    if decision not in CHOICES:
        raise InputFaults([Fault("decision_unknown", Place(key="decision"), got=decision, allowed=", ".join(CHOICES))])
    version = next_version(allocation_versions(engagement, branch_id), owners, CHOICES[decision], as_of)
    if version is not None:
        folder = allocations_folder(engagement, branch_id)
        for agreed in folder.glob(f"*-{State.AGREED}.json"):
            agreed.unlink()
        write_whole(folder / f"{version.number:03}-{version.state}.json", _json(_version_told(version)))
    return version


def kept_plan(engagement: Path, branch_id: str, as_of: date) -> dict[Key, date]:
    """The outreach plan that was kept last on an earlier day, nothing if none was: no plan is compared with itself."""
    path = plan_file(engagement, branch_id)
    if not path.is_file():
        return {}
    return {
        Key(str(target), int(round_), Step(step)): date.fromisoformat(day)
        for target, round_, step, day in tasks_before(_read(path), as_of)
    }


def keep_plan(engagement: Path, branch_id: str, days: Mapping[Key, date], as_of: date) -> None:
    """Keep a plan as the one that the plan of a later day is compared with; one of the same day it replaces."""
    path = plan_file(engagement, branch_id)
    before = tasks_before(_read(path), as_of) if path.is_file() else []
    tasks = [[key.target, key.round, key.step.value, day.isoformat()] for key, day in sorted(days.items())]
    write_whole(path, _json({"as_of": as_of.isoformat(), "tasks": tasks, "before": before}))


def _read_version(path: Path) -> Version:
    told = _read(path)
    try:
        return Version(
            int(told["number"]),
            State(told["state"]),
            date.fromisoformat(told["as_of"]),
            {str(account): str(owner) for account, owner in told["owners"].items()},
            tuple(Move(*map(str, moved)) for moved in told["moved"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _broken(path) from error


def _version_told(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "state": version.state.value,
        "as_of": version.as_of.isoformat(),
        "owners": dict(sorted(version.owners.items())),
        "moved": [[move.account, move.before, move.after] for move in version.moved],
    }


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise _broken(path) from error


def _broken(path: Path) -> InputFaults:
    return InputFaults([Fault("decision_broken", Place(file=f"{DECISIONS}/{path.parent.name}/{path.name}"))])


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
