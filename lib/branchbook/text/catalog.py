"""The text catalogs: every sentence that a person reads, as data that a consultant may reword without Python.

A language's catalog is all YAML files below ``templates/text/<language>/``, nested mappings flattened to dotted keys.
Entries may hold ``{name}`` placeholders: no attribute, index, conversion or format is looked up, so a catalog, however
made, cannot reach into a value. Words that follow a number may agree with it: in ``{count} [branch is|branches are]``
the first are said of 1, the others of every other number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from branchbook.errors import Fault, InputFaults, Place
from branchbook.text.phrase import joined
from branchbook.values.data_file import read_data

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_AGREEING = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


def read_catalog(folder: Path) -> dict[str, str]:
    """All entries of one language, by dotted key.

    Raises InputFaults for a file that is no YAML mapping of texts, and for a key that two files hold.
    """
    entries: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        for key, entry in _flattened(_read_mapping(file), file.name):
            if key in entries:
                raise InputFaults([Fault("catalog_duplicate_key", Place(file=file.name, key=key), got=key)])
            entries[key] = entry
    return entries


def placeholders(entry: str) -> frozenset[str]:
    """The names that an entry wants filled."""
    return frozenset(_PLACEHOLDER.findall(entry))


def fill(key: str, entry: str, written: Callable[[str], str]) -> str:
    """The entry with every placeholder replaced by ``written(name)``; KeyError names the entry that wants more."""

    def value(name: str) -> str:
        try:
            return written(name)
        except KeyError:
            raise KeyError(f"text {key!r} wants {{{name}}}, which was not given") from None

    pieces = _pieces(entry)
    if len(pieces) == 1:
        return entry
    filled = [value(piece) if place % 2 else piece for place, piece in enumerate(pieces)]
    return joined(_agreed(filled) if "|" in entry else filled)


def _agreed(filled: Sequence[str]) -> Iterator[str]:
    """The pieces of an entry, its own words in the form that goes with the number before them."""
    for place, piece in enumerate(filled):
        if place % 2:
            yield piece
        else:
            yield _AGREEING.sub(r"\1" if place and filled[place - 1] == "1" else r"\2", piece)


@cache
def _pieces(entry: str) -> tuple[str, ...]:
    """An entry's words and the names of its placeholders, in turns;
    taken apart once, for tables fill few entries often."""
    return tuple(_PLACEHOLDER.split(entry))


def _read_mapping(file: Path) -> Mapping[object, object]:
    try:
        content = read_data(file)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputFaults([Fault("catalog_unreadable", Place(file=file.name), got=type(error).__name__)]) from error
    if not isinstance(content, Mapping):
        raise InputFaults([Fault("catalog_unreadable", Place(file=file.name), got=type(content).__name__)])
    return content


def _flattened(content: Mapping[object, object], file: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in content.items():
        key = f"{prefix}{name}"
        if isinstance(entry, Mapping):
            yield from _flattened(entry, file, f"{key}.")
        elif isinstance(entry, str):
            yield key, entry.strip("\n")
        else:
            raise InputFaults([Fault("catalog_entry_no_text", Place(file=file, key=key), got=repr(entry))])
