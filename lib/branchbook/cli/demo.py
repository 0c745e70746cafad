"""``branchbook demo``: the synthetic bank, made if need be, and its reports."""

from __future__ import annotations

import argparse

from branchbook.book.locations import Locations
from branchbook.cli.carrying import carried_out
from branchbook.cli.manner import Manner
from branchbook.cli.opened import planned
from branchbook.cli.voice import Voice
from branchbook.demo import ensure_demo


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Batch the demo engagement and say where its reports are."""
    name = ensure_demo(locations.inputs).name
    with planned(locations, name, asked.lang, force=asked.force) as plan:
        exit_code = carried_out(plan, voice, Manner.of(asked))
        reports = [plan.layout.branch(task.branch.id) / "report.docx" for task in plan.tasks]
        made = [report for report in reports if report.exists()]
        voice.say("cli.demo.reports", count=len(made), folder=str(plan.layout.branches))
        for report in made:
            voice.line(f"  {report}")
        voice.event("reports", files=[str(report) for report in made])
    return exit_code
