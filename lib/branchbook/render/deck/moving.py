"""Fresh shapes and slides brought over into a deck that stands, with the charts, pictures and notes behind them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from branchbook.render.deck.offers import free_number
from branchbook.render.deck.presentation import list_slide
from branchbook.render.deck.standing import Shape, Slide
from branchbook.render.living.charts import CHART_TYPE, attach_workbook
from branchbook.render.living.package import (
    CHART,
    IMAGE,
    NOTES,
    NOTES_MASTER,
    PACKAGE,
    SLIDE,
    SLIDE_LAYOUT,
    SLIDE_MASTER,
    Package,
)
from branchbook.render.oxml import NAMESPACES, Element, qualified, within

_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
_REFERENCES = (("c:chart", "r:id"), ("a:blip", "r:embed"))


@dataclass(frozen=True)
class Mover:
    """Brings parts of a ``fresh`` deck over into the one that stands."""

    standing: Package
    fresh: Package

    def shape(self, shape: Shape, slide: Slide) -> Shape:
        """A copy of a fresh shape on a slide that stands."""
        copy = self.copied(shape, slide.part)
        next(within(copy, "p:cNvPr")).set("id", str(free_number(slide)))
        slide.tree.append(copy)
        return Shape(shape.name, shape.kind, copy, slide.part, self.standing)

    def copied(self, shape: Shape, part: str) -> Element:
        """A copy of a fresh shape whose chart or picture is related to this part."""
        copy = deepcopy(shape.element)
        for element, attribute in _REFERENCES:
            for reference in within(copy, element):
                old = self.fresh.target(shape.part, reference.get(qualified(attribute)))
                new = self.chart(old, part) if element == "c:chart" else self.picture(old, part)
                reference.set(qualified(attribute), new)
        return copy

    def chart(self, chart: str, part: str) -> str:
        """The relation from a part to a copy of a fresh chart with its workbook."""
        copy = self.standing.add("ppt/charts/chart{}.xml", self.fresh.entries[chart], CHART_TYPE)
        for workbook in self.fresh.related(chart, PACKAGE):
            attach_workbook(self.standing, copy, self.fresh.entries[workbook])
        return self.standing.relate(part, CHART, copy)

    def picture(self, picture: str, part: str) -> str:
        """The relation from a part to a copy of a fresh picture."""
        copy = self.standing.add("ppt/media/image{}.png", self.fresh.entries[picture], "image/png")
        return self.standing.relate(part, IMAGE, copy)

    def slide(self, fresh: Slide, after: Slide, wanted: set[str]) -> Slide:
        """A copy of a fresh slide behind one that stands, with those of its shapes that are wanted."""
        package = self.standing
        part = package.add("ppt/slides/slide{}.xml", self.fresh.entries[fresh.part], f"{_PRESENTATION}.slide+xml")
        package.relate(part, SLIDE_LAYOUT, self._layout_like(fresh, after))
        entry = list_slide(package, part, after.entry)
        copy = Slide(part, entry, package)
        for old, new in zip(fresh.shapes(), list(copy.shapes()), strict=True):
            if old.name in wanted:
                new.element.getparent().replace(new.element, self.copied(old, part))
            else:
                new.element.getparent().remove(new.element)
        self.speaker(fresh, copy)
        return copy

    def speaker(self, fresh: Slide, slide: Slide) -> None:
        """A copy of a fresh slide's speaker's notes behind a slide that has none."""
        package = self.standing
        for notes in self.fresh.related(fresh.part, NOTES):
            kind = f"{_PRESENTATION}.notesSlide+xml"
            copy = package.add("ppt/notesSlides/notesSlide{}.xml", self.fresh.entries[notes], kind)
            for master in package.related(package.document(), NOTES_MASTER):
                package.relate(copy, NOTES_MASTER, master)
            package.relate(copy, SLIDE, slide.part)
            package.relate(slide.part, NOTES, copy)

    def _layout_like(self, fresh: Slide, after: Slide) -> str:
        """The layout of the same name; where a person has deleted it, that of the slide before."""
        wanted = _layout_name(self.fresh, self.fresh.related(fresh.part, SLIDE_LAYOUT)[0])
        package = self.standing
        for master in package.related(package.document(), SLIDE_MASTER):
            for layout in package.related(master, SLIDE_LAYOUT):
                if _layout_name(package, layout) == wanted:
                    return layout
        return package.related(after.part, SLIDE_LAYOUT)[0]


def _layout_name(package: Package, part: str) -> str:
    return str(package.tree(part).find("p:cSld", NAMESPACES).get("name", ""))


def remove_shape(package: Package, shape: Shape) -> None:
    """Take a shape off its slide, with the chart or picture that only it shows."""
    shape.element.getparent().remove(shape.element)
    used = {
        found.get(qualified(attribute))
        for element, attribute in _REFERENCES
        for found in within(package.tree(shape.part), element)
    }
    for element, attribute in _REFERENCES:
        for reference in within(shape.element, element):
            relation = reference.get(qualified(attribute))
            if relation and relation not in used and package.target(shape.part, relation):
                package.unrelate(shape.part, relation)
