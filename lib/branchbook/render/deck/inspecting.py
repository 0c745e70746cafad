"""What stands in a deck that people have worked on, shape by shape, against what was last written;
nothing is changed."""

from __future__ import annotations

from branchbook.render.deck.record import decoded
from branchbook.render.deck.standing import Shape, slides_of
from branchbook.render.living.carried import carried
from branchbook.render.living.inspected import PartState, StandingPart
from branchbook.render.living.package import Package


def standing_shapes(package: Package) -> tuple[StandingPart, ...]:
    """The shapes of a deck in the order of its slides, those that are gone last; none where it carries no record."""
    record = decoded(carried(package))
    if record is None:
        return ()
    found: dict[str, StandingPart] = {}
    for slide in slides_of(package):
        speaker = slide.speaker(slide.name)
        for shape in (*slide.shapes(), *([speaker] if speaker is not None else [])):
            written = record.shapes.get(shape.name)
            if written is not None and shape.name not in found:
                state = PartState.AS_WRITTEN if shape.print == written.print else PartState.EDITED
                found[shape.name] = StandingPart(shape.name, _title(shape), " ".join(shape.words.split()), state)
    gone = [StandingPart(name, "", "", PartState.DELETED) for name in record.shapes if name not in found]
    return (*found.values(), *gone)


def _title(shape: Shape) -> str:
    """What a list of shapes shows: the words, else the description of a picture or chart."""
    return " ".join(shape.words.split()) or shape.alt
