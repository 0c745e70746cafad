"""What the refreshing of one report needs at hand:
both packages, their styles, and how a fresh part is brought over."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from branchbook.render.living.charts import CHART_TYPE, attach_workbook
from branchbook.render.living.package import CHART, IMAGE, NUMBERING, PACKAGE, STYLES, Package
from branchbook.render.oxml import NAMESPACES, VAL, Element, qualified, value_of, within
from branchbook.render.word.identity import Identities
from branchbook.render.word.numbering import Numbering
from branchbook.render.word.refresh.shape import Reader

_STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")


@dataclass(frozen=True)
class Side:
    """One package and its styles."""

    package: Package

    @cached_property
    def document(self) -> str:
        """The name of the main part."""
        return self.package.document()

    @cached_property
    def styles(self) -> Element:
        """The part of the styles."""
        return self.package.tree(self.package.related(self.document, STYLES)[0])

    @cached_property
    def names(self) -> dict[str, str]:
        """A style's name by its id, in lower case: editors write ``caption`` and ``Caption`` for one style."""
        return {
            style.get(qualified("w:styleId")): value_of(style, "w:name").casefold()
            for style in within(self.styles, "w:style")
        }

    @cached_property
    def ids(self) -> dict[str, str]:
        """A style's id by its name."""
        ids: dict[str, str] = {}
        for style, name in self.names.items():
            ids.setdefault(name, style)
        return ids

    def reader(self, story: str) -> Reader:
        """A reader of one of the package's texts."""
        return Reader(self.package, story, self.names)


@dataclass
class Desk:
    """The report that stands, the fresh one, and the names and numbers that are taken in the former."""

    standing: Side
    fresh: Side
    identities: Identities = field(default_factory=Identities)

    def take_stock(self, roots: list[Element]) -> None:
        """Note what the report that stands uses already."""
        identities = self.identities
        for root in roots:
            for properties in within(root, "w:sdtPr"):
                number = value_of(properties, "w:id", "0")
                identities.controls.add(int(number) if number.lstrip("-").isdigit() else 0)
            for mark in within(root, "w:bookmarkStart"):
                identities.names.add(mark.get(qualified("w:name")))
                identities.bookmarks = max(identities.bookmarks, _number(mark.get(qualified("w:id"))))
            for drawing in within(root, "wp:docPr"):
                identities.drawings = max(identities.drawings, _number(drawing.get("id")))

    def imported(self, element: Element, story: str) -> Element:
        """A copy of a fresh element that fits into the report that stands."""
        copy = deepcopy(element)
        for name in _STYLED:
            for styled in within(copy, name):
                styled.set(VAL, self.style_for(self.fresh.names.get(styled.get(VAL), "")) or styled.get(VAL))
        self._renumber_lists(copy)
        self._rename(copy)
        for chart in within(copy, "c:chart"):
            chart.set(qualified("r:id"), self.chart_for(chart.get(qualified("r:id")), story))
        for picture in within(copy, "a:blip"):
            picture.set(qualified("r:embed"), self.picture_for(picture.get(qualified("r:embed")), story))
        return copy

    def imported_shell(self, control: Element) -> Element:
        """A fresh control without its content."""
        shell = etree.Element(control.tag, nsmap={"w": NAMESPACES["w"]})
        shell.append(deepcopy(control.find("w:sdtPr", NAMESPACES)))
        etree.SubElement(shell, qualified("w:sdtContent"))
        self._rename(shell)
        return shell

    def style_for(self, name: str) -> str:
        """The id of the style of this name; it is brought over where the report that stands has lost it."""
        if name and name not in self.standing.ids and name in self.fresh.ids:
            self._bring_style(name)
        return self.standing.ids.get(name, "")

    def chart_for(self, relation: str, story: str) -> str:
        """The relation of a chart brought over with its workbook."""
        source, target = self.fresh.package, self.standing.package
        part = source.target(self.fresh.document, relation)
        chart = target.add("word/charts/chart{}.xml", source.entries[part], CHART_TYPE)
        for workbook in source.related(part, PACKAGE):
            attach_workbook(target, chart, source.entries[workbook])
        return target.relate(story, CHART, chart)

    def picture_for(self, relation: str, story: str) -> str:
        """The relation of a picture brought over; the same picture is kept once."""
        source, target = self.fresh.package, self.standing.package
        content = source.entries[source.target(self.fresh.document, relation)]
        for known in target.related(story, IMAGE):
            if target.entries.get(known) == content:
                return target.relate(story, IMAGE, known)
        return target.relate(story, IMAGE, target.add("word/media/image{}.png", content, "image/png"))

    def _renumber_lists(self, copy: Element) -> None:
        """Numbered items get a list of their own that begins at one; without one where the report has no lists."""
        restarted: dict[str, str] = {}
        for properties in list(within(copy, "w:numPr")):
            number = properties.find("w:numId", NAMESPACES)
            name = self.standing.names.get(value_of(properties.getparent(), "w:pStyle"), "")
            if number.get(VAL) not in restarted:
                restarted[number.get(VAL)] = self._restarted(name)
            if restarted[number.get(VAL)]:
                number.set(VAL, restarted[number.get(VAL)])
            else:
                properties.getparent().remove(properties)

    def _restarted(self, style: str) -> str:
        parts = self.standing.package.related(self.standing.document, NUMBERING)
        if not parts:
            return ""
        numbering = Numbering(self.standing.package.tree(parts[0]), self.standing.styles, self.standing.ids)
        try:
            return numbering.restarted(style)
        except KeyError:
            return ""

    def _rename(self, copy: Element) -> None:
        """Give controls, bookmarks and drawings names and numbers that are free."""
        identities = self.identities
        for properties in within(copy, "w:sdtPr"):
            number = properties.find("w:id", NAMESPACES)
            number.set(VAL, str(identities.control(value_of(properties, "w:tag"))))
        numbers: dict[str, str] = {}
        for mark in within(copy, "w:bookmarkStart"):
            numbers[mark.get(qualified("w:id"))] = str(identities.bookmark())
            mark.set(qualified("w:id"), numbers[mark.get(qualified("w:id"))])
            mark.set(qualified("w:name"), identities.bookmark_name(mark.get(qualified("w:name"))))
        for end in within(copy, "w:bookmarkEnd"):
            end.set(qualified("w:id"), numbers[end.get(qualified("w:id"))])
        for drawing in within(copy, "wp:docPr"):
            drawing.set("id", str(identities.drawing()))

    def _bring_style(self, name: str) -> None:
        fresh = self.fresh.ids[name]
        style = next(s for s in within(self.fresh.styles, "w:style") if s.get(qualified("w:styleId")) == fresh)
        copy = deepcopy(style)
        taken = self.standing.names
        free = fresh if fresh not in taken else next(f"{fresh}{n}" for n in range(1, 999) if f"{fresh}{n}" not in taken)
        copy.set(qualified("w:styleId"), free)
        self.standing.names[free], self.standing.ids[name] = name, free
        for lists in list(within(copy, "w:numPr")):
            lists.getparent().remove(lists)
        for relative in ("w:basedOn", "w:next", "w:link"):
            for named in copy.findall(relative, NAMESPACES):
                known = self.style_for(self.fresh.names.get(named.get(VAL), ""))
                if known:
                    named.set(VAL, known)
                else:
                    copy.remove(named)
        self.standing.styles.append(copy)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
