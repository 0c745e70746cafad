"""Rows of firms read: what an enterprise or a corporate customer tells in words becomes columns that compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from branchbook.register.addresses import Address, AddressReader
from branchbook.register.capital import read_capital
from branchbook.register.coordinates import SYSTEMS, to_wgs84
from branchbook.register.credit_codes import CreditCode, read_code
from branchbook.register.industries import Certainty, Classifier, Thresholds
from branchbook.register.lexicons import Lexicons
from branchbook.register.masking import TraderMask
from branchbook.register.matching import Party
from branchbook.register.names import FirmName, NameReader
from branchbook.rules import Rules

RANKS = ("tax_rank", "sales_rank", "import_rank", "export_rank")
_PLACE = ("city", "district", "town", "road")
_READ_FROM_ADDRESS = (*_PLACE, "scene", "scene_kind")


@dataclass(frozen=True)
class Readers:
    """Everything that reads words, made once for an engagement."""

    names: NameReader
    mask: TraderMask
    addresses: AddressReader
    classifier: Classifier
    exchange_rates: dict[str, float]

    @classmethod
    def of(cls, lexicons: Lexicons, rules: Rules) -> Readers:
        """The readers of an engagement's lexicons and rules."""
        thresholds = Thresholds(rules.number("EC1.clear_weight"), rules.number("EC1.clear_lead"))
        return cls(
            NameReader(lexicons),
            TraderMask(lexicons),
            AddressReader(lexicons),
            Classifier(lexicons, thresholds),
            dict(rules.mapping("EC2.exchange_rates")),
        )


@dataclass(frozen=True)
class ReadFirms:
    """Firms with their read columns in ``frame``, and the names taken apart, in the same order."""

    frame: pd.DataFrame
    names: tuple[FirmName, ...]

    def parties(self, id_column: str) -> list[Party]:
        """The firms as the matching compares them."""
        rows = zip(
            self.frame[id_column], self.frame["trusted_code"], *(self.frame[part] for part in _PLACE[1:]), strict=True
        )
        return [
            Party(id_, name, code, (district, town, road))
            for name, (id_, code, district, town, road) in zip(self.names, rows, strict=True)
        ]


def read_firms(rows: pd.DataFrame, readers: Readers) -> ReadFirms:
    """Read name, code, capital, address, scope and coordinates of every row.

    Adds to the columns of the source: ``trusted_code``, ``code_state``, ``sole_trader``, ``shown_name`` (a sole
    trader's own name masked), ``short_name``, ``capital`` with ``currency`` and ``capital_cny``, ``city``,
    ``district``, ``town``, ``road``, ``scene`` and ``scene_kind``, ``industry``, ``module``, ``certainty``, and ``lon``
    and ``lat`` in WGS-84. Columns that the table does not have are taken as empty.
    """
    given = _texts(rows)
    names = [readers.names.read(name) for name in given["name"]]
    codes = [read_code(code) for code in given["credit_code"]]
    addresses = list(_addresses(given, codes, readers.addresses))
    read = rows.drop(columns=[column for column in ("city", "district") if column in rows]).assign(
        **_code_columns(codes, given),
        **_capital_columns(given, readers.exchange_rates),
        **{part: [getattr(address, part) for address in addresses] for part in _READ_FROM_ADDRESS},
    )
    read = read.assign(
        **_shown_columns(given["name"], names, read["sole_trader"], readers.mask),
        **_module_columns(read, given, readers.classifier),
    )
    lon, lat = _coordinates(rows)
    return ReadFirms(read.assign(lon=lon, lat=lat), tuple(names))


def read_places(branches: pd.DataFrame, reader: AddressReader) -> pd.DataFrame:
    """Branches with ``city``, ``district``, ``town`` and ``road`` read from address and name, ``lon``,
    ``lat`` in WGS-84."""
    given = _texts(branches)
    addresses = [
        reader.read(address or name, city=city, district=district)
        for address, name, city, district in zip(
            given["address"], given["name"], given["city"], given["district"], strict=True
        )
    ]
    lon, lat = _coordinates(branches)
    columns = {part: [getattr(address, part) for address in addresses] for part in _PLACE}
    return branches.drop(columns=["city", "district"]).assign(**columns, lon=lon, lat=lat)


