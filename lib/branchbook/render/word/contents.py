"""The contents and the lists of figures and tables: fields of Word's whose entries are filled in, so that no reader
ever sees them empty.

Every entry is a link. They are without page numbers, and the fields say so themselves (``\\n``): only the program that
breaks the pages knows them, and a number that is false is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from branchbook.render.plaintext import one_line
from branchbook.render.word.fields import END, opened
from branchbook.render.word.identity import Identities, contents_bookmark_of
from branchbook.render.word.numbered import Caption, caption_gap
from branchbook.render.word.numbering import heading_numbers
from branchbook.render.word.paragraphs import paragraph, run
from branchbook.report.blocks import AppendixHeading, Document, Heading

LISTS = ("contents.figures", "contents.tables")
"""The controls of the template that take the lists."""

_DEEPEST = 2
_APPENDIX_SECTION = 3  # the outline level of the style: in Word's navigation, but not in the contents
_TOGETHER = 8  # lines at the end of the contents and of each list, lest two of them take a page of their own
_HEADINGS = f'TOC \\o "1-{_DEEPEST}" \\n \\h \\z \\u'
_CAPTIONS = 'TOC \\n \\h \\z \\c "{label}"'


@dataclass(frozen=True)
class Entry:
    """One line of the contents or of a list: its words, and the bookmark that it leads to.

    ``level`` is the heading's; 0 in lists of figures and tables.
    """

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


def caption_entries(captions: Iterable[Caption], label: str, language: str) -> list[Entry]:
    """An entry for every caption with this label, in order."""
    gap = caption_gap(language)
    return [Entry(0, f"{one.numbered}{gap}{one.words}", one.target) for one in captions if one.label == label]


def contents(title: str, listed: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The paragraphs of the contents under their title; nothing where there is nothing to list."""
    shown = [entry for entry in listed if entry.level <= _DEEPEST]
    if not shown:
        return ""
    return paragraph(styles["TOC Heading"], run(title)) + contents_lines(shown, styles)


def caption_list(title: str, label: str, listed: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The paragraphs of a list of figures or tables under its title; nothing without a title or entries."""
    if not listed or not title:
        return ""
    return paragraph(styles["Branchbook Lists Heading"], run(title)) + caption_lines(label, listed, styles)


def contents_lines(shown: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The field of the contents itself: a paragraph for every entry."""
    return _lines(_HEADINGS, shown, {level: styles[f"toc {level}"] for level in range(1, _DEEPEST + 1)})


def caption_lines(label: str, listed: Sequence[Entry], styles: Mapping[str, str]) -> str:
    """The field of a list itself: a paragraph for every caption with this label."""
    return _lines(_CAPTIONS.format(label=label), listed, {0: styles["table of figures"]})


def _lines(instruction: str, listed: Sequence[Entry], style_of: Mapping[int, str]) -> str:
    lines = []
    for index, entry in enumerate(listed):
        link = f'<w:hyperlink w:anchor="{entry.target}" w:history="1">{run(entry.words)}</w:hyperlink>'
        start = opened(instruction) if index == 0 else ""
        finish = END if index == len(listed) - 1 else ""
        hold = "<w:keepNext/>" if len(listed) - _TOGETHER <= index < len(listed) - 1 else ""
        lines.append(paragraph(style_of[entry.level], start + link + finish, hold))
    return "".join(lines)
