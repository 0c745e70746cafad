"""The paper that a map is drawn on, in a report, on a slide, on a wall: its width, and the sizes of what is printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

_CM = 72 / 2.54
_REPORT_CM = 15.4
_FEW = 30  # firms that leave room for larger letters


@dataclass(frozen=True)
class Sheet:
    """The paper: width in points and the sizes of what is printed on it."""

    width: float
    label: float
    title: float
    radii: tuple[float, float, float, float]
    centre: float
    margin: float = 6.0

    def for_firms(self, count: int) -> Sheet:
        """The sheet for so many firms; where they are few, letters and marks are larger."""
        scale = 1.3 if count <= _FEW else 1.15 if count <= 2 * _FEW else 1.0
        first, second, third, fourth = (radius * scale for radius in self.radii)
        return replace(self, label=self.label * scale, radii=(first, second, third, fourth))


def report_sheet(text_width_cm: float) -> Sheet:
    """A map in the text of a report; it stands on one page with the sentences that open its chapter."""
    width_cm = min(text_width_cm, _REPORT_CM)
    return Sheet(width_cm * _CM, 6.4, 8.5, (2.2, 3.0, 4.0, 5.2), 27.0)


def slide_sheet(width_cm: float) -> Sheet:
    """A map on a slide, read from some way off: fewer names, in larger letters."""
    return Sheet(width_cm * _CM, 8.0, 10.5, (2.6, 3.6, 4.8, 6.2), 34.0)


def wall_sheet() -> Sheet:
    """A map on A3 that hangs on a wall."""
    return Sheet(29.7 * _CM, 8.2, 13.0, (2.8, 3.9, 5.2, 6.8), 44.0, margin=20.0)
