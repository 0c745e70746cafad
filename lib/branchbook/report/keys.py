"""The keys under which a report's parts are known: what a person may place in a template or a report, and what it says.

Which parts a branch has depends on its data; what the outline names, the findings that the catalog has words for and
what chapters keep besides are known before anything was run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from branchbook.indicators import BY_NAME
from branchbook.report.blocks import (
    AppendixHeading,
    Block,
    BulletList,
    Document,
    EcosystemMap,
    Figure,
    Heading,
    Paragraph,
    Table,
)
from branchbook.report.numbers import numbers_of
from branchbook.report.outline import CHAPTERS, DIAGNOSIS, FURTHER_CHAPTERS, Chapter
from branchbook.report.placing import blocks_of
from branchbook.text import Text
from branchbook.values.artifact import Artifact, FigureKind
from branchbook.values.quantity import Estimate, Quantity

_BESIDES = {
    "40_ecosystem_map": ("records",),
    "50_claim_allocation": ("allocation", "people", "state_word"),
    "60_outreach_plan": ("moves", "plans", "provisional", "tasks"),
}
"""What chapters keep for ledgers and workbooks, and the outline does not name."""

_OF_AN_ESTIMATE = ("low", "high", "n", "gap")
_SUMMARY = ("heading", "lead", "findings", "strengths", "missing")
_APPENDIX = ("sources", "methods", "rules")
_FINDING = re.compile(r"finding\.([^.]+)\.title")


class Kind(StrEnum):
    """What stands under a key."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CHART = "chart"
    PICTURE = "picture"
    NUMBER = "number"  #: fits into a line


@dataclass(frozen=True)
class Key:
    """A key, what stands under it (None as long as no data have told), and what that says for one branch; ``placed``
    tells whether the outline has it."""

    key: str
    kind: Kind | None
    sample: str
    placed: bool = True


def keys_of(document: Document, artifacts: Mapping[str, Artifact], text: Text) -> tuple[Key, ...]:
    """Every key of one branch with a sample: the outline's parts in their order, then what else may be placed."""
    listed: dict[str, Key] = {}
    for block in document.blocks:
        key = _key(block)
        if key:
            listed.setdefault(block.key, key)
    for name, words in numbers_of(document.blocks).items():
        listed.setdefault(name, Key(name, Kind.NUMBER, words))
    for name, artifact in artifacts.items():
        if isinstance(artifact.value, Quantity | Estimate):
            listed[name] = Key(name, Kind.NUMBER, text.value(artifact.value), name in listed)
        for block in blocks_of(artifact, text)[:1]:
            key = _key(block)
            if key and name not in listed:
                listed[name] = Key(name, key.kind, key.sample, placed=False)
    return tuple(listed.values())


def _key(block: Block) -> Key | None:
    match block:
        case Heading(key, words) | AppendixHeading(key, words):
            return Key(key, Kind.HEADING, words)
        case Paragraph(key, words):
            return Key(key, Kind.PARAGRAPH, words)
        case BulletList(key, items):
            return Key(key, Kind.LIST, items[0] if items else "")
        case Table():
            return Key(block.key, Kind.TABLE, block.caption)
        case Figure():
            drawn = block.kind is FigureKind.HEATMAP
            return Key(block.key, Kind.PICTURE if drawn else Kind.CHART, block.caption)
        case EcosystemMap():
            return Key(block.key, Kind.PICTURE, block.caption)
        case _:
            return None


def outline_keys(text: Text) -> frozenset[str]:
    """Every key that a report can hold for what the outline and the catalog say, whatever the data."""
    findings = [found[1] for entry in text.entries if (found := _FINDING.fullmatch(entry))]
    return frozenset(
        chain(
            (f"summary.{name}" for name in _SUMMARY),
            (f"{DIAGNOSIS}.{name}" for name in ("findings", "scorecard.headline")),
            chain.from_iterable(_chapter_keys(chapter) for chapter in (*CHAPTERS, *FURTHER_CHAPTERS)),
            (f"chapter.findings{name}" for name in ("", ".strengths", ".strengths.list")),
            (f"chapter.missing{name}" for name in ("", ".lead", ".table")),
            (f"finding.{code}{name}" for code in findings for name in ("", ".evidence", ".advice")),
            ("chapter.own", "appendix"),
            (f"appendix.{name}" for name in _APPENDIX),
            (f"{DIAGNOSIS}.appendix.{name}" for name in _APPENDIX),
        )
    )


def kept_keys() -> frozenset[str]:
    """Every key that chapters can keep besides the outline's, whatever the data: figures of indicators, whole lists."""
    return frozenset(
        chain(
            (f"{DIAGNOSIS}.indicator.{name}{side}" for name in BY_NAME for side in ("", ".peers")),
            (f"{notebook}.{name}" for notebook, names in _BESIDES.items() for name in names),
            (f"{chapter.notebook}.rules" for chapter in FURTHER_CHAPTERS),
        )
    )


def _chapter_keys(chapter: Chapter) -> Iterator[str]:
    yield f"chapter.{chapter.name}"
    yield f"{chapter.notebook}.{chapter.lead}"
    for part in chapter.parts:
        if part.name:
            yield f"chapter.{chapter.name}.{part.name}"
        yield from (f"{chapter.notebook}.{name}" for name in part.artifacts)


def number_names(text: Text) -> frozenset[str]:
    """What the key of a number adds to that of the part in whose sentences it stands: the sentence's name and its own.

    Which of them a branch has depends on its data.
    """
    sentences = (f"{key.rpartition('.')[2]}.{name}" for key in text.entries for name in text.wants(key))
    return frozenset(chain(sentences, _OF_AN_ESTIMATE))


def is_number(key: str, known: Collection[str], names: Collection[str]) -> bool:
    """Whether a key is that of a number in a sentence of a known part."""
    parent = part_of(key, known)
    return parent != "" and key.removeprefix(f"{parent}.") in names


def part_of(key: str, known: Collection[str]) -> str:
    """The known part below whose key this one lies; empty where it lies below none."""
    parents = key.split(".")
    above = (".".join(parents[:length]) for length in range(len(parents) - 1, 1, -1))
    return next((parent for parent in above if parent in known), "")
