"""``branchbook render``: documents again from stored artifacts, computing nothing."""

from __future__ import annotations

import argparse
from dataclasses import replace

from branchbook.batch.plan import Need, Task
from branchbook.book.locations import Locations
from branchbook.cli.batch import branch_ids
from branchbook.cli.carrying import carried_out
from branchbook.cli.manner import Manner
from branchbook.cli.opened import planned
from branchbook.cli.printing import lacks_office, printed
from branchbook.cli.voice import Voice


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Write the documents of every branch that has been run; name the ones that have not."""
    if lacks_office(asked, voice):
        return 2
    with planned(locations, asked.name, asked.lang, branch_ids(asked.branches)) as plan:
        tasks = tuple(Task(task.branch, Need.RENDER, ("asked",)) for task in plan.tasks)
        exit_code = carried_out(replace(plan, tasks=tasks), voice, Manner.of(asked))
        return max(exit_code, printed(plan, asked, voice))
