"""The cover, and what stands at the head and foot of the pages after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from branchbook.render.word.controls import anchored
from branchbook.render.word.fields import field
from branchbook.render.word.identity import Identities
from branchbook.render.word.paragraphs import paragraph, run
from branchbook.report.blocks import Cover, Labels

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_PLACES = re.compile("({pages?})")


def cover_parts(cover: Cover, styles: Mapping[str, str], identities: Identities) -> dict[str, Callable[[], str]]:
    """What writes the cover's paragraphs, by the tag of the control that takes them."""
    return {
        "cover.title": lambda: _if_any("cover.title", cover.title, styles["Title"], identities),
        "cover.subtitle": lambda: _if_any("cover.subtitle", cover.subtitle, styles["Subtitle"], identities),
        "cover.lines": lambda: _lines(cover, styles, identities),
        "cover.disclaimer": lambda: _if_any(
            "cover.disclaimer", cover.disclaimer, styles["Branchbook Disclaimer"], identities
        ),
    }


def margin_parts(labels: Labels, styles: Mapping[str, str], identities: Identities) -> dict[str, Callable[[], str]]:
    """What writes the paragraphs of page header and footer, by the tag of the control that takes them."""
    return {
        "header": lambda: paragraph(styles["header"], anchored(identities, "header", run(labels.header))),
        "footer": lambda: paragraph(styles["footer"], anchored(identities, "footer", _page_of_pages(labels.page))),
    }


def _if_any(tag: str, words: str, style: str, identities: Identities) -> str:
    return paragraph(style, anchored(identities, tag, run(words))) if words else ""


def _lines(cover: Cover, styles: Mapping[str, str], identities: Identities) -> str:
    """The labelled lines; the first carries the second anchor."""
    insides = [run(label, styles["Branchbook Cover Label"]) + run(f"\t{words}") for label, words in cover.lines]
    insides[:1] = [anchored(identities, "cover.lines", inside) for inside in insides[:1]]
    return "".join(paragraph(styles["Branchbook Cover Line"], inside) for inside in insides)


def _page_of_pages(pattern: str) -> str:
    return "".join(
        field(_FIELDS[piece], "1") if piece in _FIELDS else run(piece) for piece in _PLACES.split(pattern) if piece
    )
