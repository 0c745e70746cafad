"""Service checks of a branch: the six aspects against peers, quarters covered and overdue, and the trend (SQ1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import ASPECTS, PeerRow
from branchbook.indicators.quarters import Quarter, ended_quarters
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class QuarterChecked:
    """A quarter: how many mystery checks it had and their mean score; without a check it is overdue."""

    quarter: Quarter
    checks: int
    score: Quantity

    @property
    def overdue(self) -> bool:
        """Whether the check that was due did not happen."""
        return self.checks == 0


@dataclass(frozen=True)
class Service:
    """Service checks; ``row`` is the total score."""

    row: PeerRow | None
    aspects: tuple[PeerRow, ...]
    quarters: tuple[QuarterChecked, ...]
    overdue: tuple[Quarter, ...]
    missing: tuple[Lack, ...]


def service(checks: pd.DataFrame | None, standing: Mapping[str, PeerRow], as_of: date) -> Service:
    """Service from this branch's checks; a branch without any check on record has no quarters at all."""
    missing = lacks(checks, "service_checks")
    if checks is None or missing:
        return Service(None, (), (), (), missing)
    mystery = checks[checks["method"].fillna("mystery") == "mystery"]
    quarters = _quarters(mystery, _due(standing, as_of))
    return Service(
        standing.get("service_score"),
        tuple(standing[f"service_{aspect}"] for aspect in ASPECTS if f"service_{aspect}" in standing),
        quarters,
        tuple(quarter.quarter for quarter in quarters if quarter.overdue),
        (),
    )


def _due(standing: Mapping[str, PeerRow], as_of: date) -> tuple[Quarter, ...]:
    """The ended quarters for which the bank has checks at all, as the coverage indicator counted them."""
    coverage = standing.get("check_coverage")
    return ended_quarters(as_of, coverage.estimate.n, None) if coverage else ()


def _quarters(mystery: pd.DataFrame, due: tuple[Quarter, ...]) -> tuple[QuarterChecked, ...]:
    return tuple(
        _checked(quarter, mystery[mystery["checked_on"].dt.date.between(quarter.first, quarter.last)])
        for quarter in due
    )  # fmt: skip


def _checked(quarter: Quarter, checks: pd.DataFrame) -> QuarterChecked:
    """A quarter's checks, each of one day; the score is the mean over checks of their mean over aspects."""
    by_check = checks.groupby("checked_on")["score"].mean()
    mean = float(by_check.mean()) if len(by_check) else None
    return QuarterChecked(quarter, len(by_check), Quantity(mean, Unit.SCORE))
