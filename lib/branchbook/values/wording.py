"""Words that are not yet words: terms and sentences of the catalogs, free of any language.

A piece of wording is either the data's own words (a plain ``str``: a product's name) or a :class:`Term`, which the
text floor looks up in the language of the engagement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from branchbook.values.quantity import Estimate, Quantity


@dataclass(frozen=True, order=True)
class Term:
    """A catalog entry without placeholders, by key: ``Term("channel.counter")``."""

    key: str


Wording = str | Term


@dataclass(frozen=True)
class Names:
    """Several wordings that a sentence lists: A、B 和 C."""

    items: tuple[Wording, ...]


@dataclass(frozen=True)
class Clauses:
    """Sentences that one sentence joins: 甲；乙；丙."""

    items: tuple[Sentence, ...]


SentenceValue = str | int | date | Term | Quantity | Estimate | Names | Clauses


@dataclass(frozen=True)
class Sentence:
    """A catalog entry with its values: ``Sentence("waits.median", {"wait": Quantity(12, Unit.MINUTES)})``.

    The catalogs hold ``{name}`` placeholders only; the value's type and unit decide how it is written.
    """

    key: str
    values: Mapping[str, SentenceValue] = field(default_factory=dict)
