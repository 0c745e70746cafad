"""Numbers of a figure: what can be drawn, and roughly how wide it is when printed."""

from __future__ import annotations

import math
import re

from branchbook.report.blocks import Figure


def drawable(value: float | None) -> float | None:
    """The value, or None for what no chart can show (a gap): missing, not a number, infinite."""
    return value if value is not None and math.isfinite(value) else None


def drawable_values(figure: Figure) -> list[float]:
    """All values of a figure that can be drawn.

    Raises ValueError where there is none: a figure without a value would be an empty frame, and it is the report's
    business to say in words what is missing.
    """
    values = [v for series in figure.series for value in series.values if (v := drawable(value)) is not None]
    if not values:
        raise ValueError(f"figure {figure.key!r} has no value to draw")
    return values


def printed(value: float, number_format: str) -> str:
    """The number as an Excel format code of the plain kind prints it (``0``, ``#,##0.0``, ``0.0%``, ``+0.0``)."""
    positive = number_format.split(";")[0]
    digits = re.search(r"\.([0#]+)", positive)
    decimals = len(digits.group(1)) if digits else 0
    if "%" in positive:
        return f"{value:.{decimals}%}"
    return f"{value:,.{decimals}f}" if "," in positive else f"{value:.{decimals}f}"
