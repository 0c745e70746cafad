"""Everything that is wrong with an engagement, told to the person who can put it right."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby

from branchbook.cli.voice import Voice
from branchbook.errors import Fault


def tell_faults(faults: Sequence[Fault], voice: Voice) -> None:
    """Print every fault, grouped by file: place, problem, remedy; as JSON one event a fault."""
    ordered = sorted(faults, key=lambda fault: (fault.place.file, fault.place.sheet, fault.place.row))
    for file, group in groupby(ordered, key=lambda fault: fault.place.file):
        if file and not voice.json:
            sys.stderr.write(f"{file}\n")
        for fault in group:
            _tell(fault, voice)
    if not voice.json:
        sys.stderr.write(voice.text("cli.faults.total", count=sum(fault.count for fault in faults)) + "\n")


def _tell(fault: Fault, voice: Voice) -> None:
    place, problem, remedy = voice.text.fault(fault)
    if voice.json:
        voice.event(
            "fault",
            code=fault.code,
            place=fault.place.parts,
            got=fault.got,
            allowed=fault.allowed,
            count=fault.count,
            problem=problem,
            remedy=remedy,
        )
        return
    where = voice.text("cli.faults.where", place=place) if place else ""
    sys.stderr.write(voice.text("cli.faults.line", where=where, problem=problem, remedy=remedy) + "\n")
