"""``branchbook run``: one branch now, or one chapter of it on top of what stands; or the summary meeting."""

from __future__ import annotations

import argparse
from dataclasses import replace

from branchbook.batch.notebook import unknown_notebook
from branchbook.batch.plan import MEETING, Need, Plan
from branchbook.book.locations import Locations
from branchbook.cli.carrying import carried_out
from branchbook.cli.manner import Manner
from branchbook.cli.opened import planned
from branchbook.cli.voice import Voice
from branchbook.errors import InputFaults, Place


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Run the branch, or the meeting, whether it is up to date or not."""
    only = asked.notebook.removesuffix(".ipynb")
    branch_ids = (asked.branch,) if asked.branch else ()
    with planned(locations, asked.name, asked.lang, branch_ids, force=True) as plan:
        chosen = _meeting(plan) if only == MEETING else _of_branch(plan, only)
        chapter = "" if only == MEETING else only
        return carried_out(chosen, voice, replace(Manner.of(asked), at_once=1), chapter)


def _of_branch(plan: Plan, only: str) -> Plan:
    """The plan of one branch, which leaves the meeting alone."""
    chapters = [chapter.name for chapter in plan.chapters]
    if only and only not in chapters:
        raise InputFaults([unknown_notebook(only, chapters, Place())])
    return replace(plan, meeting=None)


def _meeting(plan: Plan) -> Plan:
    """The plan of the meeting alone; InputFaults where the engagement leaves it out."""
    meeting = plan.for_meeting(Need.RUN)
    if meeting is None:
        raise InputFaults([unknown_notebook(MEETING, [chapter.name for chapter in plan.chapters], Place())])
    return meeting
