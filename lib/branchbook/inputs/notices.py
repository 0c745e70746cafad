"""What is worth knowing about an engagement's input without being wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from branchbook.errors import Place


@dataclass(frozen=True)
class Notice:
    """One thing to know; ``code`` names the catalog entry ``notice.<code>``, whose placeholders ``values`` fill.

    Codes: ``columns_ignored`` (table, columns), ``later_rows`` (table, count, as_of), ``table_empty`` (table),
    ``unit_applied`` (table, column, unit).
    """

    code: str
    place: Place = field(default_factory=Place)
    values: Mapping[str, str] = field(default_factory=dict)
