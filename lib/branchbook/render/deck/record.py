"""What was last written into a deck, shape by shape: carried by the file, and copied beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from branchbook.render.deck.drawn import drawn
from branchbook.render.deck.standing import SPEAKER_SUFFIX, Shape, slides_of
from branchbook.render.living.carried import carried
from branchbook.render.living.package import Package
from branchbook.render.living.prints import words_print


@dataclass(frozen=True)
class Written:
    """One shape as it was last written, on the slide of this name; ``offered`` is the fingerprint of the version that
    is offered beside a person's own words. ``look`` is how its XML looked, ``drawn`` what was to be seen of it."""

    slide: str
    kind: str
    print: str
    look: str
    box: tuple[int, int, int, int]
    alt: str = ""
    offered: str = ""
    drawn: str = ""


@dataclass(frozen=True)
class Record:
    """All shapes by name, and the names of the slides in their order."""

    shapes: dict[str, Written] = field(default_factory=dict)
    slides: tuple[str, ...] = ()

    def text(self) -> str:
        """The record as JSON: the same shapes give the same words."""
        shapes = {name: asdict(shape) for name, shape in sorted(self.shapes.items())}
        return json.dumps({"shapes": shapes, "slides": self.slides}, ensure_ascii=False, indent=0)


def decoded(text: str) -> Record | None:
    """A record from its JSON; None where it is none."""
    try:
        known = json.loads(text)
        shapes = {}
        for name, shape in known["shapes"].items():
            left, top, width, height = (int(side) for side in shape["box"])
            shapes[name] = Written(**{**shape, "box": (left, top, width, height)})
        return Record(shapes, tuple(str(name) for name in known["slides"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def recorded(package: Package, copy: Path) -> Record | None:
    """The record in the file, else its copy beside it; None where there is neither."""
    found = decoded(carried(package))
    if found is None and copy.is_file():
        return decoded(copy.read_text(encoding="utf-8"))
    return found


def written(shape: Shape, slide: str) -> Written:
    """A shape as it stands now, on the slide of this name."""
    alt = words_print(shape.alt)
    return Written(slide, shape.kind, shape.print, shape.look, shape.box, alt, drawn=drawn(shape))


def fresh_shapes(package: Package) -> dict[str, Shape]:
    """Every shape of a deck just made by its name, speakers' notes among them, in the order of the slides."""
    shapes: dict[str, Shape] = {}
    for slide in slides_of(package):
        shapes.update({shape.name: shape for shape in slide.shapes()})
        speaker = slide.speaker(slide.name)
        if speaker is not None:
            shapes[slide.name + SPEAKER_SUFFIX] = speaker
    return shapes


def record_of(package: Package) -> Record:
    """The record of a deck just made."""
    slide_of = {slide.part: slide.name for slide in slides_of(package)}
    shapes = {}
    for name, shape in fresh_shapes(package).items():
        slide = slide_of.get(shape.part) or name.removesuffix(SPEAKER_SUFFIX)
        shapes[name] = written(shape, slide)
    return Record(shapes, tuple(slide_of.values()))
