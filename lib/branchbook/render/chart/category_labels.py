"""How the names of categories fit along an axis: on one line, wrapped, or slanted where they are many and long."""

from __future__ import annotations

import math
from dataclasses import dataclass

from branchbook.render.fonts import tears, text_height, text_width, wrapped
from branchbook.render.plaintext import one_line

LABEL = 9.0
"""The size of labels along axes, in points."""

SLANT = 40
"""Degrees by which slanted labels are turned."""

_MOST_BESIDE = 0.3  # of the figure's width, for the words beside bars and rows


@dataclass(frozen=True)
class CategoryLabels:
    """Category labels as they fit; ``height`` and ``reach`` are the inches that they take below their tick and to the
    left of it."""

    words: list[str]
    slanted: bool
    height: float
    reach: float = 0.0

    @classmethod
    def below(cls, categories: tuple[str, ...], room: float, depth: float) -> CategoryLabels:
        """Labels below an axis, each with ``room`` inches beside its neighbours and at most ``depth`` inches deep."""
        plain = [one_line(category) for category in categories]
        words = [wrapped(category, LABEL, room * 0.94) for category in plain]
        torn = any(tears(category, LABEL, room * 0.94) for category in plain)
        if not torn and most_lines(words) <= 3 and widest(words) <= room * 1.02:
            return cls(words, slanted=False, height=text_height(most_lines(words), LABEL))
        rise, run = math.sin(math.radians(SLANT)), math.cos(math.radians(SLANT))
        longest = (depth - text_height(2, LABEL) * run) / rise
        lines = 2 if room * rise >= text_height(2, LABEL) else 1  # a second line needs its neighbours further off
        words = [wrapped(category, LABEL, min(1.5, longest), most_lines=lines) for category in plain]
        along, across = widest(words), text_height(most_lines(words), LABEL)
        return cls(words, slanted=True, height=along * rise + across * run, reach=along * run)


def labels_beside(names: tuple[str, ...], width: float, height: float) -> list[str]:
    """Names beside the rows of a figure of this size in inches, in as many lines as a row has room for."""
    lines = max(1, int(height / len(names) / text_height(1, LABEL)))
    return [wrapped(one_line(name), LABEL, width * _MOST_BESIDE, most_lines=lines) for name in names]


def widest(words: list[str]) -> float:
    """The inches that the widest line of these labels takes."""
    return max(text_width(line, LABEL) for label in words for line in label.split("\n"))


def most_lines(words: list[str]) -> int:
    """The lines of the tallest of these labels."""
    return max(label.count("\n") + 1 for label in words)
