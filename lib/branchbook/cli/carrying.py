"""Carrying out a plan from the command line, and the summary at its end."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from branchbook.batch.course import Workers, carry_out
from branchbook.batch.disk import check_room
from branchbook.batch.manifest import ManifestWriter
from branchbook.batch.outcome import Outcome, State
from branchbook.batch.plan import MEETING, Need, Plan
from branchbook.batch.progress import failure_told, named
from branchbook.cli.manner import Manner
from branchbook.cli.voice import Voice
from branchbook.errors import Fault, InputFaults
from branchbook.report.living import REPORT
from branchbook.values.branch import WHOLE


def carried_out(plan: Plan, voice: Voice, manner: Manner, only: str = "") -> int:
    """Carry out the plan, tell how it went, and answer the exit code.

    ``only`` names the one chapter to run. InputFaults if the disk has no room for what it will take, or a cluster is
    asked for that can't do it.
    """
    work = sum(task.need is not Need.NOTHING for task in plan.tasks)
    count = max(1, min(manner.at_once, work))
    check_room(plan, count)
    plan = replace(plan, engine=manner.engine, charts=manner.charts, limits=manner.limits)
    start: Callable[[], Workers] = partial(_local, plan, count)
    if manner.scheduler and work:
        cluster = _cluster(manner.scheduler, plan)
        start, count = (lambda: cluster), cluster.slots
    manifest = ManifestWriter(plan, count)
    outcomes = carry_out(plan, start, manifest, voice.progress(), only)
    exit_code = summed_up(plan, outcomes, voice)
    if manifest.unwritten:
        voice.warn("cli.summary.manifest_unwritten", error=manifest.unwritten, command=_again(plan))
    return 1 if manifest.unwritten else exit_code


def _local(plan: Plan, count: int) -> Workers:
    # Processes and what they talk through are brought only where there is work.
    from branchbook.batch.start import start_workers

    return start_workers(plan.engine, count, plan.layout.cache)


def _cluster(address: str, plan: Plan) -> Workers:
    """The workers of a Dask cluster. Dask is an extra: who has no cluster need not have it."""
    try:
        from branchbook.batch.cluster import ClusterWorkers
    except ImportError as missing:
        raise InputFaults([Fault("cluster_not_installed", got=missing.name or "")]) from missing
    return ClusterWorkers(address, plan.locations.inputs, plan.layout.scratch)


def summed_up(plan: Plan, outcomes: Sequence[Outcome], voice: Voice) -> int:
    """The summary: counts, every failed branch with its cause, and the command that goes on."""
    of_branches = [outcome for outcome in outcomes if outcome.branch != WHOLE]
    counts = {state.value: sum(outcome.state is state for outcome in of_branches) for state in State}
    failed = [outcome for outcome in outcomes if outcome.failure]
    resume = _resuming(plan, [outcome.branch.id for outcome in failed if outcome.branch != WHOLE])
    voice.say("cli.summary.counts", **counts)
    if (
        plan.meeting is not None
        and all(outcome.branch != WHOLE for outcome in outcomes)
        and plan.layout.meeting.is_dir()
    ):
        voice.say("cli.summary.meeting_left")
    for outcome in outcomes:
        _tell_of_documents(outcome, voice)
    if failed and not voice.json:
        _tell_failures(plan, failed, resume, voice)
    voice.event(
        "end",
        **counts,
        failed_branches=[o.branch.id for o in failed if o.branch != WHOLE],
        resume=resume if failed else "",
    )
    return 1 if failed else 0


def _again(plan: Plan) -> str:
    return shlex.join(["branchbook", "batch", plan.name])


def _resuming(plan: Plan, branch_ids: Sequence[str]) -> str:
    """The command that goes on: with these branches or, where there are none, with the meeting."""
    if branch_ids:
        return shlex.join(["branchbook", "batch", plan.name, "--branches", ",".join(branch_ids)])
    return shlex.join(["branchbook", "run", plan.name, "--notebook", MEETING])


def _tell_of_documents(outcome: Outcome, voice: Voice) -> None:
    """What a person has to look at in a branch's report and deck."""
    for file, notes in outcome.told.items():
        who = {**named(outcome.branch, voice.text), "file": file}
        if notes.fault:
            _, problem, remedy = voice.text.fault(Fault(notes.fault, got=notes.got))
            voice.warn("cli.summary.left", why=problem, remedy=remedy, **who)
        if notes.kept:
            said = "kept" if file == REPORT else "kept_shapes"
            voice.warn(f"cli.summary.{said}", count=len(notes.kept), parts=", ".join(notes.kept), **who)
        for tag, nearest in notes.unknown:
            hint = voice.text("cli.misuse.nearest", nearest=nearest) if nearest else ""
            voice.warn("cli.summary.unknown_control", got=tag, hint=hint, **who)


def _tell_failures(plan: Plan, failed: Sequence[Outcome], resume: str, voice: Voice) -> None:
    for outcome in failed:
        _tell_failed(plan, outcome, voice)
    voice.warn("cli.summary.resume", command=resume)


def _tell_failed(plan: Plan, outcome: Outcome, voice: Voice) -> None:
    folder = plan.layout.failure(outcome.branch.id).relative_to(plan.layout.root.parent).as_posix()
    voice.warn(
        "cli.summary.failed",
        **named(outcome.branch, voice.text),
        why=failure_told(outcome.failure, voice.text) if outcome.failure else "",
        folder=f"{plan.locations.outputs.name}/{folder}",
    )
