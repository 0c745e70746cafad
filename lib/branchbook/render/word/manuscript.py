"""What is known while a report is being written: its language, the template's styles, and what is already taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from branchbook.render.colours import Palette
from branchbook.render.word.identity import Identities
from branchbook.render.word.numbered import Caption
from branchbook.render.word.numbering import Numbering
from branchbook.render.word.package import Parts
from branchbook.report.blocks import Labels

TWIPS_PER_CM = 567
EMU_PER_CM = 360_000


@dataclass
class Manuscript:
    """One report in the making. ``styles`` gives the id of a style by its name; ``text_width`` is in twentieths of a
    point, as Word counts page widths. ``heading_targets`` are the bookmarks to which the contents lead, heading by
    heading, ``captions`` all captions in order, ``references`` the one that a reference to a block shows, by the
    block's key. ``break_pending`` asks the next part to begin a page; ``page_ends`` tells that the one being written is
    the last before such a break.
    """

    language: str
    labels: Labels
    styles: Mapping[str, str]
    text_width: int
    palette: Palette
    issued: datetime
    parts: Parts
    numbering: Numbering
    identities: Identities
    heading_targets: Iterator[str]
    captions: Iterator[Caption]
    references: Mapping[str, Caption]
    break_pending: bool = False
    page_ends: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether Chinese typographic custom holds."""
        return self.language.startswith("zh")

    @property
    def text_width_cm(self) -> float:
        """The width of the text in centimetres."""
        return self.text_width / TWIPS_PER_CM

    def page_break(self) -> str:
        """The paragraph property that begins a page, if one was asked for; it is asked for once."""
        pending, self.break_pending = self.break_pending, False
        return "<w:pageBreakBefore/>" if pending else ""
