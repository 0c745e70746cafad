"""Lines of text on a slide: how much room they take, and their paragraphs in DrawingML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from branchbook.render.deck.geometry import points
from branchbook.render.metrics import Letters
from branchbook.render.plaintext import one_line, xml_text

INK = '<a:schemeClr val="tx1"/>'
GREY = '<a:schemeClr val="tx1"><a:lumMod val="75000"/><a:lumOff val="25000"/></a:schemeClr>'

_INDENT = 1.35  # of the letters' size: how far a bullet's words are set in
_FAMILY = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'


class Bullet(StrEnum):
    NONE = ""
    DOT = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    NUMBER = '<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod" startAt="{start}"/>'


@dataclass(frozen=True)
class Line:
    """A paragraph of one look; ``size`` and the gap ``before`` it are in points, ``number`` counts a numbered item."""

    words: str
    size: float
    bold: bool = False
    colour: str = INK
    bullet: Bullet = Bullet.NONE
    before: float = 0.0
    align: str = "l"
    number: int = 1

    @property
    def indent(self) -> float:
        """How far the words are set in, in points."""
        return _INDENT * self.size if self.bullet else 0.0

    def lines(self, room: float) -> int:
        """How many lines it takes in a box of this width in points."""
        return Letters(self.size, self.bold).lines(one_line(self.words), max(room - self.indent, self.size))

    def height(self, room: float) -> float:
        """How tall it is in a box of this width, in points, with the gap before it."""
        return self.before + self.lines(room) * Letters(self.size).line

    def sized(self, size: float) -> Line:
        """The same in other letters; the gap before it shrinks along."""
        return replace(self, size=size, before=self.before * size / self.size)


def height(lines: Sequence[Line], room: float) -> float:
    """How tall lines are together in a box of this width, in points."""
    return sum(line.height(room) for line in lines)


def fitted(lines: Sequence[Line], room: float, most: float, least_size: float) -> tuple[Line, ...] | None:
    """The lines in letters so small that they are no taller than ``most`` points; None where the least won't do."""
    largest = max((line.size for line in lines), default=least_size)
    size = largest
    while size >= min(largest, least_size):
        smaller = tuple(line.sized(max(line.size * size / largest, min(line.size, least_size))) for line in lines)
        if height(smaller, room) <= most:
            return smaller
        size -= 0.5
    return None


def paragraphs(lines: Sequence[Line], language: str) -> str:
    """The paragraphs of a text body; an empty one where there are no lines."""
    return "".join(_paragraph(line, language) for line in lines) or "<a:p/>"


def _paragraph(line: Line, language: str) -> str:
    if line.bullet:
        bullet = line.bullet.value.replace("{start}", str(line.number))
        place = f' marL="{points(line.indent)}" indent="{-points(line.indent)}"'
    else:
        bullet, place = "<a:buNone/>", ' marL="0" indent="0"'
    before = f'<a:spcBef><a:spcPts val="{round(100 * line.before)}"/></a:spcBef>'
    return (
        f'<a:p><a:pPr{place} algn="{line.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>{before}{bullet}</a:pPr>'
        f"<a:r>{run_properties(line, language)}<a:t>{xml_text(line.words)}</a:t></a:r></a:p>"
    )


def run_properties(line: Line, language: str) -> str:
    """How the letters of a line look."""
    return (
        f'<a:rPr lang="{_office_language(language)}" altLang="en-US" '
        f'sz="{round(100 * line.size)}" b="{int(line.bold)}">'
        f"<a:solidFill>{line.colour}</a:solidFill>{_FAMILY}</a:rPr>"
    )


def plain_paragraphs(words: Sequence[str], language: str, size: float | None = None) -> str:
    """Paragraphs that look as their placeholder does, smaller where ``size`` says so."""
    small = "" if size is None else f' sz="{round(100 * size)}"'
    mark = f'<a:rPr lang="{_office_language(language)}" altLang="en-US"{small}/>'
    return "".join(f"<a:p><a:r>{mark}<a:t>{xml_text(line)}</a:t></a:r></a:p>" for line in words) or "<a:p/>"


def _office_language(language: str) -> str:
    return "en-US" if language == "en" else language
