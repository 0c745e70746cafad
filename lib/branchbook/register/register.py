"""The register: every firm of the bank's area, placed at a branch and matched with the bank's customers, once for all.

A bank-wide list belongs to no branch, and whether a firm is new can only be told by comparing it with the customers of
every branch. So this is done once, before any notebook runs, like the indicators; a branch then reads its own rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from branchbook.inputs.schema import CORPORATE_CUSTOMERS, ENTERPRISES
from branchbook.inputs.store import Store
from branchbook.register.catchment import Catchment, PlacedBy, assign, distances, nearness
from branchbook.register.decisions import write_open_pairs
from branchbook.register.lexicons import Lexicons
from branchbook.register.matching import Decisions, Ground, Pairing, Party, Verdict, Weights, match
from branchbook.register.reading import RANKS, Readers, ReadFirms, read_firms, read_places, same_firm
from branchbook.rules import Rules
from branchbook.values.columns import WORDS
from branchbook.values.places import safe_part


class Side(StrEnum):
    """On which side of a branch's map a firm stands (EC1, EC3)."""

    EXISTING = "existing"  #: a customer of this branch
    TARGET = "target"  #: a firm of the list that is no customer of the bank
    ELSEWHERE = "elsewhere"  #: a firm near this branch that is a customer of another one


COLUMNS: Mapping[str, str] = {
    "branch_id": "str", "side": "str", "firm_id": "str", "customer_id": "str", "home_branch_id": "str",
    "name": "str", "shown_name": "str", "short_name": "str", "sole_trader": "bool",
    "credit_code": "str", "code_state": "str", "kind": "str", "registered_on": "datetime64[us]",
    "capital": "float", "currency": "str", "capital_cny": "float",
    "address": "str", "city": "str", "district": "str", "town": "str", "road": "str",
    "scene": "str", "scene_kind": "str", "lon": "float", "lat": "float",
    "distance_m": "float", "nearness": "str", "placed_by": "str",
    "industry": "str", "module": "str", "certainty": "str", "scope": "str",
    "tax_rank": "float", "sales_rank": "float", "import_rank": "float", "export_rank": "float",
    "main_bank": "str", "known_by": "str", "manager_id": "str", "goal": "str", "group": "str",
    "deposits": "float", "deposits_previous": "float", "loans": "float",
    "opened_on": "datetime64[us]", "contacted_on": "datetime64[us]",
    "match_verdict": "str", "match_ground": "str", "match_score": "float", "maybe_customer": "str",
}  # fmt: skip
"""The columns of a branch's rows. Texts are empty and numbers nan where nothing is known; ``capital`` is in whole units
of ``currency``, ``distance_m`` in metres, coordinates in WGS-84. ``maybe_customer`` names the customer with whom a
target is doubtfully paired, ``match_*`` how an existing customer was found in the list."""

LINK_COLUMNS = ("branch_id", "supplier_id", "supplier", "buyer_id", "buyer", "amount", "goods")


@dataclass(frozen=True)
class Register:
    """The register of a bank: ``firms`` (see :data:`COLUMNS`), ``links`` of supply chains, ``open_pairs`` to decide.

    ``unplaced`` counts the firms of the list that no branch could be found for.
    """

    firms: pd.DataFrame
    links: pd.DataFrame
    open_pairs: pd.DataFrame
    unplaced: int = 0

    def save(self, folder: Path) -> None:
        """Write one file per branch, and the open pairs as a list that a person can fill in."""
        for name, frame in (("firms", self.firms), ("links", self.links)):
            (folder / name).mkdir(parents=True, exist_ok=True)
            for old in (folder / name).glob("*.parquet"):
                old.unlink()
            for branch_id, rows in frame.groupby("branch_id", sort=False):
                rows.reset_index(drop=True).to_parquet(_file(folder, name, str(branch_id)), index=False)
        pairs = self.open_pairs.astype("str")
        write_open_pairs(folder / "matches.csv", list(pairs.columns), pairs.itertuples(index=False, name=None))


