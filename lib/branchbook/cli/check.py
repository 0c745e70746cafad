"""``branchbook check``: everything that is wrong with an engagement, at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from branchbook.batch.layout import Layout
from branchbook.book.locations import Locations
from branchbook.cli.faults import tell_faults
from branchbook.cli.opened import planned
from branchbook.cli.voice import Voice
from branchbook.errors import InputFaults
from branchbook.inputs.engagement import KINDS
from branchbook.inputs.notices import Notice
from branchbook.inputs.schema import TABLES
from branchbook.render.workbook import write_check_workbook


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """List every fault, mark them in outputs/NAME/check.xlsx and answer 2; or say what there is, with what is worth
    knowing of it, and answer 0."""
    workbook = Layout(locations.outputs_of(asked.name)).root / "check.xlsx"
    try:
        with planned(locations, asked.name, asked.lang) as plan:
            tables = plan.prepared.store.tables
            branches, notices = len(plan.prepared.branches), plan.prepared.store.notices
    except InputFaults as found:
        tell_faults(found.faults, voice)
        workbook.parent.mkdir(parents=True, exist_ok=True)
        write_check_workbook(workbook, found.faults, voice.text, locations.engagement(asked.name))
        for_the_bank = any(fault.place.file.lower().endswith(KINDS) for fault in found.faults)
        voice.say(
            "cli.check.marked" if for_the_bank else "cli.check.listed",
            file=f"{locations.outputs.name}/{asked.name}/check.xlsx",
        )
        return 2
    workbook.unlink(missing_ok=True)
    voice.say("cli.check.clean", branches=branches)
    for name, table in tables.items():
        voice.say("cli.check.table", table=_heading(name, voice.text.language), rows=table.rows)
    _tell_notices(notices, voice)
    voice.event("clean", branches=branches, tables={name: table.rows for name, table in tables.items()})
    return 0


def _tell_notices(notices: Sequence[Notice], voice: Voice) -> None:
    """What is worth knowing of data that are not wrong: above all what of them is not used."""
    if notices:
        voice.say("cli.check.notices", count=len(notices))
    for notice in notices:
        place, words = voice.text.place(notice.place), voice.text(f"notice.{notice.code}", **notice.values)
        voice.event("notice", code=notice.code, place=notice.place.parts, words=words)
        voice.say("cli.check.notice", where=voice.text("cli.faults.where", place=place) if place else "", words=words)


def _heading(table: str, language: str) -> str:
    return table if language == "en" else TABLES[table].heading
