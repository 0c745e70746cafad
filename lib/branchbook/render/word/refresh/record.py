"""What was last written, part by part, carried by the document itself.

It stands in a custom XML part of the file, because Word keeps such parts and LibreOffice 7.4 was seen to keep them too,
along with properties of the file, while it drops the tags of all controls. Properties hold 255 characters in Word, so
they can't carry it. A copy lies in the branch's folder (``artifacts/report/parts.json``), for editors that drop even
this. A report that has neither is one that this program never wrote: all that it says counts as a person's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from branchbook.render.living.carried import carried, carry
from branchbook.render.living.package import Package
from branchbook.render.word.refresh.shape import Shape, part_print


@dataclass(frozen=True)
class Written:
    """One part as it was last written. ``mark`` is its bookmark and ``anchor`` the block that has it; ``offered`` the
    fingerprint of the version that a comment offers beside a person's own words."""

    tag: str
    shapes: tuple[Shape, ...]
    mark: str = ""
    anchor: int = 0
    title: str = ""
    alt: str = ""
    look: str = ""
    size: tuple[int, int] = (0, 0)
    offered: str = ""

    @property
    def print(self) -> str:
        """The fingerprint of the whole part."""
        return part_print(self.shapes)


@dataclass(frozen=True)
class Record:
    """All parts by name (their tag, with a count where one tag stands for several), and what stands within lines."""

    parts: dict[str, Written] = field(default_factory=dict)
    inline: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The record as JSON: the same parts give the same words."""
        told = {"parts": dict(sorted(self.parts.items())), "inline": dict(sorted(self.inline.items()))}
        return json.dumps(told, ensure_ascii=False, default=vars)


def decoded(text: str) -> Record | None:
    """A record from its JSON; None where it is none."""
    try:
        known = json.loads(text)
        return Record({name: _part(part) for name, part in known["parts"].items()}, dict(known["inline"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _part(known: dict[str, Any]) -> Written:
    part = Written(**known)
    shapes = tuple(Shape(**shape) for shape in known["shapes"])
    return replace(part, shapes=shapes, size=(int(part.size[0]), int(part.size[1])))


def recorded(package: Package, copy: Path | None) -> Record | None:
    """The record in the document, else its copy in the folder; None where there is neither."""
    found = decoded(carried(package))
    if found is not None:
        return found
    if copy is not None and copy.is_file():
        return decoded(copy.read_text(encoding="utf-8"))
    return None


def record_in(package: Package, record: Record) -> None:
    """Put the record into the document."""
    carry(package, record.text())
