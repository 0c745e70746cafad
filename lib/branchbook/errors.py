"""What can go wrong, as values that travel whole from a worker to the person who reads them.

A :class:`Fault` says nothing in prose: it holds a code, the place and the values, and the text catalogs
(``fault.<code>`` keys) turn it into a sentence in the language of the engagement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """Where a fault stands, as Excel or an editor shows it. Empty parts are unknown.

    ``row`` is the row number that the person sees (1 is the first line of the file or sheet), ``column`` the
    heading, ``cell`` the address in a sheet ("C214").
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    key: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The known parts, in reading order."""
        known = {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "row": str(self.row) if self.row and not self.cell else "",
            "column": self.column,
            "key": self.key,
        }
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what a person gave us.

    ``code`` names the catalog entries ``fault.<code>.problem`` and ``fault.<code>.remedy``; ``got`` is the
    offending value, ``allowed`` what would have passed, ``count`` how many like it there are in all. ``values``
    fill further placeholders of the catalog entry. Never put personal data into ``values``.
    """

    code: str
    place: Place = Place()
    got: str = ""
    allowed: str = ""
    count: int = 1
    values: Mapping[str, str] = field(default_factory=dict)


class BranchbookError(Exception):
    """The root of all errors that Branchbook raises on purpose."""


class InputFaults(BranchbookError):  # noqa: N818 - it carries many faults and says so
    """Everything that is wrong with an engagement's input, found before anything is computed.

    ``said`` are the words of a language for it, where a person meets it in a notebook and no one else would tell them.
    """

    def __init__(self, faults: Iterable[Fault], said: str = "") -> None:
        self.faults = tuple(faults)
        self.said = said
        super().__init__(self.faults)

    def __str__(self) -> str:
        return self.said or self._listed()

    def _listed(self) -> str:
        lines = [
            f"{fault.code} at {' '.join(fault.place.parts.values()) or 'the engagement'}: got {fault.got!r}"
            + (f", allowed: {fault.allowed}" if fault.allowed else "")
            + (f" ({fault.count} in all)" if fault.count > 1 else "")
            for fault in self.faults[:10]
        ]
        more = len(self.faults) - len(lines)
        return "\n".join(lines + ([f"... and {more} more"] if more else []))


class UnfinishedChaptersError(InputFaults):
    """Documents were asked for that tell of chapters which have not been run to their end."""


def allowed_range(low: float | None, high: float | None) -> str:
    """What a fault names as allowed for a number with these bounds: 0–100, ≥ 0, ≤ 5; "" without any."""
    least, most = (None if bound is None else f"{bound:,.15g}" for bound in (low, high))
    if least and most:
        return f"{least}–{most}"
    return f"≥ {least}" if least else f"≤ {most}" if most else ""