_WORDS = {pa.string(): WORDS, pa.large_string(): WORDS}


def read_branch_firms(folder: Path, branch_id: str) -> pd.DataFrame:
    """A branch's rows of a register that stands in ``folder``; no rows for a branch without firms."""
    path = _file(folder, "firms", branch_id)
    if not path.is_file():
        return _typed(pd.DataFrame(columns=list(COLUMNS)))
    return _read(path, path.stat().st_mtime_ns).copy(deep=False)  # pandas copies what is written to


def read_branch_links(folder: Path, branch_id: str) -> pd.DataFrame:
    """The supply links with a firm of this branch at either end (:data:`LINK_COLUMNS`)."""
    path = _file(folder, "links", branch_id)
    if not path.is_file():
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    return _read(path, path.stat().st_mtime_ns).copy(deep=False)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> pd.DataFrame:
    """A branch's firms or links, read once for all chapters of a process."""
    del changed  # part of the key alone: a file that has become another is read anew
    frame: pd.DataFrame = (
        pq.ParquetFile(path).read(use_threads=False).to_pandas(types_mapper=_WORDS.get, use_threads=False)
    )
    return frame


def _file(folder: Path, name: str, branch_id: str) -> Path:
    return folder / name / f"{safe_part(branch_id)}.parquet"


def compute(store: Store, rules: Rules, lexicons: Lexicons, decisions: Decisions) -> Register:
    """Read, merge, match and place everything that the engagement brought of enterprises and corporate customers.

    Either table may be missing: without the list there are no targets, without customers nothing existing.
    """
    readers = Readers.of(lexicons, rules)
    branches = read_places(store.read_shared("branches"), readers.addresses)
    enterprises = _enterprises(store, readers)
    customers = _customers(store, branches, readers)
    firms, clients = enterprises.parties("firm_id"), customers.parties("customer_id")
    pairings = match(clients, firms, Weights.of(rules), decisions)
    placed = enterprises.frame.join(assign(enterprises.frame, branches, Catchment.of(rules)))
    rows = pd.concat([_existing(customers.frame, placed, pairings), _listed(placed, customers.frame, pairings)])
    located = _located(rows.reset_index(drop=True), branches)
    return Register(
        _in_order(located, store),
        _links(store, located, (*clients, *firms), readers),
        _open_pairs(customers.frame, placed, pairings),
        int((placed["branch_id"] == "").sum()),
    )


def _enterprises(store: Store, readers: Readers) -> ReadFirms:
    if not store.has(ENTERPRISES.name):
        return same_firm(read_firms(_empty(ENTERPRISES), readers))
    return same_firm(read_firms(store.read_shared(ENTERPRISES.name), readers))


def _customers(store: Store, branches: pd.DataFrame, readers: Readers) -> ReadFirms:
    """The customers of all branches; one whose city is not told is taken to be in its branch's city."""
    if not store.has(CORPORATE_CUSTOMERS.name):
        return read_firms(_empty(CORPORATE_CUSTOMERS), readers)
    rows = [store.read(CORPORATE_CUSTOMERS.name, branch.id) for branch in store.branches]
    together = pd.concat(rows, ignore_index=True)
    at_home = _looked_up(together["branch_id"], dict(zip(branches["branch_id"], branches["city"], strict=True)))
    return read_firms(together.assign(city=together["city"].where(together["city"].notna(), at_home)), readers)


def _empty(schema: object) -> pd.DataFrame:
    names = [column.name for column in getattr(schema, "columns", ()) if not column.personal]
    return pd.DataFrame({name: pd.Series(dtype="object") for name in names})


