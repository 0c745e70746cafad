"""An engagement's own template of reports, checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.templates import FOLDER, REPORT, own_template
from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.spelling import nearest
from branchbook.render.word.identity import tag_of
from branchbook.render.word.template import SLOTS, Placement
from branchbook.render.word.template_check import placements_in
from branchbook.report.keys import is_below, is_own, kept_keys, outline_keys
from branchbook.text import Text
from branchbook.values.artifact import Artifact, FigureData, TableData
from branchbook.values.ecosystem_map import MapData
from branchbook.values.quantity import Quantity


def template_faults(engagement: Path, branch: Path | None, text: Text) -> tuple[Fault, ...]:
    """Everything that is wrong with an engagement's own report template; nothing where it has none.

    ``branch`` is the folder of a branch that has been run, None where none has: from it is known what stands under a
    key.
    """
    path = own_template(engagement, REPORT)
    if path is None:
        return ()
    place = Place(file=f"{FOLDER}/{REPORT}")
    try:
        placements = placements_in(path)
    except InputFaults as found:
        return tuple(replace(fault, place=place) for fault in found.faults)
    if not any(placement.tag in SLOTS and placement.in_body for placement in placements):
        return (Fault("template_without_controls", place),)
    artifacts = Shelf(branch / "artifacts").all() if branch else {}
    known = {*outline_keys(text), *kept_keys(), *artifacts}
    return tuple(_faults(placements, known, artifacts, place))


def _faults(
    placements: Iterable[Placement], known: set[str], artifacts: Mapping[str, Artifact], place: Place
) -> Iterator[Fault]:
    tags = {tag_of(key): key for key in known} | {slot: slot for slot in SLOTS}
    for placement in placements:
        tag = placement.tag
        if tag in SLOTS:
            continue
        if not (tag in tags or is_own(tag) or is_below(tag, known)):
            yield Fault("template_control_unknown", place, got=tag, values={"nearest": nearest(tag, tags) or "—"})
        elif not _fits(placement, artifacts.get(tags.get(tag, ""))):
            yield Fault("template_control_misplaced", place, got=tag)


def _fits(placement: Placement, artifact: Artifact | None) -> bool:
    """Whether what stands under a key can stand where its control is: only words go into a line or a margin."""
    if not placement.is_whole:
        return False
    if artifact is None or not (placement.in_line or not placement.in_body):
        return True
    return isinstance(artifact.value, Quantity) or (
        placement.in_line and not isinstance(artifact.value, TableData | FigureData | MapData)
    )
