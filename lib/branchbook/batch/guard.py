"""Notebooks write into their branch's folder, and nowhere that anything else depends on.

Every opening for writing, moving and removing that goes through Python is looked at before it happens; one that leads
out of bounds raises :class:`OutsideFolderError`, which names the place in the red cell. Lawful are the branch's own
folder, the decisions that chapters keep in the engagement's folder, the caches of libraries, temporary folders and
devices. What a library writes past Python (DuckDB's ``COPY``, a program that a cell starts) is not seen here.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from branchbook.batch.layout import Layout
from branchbook.book.locations import DECISIONS, Locations
from branchbook.values.places import HOUSE

VARIABLE = "BRANCHBOOK_BOUNDS"
"""The environment variable in which a kernel finds its bounds."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PLACES_OF = {
    "open": (0,),
    "os.chmod": (0,),
    "os.link": (1,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "sqlite3.connect": (0,),
}
"""The events that change files, and which of their arguments are the places changed."""

_FOLDERS_OF = {
    "os.chmod": 2,
    "os.link": 3,
    "os.mkdir": 2,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.symlink": 2,
}
"""Which argument is the open folder that a place may be relative to."""

_COMPILED = f"{os.sep}__pycache__{os.sep}"


class OutsideFolderError(PermissionError):
    """A notebook may not write there: only into its branch's folder, temporary folders and caches."""


@dataclass(frozen=True)
class Bounds:
    """Folders, resolved: a place in ``inside`` is lawful, else one in ``guarded`` is not,
    else one in ``elsewhere`` is."""

    inside: tuple[str, ...]
    guarded: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Bounds:
        """The bounds that ``write`` wrote."""
        return cls(*(tuple(folders) for folders in json.loads(text)))

    def write(self) -> str:
        """The bounds as a text that travels to a kernel."""
        return json.dumps([self.inside, self.guarded, self.elsewhere])

    def allow(self, place: str) -> bool:
        """Whether a notebook may change what stands at this resolved place."""
        if _is_in(place, self.inside) or _COMPILED in place:
            return True
        return not _is_in(place, self.guarded) and _is_in(place, self.elsewhere)


def bounds_of(locations: Locations, engagement: str) -> Bounds:
    """The bounds of a branch's notebooks."""
    scratch = locations.scratch or locations.outputs
    caches = Layout(locations.outputs_of(engagement)).cache
    return Bounds(
        _resolved(scratch, caches, locations.engagement(engagement) / DECISIONS),
        _resolved(locations.inputs, locations.outputs, HOUSE),
        _resolved(*_elsewhere()),
    )


@contextmanager
def kept_inside(bounds: Bounds) -> Iterator[None]:
    """Refuse what leads out of bounds for the length of the block."""
    guard = _guard()
    before, guard.bounds = guard.bounds, bounds
    try:
        yield
    finally:
        guard.bounds = before


def keep_inside(bounds: Bounds) -> None:
    """Refuse what leads out of bounds as long as this process lives."""
    _guard().bounds = bounds


class _Guard:
    """The process's one hook; it can't be taken away again, only told to let everything pass."""

    bounds: Bounds | None = None

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _PLACES_OF:  # nearly all are others, and thousands
            return
        bounds = self.bounds
        if bounds is None or (event == "open" and not arguments[2] & _WRITES):
            return
        for argument in _PLACES_OF[event]:
            place = _place(arguments[argument], _folder(event, arguments))
            if place and not bounds.allow(place):
                raise OutsideFolderError(OutsideFolderError.__doc__, place)


_installed: list[_Guard] = []


def _guard() -> _Guard:
    if not _installed:
        _installed.append(_Guard())
        sys.addaudithook(_installed[0])
    return _installed[0]


def _folder(event: str, arguments: tuple[Any, ...]) -> str:
    """The folder that relative places of an event start from, where the system can tell."""
    position = _FOLDERS_OF.get(event, len(arguments))
    descriptor = arguments[position] if position < len(arguments) else -1
    if not isinstance(descriptor, int) or descriptor < 0:
        return ""
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _place(given: Any, folder: str) -> str:
    """A place with its links followed; empty for what is no path (a descriptor, a database in memory)."""
    if not isinstance(given, str | bytes | os.PathLike):
        return ""
    path = os.fsdecode(given)
    if path in ("", ":memory:") or path.startswith("file:"):
        return ""
    return _resolved(os.path.join(folder, path))[0]  # noqa: PTH118 - called for every file that is written


def _is_in(place: str, folders: tuple[str, ...]) -> bool:
    return any(place == folder or place.startswith(folder + os.sep) for folder in folders)


def _resolved(*places: str | Path) -> tuple[str, ...]:
    return tuple(os.path.normcase(os.path.realpath(place)) for place in places)


def _elsewhere() -> Iterator[Path]:
    """Temporary folders, the user's caches, devices, and the process's own entries."""
    yield Path(tempfile.gettempdir())
    yield from map(Path, ("/tmp", "/var/tmp", "/dev", "/proc/self") if os.name == "posix" else ())  # noqa: S108
    yield from (Path.home() / ".cache", Path.home() / "Library" / "Caches")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if os.environ.get(name):
            yield Path(os.environ[name])
