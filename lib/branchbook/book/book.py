"""`Book`: what a chapter's notebook holds in its hand for one branch: data in, artifacts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from branchbook.analyses.claims import Coverage, Version
from branchbook.analyses.outreach import Key, Plan
from branchbook.book.decisions import allocation_versions, keep_allocation, keep_plan, kept_plan
from branchbook.book.locations import Locations
from branchbook.book.open_chapter import OpenChapter
from branchbook.book.prepared import prepare_here
from branchbook.book.telling import told_in
from branchbook.inputs.branch_data import BranchData, read_branch
from branchbook.register import read_branch_firms, read_branch_links
from branchbook.text import LANGUAGES, Text
from branchbook.values.branch import Branch


@dataclass(frozen=True)
class Book(OpenChapter):
    """One chapter of one branch."""

    branch: Branch

    @property
    def subject(self) -> str:
        """The branch's id."""
        return self.branch.id

    @cached_property
    def data(self) -> BranchData:
        """This branch's rows of every table that the bank gave, without personal columns."""
        return read_branch(self.prepared.store, self.branch.id)

    @cached_property
    def firms(self) -> pd.DataFrame:
        """The firms around this branch, customers or not, from the register; see ``branchbook.register.COLUMNS``."""
        return read_branch_firms(self.prepared.register, self.branch.id)

    @cached_property
    def links(self) -> pd.DataFrame:
        """The supply links of this branch's firms, from the register."""
        return read_branch_links(self.prepared.register, self.branch.id)

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """The versions of the branch's allocation that were agreed or issued before this run."""
        return allocation_versions(self.prepared.engagement.folder, self.branch.id)

    @property
    def marketing_import(self) -> tuple[date | None, date | None, date | None]:
        """When the import file was submitted, when it is due to be loaded (a working day later), when it was (CL6)."""
        told = self.prepared.engagement.marketing_import
        due = self.workdays.shifted(told.submitted_on, 1) if told.submitted_on else None
        return told.submitted_on, due, told.loaded_on

    def decide(self, coverage: Coverage, decision: str) -> Version | None:
        """Keep an allocation in the engagement's folder: ``agree`` or ``issue``; nothing for an empty decision.

        Raises InputFaults for any other word.
        """
        folder = self.prepared.engagement.folder
        with told_in(self.text):
            return keep_allocation(folder, self.branch.id, coverage.owners, decision, self.as_of)

    @cached_property
    def last_plan(self) -> Mapping[Key, date]:
        """The outreach plan that was kept last on an earlier day."""
        return kept_plan(self.prepared.engagement.folder, self.branch.id, self.as_of)

    def keep_plan(self, plan: Plan) -> None:
        """Keep an outreach plan as the one that the plan of a later day is compared with."""
        keep_plan(self.prepared.engagement.folder, self.branch.id, plan.days, self.as_of)

    def __repr__(self) -> str:
        return self.text(
            "book.opened",
            branch=self.branch.named(self.text.language),
            id=self.branch.id,
            type=self.text(f"branch_type.{self.branch.type}"),
            bank=self.prepared.engagement.bank_named(self.text.language),
            as_of=self.as_of,
        )


def open_chapter(chapter: str, engagement: str, branch_id: str, language: str = "") -> Book:
    """Open a branch for a chapter: its input checked, its store and indicators up to date.

    ``language`` is the engagement's own unless given. Whatever this chapter had kept before is put away, so that
    its artifacts are those of this run. Raises InputFaults with everything that is wrong with the input, and for an
    unknown branch.
    """
    locations = Locations.from_environment()
    with told_in(Text.of(language or LANGUAGES[0])):
        prepared = prepare_here(locations, engagement, branch_id)
    text = prepared.text(language)
    with told_in(text):
        branch = prepared.branch(branch_id)
    book = Book(chapter, prepared, locations.branch(engagement, branch_id), text, branch)
    book.shelf.put(chapter, ())
    return book
