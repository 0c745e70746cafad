"""Every branch's standing among its peers,
worked out once before any notebook runs and kept beside its fingerprints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from branchbook.book.fingerprint import code_of, fingerprint
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.store import Store
from branchbook.rules import Reading, Rules

if TYPE_CHECKING:
    from branchbook.indicators import PeerTable

TABLE = "peers.parquet"
_STAMP = "peers.fingerprint"
_FINGERPRINTS = "standings.json"
_RULES = "rules.json"


@dataclass(frozen=True)
class Standings:
    """What ``bring_standings`` has left in a folder; each part is read when it is asked for.

    With a ``branch_id`` the table holds this branch's rows alone.
    """

    folder: Path
    branch_id: str = ""

    @cached_property
    def table(self) -> PeerTable:
        """The figures themselves."""
        from branchbook.indicators import PeerTable

        return PeerTable.load(self.folder / TABLE, self.branch_id)

    @cached_property
    def rules(self) -> Mapping[str, tuple[str, ...]]:
        """For each indicator the rules that it and its comparison read."""
        return {name: tuple(keys) for name, keys in _read(self.folder / _RULES).items()}

    def fingerprint(self, branch_id: str) -> str:
        """A fingerprint of one branch's standing, of all branches' for the empty id."""
        return self._fingerprints[branch_id]

    @cached_property
    def _fingerprints(self) -> Mapping[str, str]:
        known: dict[str, str] = _read(self.folder / _FINGERPRINTS)
        return known


def bring_standings(engagement: Engagement, store: Store, rules: Rules, folder: Path) -> None:
    """Compare all branches anew where the data, the rules, the as-of date or the code have changed."""
    stamp_file = folder / _STAMP
    stamp = fingerprint(store.fingerprint, rules.fingerprint, engagement.as_of.isoformat(), code_of("indicators"))
    kept = [folder / name for name in (TABLE, _RULES, _FINGERPRINTS)]
    if all(file.exists() for file in kept) and stamp_file.exists() and stamp_file.read_text(encoding="utf-8") == stamp:
        return
    # What works the figures out is brought only where there is something to work out.
    from branchbook.indicators import compare, compute

    reading = Reading()
    noting = rules.noted_in(reading)
    peers = compare(compute(store, noting, engagement.as_of), store.branches, noting)
    folder.mkdir(parents=True, exist_ok=True)
    stamp_file.unlink(missing_ok=True)
    peers.save(folder / TABLE)
    _write(folder / _RULES, {name: sorted(keys) for name, keys in sorted(reading.parts.items())})
    _write(folder / _FINGERPRINTS, {one: peers.fingerprint(one) for one in ("", *(b.id for b in store.branches))})
    stamp_file.write_text(stamp, encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")
