"""`Book`: what a chapter's notebook holds in its hand for one branch: data in, artifacts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from branchbook.analyses.claims import Coverage, Version
from branchbook.analyses.outreach import Key, Plan
from branchbook.artifacts import Shelf
from branchbook.book.decisions import allocation_versions, keep_allocation, keep_plan, kept_plan
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, prepare_here
from branchbook.book.showing import Shown
from branchbook.book.tracing import Trace, traced
from branchbook.indicators import PeerTable
from branchbook.inputs.branch_data import BranchData, read_branch
from branchbook.inputs.store import StoredTable
from branchbook.register import read_branch_firms, read_branch_links
from branchbook.report.blocks import Paragraph
from branchbook.report.placing import blocks_of
from branchbook.rules import Rules
from branchbook.text import Text
from branchbook.values.artifact import Artifact, ArtifactValue, Column, Provenance, TableData
from branchbook.values.branch import Branch
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.version import VERSION
from branchbook.values.wording import Sentence
from branchbook.values.workdays import Workdays


@dataclass(frozen=True)
class Book:
    """One chapter of one branch. What is kept is on disk at once, so that documents never see half a chapter's cell."""

    chapter: str
    prepared: Prepared
    branch: Branch
    folder: Path
    text: Text

    @cached_property
    def trace(self) -> Trace:
        """What this chapter has looked at so far."""
        return Trace()

    @property
    def rules(self) -> Rules:
        """The engagement's rules; which of them are read is noted with what they make."""
        return self.prepared.rules.noted_in(self.trace.rules)

    @property
    def as_of(self) -> date:
        """The engagement's date; nothing in an analysis looks at the clock."""
        return self.prepared.engagement.as_of

    @cached_property
    def data(self) -> BranchData:
        """This branch's rows of every table that the bank gave, without personal columns."""
        return read_branch(self.prepared.store, self.branch.id)

    @property
    def peers(self) -> PeerTable:
        """Every branch's standing among its peers."""
        self.trace.peers = True
        return self.prepared.peers

    @cached_property
    def firms(self) -> pd.DataFrame:
        """The firms around this branch, customers or not, from the register; see ``branchbook.register.COLUMNS``."""
        return read_branch_firms(self.prepared.register, self.branch.id)

    @cached_property
    def links(self) -> pd.DataFrame:
        """The supply links of this branch's firms, from the register."""
        return read_branch_links(self.prepared.register, self.branch.id)

    @property
    def workdays(self) -> Workdays:
        """The working days of the engagement: China's calendar with its own overrides."""
        return self.prepared.workdays

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
        return keep_allocation(folder, self.branch.id, coverage.owners, decision, self.as_of)

    @cached_property
    def last_plan(self) -> Mapping[Key, date]:
        """The outreach plan that was kept last."""
        return kept_plan(self.prepared.engagement.folder, self.branch.id)

    def keep_plan(self, plan: Plan) -> None:
        """Keep an outreach plan as the one that the next is compared with."""
        keep_plan(self.prepared.engagement.folder, self.branch.id, plan.days, self.as_of)

    @property
    def stored(self) -> Mapping[str, StoredTable]:
        """Which tables the bank gave, and the files that they came from."""
        return self.prepared.store.tables

    @property
    def provenance(self) -> Shown:
        """The version of Branchbook and the fingerprints of data and rules that this chapter's results rest on."""
        told = self.text(
            "book.provenance",
            version=VERSION,
            data=self.prepared.for_branch(self.branch.id)[:16],
            rules=self.prepared.rules.fingerprint[:16],
        )
        return Shown((Paragraph(f"{self.chapter}.provenance", told),))

    @cached_property
    def shelf(self) -> Shelf:
        """The branch's artifacts."""
        return Shelf(self.folder / "artifacts")

    def keep_all(self, artifacts: Iterable[Artifact]) -> None:
        """Keep what a chapter has made, with where it comes from; what it had kept under the same key is replaced."""
        kept = {artifact.key: artifact for artifact in self.shelf.chapter(self.chapter)}
        kept |= {one.key: one for one in traced(artifacts, self.trace, self.prepared, self.branch.id)}
        self.shelf.put(self.chapter, kept.values())

    def keep(
        self,
        name: str,
        value: pd.DataFrame | ArtifactValue | float | str,
        title: str,
        unit: Unit | str = Unit.PLAIN,
        note: str = "",
    ) -> Shown:
        """Keep a value of one's own and show it; it gets its place in the report's chapter of further analyses.

        ``value`` is a number (in ``unit``), a sentence, a data frame (its index is left out) or any artifact value.
        Its key is the chapter's name, ``own`` and ``name``, so that it never takes the place of a shipped artifact.
        """
        key = f"{self.chapter}.own.{name}"
        notes = (Sentence("own.words", {"words": note}),) if note else ()
        source = Provenance(self.chapter, tuple(self.stored))  # it may rest on any table of the branch
        self.keep_all([Artifact(key, title, _artifact_value(value, Unit(unit)), notes, source)])
        return self.show(key)

    def show(self, key: str) -> Shown:
        """An artifact of this branch as the report will say it; a short key is one of this chapter.

        Raises KeyError with the keys that there are.
        """
        kept = self.shelf.all()
        artifact = kept.get(key) or kept.get(f"{self.chapter}.{key}")
        if artifact is None:
            raise KeyError(f"nothing is kept under {key!r}; there are: {', '.join(kept) or 'no artifacts yet'}")
        return Shown(blocks_of(artifact, self.text))

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
    prepared = prepare_here(locations, engagement, branch_id)
    branch = prepared.branch(branch_id)
    book = Book(chapter, prepared, branch, locations.branch(engagement, branch_id), prepared.text(language))
    book.shelf.put(chapter, ())
    return book


def _artifact_value(value: pd.DataFrame | ArtifactValue | float | str, unit: Unit) -> ArtifactValue:
    match value:
        case pd.DataFrame():
            return _table(value, unit)
        case bool():
            raise TypeError("a kept value is a number, a sentence, a data frame or an artifact value, not a bool")
        case int() | float():
            return Quantity(None if pd.isna(value) else float(value), unit)
        case str():
            return (Sentence("own.words", {"words": value}),)
        case _:
            return value


def _table(frame: pd.DataFrame, unit: Unit) -> TableData:
    """A data frame as a table: numeric columns in ``unit``, all others as words, missing cells as missing."""
    numeric = [pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype) for dtype in frame.dtypes]
    columns = tuple(
        Column(str(name), str(name), unit if is_number else None)
        for name, is_number in zip(frame.columns, numeric, strict=True)
    )
    rows = tuple(
        tuple(
            None if pd.isna(cell) else float(cell) if is_number else str(cell)
            for cell, is_number in zip(row, numeric, strict=True)
        )
        for row in frame.itertuples(index=False, name=None)
    )
    return TableData(columns, rows)
