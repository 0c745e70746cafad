"""An engagement opened by a command: only writer of its outputs, checked, prepared and planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from branchbook.batch.disk import check_writable
from branchbook.batch.layout import Layout
from branchbook.batch.lock import only_writer
from branchbook.batch.plan import Plan, checked_chapters, make_plan
from branchbook.batch.stamp import Stamp
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, prepare
from branchbook.book.templates import REPORT as TEMPLATE
from branchbook.book.templates import own_template
from branchbook.errors import Fault, InputFaults
from branchbook.inputs.engagement import Engagement, read_engagement
from branchbook.report.living import REPORT
from branchbook.text import Text


@contextmanager
def planned(
    locations: Locations, name: str, language: str = "", branch_ids: Sequence[str] = (), force: bool = False
) -> Iterator[Plan]:
    """The plan of an engagement, with its outputs held against other writers for the length of the block.

    Raises InputFaults with everything that is wrong with its data, rules, chapters and parameters or for outputs that
    can't be written, and EngagementBusyError.
    """
    engagement = read_engagement(locations.engagement(name))
    layout = Layout(locations.outputs_of(name))
    check_writable(layout)
    with only_writer(layout.lock):
        layout.recover()
        prepared = prepared_whole(engagement, locations, language)
        yield make_plan(prepared, locations, language, branch_ids, force)


def prepared_whole(engagement: Engagement, locations: Locations, language: str) -> Prepared:
    """Data, chapters and template checked together, so that all that is wrong is told at once."""
    text, layout = Text.of(language or engagement.language), Layout(locations.outputs_of(engagement.name))
    faults: list[Fault] = [*_template_faults(engagement, layout, text)]
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


def _template_faults(engagement: Engagement, layout: Layout, text: Text) -> Sequence[Fault]:
    if own_template(engagement.folder, TEMPLATE) is None:
        return ()
    # What reads a template takes as long to import as a batch that finds nothing to do takes altogether.
    from branchbook.book.report_template import template_faults

    return template_faults(engagement.folder, sample_of(layout), text)


def sample_of(layout: Layout) -> Path | None:
    """The folder of the first branch that has been run whole; None where none has."""
    folders = sorted(layout.branches.glob("*/")) if layout.branches.is_dir() else []
    return next((folder for folder in folders if (folder / REPORT).is_file() and Stamp.read(folder)), None)
