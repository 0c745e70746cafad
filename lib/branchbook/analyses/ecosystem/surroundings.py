"""Scenes around the branch, kinds of firm by age and standing, and supply chains (EC5)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from branchbook.analyses.ecosystem.worth import best_rank
from branchbook.rules import Rules


class Stage(StrEnum):
    """What kind of firm it is (EC5)."""

    NEW = "new"
    GROWING = "growing"
    LEADING = "leading"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class StageCount:
    """How many firms of one kind are customers, and how many are not."""

    stage: Stage
    existing: int
    targets: int


@dataclass(frozen=True)
class Scene:
    """A community, market, park, building or village around the branch with the firms at it.

    ``size`` and ``alliance`` are what the bank's own list of scenes tells; ``listed`` whether it is in that list at
    all.
    """

    name: str
    kind: str
    existing: int
    targets: int
    size: int | None = None
    alliance: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Chain:
    """A supply link of the branch's firms; ``amount`` in yuan a year, None where unknown.

    ``supplier_side`` and ``buyer_side`` are "existing", "target", "elsewhere" or "" for a firm in no list.
    """

    supplier: str
    buyer: str
    supplier_side: str
    buyer_side: str
    amount: float | None
    goods: str


def stages(firms: pd.DataFrame, rules: Rules, as_of: date) -> tuple[StageCount, ...]:
    """Firms by kind: leading by rank or capital, else new within EC5.new_years of registration, else growing."""
    kind = stage(firms, rules, as_of)
    existing = firms["side"] == "existing"
    return tuple(
        StageCount(
            which, int(((kind == which) & existing).sum()), int(((kind == which) & (firms["side"] == "target")).sum())
        )
        for which in Stage
    )


def stage(firms: pd.DataFrame, rules: Rules, as_of: date) -> pd.Series:
    """The kind of each firm."""
    age = (pd.Timestamp(as_of) - firms["registered_on"]).dt.days / 365.25
    leading = (best_rank(firms) <= rules.number("EC5.leading_rank")) | (
        firms["capital_cny"] >= rules.number("EC5.leading_capital")
    )
    kind = pd.Series(Stage.UNKNOWN.value, index=firms.index, dtype="str")
    kind[age >= rules.number("EC5.new_years")] = Stage.GROWING.value
    kind[age < rules.number("EC5.new_years")] = Stage.NEW.value
    kind[leading] = Stage.LEADING.value
    return kind


def scenes(firms: pd.DataFrame, listed: pd.DataFrame | None, rules: Rules) -> tuple[Scene, ...]:
    """The bank's own scenes, and those that at least EC5.scene_firms addresses name; the fullest first."""
    seen = firms[["scene", "scene_kind", "side"]][firms["scene"] != ""].groupby(["scene", "scene_kind"], sort=True)
    counted = {
        (str(name), str(kind)): (int((rows["side"] == "existing").sum()), int((rows["side"] == "target").sum()))
        for (name, kind), rows in seen
    }
    own = [] if listed is None else [_own_scene(row, counted) for row in listed.to_dict("records")]
    names = {scene.name for scene in own}
    found = [
        Scene(name, kind, existing, others)
        for (name, kind), (existing, others) in counted.items()
        if name not in names and existing + others >= rules.number("EC5.scene_firms")
    ]
    return tuple(sorted((*own, *found), key=lambda scene: (-scene.listed, -scene.existing - scene.targets, scene.name)))


def _own_scene(row: Mapping[Hashable, Any], counted: Mapping[tuple[str, str], tuple[int, int]]) -> Scene:
    name, size = str(row["name"]), row["size"]
    there = [counts for (scene, _), counts in counted.items() if scene in name or name in scene]
    alliance = row["alliance"]
    return Scene(
        name,
        str(row["kind"]),
        sum(existing for existing, _ in there),
        sum(others for _, others in there),
        int(size) if isinstance(size, int | float) and size == size else None,
        alliance if isinstance(alliance, str) else "",
        listed=True,
    )


def chains(links: pd.DataFrame, firms: pd.DataFrame) -> tuple[Chain, ...]:
    """The supply links of the branch's firms, the largest first."""
    side = {**dict(zip(firms["firm_id"], firms["side"], strict=True)), **_by_customer(firms)}
    found = [
        Chain(
            str(row["supplier"]),
            str(row["buyer"]),
            side.get(str(row["supplier_id"]), ""),
            side.get(str(row["buyer_id"]), ""),
            float(row["amount"]) if row["amount"] == row["amount"] and row["amount"] is not None else None,
            row["goods"] if isinstance(row["goods"], str) else "",
        )
        for row in links.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda chain: (-(chain.amount or 0), chain.supplier, chain.buyer)))


def partners(links: pd.DataFrame, firms: pd.DataFrame) -> dict[str, str]:
    """By firm id, the name of a customer of the branch that it supplies or buys from."""
    existing = firms[["firm_id", "customer_id", "shown_name"]][firms["side"] == "existing"]
    names = {
        **dict(zip(existing["firm_id"], existing["shown_name"], strict=True)),
        **dict(zip(existing["customer_id"], existing["shown_name"], strict=True)),
    }
    found: dict[str, str] = {}
    for row in links.to_dict("records"):
        supplier, buyer = str(row["supplier_id"]), str(row["buyer_id"])
        for firm, other in ((supplier, buyer), (buyer, supplier)):
            if firm and other in names and firm not in names:
                found.setdefault(firm, names[other])
    return found


def _by_customer(firms: pd.DataFrame) -> dict[str, str]:
    existing: Sequence[str] = firms.loc[firms["side"] == "existing", "customer_id"].tolist()
    return dict.fromkeys(existing, "existing")
