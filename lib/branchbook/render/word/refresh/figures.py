"""A fresh chart or picture in the place of an old one."""

from __future__ import annotations

from branchbook.render.living.charts import refresh_chart
from branchbook.render.living.package import Package
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES, Element, qualified, within
from branchbook.render.word.refresh.desk import Desk
from branchbook.render.word.refresh.record import Written

_NEAR = 0.01  # editors round the size of a drawing


def refresh_figure(desk: Desk, block: Element, fresh: Element, story: str, old: Written) -> bool:
    """Refresh the drawing in a paragraph; False where it has become a chart that our data do not fit."""
    drawing, wanted = _drawing(block), _drawing(fresh)
    if drawing is None or wanted is None:
        return False
    chart, fresh_chart = _reference(drawing, "c:chart", "r:id"), _reference(wanted, "c:chart", "r:id")
    picture, fresh_picture = _reference(drawing, "a:blip", "r:embed"), _reference(wanted, "a:blip", "r:embed")
    if chart is not None and fresh_chart is not None:
        part = desk.standing.package.target(story, chart.get(qualified("r:id")))
        source = desk.fresh.package.target(desk.fresh.document, fresh_chart.get(qualified("r:id")))
        if not refresh_chart(desk.standing.package, part, desk.fresh.package, source, old.look):
            return False
    elif picture is not None and fresh_picture is not None:
        _exchange_picture(desk, picture, fresh_picture, story)
    else:
        graphic, fresh_graphic = drawing.find(".//a:graphic", NAMESPACES), wanted.find(".//a:graphic", NAMESPACES)
        lost = (chart, "r:id") if chart is not None else (picture, "r:embed")
        graphic.getparent().replace(graphic, desk.imported(fresh_graphic, story))
        if lost[0] is not None:
            _let_go(desk.standing.package, story, lost[0].get(qualified(lost[1])))
    _resize(drawing, wanted, old.size)
    describe(drawing, wanted, old.alt)
    return True


def describe(drawing: Element, fresh: Element, alt: str) -> None:
    """The fresh description for people who don't see the figure, where it is missing or the one last written."""
    known, wanted = drawing.find(".//wp:docPr", NAMESPACES), fresh.find(".//wp:docPr", NAMESPACES)
    if known is None or wanted is None:
        return
    words = known.get("descr", "")
    if words != wanted.get("descr") and (not words.strip() or words_print(words) == alt):
        known.set("descr", wanted.get("descr"))


def _drawing(block: Element) -> Element | None:
    return next(within(block, "w:drawing"), None)


def _reference(drawing: Element, element: str, attribute: str) -> Element | None:
    return next((found for found in within(drawing, element) if found.get(qualified(attribute))), None)


def _exchange_picture(desk: Desk, picture: Element, fresh: Element, story: str) -> None:
    package, embed = desk.standing.package, qualified("r:embed")
    old = picture.get(embed)
    new = desk.picture_for(fresh.get(embed), story)
    if new != old:
        picture.set(embed, new)
        _let_go(package, story, old)


def _let_go(package: Package, story: str, relation: str) -> None:
    """Take a relation away that nothing in the text uses any more."""
    used = any(
        relation in (element.get(qualified("r:embed")), element.get(qualified("r:id")))
        for element in package.tree(story).iter(qualified("a:blip"), qualified("c:chart"))
    )
    if not used:
        package.unrelate(story, relation)


def release(package: Package, story: str, blocks: list[Element]) -> None:
    """Take away the charts and pictures that only these blocks show; the blocks must be out of the text already."""
    for block in blocks:
        for element in block.iter(qualified("a:blip"), qualified("c:chart")):
            relation = element.get(qualified("r:embed")) or element.get(qualified("r:id"))
            if relation and package.target(story, relation):
                _let_go(package, story, relation)


def _resize(drawing: Element, fresh: Element, size: tuple[int, int]) -> None:
    """The fresh size, where nobody has pulled the figure to another one."""
    extent, wanted = drawing.find(".//wp:extent", NAMESPACES), fresh.find(".//wp:extent", NAMESPACES)
    now = int(extent.get("cx")), int(extent.get("cy"))
    goal = int(wanted.get("cx")), int(wanted.get("cy"))
    if goal == size or any(abs(a - b) > _NEAR * b for a, b in zip(now, size, strict=True)):
        return
    for known in [extent, *drawing.iterfind(".//a:ext", NAMESPACES)]:
        if known.get("cx"):
            known.set("cx", str(goal[0]))
            known.set("cy", str(goal[1]))
