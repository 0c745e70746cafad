"""Our own typeface for figures: the same letters on every machine, Chinese included, and their measure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FAMILY = "Branchbook Sans"
FOLDER = Path(__file__).resolve().parents[1] / "fonts"
LINE_HEIGHT = 1.35  # of the letters' size

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_PIECES = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\\s+")
_LATIN_EMS = 0.58  # letters, digits and signs of our typeface are 0.3 to 0.9 wide; labels hold few wide ones


@cache
def family() -> str:
    """The family's name, once matplotlib knows its files."""
    from matplotlib.font_manager import fontManager

    for file in ("BranchbookSans-Regular.ttf", "BranchbookSans-Bold.ttf"):
        fontManager.addfont(FOLDER / file)
    return FAMILY


def text_width(words: str, size: float) -> float:
    """How wide a line of text is at this size (points), in inches; rather too much than too little."""
    wide = len(_WIDE.findall(words))
    return (wide + _LATIN_EMS * (len(words) - wide)) * size / 72


def text_height(lines: int, size: float) -> float:
    """How tall this many lines are at this size (points), in inches."""
    return lines * LINE_HEIGHT * size / 72


def wrapped(words: str, size: float, room: float) -> str:
    """The words in lines no wider than ``room`` inches, broken between Chinese characters or at spaces.

    A single word that is wider than the room stands on a line of its own.
    """
    lines = [""]
    for piece in _PIECES.findall(words):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > room:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines if line.strip())
