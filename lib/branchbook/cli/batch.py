"""``branchbook batch``: every branch of an engagement that is not up to date."""

from __future__ import annotations

import argparse

from branchbook.book.locations import Locations
from branchbook.cli.carrying import carried_out
from branchbook.cli.manner import Manner
from branchbook.cli.opened import planned
from branchbook.cli.printing import lacks_office, printed
from branchbook.cli.voice import Voice


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Run what is stale, render what only looks old, leave the rest."""
    if lacks_office(asked, voice):
        return 2
    with planned(locations, asked.name, asked.lang, branch_ids(asked.branches), asked.force) as plan:
        exit_code = carried_out(plan, voice, Manner.of(asked))
        return max(exit_code, printed(plan, asked, voice))


def branch_ids(listed: str) -> tuple[str, ...]:
    """The ids in a list like ``001,002``."""
    return tuple(part.strip() for part in listed.replace("，", ",").split(",") if part.strip())
