"""Artifacts to JSON and back, whole: ``decode(encode(x)) == x`` for every artifact.

A dataclass becomes an object whose ``is`` names its class. Numbers that are not finite are refused: a value that
can't be had is None or ``Missing``, never nan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
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

_CLASSES = {
    known.__name__: known
    for known in (
        Artifact, Clauses, Column, Estimate, FigureData, Finding, MapData, MapMark, Missing, Names, Provenance, Quantity, Sentence, Series,
        TableData, Term,
    )
}  # fmt: skip
_ENUM_OF_FIELD = {
    ("Column", "unit"): Unit,
    ("Estimate", "unit"): Unit,
    ("FigureData", "unit"): Unit,
    ("FigureData", "kind"): FigureKind,
    ("FigureData", "second_unit"): Unit,
    ("FigureData", "x_unit"): Unit,
    ("Finding", "severity"): Severity,
    ("Quantity", "unit"): Unit,
    ("Series", "kind"): FigureKind,
    ("Series", "role"): SeriesRole,
}


def encode(value: object) -> Json:
    """The JSON form of an artifact or any part of one.

    Raises ValueError for a number that is not finite and TypeError for a class that artifacts don't know.
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | str() | int():
            return value
        case float():
            if not math.isfinite(value):
                raise ValueError(f"an artifact cannot hold {value}; a missing number is None")
            return value
        case date():
            return {"is": "date", "day": value.isoformat()}
        case list() | tuple():
            return [encode(item) for item in value]
        case Mapping():
            return {str(name): encode(item) for name, item in value.items()}
        case _ if is_dataclass(value) and type(value).__name__ in _CLASSES:
            told = {field: getattr(value, field.name) for field in fields(value)}
            encoded = {field.name: encode(part) for field, part in told.items() if not _is_unnamed(field, part)}
            return {"is": type(value).__name__, **encoded}
        case _:
            raise TypeError(f"an artifact cannot hold a {type(value).__name__}: {value!r}")


def _is_unnamed(field: Field[Any], part: object) -> bool:
    """Whether this is the empty name of a number, which most numbers have: a table is full of them."""
    return not field.compare and part == ""


def decode(encoded: Json) -> Any:
    """The value that ``encode`` was given. Raises KeyError for a class name that artifacts don't know."""
    match encoded:
        case list():
            return tuple(decode(item) for item in encoded)
        case {"is": "date", "day": day}:
            return date.fromisoformat(day)
        case {"is": name, **parts}:
            return _CLASSES[str(name)](
                **{str(part): _field(str(name), str(part), item) for part, item in parts.items()}
            )
        case dict():
            return {name: decode(item) for name, item in encoded.items()}
        case _:
            return encoded


def _field(class_name: str, field: str, encoded: Json) -> Any:
    enum = _ENUM_OF_FIELD.get((class_name, field))
    return enum(encoded) if enum and encoded is not None else decode(encoded)
