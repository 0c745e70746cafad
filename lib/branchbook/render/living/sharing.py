"""New words for old runs of text: what stays keeps its place, and so its format; what is new goes where the old was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

_TOKENS = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.", re.DOTALL)


def shared_out(
    units: Sequence[str], locked: Sequence[bool], wanted: str, unwritable: AbstractSet[str] = frozenset()
) -> list[str] | None:
    """What each run shall say so that together they say ``wanted``; ``locked`` runs take no new words.

    None where a sign that is ``unwritable`` would have to be put anywhere anew.
    """
    owners = [(token, place) for place, words in enumerate(units) for token in _TOKENS.findall(words)]
    tokens = _TOKENS.findall(wanted)
    shares = [""] * len(units)
    matcher = SequenceMatcher(None, [token for token, _ in owners], tokens, autojunk=False)
    for kind, start, stop, begin, end in matcher.get_opcodes():
        if kind == "equal":
            for token, place in owners[start:stop]:
                shares[place] += token
        elif kind in ("replace", "insert"):
            fresh = "".join(tokens[begin:end])
            if any(sign in unwritable for sign in fresh):
                return None
            shares[_home([place for _, place in owners], locked, start, stop)] += fresh
    return shares


def _home(owners: Sequence[int], locked: Sequence[bool], start: int, stop: int) -> int:
    """The run that takes new words: that of the first replaced token, else of the one before, else the nearest."""
    near: list[int] = [*owners[start:stop], *reversed(owners[:start]), *owners[stop:], *range(len(locked))]
    return next(place for place in near if not locked[place])
