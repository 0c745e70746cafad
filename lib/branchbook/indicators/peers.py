"""Every branch against its peers (DX3): the others of its type, or of the whole bank where the type has too few."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from branchbook.indicators.catalog import BY_NAME, Indicator, Statistic
from branchbook.indicators.indicators import Indicators
from branchbook.indicators.leave_one_out import Others, others
from branchbook.indicators.shrinkage import shrunk
from branchbook.rules import Rules
from branchbook.values.branch import Branch
from branchbook.values.quantity import Estimate, Quantity, Unit

_HALF_WIDTHS = 2 * 1.959963984540054  # widths of a 95 % interval in standard errors
_KEY = "10_diagnosis.indicator"  # chapter 10 keeps every indicator under its name
_ROWS_READ_AT_ONCE = 5_000
_COMPARED = (
    "scope", "peers", "peer_low", "peer_median", "peer_high", "gap", "rank", "better_than", "strength", "shrunk",
    "verdict",
)  # fmt: skip
_NORMAL_MAD = 1.4826  # makes the median absolute distance of a normal sample its standard deviation


class Scope(StrEnum):
    """Whom a branch was compared with."""

    TYPE = "type"  #: the other branches of its type
    BANK = "bank"  #: all other branches, because its type has too few
    NONE = "none"  #: nobody: the whole bank has too few


class Verdict(StrEnum):
    """How a branch stands to its peers."""

    WORSE = "worse"
    LIKE = "like"
    BETTER = "better"
    FEW = "few"  #: its sample is too small to say
    ALONE = "alone"  #: too few peers to say


@dataclass(frozen=True)
class PeerRow:
    """One indicator of one branch against its peers.

    ``median``, ``low`` and ``high`` are the peers' median and quartiles, ``peers`` their number, ``rank`` the branch's
    place among them and itself (1 is best), ``better_than`` the share of peers it surpasses (ties half). ``gap`` is the
    distance from the median, above zero where the branch is better; ``strength`` is the gap in material gaps (DX9).
    ``shrunk`` is the empirical-Bayes value. None is what can't be had.
    """

    indicator: Indicator
    estimate: Estimate
    scope: Scope
    peers: int
    median: float | None
    low: float | None
    high: float | None
    rank: int | None
    better_than: float | None
    gap: float | None
    strength: float | None
    shrunk: float | None
    verdict: Verdict

    @property
    def peer(self) -> Quantity:
        """The peers' median with its unit."""
        return Quantity(self.median, self.indicator.unit, f"{self.estimate.key}.peers")

    @property
    def hits(self) -> Quantity:
        """Of how many the share of this row is true: customers, tickets, members of staff."""
        value = self.estimate.value
        return Quantity(None if value is None else round(value * self.estimate.n), Unit.COUNT)

    @property
    def misses(self) -> Quantity:
        """Of how many it is not."""
        hits = self.hits.value
        return Quantity(None if hits is None else self.estimate.n - hits, Unit.COUNT)


@dataclass(frozen=True)
class PeerTable:
    """All branches against their peers. ``frame`` holds one row per branch and indicator; see :class:`PeerRow`."""

    frame: pd.DataFrame

    def of(self, branch_id: str) -> Mapping[str, PeerRow]:
        """One branch's rows by the indicator's name, in the order of the scorecard; empty for an unknown branch."""
        rows = self.frame.iloc[self._places.get(branch_id, [])]
        return {str(row["indicator"]): _row(row) for row in rows.to_dict("records")}

    def fingerprint(self, branch_id: str) -> str:
        """A fingerprint of one branch's standing, of all branches' for the empty id.

        A change at a peer shows only if it moves a figure that is read here.
        """
        rows = self.frame.iloc[self._places.get(branch_id, [])] if branch_id else self.frame
        return hashlib.sha256(rows.to_csv(index=False).encode("utf-8")).hexdigest()

    def save(self, path: Path) -> None:
        """Write the table as Parquet, in the order of branches and in small groups, so that one is found quickly."""
        self.frame.to_parquet(path, index=False, row_group_size=_ROWS_READ_AT_ONCE)

    @classmethod
    def load(cls, path: Path, branch_id: str = "") -> PeerTable:
        """Read a table that ``save`` wrote, or this branch's rows of it alone."""
        rows = pq.read_table(path, filters=[("branch_id", "==", branch_id)] if branch_id else None, use_threads=False)
        return cls(rows.to_pandas(use_threads=False))

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        places = self.frame.groupby("branch_id", sort=False).indices
        return {str(branch_id): list(rows) for branch_id, rows in places.items()}


def compare(indicators: Indicators, branches: Iterable[Branch], rules: Rules) -> PeerTable:
    """Each branch against its peers, itself left out.

    A verdict asks for two things: a material gap (``DX9.material_gap.<indicator>``) and certainty. Certain means that
    the branch's interval excludes the peers' median or, for full counts, that its robust z (distance in normal-scaled
    median absolute distances) reaches ``DX9.robust_z``. Compared with the whole bank instead of its own type, the
    material gap is ``DX9.wider_scope_factor`` times as great, since types differ by nature. Branches with samples below
    ``DX9.minimum_sample.<statistic>`` get no verdict and are nobody's peers.
    """
    types = {branch.id: str(branch.type) for branch in branches}
    frame = indicators.frame.assign(type=indicators.frame["branch_id"].map(types))
    frame = frame[frame["type"].notna()].reset_index(drop=True)
    by_name = frame.groupby("indicator", sort=False)
    parts = [_compared(rows, BY_NAME[str(name)], rules.under(str(name))) for name, rows in by_name]
    joined = pd.concat(parts).sort_index() if parts else frame.reindex(columns=[*frame.columns, *_COMPARED])
    return PeerTable(joined.drop(columns="type"))


