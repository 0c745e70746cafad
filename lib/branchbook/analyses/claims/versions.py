"""The life of an allocation: draft, agreed, issued; what is issued changes only by a new version (CL3, CL6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branchbook.analyses.claims.comparison import Move, moves


class State(StrEnum):
    """How far an allocation has come."""

    DRAFT = "draft"  #: worked out anew at every run
    AGREED = "agreed"  #: kept, for the head's people to look at; may still be replaced
    ISSUED = "issued"  #: in force and never altered


@dataclass(frozen=True)
class Version:
    """One kept allocation. ``moved`` lists what changed hands since the version that was issued before."""

    number: int
    state: State
    as_of: date
    owners: Mapping[str, str]
    moved: tuple[Move, ...] = ()


def in_force(history: Sequence[Version]) -> Version | None:
    """The last issued version, None if none was."""
    issued = [version for version in history if version.state is State.ISSUED]
    return max(issued, key=lambda version: version.number, default=None)


def next_version(history: Sequence[Version], owners: Mapping[str, str], state: State, as_of: date) -> Version | None:
    """The version to keep when these owners are agreed or issued; None when they are in force already.

    An agreed version that was never issued is replaced under its own number; an issued one stays, and the new
    version after it lists what moved. ValueError for a draft, which is never kept.
    """
    if state is State.DRAFT:
        raise ValueError("a draft is worked out anew at every run and is not kept")
    standing = in_force(history)
    if standing and dict(standing.owners) == dict(owners):
        return None
    number = standing.number + 1 if standing else 1
    return Version(number, state, as_of, dict(owners), moves(standing.owners, owners) if standing else ())
