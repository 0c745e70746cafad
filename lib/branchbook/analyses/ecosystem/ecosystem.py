"""The financial ecosystem of a branch (EC): both sides of the map, targets, scenes and chains, from the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from branchbook.analyses.ecosystem.bands import Bands, bands
from branchbook.analyses.ecosystem.customers import Customer, customers
from branchbook.analyses.ecosystem.surroundings import (
    Chain,
    Scene,
    StageCount,
    chains,
    partners,
    scenes,
    stages,
)
from branchbook.analyses.ecosystem.targets import Target, targets
from branchbook.analyses.ecosystem.worth import RANKS, business, prominence, size_class
from branchbook.inputs.schema import MODULES
from branchbook.register.aims import Aim
from branchbook.rules import Rules
from branchbook.values.columns import rows_of

_DRAWN = ("firm_id", "short_name", "module", "side", "owner", "town", "district")


@dataclass(frozen=True)
class ModuleView:
    """One module of the map (EC1), empty for none: customers with their business in yuan, and firms to win.

    ``deposits`` and ``loans`` are None where there are customers and of none is the balance known.
    """

    module: str
    customers: int
    deposits: float | None
    loans: float | None
    targets: int
    ranked_targets: int


@dataclass(frozen=True)
class BandView:
    """One band of the map: how many customers and targets stand in it."""

    band: int
    customers: int
    targets: int


@dataclass(frozen=True)
class OnMap:
    """A firm's place on the map; see :class:`~branchbook.values.ecosystem_map.MapMark` for the units."""

    firm_id: str
    name: str
    module: str
    band: int
    depth: float | None
    existing: bool
    size: int
    owner: str
    area: str


@dataclass(frozen=True)
class ListQuality:
    """What the map rests on: how much of the lists could be read.

    ``valid_codes``, ``capital_read``, ``classified`` and ``located`` are shares (0 to 1) of ``rows``, None where there
    are no rows; ``unconverted`` counts capital in currencies without a rate.
    """

    rows: int
    valid_codes: float | None
    wrong_codes: int
    capital_read: float | None
    unconverted: int
    classified: float | None
    located: float | None
    matched: int
    open_pairs: int
    elsewhere: int
    left_out: int


@dataclass(frozen=True, eq=False)
class Ecosystem:
    """Everything that chapter 40 tells, of one branch.

    ``firms`` and ``links`` are the branch's rows of the register, ``tables`` its rows of ``staff`` and ``scenes`` where
    given, ``given`` the tables that the engagement brought, ``issued`` the owners that an issued allocation gave to
    customers and targets by their ids (CL3), which go before those of the bank's data. Each part is worked out when it
    is first asked for: other chapters ask for some alone, and rest on no more rules than these read.
    """

    firms: pd.DataFrame
    links: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    given: Collection[str]
    rules: Rules
    as_of: date
    issued: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_list(self) -> bool:
        """Whether the engagement brought a list of enterprises at all."""
        return "enterprises" in self.given

    @property
    def has_customers(self) -> bool:
        """Whether the engagement brought corporate customers at all."""
        return "corporate_customers" in self.given

    @cached_property
    def records(self) -> pd.DataFrame:
        """The firms that the map draws."""
        return self._shown[~self._is_left_out].reset_index(drop=True)

    @cached_property
    def quality(self) -> ListQuality:
        """What the map rests on."""
        return _quality(self.firms, self._shown, int(self._is_left_out.sum()))

    @cached_property
    def modules(self) -> tuple[ModuleView, ...]:
        """The modules with their firms on both sides."""
        return _modules(self.records)

    @cached_property
    def bands(self) -> Bands:
        """How far away each firm is."""
        return bands(self.records, self.rules)

    @cached_property
    def band_views(self) -> tuple[BandView, ...]:
        """The bands with their firms on both sides."""
        return _band_views(self.records, self.bands)

    @cached_property
    def on_map(self) -> tuple[OnMap, ...]:
        """The firms that have a module, the most prominent first."""
        return _on_map(self.records, self.bands, self.rules)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The staff ids that own firms with their positions, those with the most business first."""
        return _owners(self.records, self.tables.get("staff"))

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        """The existing customers, those first whose care matters most (EC3)."""
        return customers(self._shown, self.rules, self.as_of)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The firms to win, in the order of EC4.priority."""
        return targets(self._shown, partners(self.links, self.firms), self.rules)

    @cached_property
    def doubtful_modules(self) -> tuple[tuple[str, str, str], ...]:
        """Firms whose module a person should look at: name, module read, industry read."""
        return _doubtful(self.records)

    @cached_property
    def stages(self) -> tuple[StageCount, ...]:
        """How many firms are in each stage of their lives."""
        return stages(self.records, self.rules, self.as_of)

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """The places where many of the firms are."""
        return scenes(self.records, self.tables.get("scenes"), self.rules)

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Who supplies whom."""
        return chains(self.links, self.firms)

    def aim_count(self, aim: Aim) -> int:
        """How many firms are to be protected, won or dug (CL8)."""
        if aim is Aim.WIN:
            return len(self.targets)
        return sum(customer.aim is aim for customer in self.customers)

    @cached_property
    def _shown(self) -> pd.DataFrame:
        """The firms that are this branch's, with their owners, on the map or not."""
        return _shown(self.firms, self.tables.get("staff"), self.issued)

    @cached_property
    def _is_left_out(self) -> pd.Series:
        """Which of them are of industries that nobody is to be won in."""
        left_out = self.rules.names("EC2.left_out_industries")
        return self._shown["industry"].isin(left_out) & (self._shown["side"] == "target")


