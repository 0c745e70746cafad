"""What customers and staff say: recommendation, satisfaction, complaints, and able, willing, skilled by position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from branchbook.analyses.diagnosis.lack import Lack, lacks
from branchbook.indicators import CAUSES, PeerRow
from branchbook.inputs.schema import POSITIONS
from branchbook.rules import Rules
from branchbook.values.quantity import Quantity, Unit


@dataclass(frozen=True)
class Answers:
    """Customers' answers to the question of recommendation (DX6)."""

    promoters: Quantity
    passives: Quantity
    detractors: Quantity
    row: PeerRow


@dataclass(frozen=True)
class PositionRead:
    """Interviews with one position: mean ratings of able, willing and skilled, 1 to 5 (DX1).

    ``weakest`` names the dimension that is clearly below the others, "" where none is.
    """

    position: str
    interviews: int
    able: Quantity
    willing: Quantity
    skilled: Quantity
    weakest: str


@dataclass(frozen=True)
class Voice:
    """Voices. ``complaints`` is the number over the months of ``complaint_months``; ``rows`` are against peers."""

    answers: Answers | None
    customer_satisfaction: PeerRow | None
    staff_satisfaction: PeerRow | None
    complaints: Quantity
    complaint_months: int
    complaint_rate: PeerRow | None
    positions: tuple[PositionRead, ...]
    missing: tuple[Lack, ...]


def voice(
    surveys: pd.DataFrame | None,
    interviews: pd.DataFrame | None,
    kpi: pd.DataFrame | None,
    standing: Mapping[str, PeerRow],
    rules: Rules,
    as_of: date,
) -> Voice:
    """Voices from this branch's surveys, interviews and monthly complaints of the last year."""
    since = pd.Timestamp(as_of - timedelta(days=rules.number("DX3.window_days")))
    complaints = _complaints(kpi, since)
    return Voice(
        _answers(surveys, standing, rules, since),
        standing.get("customer_satisfaction"),
        standing.get("staff_satisfaction"),
        Quantity(float(complaints.sum()) if len(complaints) else None, Unit.COUNT),
        len(complaints),
        standing.get("complaints_per_10k"),
        _positions(interviews, rules, since),
        (
            *lacks(surveys, "surveys", "recommend", "satisfaction"),
            *lacks(interviews, "interviews"),
            *(() if len(complaints) else (Lack("kpi", ("complaints",)),)),
        ),
    )


def _answers(
    surveys: pd.DataFrame | None, standing: Mapping[str, PeerRow], rules: Rules, since: pd.Timestamp
) -> Answers | None:
    if surveys is None or "nps" not in standing:
        return None
    asked = surveys[(surveys["answered_on"] > since) & (surveys["respondent"].fillna("customer") == "customer")]
    recommend = asked["recommend"].dropna()
    promoters = int((recommend >= rules.number("DX6.nps_promoter")).sum())
    detractors = int((recommend <= rules.number("DX6.nps_detractor")).sum())
    passives = len(recommend) - promoters - detractors
    return Answers(
        Quantity(promoters, Unit.COUNT),
        Quantity(passives, Unit.COUNT),
        Quantity(detractors, Unit.COUNT),
        standing["nps"],
    )


def _complaints(kpi: pd.DataFrame | None, since: pd.Timestamp) -> pd.Series:
    if kpi is None:
        return pd.Series(dtype="float64")
    return kpi.loc[(kpi["indicator"] == "complaints") & (kpi["month"] > since), "value"]


def _positions(
    interviews: pd.DataFrame | None, rules: Rules, since: pd.Timestamp
) -> tuple[PositionRead, ...]:  # fmt: skip
    if interviews is None:
        return ()
    recent = interviews[interviews["held_on"] > since]
    return tuple(
        _position(position, recent[recent["position"] == position], rules)
        for position in POSITIONS
        if (recent["position"] == position).any()
    )


def _position(position: str, interviews: pd.DataFrame, rules: Rules) -> PositionRead:
    means = {cause: _mean(interviews[cause]) for cause in CAUSES}
    return PositionRead(
        position,
        len(interviews),
        Quantity(means["able"], Unit.RATING),
        Quantity(means["willing"], Unit.RATING),
        Quantity(means["skilled"], Unit.RATING),
        weakest_cause(means, rules),
    )


def weakest_cause(means: Mapping[str, float | None], rules: Rules) -> str:
    """The dimension that explains why things are not done: the lowest, low in itself and clearly below the others.

    "" where a dimension is unknown or none stands out by ``DX1.cause_margin`` below the mean of the other two.
    """
    known = {cause: mean for cause, mean in means.items() if mean is not None}
    if len(known) < len(CAUSES):
        return ""
    lowest = min(known, key=lambda cause: known[cause])
    others = (sum(known.values()) - known[lowest]) / (len(known) - 1)
    low = known[lowest] <= rules.number("DX1.cause_below")
    return lowest if low and others - known[lowest] >= rules.number("DX1.cause_margin") else ""


def _mean(ratings: pd.Series) -> float | None:
    return float(ratings.mean()) if ratings.notna().any() else None