def _existing(customers: pd.DataFrame, listed: pd.DataFrame, pairings: Sequence[Pairing]) -> pd.DataFrame:
    """The customers, each with what the list knows of it where it was found there."""
    found = {pairing.customer_id: pairing for pairing in pairings}
    rows = customers.assign(
        side=Side.EXISTING.value,
        placed_by=PlacedBy.CUSTOMER.value,
        home_branch_id=customers["branch_id"],
        match_verdict=[found[id_].verdict.value for id_ in customers["customer_id"]],
        match_ground=[found[id_].ground.value for id_ in customers["customer_id"]],
        match_score=[found[id_].score for id_ in customers["customer_id"]],
        firm_id=[_sure(found[id_]) for id_ in customers["customer_id"]],
    )
    known = listed.set_index("firm_id").reindex(rows["firm_id"].where(rows["firm_id"] != ""))
    for column in (
        "kind",
        "registered_on",
        "scope",
        "main_bank",
        "known_by",
        *RANKS,
        "capital",
        "currency",
        "capital_cny",
    ):
        rows[column] = _filled(rows, column, known)
    rows = _taken_together(
        rows, known, ("city", "district", "town", "road", "scene", "scene_kind", "address"), rows["town"] == ""
    )
    rows = _taken_together(rows, known, ("lon", "lat"), rows["lon"].isna())
    sole = known["sole_trader"].to_numpy() == True  # noqa: E712 - the list's cell may be missing, which is not true
    rows = _taken_together(rows, known, ("sole_trader", "shown_name", "short_name"), pd.Series(sole, index=rows.index))
    unclear = (rows["certainty"] != "clear") & (rows["match_verdict"] == Verdict.SURE.value)
    rows = _taken_together(rows, known, ("industry", "module", "certainty"), unclear)
    coded = rows["credit_code"].where(rows["credit_code"] != "", known["credit_code"].to_numpy())
    return rows.assign(credit_code=coded, firm_id=rows["firm_id"].where(rows["firm_id"] != "", rows["customer_id"]))


def _sure(pairing: Pairing) -> str:
    return pairing.firm_ids[0] if pairing.verdict is Verdict.SURE else ""


def _filled(rows: pd.DataFrame, column: str, known: pd.DataFrame) -> pd.Series:
    """A column with its empty cells filled from the list."""
    if column not in rows:
        return pd.Series(known[column].to_numpy(), index=rows.index)
    own = rows[column]
    empty = own.isna() | (own.astype("object") == "")
    return own.astype("object").where(~empty, known[column].to_numpy())


def _taken_together(
    rows: pd.DataFrame, known: pd.DataFrame, columns: tuple[str, ...], where: pd.Series
) -> pd.DataFrame:
    """Columns that belong together taken from the list where the customer's own row does not tell them."""
    there = where.to_numpy() & known["name"].notna().to_numpy()
    return rows.assign(**{name: rows[name].astype("object").where(~there, known[name].to_numpy()) for name in columns})


def _listed(listed: pd.DataFrame, customers: pd.DataFrame, pairings: Sequence[Pairing]) -> pd.DataFrame:
    """The firms of the list that are not customers of the branch they belong to: targets, or customers elsewhere."""
    home = dict(zip(customers["customer_id"], customers["branch_id"], strict=True))
    owner = {_sure(pairing): pairing.customer_id for pairing in pairings if _sure(pairing)}
    maybe = {
        firm_id: pairing.customer_id
        for pairing in pairings
        if pairing.verdict is Verdict.DOUBTFUL
        for firm_id in reversed(pairing.firm_ids)
    }
    of_customer = _looked_up(listed["firm_id"], owner)
    homes = _looked_up(of_customer, home)
    rows = listed.assign(
        side=np.where(of_customer == "", Side.TARGET.value, Side.ELSEWHERE.value),
        customer_id="",
        home_branch_id=homes,
        maybe_customer=_looked_up(listed["firm_id"], maybe).where(of_customer == "", ""),
    )
    return rows[(rows["branch_id"] != "") & (rows["branch_id"] != homes)]


