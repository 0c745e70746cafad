"""A branch's standing among peers, made by hand for the tests of analyses and findings."""

from __future__ import annotations

from branchbook.indicators import BY_NAME, PeerRow, PeerTable, Scope, Verdict
from branchbook.values.quantity import Estimate


def row(
    name: str,
    value: float,
    median: float | None = None,
    verdict: Verdict = Verdict.LIKE,
    *,
    n: int = 100,
    strength: float = 0.0,
    better_than: float | None = None,
    scope: Scope = Scope.TYPE,
) -> PeerRow:
    """One indicator of the branch; the gap follows from value and median."""
    indicator = BY_NAME[name]
    gap = None if median is None else indicator.sign * (value - median)
    estimate = Estimate(value, indicator.unit, n)
    return PeerRow(indicator, estimate, scope, 4, median, median, median, 1, better_than, gap, strength, None, verdict)


def worse(name: str, value: float, median: float, strength: float = 2.0, n: int = 100) -> PeerRow:
    """An indicator in which the branch is behind."""
    return row(name, value, median, Verdict.WORSE, n=n, strength=-strength)


def better(name: str, value: float, median: float, strength: float = 2.0, scope: Scope = Scope.TYPE) -> PeerRow:
    """An indicator in which the branch is ahead."""
    return row(name, value, median, Verdict.BETTER, strength=strength, scope=scope)


class Standing(PeerTable):
    """A peer table of one branch, from rows made by hand."""

    def __init__(self, *rows: PeerRow) -> None:
        object.__setattr__(self, "rows", {one.indicator.name: one for one in rows})

    def of(self, branch_id: str) -> dict[str, PeerRow]:  # noqa: ARG002 - it stands for whichever branch is asked for
        return dict(self.rows)
