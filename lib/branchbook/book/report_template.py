"""An engagement's own template of reports, checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from branchbook.artifacts import Shelf
from branchbook.book.own_cells import OwnCells
from branchbook.book.templates import FOLDER, REPORT, own_template
from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.spelling import nearest
from branchbook.render.word.identity import tag_of
from branchbook.render.word.template import SLOTS, Placement
from branchbook.render.word.template_check import placements_in
from branchbook.report.keys import is_number, kept_keys, number_names, outline_keys, part_of
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
    cells, names = OwnCells(engagement), number_names(text)
    return tuple(_faults(placements, _Keys(known, names, cells), artifacts, place))


@dataclass(frozen=True)
class _Keys:
    """What may be placed: known parts, numbers in their sentences, and what a consultant's own cells keep."""

    known: set[str]
    names: frozenset[str]
    cells: OwnCells

    def hold(self, tag: str) -> bool:
        """Whether something can stand under a tag that is no known part's."""
        own = self.cells.may_keep(tag) or (
            tag.rpartition(".")[2] in self.names and self.cells.may_keep(tag.rpartition(".")[0])
        )
        return own or is_number(tag, self.known, self.names)

    def nearest(self, tag: str, tags: Iterable[str]) -> str:
        """The key that a tag most resembles, "—" where none does."""
        part = part_of(tag, self.known)
        numbers = [f"{part}.{name}" for name in self.names] if part else []
        return nearest(tag, [*tags, *numbers, *self.cells.keys(tag.partition(".")[0])]) or "—"


def _faults(
    placements: Iterable[Placement], keys: _Keys, artifacts: Mapping[str, Artifact], place: Place
) -> Iterator[Fault]:
    tags = {tag_of(key): key for key in keys.known} | {slot: slot for slot in SLOTS}
    for placement in placements:
        tag = placement.tag
        if tag in SLOTS:
            continue
        if not (tag in tags or keys.hold(tag)):
            yield Fault("template_control_unknown", place, got=tag, values={"nearest": keys.nearest(tag, tags)})
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
