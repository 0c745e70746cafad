"""A template looked through before a batch: opened safely, with all its styles, and the controls a person put in."""

from __future__ import annotations

from pathlib import Path

from branchbook.render.living.package import opened
from branchbook.render.word.template import Placement, Template


def placements_in(path: Path) -> tuple[Placement, ...]:
    """The controls of a template, its own and those that a person put in; InputFaults (``template_unreadable``,
    ``template_hostile``, ``template_style_missing``) where it can't be used."""
    opened(path, "template")
    return tuple(Template.opened(path).controls())
