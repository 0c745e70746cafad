"""``branchbook status``: what stands where, and what a batch would do."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from branchbook.batch.layout import Layout
from branchbook.batch.lock import EngagementBusyError
from branchbook.batch.manifest import read_manifest
from branchbook.batch.outcome import Failure, State
from branchbook.batch.plan import Need, Plan, Task
from branchbook.batch.progress import failure_told, named
from branchbook.book.locations import Locations
from branchbook.cli.opened import planned
from branchbook.cli.voice import Voice
from branchbook.values.branch import WHOLE, Branch


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Tell each branch's state; while a batch is under way, how far it has come."""
    try:
        with planned(locations, asked.name, asked.lang) as plan:
            return _tell_plan(plan, voice)
    except EngagementBusyError as busy:
        manifest = read_manifest(Layout(locations.outputs_of(asked.name)).manifest)
        return _tell_under_way(busy, manifest, voice)


def _tell_plan(plan: Plan, voice: Voice) -> int:
    then, manifest = plan.then(), read_manifest(plan.layout.manifest)
    for task in (*plan.tasks, *(then.tasks if then else ())):
        state = _state(plan, task)
        kind = "meeting" if task.branch == WHOLE else "branch"
        failure = _failure(manifest, task.branch) if state == "failed" else None
        voice.event(
            kind,
            branch=task.branch.id,
            name=task.branch.name,
            state=state,
            reasons=list(task.reasons),
            failure=asdict(failure) if failure else None,
        )
        reasons = voice.text.listed(voice.text(f"cli.reason.{reason}") for reason in task.reasons or ("none",))
        why = failure_told(failure, voice.text) if failure else voice.text("mark.missing")
        voice.say(f"cli.status.{state}", reasons=reasons, why=why, **named(task.branch, voice.text))
    counts = Counter(_state(plan, task) for task in plan.tasks)
    voice.say("cli.status.counts", **{state: counts[state] for state in ("current", "render", "run", "failed")})
    return 0


def _failure(manifest: Mapping[str, Any], branch: Branch) -> Failure | None:
    """Why a branch, or the meeting, failed; None where the manifest does not know."""
    entry = manifest.get("meeting") if branch == WHOLE else manifest.get("branches", {}).get(branch.id)
    return Failure.of(entry["failure"]) if entry and entry["failure"] else None


def _state(plan: Plan, task: Task) -> str:
    if plan.layout.failure(task.branch.id).exists():
        return "failed"
    return "current" if task.need is Need.NOTHING else task.need.value


def _tell_under_way(busy: EngagementBusyError, manifest: dict[str, Any], voice: Voice) -> int:
    entries = manifest.get("branches", {}).values()
    recent = [entry for entry in entries if entry["finished"] >= manifest["started"]]
    failed = sum(entry["state"] == State.FAILED for entry in recent)
    voice.event("under_way", pid=busy.pid, host=busy.host, done=len(recent), failed=failed)
    voice.say("cli.status.under_way", pid=busy.pid or "?", host=busy.host or "?", done=len(recent), failed=failed)
    return 0
