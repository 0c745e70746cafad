"""Our own typeface for figures: the same letters on every machine, Chinese included, and their measure."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

FAMILY = "Branchbook Sans"
FOLDER = Path(__file__).resolve().parents[1] / "fonts"
LINE_HEIGHT = 1.35  # of the letters' size
MIDDLE = 0.37  # of the letters' size: how far the middle of a line lies above the ground that its letters stand on

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


@cache
def _drawn() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(FOLDER / "BranchbookSans-Regular.ttf").get_charmap())


def drawable(words: str) -> str:
    """The words with a box in place of every character that our typeface does not hold: emoji, the rarest names."""
    return "".join(letter if ord(letter) in _drawn() or letter.isspace() else "□" for letter in words)


def text_width(words: str, size: float) -> float:
    """How wide a line of text is at this size (points), in inches; rather too much than too little."""
    return _width(_count_wide(words), len(words), size)


def _width(wide: int, letters: int, size: float) -> float:
    return (wide + _LATIN_EMS * (letters - wide)) * size / 72


def _count_wide(words: str) -> int:
    return 0 if words.isascii() else len(_WIDE.findall(words))


def text_height(lines: int, size: float) -> float:
    """How tall this many lines are at this size (points), in inches."""
    return lines * LINE_HEIGHT * size / 72


@lru_cache(maxsize=4096)  # sheets and figures repeat the same names over and over
def wrapped(words: str, size: float, room: float, most_lines: int = 0) -> str:
    """The words in lines no wider than ``room`` inches, broken between Chinese characters or at spaces.

    A word that is wider than the room is broken anywhere. With ``most_lines`` whatever is left over goes, and the
    last line ends in an ellipsis.
    """
    if (line := words.rstrip()) and text_width(line, size) <= room:
        return line
    lines, wide = [""], 0  # wide letters are counted as a line grows, not again for each piece
    for piece in _PIECES.findall(words):
        for part in _broken(piece, size, room):
            more = _count_wide(part)
            if lines[-1] and not part.isspace() and _width(wide + more, len(lines[-1]) + len(part), size) > room:
                lines.append("")
                wide = 0
            lines[-1] += part
            wide += more
    filled = [line.rstrip() for line in lines if line.strip()]
    if most_lines and len(filled) > most_lines:
        filled = [*filled[: most_lines - 1], _ended(filled[most_lines - 1], size, room)]
    return "\n".join(filled)


def tears(words: str, size: float, room: float) -> bool:
    """Whether a word is wider than ``room`` inches, so that lines of that width would tear it apart."""
    return any(text_width(piece, size) > room for piece in _PIECES.findall(words))


def _broken(piece: str, size: float, room: float) -> list[str]:
    if text_width(piece, size) <= room:
        return [piece]
    letters = max(1, int(room / text_width("x", size)))
    return [piece[start : start + letters] for start in range(0, len(piece), letters)]


def _ended(line: str, size: float, room: float) -> str:
    while line and text_width(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line}…"
