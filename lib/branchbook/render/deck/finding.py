"""The slides and shapes of a deck known again where an editor has dropped their names.

LibreOffice 7.4 drops the names of slides and gives placeholders names of its own, while it keeps those of all other
shapes. So a slide is known by its name, else by the shapes that it holds, else by what these say; and a placeholder by
its name, else by what it says, else by being the title. Both get their names again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from branchbook.render.deck.record import Record
from branchbook.render.deck.standing import Shape, Slide, slides_of
from branchbook.render.living.package import Package
from branchbook.render.oxml import NAMESPACES

_TITLE = ".title"


def named_slides(package: Package, old: Record, fresh: Iterable[str]) -> list[tuple[str, Slide]]:
    """The slides in order, each with the name under which we know it; empty for a slide that is a person's own."""
    known = {*old.slides, *fresh}
    slides = slides_of(package)
    names = [slide.name if slide.name in known else "" for slide in slides]
    for homes in (_homes_by_name, _homes_by_words):
        for place, slide in enumerate(slides):
            if not names[place]:
                names[place] = next((home for home in homes(slide, old) if home not in names), "")
    for name, slide in zip(names, slides, strict=True):
        if name:
            _name_again(name, slide, old)
    return list(zip(names, slides, strict=True))


def _homes_by_name(slide: Slide, old: Record) -> list[str]:
    """The slides on which the shapes that this one holds were last written, the likeliest first."""
    homes = Counter(old.shapes[shape.name].slide for shape in slide.shapes() if shape.name in old.shapes)
    return [home for home, _ in homes.most_common()]


def _homes_by_words(slide: Slide, old: Record) -> list[str]:
    """The slides that said what this one says, and no other slide did."""
    said = Counter(written.print for written in old.shapes.values())
    here = {shape.print for shape in slide.shapes()}
    homes = Counter(
        written.slide for written in old.shapes.values() if written.print in here and said[written.print] == 1
    )
    return [home for home, _ in homes.most_common()]


def _name_again(name: str, slide: Slide, old: Record) -> None:
    if slide.name != name:
        slide.root.find("p:cSld", NAMESPACES).set("name", name)
    shapes = list(slide.shapes())
    present = {shape.name for shape in shapes}
    lost = {key: written for key, written in old.shapes.items() if written.slide == name and key not in present}
    for shape in shapes:
        if shape.name in old.shapes or not _is_placeholder(shape):
            continue
        key = next((key for key, written in lost.items() if written.print == shape.print), "")
        if not key and _is_title(shape) and name + _TITLE in lost:
            key = name + _TITLE
        if key:
            shape.mark.set("name", key)
            del lost[key]


def _is_placeholder(shape: Shape) -> bool:
    return shape.element.find(".//p:ph", NAMESPACES) is not None


def _is_title(shape: Shape) -> bool:
    mark = shape.element.find(".//p:ph", NAMESPACES)
    return mark is not None and mark.get("type", "").endswith("itle")
