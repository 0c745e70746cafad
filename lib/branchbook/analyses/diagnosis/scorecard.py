"""The balanced scorecard of a branch against its peers, and its focus score (DX4, DX5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from branchbook.indicators import DEFINITIONS, Focus, PeerRow, Perspective, Verdict
from branchbook.rules import Rules
from branchbook.values.branch import BranchType
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class PerspectiveScore:
    """One perspective: its indicators against peers, and how many of them stand how."""

    perspective: Perspective
    rows: tuple[PeerRow, ...]
    worse: int
    like: int
    better: int


@dataclass(frozen=True)
class FocusArea:
    """One focus area. ``score`` is the mean share of peers surpassed over the area's indicators, out of 100.

    ``weight`` is what DX5 says, ``used`` what it came to after areas without figures were left out.
    """

    area: Focus
    weight: Quantity
    used: Quantity
    score: Quantity
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class FocusScore:
    """The weighted score of a branch of its type, out of 100 (50 is the middle of the peers); None without any area."""

    score: Quantity
    areas: tuple[FocusArea, ...]

    @property
    def reweighted(self) -> bool:
        """Whether an area with weight had no figures, so that the others carry more."""
        return any(area.weight.value and area.score.value is None for area in self.areas)


@dataclass(frozen=True)
class Scorecard:
    """The four perspectives, the focus score, and the indicators that can't be had."""

    perspectives: tuple[PerspectiveScore, ...]
    focus: FocusScore
    missing: tuple[str, ...]


def scorecard(standing: Mapping[str, PeerRow], branch_type: BranchType, rules: Rules) -> Scorecard:
    """The scorecard from the branch's rows of the peer table, by indicator."""
    return Scorecard(
        tuple(_perspective(perspective, standing) for perspective in Perspective),
        focus_score(standing, rules.mapping(f"DX5.weights.{branch_type}")),
        tuple(indicator.name for indicator in DEFINITIONS if indicator.name not in standing),
    )


def _perspective(perspective: Perspective, standing: Mapping[str, PeerRow]) -> PerspectiveScore:
    rows = tuple(row for row in standing.values() if row.indicator.perspective is perspective)
    count = Counter(row.verdict for row in rows)
    return PerspectiveScore(perspective, rows, count[Verdict.WORSE], count[Verdict.LIKE], count[Verdict.BETTER])


def focus_score(standing: Mapping[str, PeerRow], weights: Mapping[str, float]) -> FocusScore:
    """The focus score of these weights; an area without a figure gives its weight to the others in proportion."""
    scores = {area: _area_score(standing, area) for area in Focus if area}
    carried = sum(weights.get(area, 0.0) for area, score in scores.items() if score is not None)
    areas = tuple(_area(standing, area, score, weights.get(area, 0.0), carried) for area, score in scores.items())
    parts = [area.score.value * area.used.value for area in areas if area.score.value is not None and area.used.value]
    return FocusScore(Quantity(sum(parts) if parts else None, Unit.SCORE), areas)


def _area(
    standing: Mapping[str, PeerRow], area: Focus, score: float | None, weight: float, carried: float
) -> FocusArea:
    used = weight / carried if score is not None and carried else 0.0
    names = tuple(row.indicator.name for row in _comparable(standing, area))
    return FocusArea(
        area, Quantity(weight, Unit.SHARE), Quantity(used, Unit.SHARE), Quantity(score, Unit.SCORE), names
    )  # fmt: skip


def _area_score(standing: Mapping[str, PeerRow], area: Focus) -> float | None:
    surpassed = [row.better_than for row in _comparable(standing, area) if row.better_than is not None]
    return 100 * fmean(surpassed) if surpassed else None


def _comparable(standing: Mapping[str, PeerRow], area: Focus) -> list[PeerRow]:
    return [row for row in standing.values() if row.indicator.focus is area and row.better_than is not None]
