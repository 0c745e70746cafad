"""From a branch's tables to accounts, people, claims and locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd

from branchbook.analyses.claims.accounts import Account
from branchbook.analyses.claims.rounds import Claim
from branchbook.values.columns import Row, rows_of

_LONGEST_NAME = 30
_PLACE = ("lon", "lat", "town", "road", "district")
_EXISTING = ("customer_id", "deposits", "deposits_previous", "loans", "manager_id", *_PLACE)
_TARGET = ("firm_id", "capital_cny", "manager_id", *_PLACE)
_CLAIM = ("customer_id", "staff_id", "claimed_on")


def existing_accounts(firms: pd.DataFrame) -> tuple[Account, ...]:
    """The branch's corporate customers among its firms (see ``branchbook.register.COLUMNS``)."""
    return tuple(
        Account(
            str(row["customer_id"]),
            _number(row["deposits"]),
            _number(row["deposits_previous"]),
            None if _number(row["loans"]) is None else row["loans"] > 0,
            _point(row),
            _area(row),
            str(row["manager_id"]),
        )
        for row in _of_side(firms, "existing", _EXISTING)
    )


def target_accounts(firms: pd.DataFrame, ids: Sequence[str]) -> tuple[Account, ...]:
    """The firms of these ids that are to be won, in this order; their size is their registered capital in yuan."""
    rows = {str(row["firm_id"]): row for row in _of_side(firms, "target", _TARGET)}
    return tuple(
        Account(
            id_, point=_point(rows[id_]), area=_area(rows[id_]), manager=str(rows[id_]["manager_id"]), target=True,
            size=_number(rows[id_]["capital_cny"]),
        )
        for id_ in ids
        if id_ in rows
    )  # fmt: skip


def people_of(staff: pd.DataFrame | None) -> dict[str, str]:
    """The branch's people, id to position."""
    return {} if staff is None else dict(zip(staff["staff_id"].astype(str), staff["position"].astype(str), strict=True))


def claims_of(claims: pd.DataFrame | None, firms: pd.DataFrame, *, targets: bool) -> tuple[Claim, ...]:
    """The claims on existing customers or on targets; for targets, being known by a person is a claim, too."""
    sought = _of_side(firms, "target", ("firm_id", "known_by"))
    known = {str(row["firm_id"]) for row in sought}
    listed = () if claims is None else tuple(_listed(claims))
    if not targets:
        return tuple(claim for claim in listed if claim.account not in known)
    acquainted = (Claim(str(row["firm_id"]), str(row["known_by"])) for row in sought if row["known_by"] != "")
    return (*(claim for claim in listed if claim.account in known), *acquainted)


def locks_of(locks: pd.DataFrame | None) -> dict[str, str]:
    """Locked accounts with the person who must have them."""
    if locks is None:
        return {}
    return dict(zip(locks["customer_id"].astype(str), locks["staff_id"].astype(str), strict=True))


def names_of(firms: pd.DataFrame) -> dict[str, str]:
    """How a report may name each customer and target: firms by name, cut where it is endless, sole traders masked."""
    existing = firms["side"] == "existing"
    ids = firms["customer_id"].where(existing, firms["firm_id"]).astype(str)
    return {id_: _cut(name) for id_, name in zip(ids, firms["shown_name"].astype(str), strict=True)}


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _listed(claims: pd.DataFrame) -> Iterator[Claim]:
    for row in rows_of(claims, _CLAIM):
        yield Claim(str(row["customer_id"]), str(row["staff_id"]), _day(row["claimed_on"]))


def _of_side(firms: pd.DataFrame, side: str, names: Sequence[str]) -> list[Row]:
    """The firms that are customers, or those that are to be won, with these of their columns."""
    return rows_of(firms[list(names)][firms["side"] == side], names)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _point(row: Row) -> tuple[float, float] | None:
    longitude, latitude = _number(row["lon"]), _number(row["lat"])
    return None if longitude is None or latitude is None else (longitude, latitude)


def _area(row: Row) -> str:
    return str(row["town"] or row["road"] or row["district"])


def sub_branch_of(branches: pd.DataFrame | None) -> str:
    """The name of the sub-branch above the branch whose row this is (CL4); empty where it is not told."""
    told = [] if branches is None else [name for name in branches["sub_branch"] if isinstance(name, str)]
    return told[0] if told else ""
