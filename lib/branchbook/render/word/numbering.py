"""Numbers of headings and lists: Word counts them; the contents, which stand before, need them counted here too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from branchbook.render.oxml import NAMESPACES, VAL, Element, elements, qualified, value_of, within
from branchbook.report.blocks import Block, Heading

HEADING_LISTS = {"zh": "Branchbook Headings Chinese", "en": "Branchbook Headings English"}
"""The list styles of the template that number headings, by language."""

_BEFORE_STYLE_LINK = {qualified("w:start"), qualified("w:numFmt"), qualified("w:lvlRestart")}
_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """A number from 1 to 999 in Chinese, as Word's ``chineseCountingThousand`` writes it: 十, 十二, 二十, 一百零三."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    written = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        written += "零"
    return written + (_DIGITS[ones] if ones else "")


def heading_numbers(blocks: Iterable[Block], language: str) -> list[str]:
    """The number of every heading in order: 一、 （一） 1. in Chinese, 1 1.1 1.1.1 otherwise."""
    counts = [0, 0, 0]
    numbers = []
    for heading in blocks:
        if not isinstance(heading, Heading):
            continue
        counts[heading.level - 1] += 1
        counts[heading.level :] = [0] * (3 - heading.level)
        numbers.append(written_number(counts[: heading.level], language))
    return numbers


def written_number(counts: list[int], language: str) -> str:
    """The number of a heading from the counts of its level and the levels above."""
    if not language.startswith("zh"):
        return ".".join(str(count) for count in counts)
    last = counts[-1]
    return (f"{chinese_number(last)}、", f"（{chinese_number(last)}）", f"{last}. ")[len(counts) - 1]


class Numbering:
    """The lists of a template: which one numbers the headings, and fresh ones for numbered paragraphs."""

    def __init__(self, numbering: Element, styles: Element, style_ids: Mapping[str, str]) -> None:
        self._numbering = numbering
        self._styles = {style.get(qualified("w:styleId")): style for style in within(styles, "w:style")}
        self._ids = style_ids

    def number_headings(self, language: str) -> None:
        """Let the heading styles count in the custom of the language, so that headings typed later do so too."""
        chosen = HEADING_LISTS["zh" if language.startswith("zh") else "en"]
        headings = {self._ids[f"heading {level}"]: level for level in (1, 2, 3)}
        for linked in list(within(self._numbering, "w:pStyle")):
            if linked.get(VAL) in headings:
                linked.getparent().remove(linked)
        number = self._list_of(chosen)
        for style, level in headings.items():
            self._styles[style].find("w:pPr/w:numPr/w:numId", NAMESPACES).set(VAL, number)
            self._link(self._levels(number)[level - 1], style)

    def restarted(self, style: str) -> str:
        """The id of a new list that looks like the style's own and begins at one."""
        used = [int(num.get(qualified("w:numId"))) for num in within(self._numbering, "w:num")]
        abstract = self._abstract_of(self._list_of(style))
        number = max(used) + 1
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        self._numbering.extend(
            elements(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{start}</w:num>')
        )
        return str(number)

    def _list_of(self, style: str) -> str:
        return value_of(self._styles[self._ids[style]], "w:pPr/w:numPr/w:numId")

    def _abstract_of(self, number: str) -> str:
        for num in within(self._numbering, "w:num"):
            if num.get(qualified("w:numId")) == number:
                return value_of(num, "w:abstractNumId")
        raise KeyError(f"the template has no list {number}")

    def _levels(self, number: str) -> list[Element]:
        abstract_id = self._abstract_of(number)
        for abstract in within(self._numbering, "w:abstractNum"):
            if abstract.get(qualified("w:abstractNumId")) == abstract_id:
                return list(abstract.findall("w:lvl", NAMESPACES))
        raise KeyError(f"the template has no list definition {abstract_id}")

    @staticmethod
    def _link(level: Element, style: str) -> None:
        (link,) = elements(f'<w:pStyle w:val="{style}"/>')
        before = [child for child in level if child.tag in _BEFORE_STYLE_LINK]
        before[-1].addnext(link)
