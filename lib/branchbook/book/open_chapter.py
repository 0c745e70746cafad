"""An open chapter: what any notebook reads of its engagement, and what it keeps and shows, whatever its subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from branchbook.artifacts import Shelf
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared
from branchbook.book.record import begin_record, put_on_record
from branchbook.book.showing import Shown
from branchbook.book.tracing import Trace, traced
from branchbook.indicators import PeerTable
from branchbook.inputs.store import StoredTable
from branchbook.report.blocks import Paragraph
from branchbook.report.placing import blocks_of
from branchbook.rules import Rules
from branchbook.text import Text
from branchbook.values.artifact import Artifact, ArtifactValue, Column, Provenance, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.version import VERSION
from branchbook.values.wording import Sentence
from branchbook.values.workdays import Workdays


@dataclass(frozen=True)
class OpenChapter:
    """A chapter and where it keeps what it makes: on disk at once, so that documents never see half a cell's work."""

    chapter: str
    prepared: Prepared
    folder: Path
    text: Text

    def __post_init__(self) -> None:
        run = Locations.from_environment().scratch
        if run is not None:
            begin_record(run)

    @property
    def subject(self) -> str:
        """The id of the branch that the chapter is about; empty where it is about the whole engagement."""
        return ""

    @cached_property
    def trace(self) -> Trace:
        """What this chapter has looked at so far."""
        return Trace()

    def _put_on_record(self) -> None:
        """In a batch, tell it which rules have been read until now."""
        run = Locations.from_environment().scratch
        if run is not None:
            standings = self.prepared.standings.rules.values() if self.trace.peers else ()
            put_on_record(run, self.prepared.rules.values_of(self.trace.rules.keys.union(*standings)))

    @property
    def rules(self) -> Rules:
        """The engagement's rules; which of them are read is noted with what they make."""
        return self.prepared.rules.noted_in(self.trace.rules)

    @property
    def as_of(self) -> date:
        """The engagement's date; nothing in an analysis looks at the clock."""
        return self.prepared.engagement.as_of

    @property
    def peers(self) -> PeerTable:
        """Every branch's standing among its peers."""
        self.trace.peers = True
        return self.prepared.standings.table

    @property
    def workdays(self) -> Workdays:
        """The working days of the engagement: China's calendar with its own overrides."""
        return self.prepared.workdays

    @property
    def stored(self) -> Mapping[str, StoredTable]:
        """Which tables the bank gave, and the files that they came from."""
        return self.prepared.store.tables

    @property
    def provenance(self) -> Shown:
        """The version of Branchbook and the fingerprints of the data and the rules read that this chapter's results
        rest on."""
        self._put_on_record()
        told = self.text(
            "book.provenance",
            version=VERSION,
            data=self.prepared.data_of(self.subject)[:16],
            rules=self.prepared.rules.fingerprint_of(self.trace.rules.keys)[:16],
        )
        return Shown((Paragraph(f"{self.chapter}.provenance", told),))

    @cached_property
    def shelf(self) -> Shelf:
        """The artifacts beside which this chapter keeps its own."""
        return Shelf(self.folder / "artifacts")

    def keep_all(self, artifacts: Iterable[Artifact]) -> None:
        """Keep what a chapter has made, with where it comes from; what it had kept under the same key is replaced."""
        kept = {artifact.key: artifact for artifact in self.shelf.chapter(self.chapter)}
        kept |= {one.key: one for one in traced(artifacts, self.trace, self.prepared, self.subject)}
        self.shelf.put(self.chapter, kept.values())
        self._put_on_record()

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
        """An artifact as the documents will say it; a short key is one of this chapter.

        Raises KeyError with the keys that there are.
        """
        kept = self.shelf.all()
        artifact = kept.get(key) or kept.get(f"{self.chapter}.{key}")
        if artifact is None:
            raise KeyError(f"nothing is kept under {key!r}; there are: {', '.join(kept) or 'no artifacts yet'}")
        return Shown(blocks_of(artifact, self.text))


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
