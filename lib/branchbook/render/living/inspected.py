"""How a part of a file that people work on stands against what was last written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartState(StrEnum):
    """How a part stands."""

    AS_WRITTEN = "as_written"
    EDITED = "edited"  #: a person has changed it
    DELETED = "deleted"  #: it can't be found any more


@dataclass(frozen=True)
class StandingPart:
    """A part by its key (counted where a file has it twice), its title, what it says, and how it stands."""

    key: str
    title: str
    words: str
    state: PartState