def ecosystem(
    firms: pd.DataFrame,
    links: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    given: Collection[str],
    rules: Rules,
    as_of: date,
    issued: Mapping[str, str] | None = None,
) -> Ecosystem:
    """The ecosystem of one branch; pure. The arguments are the fields of :class:`Ecosystem`."""
    return Ecosystem(firms, links, tables, given, rules, as_of, issued or {})


def wanted_firms(
    firms: pd.DataFrame, links: pd.DataFrame, tables: Mapping[str, pd.DataFrame], rules: Rules
) -> tuple[str, ...]:
    """The ids of the firms to win, in the order of :attr:`Ecosystem.targets`, without the rest of the ecosystem.

    For chapters that give them owners and visits; the arguments are those of :func:`ecosystem`.
    """
    wins = targets(_shown(firms, tables.get("staff"), {}), partners(links, firms), rules)
    return tuple(target.firm_id for target in wins)


def _shown(firms: pd.DataFrame, staff: pd.DataFrame | None, issued: Mapping[str, str]) -> pd.DataFrame:
    """The firms that are this branch's, with their owners."""
    return _owned(firms[firms["side"] != "elsewhere"].reset_index(drop=True), staff, issued)


def _quality(firms: pd.DataFrame, shown: pd.DataFrame, left_out: int) -> ListQuality:
    def share(hits: pd.Series) -> float | None:
        return float(hits.mean()) if len(shown) else None

    existing = shown[shown["side"] == "existing"]
    return ListQuality(
        len(shown),
        share(shown["code_state"].isin(["valid", "old"])),
        int(shown["code_state"].isin(["wrong_check", "wrong_form"]).sum()),
        share(shown["capital"].notna()),
        int((shown["capital"].notna() & shown["capital_cny"].isna()).sum()),
        share(shown["certainty"] == "clear"),
        share(shown["distance_m"].notna()),
        int((existing["match_verdict"] == "sure").sum()),
        int((existing["match_verdict"] == "doubtful").sum()),
        int((firms["side"] == "elsewhere").sum()),
        left_out,
    )


def _modules(firms: pd.DataFrame) -> tuple[ModuleView, ...]:
    """The four modules, and the firms of which none can be told (module empty) where there are any."""
    firms = firms[["module", "side", "deposits", "loans", *RANKS]]
    unclear = firms["module"] == ""
    known = [_module(firms[firms["module"] == module], module) for module in MODULES]
    return (*known, _module(firms[unclear], "")) if unclear.any() else tuple(known)


def _module(firms: pd.DataFrame, module: str) -> ModuleView:
    existing, listed = firms[firms["side"] == "existing"], firms[firms["side"] == "target"]
    return ModuleView(
        module,
        len(existing),
        _known_sum(existing["deposits"]),
        _known_sum(existing["loans"]),
        len(listed),
        int(listed[list(RANKS)].notna().any(axis=1).sum()),
    )


def _known_sum(balances: pd.Series) -> float | None:
    """What the known balances come to; None where there are some to be had and none is known."""
    return None if len(balances) and balances.isna().all() else float(balances.sum())


def _band_views(firms: pd.DataFrame, placed: Bands) -> tuple[BandView, ...]:
    existing = firms["side"] == "existing"
    return tuple(
        BandView(band, int((existing & (placed.band == band)).sum()), int((~existing & (placed.band == band)).sum()))
        for band in range(placed.count)
    )


def _on_map(firms: pd.DataFrame, placed: Bands, rules: Rules) -> tuple[OnMap, ...]:
    """The firms that have a module, the most prominent first: of each module the first customer, the first target, …"""
    ranked = firms[list(_DRAWN)].assign(
        place=prominence(firms, rules), size=size_class(firms, rules), band=placed.band, depth=placed.depth
    )
    ordered = ranked[ranked["module"] != ""].sort_values(["place", "side", "firm_id"], kind="stable")
    return tuple(
        OnMap(
            row["firm_id"], row["short_name"], row["module"], int(row["band"]),
            None if row["depth"] != row["depth"] else float(row["depth"]),
            row["side"] == "existing", int(row["size"]),
            row["owner"], row["town"] or row["district"],
        )
        for row in rows_of(ordered, [*_DRAWN, "size", "band", "depth"])
    )  # fmt: skip


def _owned(firms: pd.DataFrame, staff: pd.DataFrame | None, issued: Mapping[str, str]) -> pd.DataFrame:
    """The firms with their ``owner``: who was issued the firm, else who is in charge, else who of this branch knows it;
    empty for nobody."""
    here = (
        firms["known_by"] if staff is None else firms["known_by"].where(firms["known_by"].isin(staff["staff_id"]), "")
    )
    told = firms["manager_id"].where(firms["manager_id"] != "", here)
    accounts = firms["customer_id"].where(firms["side"] == "existing", firms["firm_id"])
    return firms.assign(owner=accounts.map(dict(issued)).fillna(told) if issued else told)


def _owners(firms: pd.DataFrame, staff: pd.DataFrame | None) -> dict[str, str]:
    """The owners of firms with their positions, those with the most business first."""
    count: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    for owner, money in zip(firms["owner"].astype(str), business(firms).fillna(0), strict=True):
        count[owner] += 1
        worth[owner] += money
    position = {} if staff is None else dict(zip(staff["staff_id"], staff["position"], strict=True))
    ordered = sorted(count.keys() - {""}, key=lambda owner: (-count[owner], -worth[owner], owner))
    return {owner: str(position.get(owner, "")) for owner in ordered}


def _doubtful(firms: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """Firms whose module a person should look at: name, module read, industry read."""
    rows = firms[firms["certainty"] != "clear"].sort_values(["side", "firm_id"])
    return tuple(rows[["shown_name", "module", "industry"]].itertuples(index=False, name=None))
