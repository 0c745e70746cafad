"""The project lead's page: written beside the manifest, whenever that is written,
from what stands in branches' folders."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from branchbook.batch.layout import ERROR_FILE
from branchbook.batch.outcome import Failure
from branchbook.batch.plan import Plan
from branchbook.batch.progress import failure_told
from branchbook.errors import Fault
from branchbook.render.page import engagement_html
from branchbook.report.engagement_page import FILES, BranchLine, MeetingLine, Standing, engagement_page
from branchbook.report.headline import Headline
from branchbook.report.living import is_previous
from branchbook.text import Text
from branchbook.values.branch import WHOLE, Branch
from branchbook.values.places import is_passing, safe_part

FILE = "index.html"
ASSETS = "assets"

_MEETING = (".pptx", ".xlsx", ".docx", ".html")

Entries = Mapping[str, Mapping[str, Any]]
"""Branches by id, as the manifest tells of them."""


@dataclass
class Index:
    """The page of one engagement. What a branch's folder holds is read once, and again when the branch has ended."""

    plan: Plan
    _standing: dict[str, tuple[Headline, tuple[str, ...]]] = field(default_factory=dict)

    def forget(self, branch_id: str) -> None:
        """A branch has ended: its folder may hold something else now."""
        self._standing.pop(branch_id, None)

    def html(self, entries: Entries, meeting: Mapping[str, Any], *, under_way: bool) -> str:
        """The page as it stands; ``meeting`` is what the manifest tells of the summary meeting, empty for nothing."""
        engagement = self.plan.prepared.engagement
        text = Text.of(self.plan.language, engagement.currency)
        page = engagement_page(
            engagement.bank_named(text.language),
            text.date(engagement.as_of),
            [self._line(branch, entries.get(branch.id, {}), text) for branch in self.plan.prepared.branches],
            text,
            meeting=self._meeting(meeting, text),
            go_on=shlex.join(["branchbook", "batch", self.plan.name]),
            under_way=under_way,
        )
        return engagement_html(page, ASSETS)

    def _line(self, branch: Branch, entry: Mapping[str, Any], text: Text) -> BranchLine:
        if branch.id not in self._standing:
            self._standing[branch.id] = _standing_in(self.plan.layout.branch(branch.id))
        headline, files = self._standing[branch.id]
        folder = f"{self.plan.layout.branches.name}/{safe_part(branch.id)}"
        failure = entry.get("failure")
        if failure:
            why, evidence = failure_told(Failure.of(failure), text), self._evidence(branch.id, failure)
            return BranchLine(branch, Standing.FAILED, headline, folder, files, why, evidence)
        if not files:
            return BranchLine(branch, Standing.WAITING, headline, folder)
        asked = _asked(entry.get("told", {}), text)
        standing = Standing.ATTENTION if asked else Standing.READY
        return BranchLine(branch, standing, headline, folder, files, asked)

    def _evidence(self, branch_id: str, failure: Mapping[str, Any]) -> str:
        """The way to the notebook with the red cell, or to the trace of an error outside of notebooks."""
        folder = self.plan.layout.failure(branch_id)
        found = next(
            (
                path
                for path in (folder / "notebooks" / f"{failure['notebook']}.ipynb", folder / ERROR_FILE)
                if path.is_file()
            ),
            None,
        )
        return found.relative_to(self.plan.layout.root).as_posix() if found else ""

    def _meeting(self, entry: Mapping[str, Any], text: Text) -> MeetingLine:
        failure = entry.get("failure")
        if failure:
            why, evidence = failure_told(Failure.of(failure), text), self._evidence(WHOLE.id, failure)
            return MeetingLine(tuple(self._meeting_files()), why, evidence)
        return MeetingLine(tuple(self._meeting_files()))

    def _meeting_files(self) -> list[str]:
        folder = self.plan.layout.meeting
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        return [
            f"{folder.name}/{path.name}"
            for path in found
            if path.suffix in _MEETING and not is_passing(path) and not is_previous(path)
        ]


def _standing_in(folder: Path) -> tuple[Headline, tuple[str, ...]]:
    """What lies in a branch's folder."""
    if not folder.is_dir():
        return Headline(), ()
    names = {path.name for path in folder.iterdir()}
    return Headline.read(folder), tuple(name for name in FILES if name in names)


def _asked(told: Mapping[str, Mapping[str, Any]], text: Text) -> str:
    """What a branch's documents ask of a person; "" for nothing."""
    left = next(((name, notes) for name, notes in told.items() if notes["fault"]), None)
    if left:
        name, notes = left
        _, problem, _ = text.fault(Fault(notes["fault"], got=notes["got"]))
        return text("index.left", file=name, why=problem)
    kept = sum(len(notes["kept"]) for notes in told.values())
    return text("index.attention", count=kept) if kept else ""
