"""What Word numbers besides headings: the captions of tables and figures, counted here before they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from branchbook.render.plaintext import one_line
from branchbook.render.word.identity import Identities, contents_bookmark_of, reference_bookmark_of
from branchbook.report.blocks import Document, EcosystemMap, Figure, Table


@dataclass(frozen=True)
class Caption:
    """One caption to come: the key of its block, label and number, its words, and its two bookmarks: ``target``, to
    which the lists lead, and ``number_mark`` around label and number, which references show."""

    key: str
    label: str
    number: int
    words: str
    target: str
    number_mark: str

    @property
    def numbered(self) -> str:
        """Label and number: 图 3."""
        return f"{self.label} {self.number}"


def captions_of(document: Document, identities: Identities) -> list[Caption]:
    """Every caption of the document in order."""
    counts: dict[str, int] = {}
    captions = []
    for block in document.blocks:
        if isinstance(block, Table | Figure | EcosystemMap):
            label = document.labels.table if isinstance(block, Table) else document.labels.figure
            counts[label] = counts.get(label, 0) + 1
            target = identities.bookmark_name(contents_bookmark_of(block.key))
            mark = identities.bookmark_name(reference_bookmark_of(block.key))
            captions.append(Caption(block.key, label, counts[label], one_line(block.caption), target, mark))
    return captions


def number_marks(captions: Iterable[Caption]) -> dict[str, Caption]:
    """The caption to which a reference to a block leads, by the block's key: its first."""
    marks: dict[str, Caption] = {}
    for caption in captions:
        marks.setdefault(caption.key, caption)
    return marks


def caption_gap(language: str) -> str:
    """What stands between a caption's number and its words."""
    return "\u3000" if language.startswith("zh") else ".  "
