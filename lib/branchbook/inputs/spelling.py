"""The nearest known name to one that is unknown, for the messages that help."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like ``word``; empty where none is near."""
    spellings = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), spellings, n=1, cutoff=0.5)
    return spellings[found[0]] if found else ""
