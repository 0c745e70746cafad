"""An engagement opened by a command: only writer of its outputs, checked, prepared and planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from branchbook.batch.layout import Layout
from branchbook.batch.lock import only_writer
from branchbook.batch.plan import Plan, checked_chapters, make_plan
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, prepare
from branchbook.errors import Fault, InputFaults
from branchbook.inputs.engagement import Engagement, read_engagement


@contextmanager
def planned(
    locations: Locations, name: str, language: str = "", branch_ids: Sequence[str] = (), force: bool = False
) -> Iterator[Plan]:
    """The plan of an engagement, with its outputs held against other writers for the length of the block.

    Raises InputFaults with everything that is wrong with its data, rules, chapters and parameters, and EngagementBusyError.
    """
    engagement = read_engagement(locations.engagement(name))
    layout = Layout(locations.outputs_of(name))
    with only_writer(layout.lock):
        layout.recover()
        prepared = prepared_whole(engagement, locations, language)
        yield make_plan(prepared, locations, language, branch_ids, force)


def prepared_whole(engagement: Engagement, locations: Locations, language: str) -> Prepared:
    """Data and chapters checked together, so that all that is wrong is told at once."""
    faults: list[Fault] = []
    try:
        checked_chapters(engagement, language or engagement.language)
    except InputFaults as found:
        faults += found.faults
    try:
        prepared = prepare(engagement, locations.outputs_of(engagement.name))
    except InputFaults as found:
        raise InputFaults([*faults, *found.faults]) from found
    if faults:
        raise InputFaults(faults)
    return prepared
