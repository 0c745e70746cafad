"""What the front of the ranking does otherwise than the rest (SV7):
from the indicators, and as people wrote it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from branchbook.analyses.meeting.ranking import Ranking
from branchbook.indicators import BY_NAME, Indicator, PeerTable, Verdict
from branchbook.rules import Rules


@dataclass(frozen=True)
class Lead:
    """An indicator on which the front leads: the medians of both groups, and the lead in material gaps (DX9), each
    branch measured from the median of its own peers."""

    indicator: Indicator
    front: float
    rest: float
    lead: float


@dataclass(frozen=True)
class Practice:
    """A practice that was collected; ``template`` says whether it has been made one (DX7), None where nobody said."""

    branch_id: str
    practice: str
    effect: str
    template: bool | None


@dataclass(frozen=True)
class Practices:
    """The branches at the front, what they lead on, and the collection; ``given`` says whether there is one at all."""

    front: tuple[str, ...]
    leads: tuple[Lead, ...]
    collected: tuple[Practice, ...]
    given: bool


def practices(ranked: Ranking, peers: PeerTable, rows: pd.DataFrame | None, rules: Rules) -> Practices:
    """The leads of the first ``SV7.front`` branches over all others, and every practice that was collected.

    A front that is not smaller than the rest leads nobody. Indicators with too small samples are left out; each lead
    needs a figure from every branch of the front.
    """
    most = int(rules.number("SV7.front"))
    front = tuple(row.branch_id for row in ranked.rows[:most])
    rest = tuple(row.branch_id for row in ranked.rows[most:])
    leads = _leads(peers, front, rest, rules) if len(rest) > len(front) else ()
    return Practices(front, leads, () if rows is None else _collected(rows), rows is not None)


def _leads(peers: PeerTable, front: Sequence[str], rest: Sequence[str], rules: Rules) -> tuple[Lead, ...]:
    frame = peers.frame[(peers.frame["verdict"] != Verdict.FEW) & peers.frame["strength"].notna()]
    found = [
        _lead(str(name), rows[rows["branch_id"].isin(front)], rows[rows["branch_id"].isin(rest)])
        for name, rows in frame.groupby("indicator", sort=False)
        if rows["branch_id"].isin(front).sum() == len(front) and rows["branch_id"].isin(rest).any()
    ]
    clear = [one for one in found if one.lead >= rules.number("SV7.least_lead")]
    return tuple(sorted(clear, key=lambda one: -one.lead)[: int(rules.number("SV7.listed"))])


def _lead(name: str, front: pd.DataFrame, rest: pd.DataFrame) -> Lead:
    lead = front["strength"].median() - rest["strength"].median()
    return Lead(BY_NAME[name], float(front["value"].median()), float(rest["value"].median()), float(lead))


def _collected(rows: pd.DataFrame) -> tuple[Practice, ...]:
    told = rows.sort_values(["collected_on", "branch_id", "practice"], kind="stable")
    return tuple(
        Practice(
            str(row["branch_id"]),
            str(row["practice"]),
            str(row["effect"]) if pd.notna(row["effect"]) else "",
            bool(row["template"]) if pd.notna(row["template"]) else None,
        )
        for row in told.to_dict("records")
    )
