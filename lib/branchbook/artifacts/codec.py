"""Artifacts to JSON and back, whole: ``decode(encode(x)) == x`` for every artifact.

A dataclass becomes an object whose ``is`` names its class. Numbers that are not finite are refused: a value that
can't be had is None or ``Missing``, never nan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import Field, fields
from datetime import date
from enum import Enum
from typing import Any

from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Finding,
    Missing,
    Provenance,
    Series,
    SeriesRole,
    Severity,
    TableData,
)
from branchbook.values.ecosystem_map import MapData, MapMark
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Clauses, Names, Sentence, Term

Json = Any  # JSON has no recursive alias that type checkers follow well

_CLASSES: Mapping[str, type[Any]] = {
    known.__name__: known
    for known in (
        Artifact, Clauses, Column, Estimate, FigureData, Finding, MapData, MapMark, Missing, Names, Provenance,
        Quantity, Sentence, Series, TableData, Term,
    )
}  # fmt: skip
_ENUMS: Mapping[str, Mapping[str, type[Enum]]] = {
    "Column": {"unit": Unit},
    "Estimate": {"unit": Unit},
    "FigureData": {"unit": Unit, "kind": FigureKind, "second_unit": Unit, "x_unit": Unit},
    "Finding": {"severity": Severity},
    "Quantity": {"unit": Unit},
    "Series": {"kind": FigureKind, "role": SeriesRole},
}
"""The fields of classes that hold a choice, which JSON tells as its value."""

_NO_ENUMS: Mapping[str, type[Enum]] = {}
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_FIELDS = {known: fields(known) for known in _CLASSES.values()}


def encode(value: object) -> Json:
    """The JSON form of an artifact or any part of one.

    Raises ValueError for a number that is not finite and TypeError for a class that artifacts don't know.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [encode(item) for item in value]  # type: ignore[attr-defined]
    if kind in _FIELDS:
        told = ((field, getattr(value, field.name)) for field in _FIELDS[kind])
        encoded = {field.name: encode(part) for field, part in told if not _is_unnamed(field, part)}
        return {"is": kind.__name__, **encoded}
    return _encoded_rarely(value)


def _encoded_rarely(value: object) -> Json:
    match value:
        case Enum():
            return value.value
        case str():
            return str(value)
        case int():
            return int(value)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"an artifact cannot hold {value}; a missing number is None")
            return float(value)  # and none of NumPy's, which round otherwise
        case date():
            return {"is": "date", "day": value.isoformat()}
        case Mapping():
            return {str(name): encode(item) for name, item in value.items()}
        case _:
            raise TypeError(f"an artifact cannot hold a {type(value).__name__}: {value!r}")


def _is_unnamed(field: Field[Any], part: object) -> bool:
    """Whether this is the empty name of a number, which most numbers have: a table is full of them."""
    return not field.compare and part == ""


def decode(encoded: Json) -> Any:
    """The value that ``encode`` was given. Raises KeyError for a class name that artifacts don't know."""
    kind = type(encoded)
    if kind is list:
        return tuple([decode(item) for item in encoded])
    if kind is not dict:
        return encoded
    if "is" not in encoded:
        return {name: decode(item) for name, item in encoded.items()}
    name = encoded["is"]
    if name == "date":
        return date.fromisoformat(encoded["day"])
    enums = _ENUMS.get(name, _NO_ENUMS)
    parts = {
        part: enums[part](item) if part in enums and item is not None else decode(item)
        for part, item in encoded.items()
        if part != "is"
    }
    return _CLASSES[name](**parts)
