"""A chart's data and looks told apart, and new data in an old chart: a person's colours, labels and axes stay."""

from __future__ import annotations

import posixpath
from copy import deepcopy

from lxml import etree

from branchbook.render.living.package import PACKAGE, Package
from branchbook.render.living.prints import fingerprint
from branchbook.render.oxml import NAMESPACES, Element, qualified, within

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DATA = ("c:tx", "c:cat", "c:val", "c:xVal", "c:yVal")
_AFTER = {
    "c:tx": {qualified(f"c:{name}") for name in ("idx", "order")},
    "c:cat": {
        qualified(f"c:{name}")
        for name in (
            "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion", "dPt", "dLbls",
            "trendline", "errBars",
        )
    },
}  # fmt: skip
_AFTER["c:val"] = {*_AFTER["c:cat"], qualified("c:cat")}
_AFTER["c:xVal"] = _AFTER["c:cat"]
_AFTER["c:yVal"] = {*_AFTER["c:cat"], qualified("c:xVal")}
_DATA_NAMES = {qualified(name): name.partition(":")[2] for name in _DATA}
_VALUE = qualified("c:v")
_PLACES = qualified("c:xVal")


def refresh_chart(package: Package, part: str, fresh_package: Package, fresh_part: str, look: str) -> bool:
    """Give a chart fresh data and workbook; False where it has become one that our data do not fit.

    ``look`` is how the chart looked when it was last written: where it still does, it becomes the fresh chart.
    """
    chart, fresh = package.tree(part), fresh_package.tree(fresh_part)
    if chart_words(chart) == chart_words(fresh) and chart_look(chart) == chart_look(fresh):
        return True
    workbook = fresh_package.entries[fresh_package.related(fresh_part, PACKAGE)[0]]
    if chart_look(chart) == look:
        _become(chart, fresh, _put_workbook(package, part, workbook))
        return True
    if _has(chart, _PLACES) is not _has(fresh, _PLACES) or _has(chart, qualified("c:bubbleSize")):
        return False
    if chart_words(chart) != chart_words(fresh):
        _exchange(chart, fresh)
        _refer(chart, _put_workbook(package, part, workbook))
    return True


def _has(chart: Element, name: str) -> bool:
    return next(chart.iter(name), None) is not None


def attach_workbook(package: Package, chart: str, workbook: bytes) -> str:
    """Put a workbook behind a chart; answers its relation."""
    folder = posixpath.dirname(posixpath.dirname(chart))
    name = package.add(f"{folder}/embeddings/Microsoft_Excel_Sheet{{}}.xlsx", workbook, _WORKBOOK_TYPE)
    return package.relate(chart, PACKAGE, name)


def chart_words(chart: Element) -> str:
    """The data of a chart: names, categories and values of its series; how they look is left out."""
    return "\x1e".join(
        "\x1f".join(
            f"{_DATA_NAMES[data.tag]}{point.get('idx')}={_plain(value_text(point))}"
            for data in series.iterchildren(*_DATA_NAMES)
            for point in within(data, "c:pt")
        )
        for series in within(chart, "c:ser")
    )


def chart_look(chart: Element) -> str:
    """The fingerprint of how a chart looks: everything but its data."""
    bare = deepcopy(chart)
    for name in _DATA:
        for data in [found for found in within(bare, name) if found.getparent().tag == qualified("c:ser")]:
            data.getparent().remove(data)
    return fingerprint(etree.tostring(bare, method="c14n").decode("utf-8"))


def value_text(point: Element) -> str:
    """What a point of a chart's cache says."""
    found = point.find(_VALUE)
    return (found.text or "") if found is not None else ""


def _plain(value: str) -> str:
    try:
        return f"{float(value):.6g}"
    except ValueError:
        return value


def _become(chart: Element, fresh: Element, relation: str) -> None:
    copy = deepcopy(fresh)
    chart[:] = list(copy)
    _refer(chart, relation)


def _put_workbook(package: Package, part: str, workbook: bytes) -> str:
    for relation in package.relations(part):
        if relation.kind == PACKAGE and relation.target in package.entries:
            package.replace(relation.target, workbook)
            return relation.id
    return attach_workbook(package, part, workbook)


def _refer(chart: Element, relation: str) -> None:
    """Name the workbook in the chart."""
    known = chart.find("c:externalData", NAMESPACES)
    if known is None:
        known = etree.Element(qualified("c:externalData"))
        etree.SubElement(known, qualified("c:autoUpdate")).set("val", "0")
        chart.append(known)
    known.set(qualified("r:id"), relation)


def _exchange(chart: Element, fresh: Element) -> None:
    old, new = list(within(chart, "c:ser")), list(within(fresh, "c:ser"))
    for series, wanted in zip(old, new, strict=False):
        _exchange_series(series, wanted)
    for series in old[len(new) :]:
        series.getparent().remove(series)
    last = old[min(len(old), len(new)) - 1] if old and new else None
    for wanted in new[len(old) :]:
        if last is not None:
            last.addnext(deepcopy(wanted))
            last = last.getnext()
    _open_bounds(chart)


def _exchange_series(series: Element, wanted: Element) -> None:
    for name in _DATA:
        known, data = series.find(name, NAMESPACES), wanted.find(name, NAMESPACES)
        if data is None:
            continue
        if known is not None:
            series.replace(known, deepcopy(data))
        else:
            before = [child for child in series if child.tag in _AFTER[name]]
            before[-1].addnext(deepcopy(data))
    points = _points(wanted)
    for point in series.findall("c:dPt", NAMESPACES):
        if int(point.find("c:idx", NAMESPACES).get("val")) >= points:
            series.remove(point)


def _points(series: Element) -> int:
    data = next(series.iter(qualified("c:val"), qualified("c:yVal")))
    return int(next(within(data, "c:ptCount")).get("val"))


def _values_by_axis(chart: Element) -> dict[str, list[float]]:
    """The values that are drawn against each axis, by the axis's id: of a scatter also the places."""
    found: dict[str, list[float]] = {}
    for plot in {series.getparent() for series in within(chart, "c:ser")}:
        axes = [axis.get("val") for axis in plot.findall("c:axId", NAMESPACES)]
        for axis, names in zip(axes, (("c:xVal",), ("c:val", "c:yVal")), strict=False):
            data = (data for name in names for data in within(plot, name))
            found.setdefault(axis, []).extend(float(value_text(point)) for one in data for point in within(one, "c:pt"))
    return found


def _open_bounds(chart: Element) -> None:
    """Let the program choose an axis's end where the new values would lie beyond it."""
    by_axis = _values_by_axis(chart)
    for axis in within(chart, "c:valAx"):
        values = by_axis.get(axis.find("c:axId", NAMESPACES).get("val"), [])
        if not values:
            continue
        for name, beyond in (("c:scaling/c:max", max(values)), ("c:scaling/c:min", min(values))):
            bound = axis.find(name, NAMESPACES)
            if bound is None:
                continue
            limit = float(bound.get("val"))
            if beyond > limit if name.endswith("max") else beyond < limit:
                bound.getparent().remove(bound)
