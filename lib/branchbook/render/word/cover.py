"""The cover, and what stands at the head and foot of the pages after it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from branchbook.render.word.fields import field
from branchbook.render.word.paragraphs import paragraph, run
from branchbook.report.blocks import Cover, Labels

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_PLACES = re.compile("({pages?})")


def cover_parts(cover: Cover, styles: Mapping[str, str]) -> dict[str, str]:
    """The cover's paragraphs by the tag of the control that takes them."""
    return {
        "cover.title": _if_any(cover.title, styles["Title"]),
        "cover.subtitle": _if_any(cover.subtitle, styles["Subtitle"]),
        "cover.lines": "".join(_labelled(label, words, styles) for label, words in cover.lines),
        "cover.disclaimer": _if_any(cover.disclaimer, styles["Branchbook Disclaimer"]),
    }


def margin_parts(labels: Labels, styles: Mapping[str, str]) -> dict[str, str]:
    """The paragraphs of page header and footer by the tag of the control that takes them."""
    return {
        "header": paragraph(styles["header"], run(labels.header)),
        "footer": paragraph(styles["footer"], _page_of_pages(labels.page)),
    }


def _if_any(words: str, style: str) -> str:
    return paragraph(style, run(words)) if words else ""


def _labelled(label: str, words: str, styles: Mapping[str, str]) -> str:
    named = run(label, styles["Branchbook Cover Label"])
    return paragraph(styles["Branchbook Cover Line"], named + run(f"\t{words}"))


def _page_of_pages(pattern: str) -> str:
    return "".join(
        field(_FIELDS[piece], "1") if piece in _FIELDS else run(piece) for piece in _PLACES.split(pattern) if piece
    )
