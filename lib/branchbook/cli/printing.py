"""``--pdf`` and ``--page-numbers``: what LibreOffice does with the documents after a batch or a rendering."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from branchbook.batch.plan import Plan
from branchbook.cli.voice import Voice
from branchbook.render.office import office

if TYPE_CHECKING:
    from branchbook.book.printing import Printed


def lacks_office(asked: argparse.Namespace, voice: Voice) -> bool:
    """Whether LibreOffice is asked for and is not there, which is then told."""
    if not (asked.pdf or asked.page_numbers) or office():
        return False
    voice.warn("cli.printing.no_office")
    return True


def printed(plan: Plan, asked: argparse.Namespace, voice: Voice) -> int:
    """Do what was asked for with the documents of the plan's branches; answer 1 where some of it could not be done."""
    if not (asked.page_numbers or asked.pdf):
        return 0
    # What writes pages into a document is brought only where LibreOffice is to be called.
    from branchbook.book.printing import number_pages, print_documents

    branches = [plan.layout.branch(task.branch.id) for task in plan.tasks]
    left = 0
    if asked.page_numbers:
        left += _told("numbered", number_pages(branches), plan, voice)
    if asked.pdf:
        left += _told("printed", print_documents([*branches, plan.layout.root / "meeting"]), plan, voice)
    return 1 if left else 0


def _told(what: str, done: Printed, plan: Plan, voice: Voice) -> int:
    voice.say(f"cli.printing.{what}", count=len(done.made))
    for document in done.left:
        voice.warn("cli.printing.left", file=_shown(document, plan))
    voice.event(what, files=[_shown(file, plan) for file in done.made], left=[_shown(file, plan) for file in done.left])
    return len(done.left)


def _shown(file: Path, plan: Plan) -> str:
    return f"{plan.locations.outputs.name}/{file.relative_to(plan.layout.root.parent).as_posix()}"
