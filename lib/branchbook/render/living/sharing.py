"""New words for old runs of text: what stays keeps its place, and so its format; what is new goes where the old was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

_TOKENS = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.", re.DOTALL)


def shared_out(
    units: Sequence[str], locked: Sequence[bool], wanted: str, unwritable: AbstractSet[str] = frozenset()
) -> list[str] | None:
    """What each run shall say so that together they say ``wanted``; ``locked`` runs take no new words.

    None where a sign that is ``unwritable`` would have to be put anywhere anew.
    """
    if list(locked) == [False]:
        return [wanted] if unwritable.isdisjoint(wanted) else None
    owners = [(token, place) for place, words in enumerate(units) for token in _TOKENS.findall(words)]
    tokens = _TOKENS.findall(wanted)
    shares = [""] * len(units)
    for kind, start, stop, begin, end in _differences([token for token, _ in owners], tokens):
        if kind == "equal":
            for token, place in owners[start:stop]:
                shares[place] += token
        elif kind in ("replace", "insert"):
            fresh = "".join(tokens[begin:end])
            if any(sign in unwritable for sign in fresh):
                return None
            shares[_home([place for _, place in owners], locked, start, stop)] += fresh
    return shares


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What stays and what does not, as ``SequenceMatcher`` tells it; both ends that are the same are not compared."""
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    ends = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = next((n for n, (a, b) in enumerate(ends) if a != b), min(len(old), len(new)) - head)
    stop, end = len(old) - tail, len(new) - tail
    yield "equal", 0, head, 0, head
    for kind, i, j, m, n in SequenceMatcher(None, old[head:stop], new[head:end], autojunk=False).get_opcodes():
        yield kind, head + i, head + j, head + m, head + n
    yield "equal", stop, len(old), end, len(new)


def _home(owners: Sequence[int], locked: Sequence[bool], start: int, stop: int) -> int:
    """The run that takes new words: that of the first replaced token, else of the one before, else the nearest."""
    near: list[int] = [*owners[start:stop], *reversed(owners[:start]), *owners[stop:], *range(len(locked))]
    return next(place for place in near if not locked[place])
