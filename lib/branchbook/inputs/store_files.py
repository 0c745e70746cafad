"""Where a store keeps what: a Parquet file per table and branch, its description, and what it was built from."""

from __future__ import annotations

from pathlib import Path

from branchbook.values.places import safe_part

DESCRIPTION = "store.json"
SEEN = "sources.json"

_WHOLE = "all"  # the file name of a table that belongs to no branch


def file_of(folder: Path, table: str, branch_id: str, *, personal: bool = False) -> Path:
    """The file of a branch's rows of a table; ``branch_id`` empty for a table that belongs to no branch."""
    base = folder / "personal" if personal else folder
    return base / table / f"{safe_part(branch_id) if branch_id else _WHOLE}.parquet"
