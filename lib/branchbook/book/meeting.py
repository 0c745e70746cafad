"""`MeetingBook`: what the chapter of the summary meeting holds in its hand for a whole engagement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from branchbook.analyses.meeting import BankTables, BranchResults, Meeting, meeting
from branchbook.artifacts import Shelf
from branchbook.artifacts.meeting import branch_name, meeting_artifacts, results_of
from branchbook.book.locations import Locations
from branchbook.book.open_chapter import OpenChapter
from branchbook.book.prepared import Prepared, prepare_here
from branchbook.book.telling import told_in
from branchbook.indicators.monthly import monthly
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import Artifact


@dataclass(frozen=True)
class MeetingBook(OpenChapter):
    """The chapter of the summary meeting. It reads the artifacts that the branches' chapters have kept, so that its
    numbers are the reports' (SM2), and the bank's tables of coaching, contest and practices."""

    locations: Locations

    @cached_property
    def branch_artifacts(self) -> Mapping[str, Mapping[str, Artifact]]:
        """By branch what its chapters have kept; a branch whose last run failed has nothing to show here."""
        name = self.prepared.engagement.folder.name
        return {
            branch.id: {}
            if self.locations.failed(name, branch.id).exists()
            else Shelf(self.locations.result(name, branch.id) / "artifacts").all()
            for branch in self.prepared.branches
        }

    @cached_property
    def results(self) -> Mapping[str, BranchResults]:
        """The findings and focus scores of every branch that has been diagnosed."""
        found = {branch_id: results_of(artifacts) for branch_id, artifacts in self.branch_artifacts.items()}
        return {branch_id: one for branch_id, one in found.items() if one is not None}

    @cached_property
    def tables(self) -> BankTables:
        """The bank's rows that the meeting needs."""
        branches = self.prepared.store.read_shared("branches")
        marked = branches.loc[branches["coached"].fillna(False).astype(bool), "branch_id"]
        return BankTables(
            monthly(self.prepared.store, self.rules, self.as_of),
            tuple(marked),
            *(self._rows(table) for table in ("coaching", "contest_scores", "best_practices")),
        )

    def _rows(self, table: str) -> pd.DataFrame | None:
        """A table's rows of all branches in scope, None where it was not given."""
        store = self.prepared.store
        if not store.has(table):
            return None
        return pd.concat([store.read(table, branch.id) for branch in store.branches], ignore_index=True)

    def compare(self) -> Meeting:
        """Before and after, ranking, practices and what follows (SM3)."""
        return meeting(self.prepared.branches, self.tables, self.peers, self.results, self.rules)

    def keep_meeting(self, found: Meeting) -> None:
        """Keep everything that the deck and the ranking show."""
        self.keep_all(meeting_artifacts(found, self.results, self.branch_artifacts, self.rules))

    def __repr__(self) -> str:
        engagement = self.prepared.engagement
        return self.text(
            "book.opened_meeting",
            bank=engagement.bank_named(self.text.language),
            branches=len(self.prepared.branches),
            results=len(self.results),
            as_of=self.as_of,
        )


def open_meeting(chapter: str, engagement: str, language: str = "") -> MeetingBook:
    """Open an engagement for a chapter about the whole of it; see ``open_chapter``."""
    locations = Locations.from_environment()
    with told_in(Text.of(language or LANGUAGES[0])):
        prepared = prepare_here(locations, engagement, "")
    book = MeetingBook(chapter, prepared, locations.meeting(engagement), meeting_text(prepared, language), locations)
    book.shelf.put(chapter, ())
    return book


def meeting_text(prepared: Prepared, language: str = "") -> Text:
    """The words of a language with the names of the branches among them."""
    text = prepared.text(language)
    names = {branch_name(one.id).key: _plain(one.named(text.language)) for one in prepared.branches}
    return replace(text, entries={**text.entries, **names})


def _plain(name: str) -> str:
    """A name in which the catalog finds no placeholder."""
    return name.replace("{", "｛").replace("}", "｝")
