"""``branchbook new``: an engagement folder with everything a consultant fills in."""

from __future__ import annotations

import argparse
from datetime import datetime

from branchbook.book.locations import Locations
from branchbook.cli.voice import Voice
from branchbook.inputs.engagement import FILE
from branchbook.inputs.schema import TABLES
from branchbook.render.workbook import write_data_workbook


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Make inputs/NAME; answer 2 without touching anything if it is already there."""
    folder = locations.engagement(asked.name)
    shown = f"{locations.inputs.name}/{asked.name}"
    if folder.exists():
        voice.warn("cli.new.exists", folder=shown)
        return 2
    folder.mkdir(parents=True)
    workbook = voice.text("cli.new.workbook")
    write_data_workbook(folder / workbook, voice.text.language)
    sources = "\n".join(f"  {'' if table.required else '# '}{name}: {workbook}" for name, table in TABLES.items())
    today = datetime.now().astimezone().date()
    description = voice.text(
        "cli.new.engagement",
        name=asked.name,
        language=voice.text.language,
        as_of=today.isoformat(),
        sources=sources,
    )
    (folder / FILE).write_text(description, encoding="utf-8", newline="\n")
    voice.say("cli.new.made", folder=shown, file=FILE, workbook=workbook, command=f"branchbook check {asked.name}")
    voice.event("made", folder=shown)
    return 0
