"""``branchbook template``: what may be placed in an engagement's report template, and what is wrong in its own."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from branchbook.batch.layout import Layout
from branchbook.batch.stamp import Stamp
from branchbook.book.documents import keys_of_branch
from branchbook.book.locations import Locations
from branchbook.book.prepared import prepare_here
from branchbook.book.report_template import template_faults
from branchbook.book.templates import FOLDER, REPORT, template_of
from branchbook.cli.faults import tell_faults
from branchbook.cli.opened import sample_of
from branchbook.cli.voice import Voice
from branchbook.errors import InputFaults
from branchbook.inputs.engagement import Engagement, read_engagement
from branchbook.render.word.identity import tag_of
from branchbook.report.keys import Key, kept_keys, outline_keys

_WIDEST = 48  # characters of a sample on a line


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """List the keys with samples and the faults of the engagement's own template; with ``--copy`` begin one."""
    engagement = read_engagement(locations.engagement(asked.name))
    if asked.copy:
        return _copy(engagement, locations, voice)
    own = engagement.folder / FOLDER / REPORT
    shown = f"{locations.inputs.name}/{asked.name}/{FOLDER}/{REPORT}"
    voice.say("cli.template.own" if own.is_file() else "cli.template.shipped", file=shown, name=asked.name)
    voice.event("template", file=shown if own.is_file() else f"{FOLDER}/{REPORT}", own=own.is_file())
    folder = sample_of(Layout(locations.outputs_of(asked.name)))
    _list_keys(_keys(engagement, locations, folder, voice), voice)
    faults = template_faults(engagement.folder, folder, voice.text)
    if faults:
        tell_faults(faults, voice)
        return 2
    return 0


def _copy(engagement: Engagement, locations: Locations, voice: Voice) -> int:
    """Lay a copy of the shipped template into the engagement's folder, never over one that is there."""
    own = engagement.folder / FOLDER / REPORT
    shown = f"{locations.inputs.name}/{engagement.folder.name}/{FOLDER}/{REPORT}"
    if own.exists():
        voice.warn("cli.template.exists", file=shown)
        return 2
    own.parent.mkdir(exist_ok=True)
    shutil.copyfile(template_of(engagement.folder, REPORT), own)
    voice.say("cli.template.copied", file=shown, name=engagement.folder.name)
    voice.event("copied", file=shown)
    return 0


def _keys(engagement: Engagement, locations: Locations, folder: Path | None, voice: Voice) -> tuple[Key, ...]:
    """The keys with what they say for one branch; without samples as long as no branch has been run."""
    name = engagement.folder.name
    stamp = Stamp.read(folder) if folder else None
    if folder and stamp:
        try:
            prepared = prepare_here(replace(locations, scratch=folder), name, stamp.branch)
            branch = prepared.branch(stamp.branch)
            keys = keys_of_branch(prepared, branch, folder, voice.text.language)
        except (OSError, KeyError, InputFaults):  # what stands was made by an earlier version, or of other data
            keys = ()
        if keys:
            voice.say("cli.template.sample", id=branch.id, name=branch.named(voice.text.language))
            return keys
    voice.say("cli.template.no_sample", command=f"branchbook batch {name}")
    return tuple(Key(key, None, "") for key in sorted(outline_keys(voice.text) | kept_keys()))


def _list_keys(keys: Sequence[Key], voice: Voice) -> None:
    widest = max(len(key.key) for key in keys)
    for key in keys:
        kind = voice.text(f"cli.template.kind.{key.kind}") if key.kind else ""
        sample = key.sample if len(key.sample) <= _WIDEST else f"{key.sample[: _WIDEST - 1]}…"
        voice.line(f"  {key.key:<{widest}}  {kind}\t{sample}".rstrip())
        voice.event("key", key=key.key, tag=tag_of(key.key), kind=key.kind, sample=key.sample, placed=key.placed)
