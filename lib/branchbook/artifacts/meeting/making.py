"""The shapes that the parts of the meeting share: a named artifact, a missing one, and the name of a branch."""

from __future__ import annotations

from collections.abc import Iterable

from branchbook.values.artifact import Artifact, ArtifactValue, Missing, Provenance
from branchbook.values.places import safe_part
from branchbook.values.wording import Names, Sentence, Term, Wording

CHAPTER = "95_summary_meeting"


def made(name: str, value: ArtifactValue, tables: Iterable[str], *notes: Sentence) -> Artifact:
    """An artifact of this chapter; its title is the catalog entry ``meeting.title.<name>``."""
    return titled(name, Term(f"meeting.title.{name}"), value, tables, *notes)


def titled(name: str, title: Wording, value: ArtifactValue, tables: Iterable[str], *notes: Sentence) -> Artifact:
    """An artifact of this chapter with a title of its own."""
    return Artifact(f"{CHAPTER}.{name}", title, value, notes, Provenance(CHAPTER, tuple(tables)))


def missing(name: str, tables: Iterable[str], why: str) -> Artifact:
    """An artifact that can't be had, for the reason of the catalog entry ``meeting.lacks.<why>``."""
    return made(name, Missing(Sentence(f"meeting.lacks.{why}")), tables)


def branch_name(branch_id: str) -> Term:
    """The name of a branch: an entry that the engagement's own words hold besides the catalog, in either language."""
    return Term(f"branch.{branch_id}")


def branch_names(branch_ids: Iterable[str]) -> Names:
    """Several branches' names."""
    return Names(tuple(branch_name(branch_id) for branch_id in branch_ids))


def page_key(branch_id: str, part: str) -> str:
    """The name of an artifact of a branch's page."""
    return f"branch.{safe_part(branch_id)}.{part}"
