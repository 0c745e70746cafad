"""The parts of a whole: their shares and their tones."""

from __future__ import annotations

from branchbook.render.chart.numbers import drawable
from branchbook.render.colours import Tone, series_tones
from branchbook.report.blocks import Figure
from branchbook.values.artifact import SeriesRole

LEAST_LABELLED_SHARE = 0.04
"""A part thinner than this has no room for letters."""


def part_shares(figure: Figure) -> list[float]:
    """What each category is of the whole; zero for what is missing or below zero, of which no part can be drawn."""
    values = [max(drawable(value) or 0.0, 0.0) for value in figure.series[0].values]
    whole = sum(values)
    return [value / whole if whole else 0.0 for value in values]


def part_tones(figure: Figure) -> tuple[Tone, ...]:
    """A tone for each category, neighbours apart in lightness."""
    return series_tones([SeriesRole.PLAIN] * len(figure.categories))