def same_firm(firms: ReadFirms) -> ReadFirms:
    """The list without what it holds twice (EC2: lists are merged): one trusted code, or one name in one district.

    The row that tells more stays; of the rankings the better place. ``firm_id`` is the trusted code, else a
    fingerprint of name and address.
    """
    frame = firms.frame.assign(
        _key=[name.key for name in firms.names],
        _told=firms.frame.notna().sum(axis=1),
        _order=np.arange(len(firms.frame)),
    )
    frame["firm_id"] = [
        code or _fingerprint(key, address)
        for code, key, address in zip(frame["trusted_code"], frame["_key"], _text(frame, "address"), strict=True)
    ]
    best = frame.sort_values("_told", ascending=False, kind="stable")
    for rank in RANKS:
        best[rank] = best.groupby("firm_id")[rank].transform("min")
    kept = best.drop_duplicates("firm_id")
    coded = set(kept.loc[kept["trusted_code"] != "", ["_key", "district"]].itertuples(index=False, name=None))
    uncoded = kept["trusted_code"] == ""
    twice = [
        bool(no_code) and pair in coded
        for no_code, pair in zip(uncoded, kept[["_key", "district"]].itertuples(index=False, name=None), strict=True)
    ]
    kept = kept[~np.array(twice, dtype=bool)].sort_values("_order")
    places = kept["_order"].to_numpy()
    return ReadFirms(
        kept.drop(columns=["_key", "_told", "_order"]).reset_index(drop=True),
        tuple(firms.names[place] for place in places),
    )


def _texts(rows: pd.DataFrame) -> dict[str, list[str]]:
    wanted = (
        "name",
        "credit_code",
        "kind",
        "registered_capital",
        "scope",
        "industry",
        "module",
        "address",
        "city",
        "district",
    )
    return {column: _text(rows, column) for column in wanted}


def _text(rows: pd.DataFrame, column: str) -> list[str]:
    if column not in rows:
        return [""] * len(rows)
    return [value if isinstance(value, str) and value != "N/A" else "" for value in rows[column].tolist()]


def _addresses(given: dict[str, list[str]], codes: list[CreditCode], reader: AddressReader) -> Iterator[Address]:
    for address, city, district, code in zip(given["address"], given["city"], given["district"], codes, strict=True):
        yield reader.read(address, city=city, district=district, division=code.division)


def _sole_traders(codes: list[CreditCode], given: dict[str, list[str]]) -> list[bool]:
    return [code.sole_trader or "个体" in kind for code, kind in zip(codes, given["kind"], strict=True)]


def _code_columns(codes: list[CreditCode], given: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "credit_code": [code.text for code in codes],
        "trusted_code": [code.text if code.trusted else "" for code in codes],
        "code_state": [code.state.value for code in codes],
        "sole_trader": _sole_traders(codes, given),
    }


def _capital_columns(given: dict[str, list[str]], rates: dict[str, float]) -> dict[str, Any]:
    read = [read_capital(written) for written in given["registered_capital"]]
    return {
        "capital": np.array([capital.amount for capital in read], dtype=float),
        "currency": [capital.currency for capital in read],
        "capital_cny": np.array([capital.in_yuan(rates) for capital in read], dtype=float),
    }


def _module_columns(read: pd.DataFrame, given: dict[str, list[str]], classifier: Classifier) -> dict[str, Any]:
    """Industry and module; a module that the bank itself gave stands."""
    ranked = pd.Series(False, index=read.index)
    for rank in ("import_rank", "export_rank"):
        if rank in read:
            ranked |= read[rank].notna()
    foreign = ~read["currency"].isin(["", "CNY"])
    classified = [
        classifier.classify(name, f"{industry}；{scope}", trades_abroad=bool(abroad), foreign_capital=bool(money))
        for name, industry, scope, abroad, money in zip(
            given["name"], given["industry"], given["scope"], ranked, foreign, strict=True
        )
    ]
    own = given["module"]
    return {
        "industry": [reading.industry for reading in classified],
        "module": [bank or reading.module for bank, reading in zip(own, classified, strict=True)],
        "certainty": [
            (Certainty.CLEAR if bank else reading.certainty).value
            for bank, reading in zip(own, classified, strict=True)
        ],
    }


def _shown_columns(
    given: list[str], names: list[FirmName], sole_traders: pd.Series, mask: TraderMask
) -> dict[str, list[str]]:
    """A name to be read, and one for a label."""
    shown = [
        (mask.whole(parts), mask.label(parts)) if sole else (name, parts.label)
        for name, parts, sole in zip(given, names, sole_traders, strict=True)
    ]
    return {"shown_name": [whole for whole, _ in shown], "short_name": [label for _, label in shown]}


def _coordinates(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Longitude and latitude in WGS-84; nan where a coordinate or its system is missing."""
    lon = pd.Series(np.nan, index=rows.index)
    lat = lon.copy()
    for system in SYSTEMS:
        stated = rows["coordinate_system"] == system
        lon[stated], lat[stated] = to_wgs84(rows.loc[stated, "lon"], rows.loc[stated, "lat"], system)
    return lon, lat


def _fingerprint(key: str, address: str) -> str:
    return f"E{hashlib.sha256(f'{key}|{address}'.encode()).hexdigest()[:11]}"
