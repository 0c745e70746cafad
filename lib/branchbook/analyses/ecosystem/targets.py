"""Which firms to win, in which order and why (EC4, CL7): known first, near first, then by what they may be worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from branchbook.analyses.ecosystem.worth import RANKS, known_number, potential
from branchbook.register import Nearness
from branchbook.rules import Rules
from branchbook.values.columns import Row, rows_of

_TOLD = (
    "firm_id", "shown_name", "module", "industry", "owner", "goal", "distance_m", "nearness", "town", "district",
    "known_by", "manager_id", "capital_cny", "main_bank", "maybe_customer", *RANKS,
)  # fmt: skip


class Ground(StrEnum):
    """One reason to go to a firm; catalogs say it in words."""

    KNOWN = "known"  #: a person of the branch knows it
    CHAIN = "chain"  #: it supplies or buys from a customer of the branch
    DISTANCE = "distance"
    TOWN = "town"
    DISTRICT = "district"
    TAX_RANK = "tax_rank"
    SALES_RANK = "sales_rank"
    IMPORT_RANK = "import_rank"
    EXPORT_RANK = "export_rank"
    CAPITAL = "capital"
    MAIN_BANK = "main_bank"
    HANDED_DOWN = "handed_down"


@dataclass(frozen=True)
class Reason:
    """A ground with the figure or the name that it tells."""

    ground: Ground
    number: float | None = None
    name: str = ""


@dataclass(frozen=True)
class Target:
    """A firm to win: its place in the order, points of 100, owner (staff id, empty for none) and the reasons."""

    firm_id: str
    name: str
    module: str
    industry: str
    points: float
    owner: str
    goal: str
    reasons: tuple[Reason, ...]
    maybe_customer: str = ""


def targets(firms: pd.DataFrame, partners: dict[str, str], rules: Rules) -> tuple[Target, ...]:
    """All targets of a branch in the order of EC4.priority; ties go by the firm's id.

    ``partners`` names, by firm id, a customer of the branch with whom a firm trades. Firms of the industries in
    EC2.left_out_industries are nobody to win.
    """
    wanted = (firms["side"] == "target") & ~firms["industry"].isin(rules.names("EC2.left_out_industries"))
    open_to = firms[list(_TOLD)][wanted]
    ranked = open_to.assign(points=_points(open_to, partners, rules)).sort_values(
        ["points", "firm_id"], ascending=[False, True], kind="stable"
    )
    return tuple(_target(row, partners) for row in rows_of(ranked, [*_TOLD, "points"]))


def _points(firms: pd.DataFrame, partners: dict[str, str], rules: Rules) -> pd.Series:
    weights = rules.mapping("EC4.priority")
    known = (firms["known_by"] != "") | (firms["manager_id"] != "")
    chained = firms["firm_id"].isin(partners)
    points = (
        weights["known"] * known
        + weights["chain"] * chained
        + weights["near"] * _closeness(firms, rules)
        + weights["potential"] * potential(firms, rules) / 100
    )
    return 100 * points / sum(weights.values())


def _closeness(firms: pd.DataFrame, rules: Rules) -> pd.Series:
    """1 at the branch's door, 0 at the outermost ring; by area where no distance is known (EC4.area_closeness)."""
    farthest = max(rules.mapping("EC6.rings_km").values()) * 1000
    by_distance = (1 - firms["distance_m"] / farthest).clip(0, 1)
    by_area = firms["nearness"].map(dict(rules.mapping("EC4.area_closeness"))).fillna(0)
    return by_distance.fillna(by_area).astype(float)


def _target(row: Row, partners: dict[str, str]) -> Target:
    return Target(
        str(row["firm_id"]),
        str(row["shown_name"]),
        str(row["module"]),
        str(row["industry"]),
        known_number(row["points"]) or 0.0,
        str(row["owner"]),
        str(row["goal"]),
        tuple(_reasons(row, partners)),
        str(row["maybe_customer"]),
    )


def _reasons(row: Row, partners: dict[str, str]) -> Iterator[Reason]:
    """The grounds in the order of their weight;
    at least one is always there: how near the firm is, or that it is listed."""
    if row["known_by"]:
        yield Reason(Ground.KNOWN, name=str(row["known_by"]))
    if partner := partners.get(str(row["firm_id"])):
        yield Reason(Ground.CHAIN, name=partner)
    yield _place(row)
    for rank in RANKS:
        if (place := known_number(row[rank])) is not None:
            yield Reason(Ground(rank), number=place)
    if capital := known_number(row["capital_cny"]):
        yield Reason(Ground.CAPITAL, number=capital)
    if row["main_bank"]:
        yield Reason(Ground.MAIN_BANK, name=str(row["main_bank"]))


def _place(row: Row) -> Reason:
    if (metres := known_number(row["distance_m"])) is not None:
        return Reason(Ground.DISTANCE, number=metres)
    if row["nearness"] == Nearness.TOWN:
        return Reason(Ground.TOWN, name=str(row["town"]))
    if row["district"]:
        return Reason(Ground.DISTRICT, name=str(row["district"]))
    return Reason(Ground.HANDED_DOWN)
