"""What an analysis would need and does not have: said, never filled in with zeros."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Lack:
    """A table that this branch has no rows of or, where ``columns`` are named, whose columns are empty."""

    table: str
    columns: tuple[str, ...] = ()


def lacks(frame: pd.DataFrame | None, table: str, *columns: str) -> tuple[Lack, ...]:
    """What is lacking for an analysis that needs these columns filled in at least once; nothing if all is there."""
    if frame is None or frame.empty:
        return (Lack(table),)
    empty = tuple(name for name in columns if name not in frame or not frame[name].notna().any())
    return (Lack(table, empty),) if empty else ()
