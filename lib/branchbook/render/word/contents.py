"""The contents: a field of Word's whose entries are filled in, so that no reader ever sees it empty.

Without page numbers, and the field says so itself (``\\n``): only the program that breaks the pages knows them, and a
number that is false is worse than none. Every entry is a link to its heading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from branchbook.render.plaintext import one_line
from branchbook.render.word.fields import END, opened
from branchbook.render.word.identity import Identities, contents_bookmark_of
from branchbook.render.word.numbering import heading_numbers
from branchbook.render.word.paragraphs import paragraph, run
from branchbook.report.blocks import AppendixHeading, Document, Heading

_DEEPEST = 2
_APPENDIX_SECTION = 3  # the outline level of the style: in Word's navigation, but not in the contents
_INSTRUCTION = f'TOC \\o "1-{_DEEPEST}" \\n \\h \\z \\u'


@dataclass(frozen=True)
class Entry:
    """One heading as the contents show it; ``target`` is the bookmark at the heading."""

    level: int
    words: str
    target: str


def entries(document: Document, identities: Identities) -> list[Entry]:
    """An entry for every heading of the document, in order."""
    numbers = iter(heading_numbers(document.blocks, document.language))
    gap = "" if document.language.startswith("zh") else "  "
    listed = []
    for block in document.blocks:
        if not isinstance(block, (Heading, AppendixHeading)):
            continue
        number = f"{next(numbers)}{gap}" if isinstance(block, Heading) else ""
        level = block.level if isinstance(block, Heading) or block.level == 1 else _APPENDIX_SECTION
        target = identities.bookmark_name(contents_bookmark_of(block.key))
        listed.append(Entry(level, number + one_line(block.text), target))
    return listed


def contents(title: str, listed: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The paragraphs of the contents under their title; nothing where there is nothing to list."""
    shown = [entry for entry in listed if entry.level <= _DEEPEST]
    if not shown:
        return ""
    return paragraph(styles["TOC Heading"], run(title)) + contents_lines(shown, styles)


def contents_lines(shown: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The field itself: a paragraph for every entry."""
    lines = []
    for index, entry in enumerate(shown):
        link = f'<w:hyperlink w:anchor="{entry.target}" w:history="1">{run(entry.words)}</w:hyperlink>'
        start = opened(_INSTRUCTION) if index == 0 else ""
        finish = END if index == len(shown) - 1 else ""
        lines.append(paragraph(styles[f"toc {entry.level}"], start + link + finish))
    return "".join(lines)
