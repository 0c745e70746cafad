"""What is known while a report is being written: its language, the template's styles, and what is already taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from branchbook.render.colours import Palette
from branchbook.render.word.identity import Identities
from branchbook.render.word.numbering import Numbering
from branchbook.render.word.package import Parts
from branchbook.report.blocks import Labels

TWIPS_PER_CM = 567
EMU_PER_CM = 360_000


@dataclass
class Manuscript:
    """One report in the making. ``styles`` gives the id of a style by its name; ``text_width`` is in twentieths of a
    point, as Word counts page widths. ``heading_targets`` are the bookmarks to which the contents lead, heading by heading;
    ``break_pending`` asks the next part to begin a page.
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
    counts: dict[str, int] = field(default_factory=dict)
    break_pending: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether Chinese typographic custom holds."""
        return self.language.startswith("zh")

    @property
    def caption_gap(self) -> str:
        """What stands between a caption's number and its words."""
        return "\u3000" if self.is_chinese else ".  "

    @property
    def text_width_cm(self) -> float:
        """The width of the text in centimetres."""
        return self.text_width / TWIPS_PER_CM

    def next_number(self, label: str) -> int:
        """The number of the next caption with this label."""
        self.counts[label] = self.counts.get(label, 0) + 1
        return self.counts[label]

    def page_break(self) -> str:
        """The paragraph property that begins a page, if one was asked for; it is asked for once."""
        pending, self.break_pending = self.break_pending, False
        return "<w:pageBreakBefore/>" if pending else ""
