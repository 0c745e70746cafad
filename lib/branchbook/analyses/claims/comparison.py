"""Two allocations side by side: what moves from the one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Move:
    """An account that changes hands; ``before`` or ``after`` is "" where it had or has no owner."""

    account: str
    before: str
    after: str


def moves(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Move, ...]:
    """The accounts whose owner differs, by account id; maps are account id to person id."""
    return tuple(
        Move(account, before.get(account, ""), after.get(account, ""))
        for account in sorted({*before, *after})
        if before.get(account, "") != after.get(account, "")
    )