def _looked_up(keys: pd.Series, found: Mapping[str, str]) -> pd.Series:
    """What is found under each key, empty for nothing."""
    return pd.Series([found.get(key, "") for key in keys], index=keys.index, dtype="str")


def _located(rows: pd.DataFrame, branches: pd.DataFrame) -> pd.DataFrame:
    return _typed(rows.assign(distance_m=distances(rows, branches), nearness=nearness(rows, branches)))


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Every column of a register's rows, in its type."""
    columns: dict[str, pd.Series[Any]] = {}
    for name, kind in COLUMNS.items():
        own = rows[name] if name in rows else pd.Series(None, index=rows.index, dtype="object")
        if kind == "float":
            columns[name] = pd.to_numeric(own, errors="coerce").astype("float64")
        elif kind.startswith("datetime"):
            columns[name] = pd.to_datetime(own).astype("datetime64[us]")
        elif kind == "bool":
            columns[name] = own.astype("object").where(own.notna(), False).astype(bool)
        else:
            columns[name] = own.astype("object").where(own.notna(), "").astype("str")
    return pd.DataFrame(columns, index=rows.index)


def _in_order(rows: pd.DataFrame, store: Store) -> pd.DataFrame:
    place = {branch.id: number for number, branch in enumerate(store.branches)}
    order = rows.assign(_branch=rows["branch_id"].map(place)).sort_values(
        ["_branch", "side", "firm_id", "customer_id"], kind="stable"
    )
    return order.drop(columns="_branch").reset_index(drop=True)


def _links(store: Store, rows: pd.DataFrame, parties: Sequence[Party], readers: Readers) -> pd.DataFrame:
    """Supply links whose ends are found by code or by name, once for every branch that has an end of it (EC5)."""
    if not store.has("supply_links"):
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    links = store.read_shared("supply_links")
    by_code = {party.code: party.id for party in reversed(parties) if party.code}
    by_name = {party.name.key: party.id for party in reversed(parties)}
    ends = {
        end: [
            by_code.get(code if isinstance(code, str) else "") or by_name.get(readers.names.read(name).key, "")
            for name, code in zip(links[end], links[f"{end}_code"], strict=True)
        ]
        for end in ("supplier", "buyer")
    }
    found = links.assign(supplier_id=ends["supplier"], buyer_id=ends["buyer"])
    homes = pd.concat(
        [rows[["branch_id", column]].rename(columns={column: "id"}) for column in ("firm_id", "customer_id")]
    ).drop_duplicates()
    homes = homes[homes["id"] != ""]
    sides = [found.merge(homes, left_on=f"{end}_id", right_on="id") for end in ("supplier", "buyer")]
    both = pd.concat(sides)[list(LINK_COLUMNS)].drop_duplicates()
    return both.sort_values(["branch_id", "supplier", "buyer"], kind="stable").reset_index(drop=True)


def _open_pairs(customers: pd.DataFrame, listed: pd.DataFrame, pairings: Sequence[Pairing]) -> pd.DataFrame:
    """The doubtful pairs with what a person needs to decide them; ``decision`` is theirs to fill in."""
    client = customers.set_index("customer_id")
    firm = listed.set_index("firm_id")
    rows = [
        (
            pairing.customer_id, client.loc[pairing.customer_id, "branch_id"], client.loc[pairing.customer_id, "name"],
            firm_id, firm.loc[firm_id, "name"], firm.loc[firm_id, "address"] or "",
            "code" if pairing.ground is Ground.CODE else "name", f"{pairing.score:.2f}", "",
        )
        for pairing in pairings
        if pairing.verdict is Verdict.DOUBTFUL
        for firm_id in pairing.firm_ids
    ]  # fmt: skip
    columns = ["customer_id", "branch_id", "customer", "firm_id", "firm", "address", "ground", "score", "decision"]
    return pd.DataFrame(rows, columns=columns, dtype="object")
