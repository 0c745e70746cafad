"""``branchbook run``: one branch now, or one chapter of it on top of what stands."""

from __future__ import annotations

import argparse

from branchbook.batch.notebook import unknown_notebook
from branchbook.book.locations import Locations
from branchbook.cli.carrying import carried_out
from branchbook.cli.opened import planned
from branchbook.cli.voice import Voice
from branchbook.errors import InputFaults, Place


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Run the branch whether it is up to date or not."""
    with planned(locations, asked.name, asked.lang, (asked.branch,), force=True) as plan:
        chapters = [chapter.name for chapter in plan.chapters]
        only = asked.notebook.removesuffix(".ipynb")
        if only and only not in chapters:
            raise InputFaults([unknown_notebook(only, chapters, Place())])
        return carried_out(plan, voice, asked.engine, jobs=1, only=only, charts=asked.charts)