def _compared(rows: pd.DataFrame, indicator: Indicator, rules: Rules) -> pd.DataFrame:
    enough = (rows["n"] >= rules.number(f"DX9.minimum_sample.{indicator.statistic}")).to_numpy()
    compared = _peers(rows, enough, int(rules.number("DX3.min_peers")), indicator.across_types)
    compared = _placed(compared, indicator)
    compared["strength"] = compared["gap"] / _material(compared, indicator, rules)
    compared["shrunk"] = _shrunk(compared)
    compared["verdict"] = _verdicts(compared, enough, rules.number("DX9.robust_z"))
    return compared.drop(columns=["spread", "below", "equal", "above"])


def _peers(rows: pd.DataFrame, enough: np.ndarray, least: int, widen: bool) -> pd.DataFrame:
    """The peers' figures by type; ``widen`` takes them from the whole bank where the type has fewer than ``least``."""
    same = pd.concat(
        _described(group, enough[rows.index.get_indexer(group.index)], Scope.TYPE)
        for _, group in rows.groupby("type")
    ).reindex(rows.index)  # fmt: skip
    bank = _described(rows, enough, Scope.BANK) if widen else same
    chosen = same.where(np.repeat(same[["peers"]].to_numpy() >= least, same.shape[1], axis=1), bank)
    chosen.loc[chosen["peers"] < least, "scope"] = str(Scope.NONE)
    return rows.join(chosen)


def _described(rows: pd.DataFrame, enough: np.ndarray, scope: Scope) -> pd.DataFrame:
    found: Others = others(rows["value"].to_numpy(), enough)
    return pd.DataFrame(
        {
            "scope": str(scope), "peers": found.count, "peer_low": found.low, "peer_median": found.median,
            "peer_high": found.high, "spread": found.spread, "below": found.below, "equal": found.equal,
            "above": found.above,
        },
        index=rows.index,
    )  # fmt: skip


def _placed(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Gap, rank and share of peers surpassed, all turned so that more is better."""
    alone = rows["scope"] == Scope.NONE
    surpassed, ahead = ("below", "above") if indicator.sign > 0 else ("above", "below")
    return rows.assign(
        peer_low=rows["peer_low"].mask(alone), peer_median=rows["peer_median"].mask(alone),
        peer_high=rows["peer_high"].mask(alone),
        gap=(indicator.sign * (rows["value"] - rows["peer_median"])).mask(alone),
        rank=(rows[ahead] + 1.0).mask(alone),
        better_than=((rows[surpassed] + rows["equal"] / 2) / rows["peers"].clip(lower=1)).mask(alone),
    )  # fmt: skip


def _material(rows: pd.DataFrame, indicator: Indicator, rules: Rules) -> pd.Series:
    gap = rules.number(f"DX9.material_gap.{indicator.name}")
    wider = np.where(rows["scope"] == Scope.TYPE, 1.0, rules.number("DX9.wider_scope_factor"))
    scale = rows["peer_median"].abs() if indicator.gap_is_relative else 1.0
    return pd.Series(gap * wider, index=rows.index) * scale


def _shrunk(rows: pd.DataFrame) -> pd.Series:
    """Empirical-Bayes values within the type; a full count has no sampling variance and stays without one."""
    variance = ((rows["high"] - rows["low"]) / _HALF_WIDTHS) ** 2
    pulled = pd.Series(np.nan, index=rows.index)
    for _, group in rows.groupby("type"):
        pulled[group.index] = shrunk(group["value"], variance[group.index])
    return pulled.where(variance.notna())


def _verdicts(rows: pd.DataFrame, enough: np.ndarray, robust_z: float) -> np.ndarray:
    counted_in_full = BY_NAME[rows["indicator"].iloc[0]].statistic is Statistic.TOTAL
    if counted_in_full:
        certain = rows["gap"].abs() >= robust_z * _NORMAL_MAD * rows["spread"]
    else:
        certain = (rows["peer_median"] < rows["low"]) | (rows["peer_median"] > rows["high"])
    different = certain & (rows["strength"].abs() >= 1)
    return np.select(
        [rows["scope"] == Scope.NONE, ~enough, different & (rows["gap"] < 0), different & (rows["gap"] > 0)],
        [str(Verdict.ALONE), str(Verdict.FEW), str(Verdict.WORSE), str(Verdict.BETTER)],
        str(Verdict.LIKE),
    )


def _row(row: Mapping[Hashable, object]) -> PeerRow:
    indicator = BY_NAME[str(row["indicator"])]
    numbers = {str(name): _known(value) for name, value in row.items() if isinstance(value, float)}
    rank, key = numbers["rank"], f"{_KEY}.{indicator.name}"
    return PeerRow(
        indicator=indicator,
        estimate=Estimate(numbers["value"], indicator.unit, int(str(row["n"])), numbers["low"], numbers["high"], key),
        scope=Scope(str(row["scope"])), peers=int(str(row["peers"])), median=numbers["peer_median"],
        low=numbers["peer_low"], high=numbers["peer_high"], rank=None if rank is None else int(rank),
        better_than=numbers["better_than"], gap=numbers["gap"], strength=numbers["strength"],
        shrunk=numbers["shrunk"], verdict=Verdict(str(row["verdict"])),
    )  # fmt: skip


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
