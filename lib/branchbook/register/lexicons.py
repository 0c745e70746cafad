"""The word lists that reading a register rests on: places, industries, parts of names. They are data, not code.

The shipped lists stand in ``templates/lexicons/``; an engagement may bring files of the same names in its folder
``lexicons/``. Its ``places.yaml`` adds cities to the shipped ones, the other two take the shipped ones' place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.schema import MODULES
from branchbook.values.data_file import read_data
from branchbook.values.places import templates_folder


@dataclass(frozen=True)
class District:
    """A district (区县) of a city: the codes and words by which it is known, and its towns."""

    name: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True)
class City:
    """A prefecture-level city; ``code`` is the first four digits of its divisions."""

    name: str
    province: str
    words: tuple[str, ...]
    code: str
    districts: tuple[District, ...]


@dataclass(frozen=True)
class Industry:
    """An industry, the module of the ecosystem map that it belongs to (EC1), and the words that tell of it."""

    name: str
    module: str
    name_words: tuple[str, ...]
    scope_words: tuple[str, ...]


@dataclass(frozen=True)
class IndustryWeights:
    """What one word counts: in the name, in the first item of the scope, further down."""

    name: float
    scope_first: float
    scope: float


@dataclass(frozen=True)
class NameParts:
    """Parts of names that are not the firm's own: forms by class, words of branch units, regions, words of any trade.

    ``small_trades`` are the words with which the names of sole traders end (店, 小吃).
    """

    forms: Mapping[str, tuple[str, ...]]
    units: tuple[str, ...]
    provinces: tuple[str, ...]
    generic: tuple[str, ...]
    small_trades: tuple[str, ...]


@dataclass(frozen=True)
class Lexicons:
    """All word lists of an engagement."""

    cities: tuple[City, ...]
    vague_districts: tuple[str, ...]
    scene_words: Mapping[str, tuple[str, ...]]
    industries: tuple[Industry, ...]
    weights: IndustryWeights
    boilerplate: re.Pattern[str]
    foreign_capital_module: str
    names: NameParts

    @classmethod
    def shipped(cls) -> Lexicons:
        """The lists that come with the workbook."""
        return _read(templates_folder() / "lexicons", None)

    @classmethod
    def of(cls, engagement_folder: Path) -> Lexicons:
        """The lists for an engagement. Raises InputFaults for a file of its own that is no such list."""
        own = engagement_folder / "lexicons"
        return _read(templates_folder() / "lexicons", own if own.is_dir() else None)


@lru_cache(maxsize=4)
def _read(shipped: Path, own: Path | None) -> Lexicons:
    places, names = _content(shipped, "places.yaml"), _content(own or shipped, "names.yaml", shipped)
    industries = _content(own or shipped, "industries.yaml", shipped)
    further = _content(own, "places.yaml") if own and (own / "places.yaml").exists() else {"cities": {}}
    try:
        return Lexicons(
            cities=_cities({**places["cities"], **further["cities"]}),
            vague_districts=tuple(places["vague"]),
            scene_words={kind: tuple(words) for kind, words in places["scenes"].items()},
            industries=tuple(_industry(name, entry) for name, entry in industries["industries"].items()),
            weights=IndustryWeights(**industries["weights"]),
            boilerplate=re.compile("|".join(industries["boilerplate"]) or "(?!)"),
            foreign_capital_module=_module(industries["foreign_capital_module"]),
            names=NameParts(
                {form: tuple(words) for form, words in names["forms"].items()},
                tuple(names["units"]),
                tuple(names["provinces"]),
                tuple(names["generic"]),
                tuple(names["small_trades"]),
            ),
        )
    except (KeyError, TypeError, AttributeError, ValueError, re.error) as error:
        raise InputFaults([Fault("lexicon_unreadable", Place(file="lexicons"), got=str(error))]) from error


def _content(folder: Path | None, name: str, otherwise: Path | None = None) -> dict[str, Any]:
    path = (folder or Path()) / name
    if otherwise is not None and not path.exists():
        path = otherwise / name
    try:
        content = read_data(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputFaults([Fault("lexicon_unreadable", Place(file=name), got=type(error).__name__)]) from error
    if not isinstance(content, dict):
        raise InputFaults([Fault("lexicon_unreadable", Place(file=name), got=type(content).__name__)])
    return content


def _cities(entries: Mapping[str, Any]) -> tuple[City, ...]:
    return tuple(
        City(
            name,
            entry["province"],
            tuple(entry["words"]),
            str(entry["code"]),
            tuple(
                District(district, tuple(map(str, known["codes"])), tuple(known["words"]), tuple(known["towns"]))
                for district, known in entry["districts"].items()
            ),
        )
        for name, entry in entries.items()
    )


def _industry(name: str, entry: Mapping[str, Any]) -> Industry:
    return Industry(name, _module(entry["module"]), tuple(entry["name"]), tuple(entry["scope"]))


def _module(name: str) -> str:
    if name not in MODULES:
        raise ValueError(f"{name} is not one of {', '.join(MODULES)}")
    return name
