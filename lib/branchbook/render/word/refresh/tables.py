"""New rows in an old table: its style, widths and a person's formats stay; added rows look like their neighbours."""

from __future__ import annotations

from collections import Counter, deque
from copy import deepcopy

from lxml import etree

from branchbook.render.oxml import NAMESPACES, VAL, Element, qualified, value_of, within
from branchbook.render.word.refresh.desk import Desk
from branchbook.render.word.refresh.shape import R, T
from branchbook.render.word.refresh.words import reword
from branchbook.render.word.tables import TINT_MARK

_KEEP, _RPR = qualified("w:keepNext"), qualified("w:rPr")
_GENERATED_STYLES = {"branchbook table text", "branchbook table strong"}
_LOOKED_AT = 50  # rows, for the usual format of a column
_PERSONAL = {
    qualified(f"w:{name}") for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
}
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_BEFORE_SHADING = {qualified(f"w:{name}") for name in ("tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "cnfStyle")}
_BEFORE_KEEP = {qualified("w:pStyle")}


def refresh_table(desk: Desk, table: Element, fresh: Element, story: str) -> Element:
    """Give a table fresh rows; answers the table that now stands, which is another one where columns have changed."""
    if _columns(table) != _columns(fresh):
        return _replaced(desk, table, fresh, story)
    old, new = _rows(table), _rows(fresh)
    heads = min(_heads(old), _heads(new))
    for row, wanted in zip(old[:heads], new[:heads], strict=True):
        _fill(desk, row, wanted, story)
    body = _Body(desk, story, old[heads:])
    rows = [body.row_for(wanted, match) for wanted, match in zip(new[heads:], body.matched(new[heads:]), strict=True)]
    if len(rows) != len(old) - heads or any(row is not known for row, known in zip(rows, old[heads:], strict=True)):
        for row in old[heads:]:
            table.remove(row)
        table.extend(rows)
    return table


def _columns(table: Element) -> int:
    return len(table.findall("w:tblGrid/w:gridCol", NAMESPACES))


def _rows(table: Element) -> list[Element]:
    return list(table.findall("w:tr", NAMESPACES))


def _heads(rows: list[Element]) -> int:
    return next((n for n, row in enumerate(rows) if row.find("w:trPr/w:tblHeader", NAMESPACES) is None), len(rows))


def _replaced(desk: Desk, table: Element, fresh: Element, story: str) -> Element:
    """The fresh table in the old one's place and style."""
    copy = desk.imported(fresh, story)
    style, wanted = table.find("w:tblPr/w:tblStyle", NAMESPACES), copy.find("w:tblPr/w:tblStyle", NAMESPACES)
    if style is not None and wanted is not None:
        wanted.set(VAL, style.get(VAL))
    table.getparent().replace(table, copy)
    return copy


class _Body:
    """The rows of a table below its head."""

    def __init__(self, desk: Desk, story: str, rows: list[Element]) -> None:
        self._desk, self._story, self._rows = desk, story, rows
        self._last: Element | None = rows[0] if rows else None
        self._usual = _usual_formats(rows[:_LOOKED_AT])

    def matched(self, wanted: list[Element]) -> list[Element | None]:
        """For each fresh row the old one that begins with the same words, else one that is left over."""
        by_name: dict[str, deque[Element]] = {}
        for row in self._rows:
            by_name.setdefault(_name(row), deque()).append(row)
        matches = [queue.popleft() if (queue := by_name.get(_name(row))) else None for row in wanted]
        taken = {row for row in matches if row is not None}
        left = deque(row for row in self._rows if row not in taken)
        return [match if match is not None else left.popleft() if left else None for match in matches]

    def row_for(self, wanted: Element, match: Element | None) -> Element:
        """The row that says what the fresh one does."""
        like = match if match is not None else self._last
        if like is None or len(_cells(like)) != len(_cells(wanted)):
            return self._desk.imported(wanted, self._story)
        row = match if match is not None else self._copied(like)
        _fill(self._desk, row, wanted, self._story)
        self._last = row
        return row

    def _copied(self, like: Element) -> Element:
        """A new row in the neighbour's looks, without what a person set on single cells of it."""
        row = deepcopy(like)
        for element in list(row.iter(*_PERSONAL)):
            element.getparent().remove(element)
        for paragraph in within(row, "w:p"):
            paragraph.attrib.pop(_PARAGRAPH_ID, None)
            for run in paragraph.findall("w:r", NAMESPACES):
                if run.find(T) is None:
                    paragraph.remove(run)
        for run, formats in zip((_first_run(cell) for cell in _cells(row)), self._usual, strict=False):
            if run is not None:
                for known in run.findall(_RPR):
                    run.remove(known)
                run[:0] = [etree.fromstring(formats)] if formats else []
        return row


def _usual_formats(rows: list[Element]) -> list[bytes]:
    """The commonest format of letters in each column."""
    columns: list[Counter[bytes]] = []
    for row in rows:
        for place, cell in enumerate(_cells(row)):
            if place == len(columns):
                columns.append(Counter())
            run = _first_run(cell)
            formats = run.find(_RPR) if run is not None else None
            columns[place][b"" if formats is None or not len(formats) else etree.tostring(formats)] += 1
    return [counted.most_common(1)[0][0] for counted in columns]


def _first_run(cell: Element) -> Element | None:
    return next((run for run in cell.iter(R) if run.find(T) is not None), None)


def _cells(row: Element) -> list[Element]:
    return list(row.findall("w:tc", NAMESPACES))


def _name(row: Element) -> str:
    cell = row.find("w:tc", NAMESPACES)
    return "" if cell is None else "".join(text.text or "" for text in cell.iter(T)).strip()


def _fill(desk: Desk, row: Element, wanted: Element, story: str) -> None:
    for cell, fresh in zip(_cells(row), _cells(wanted), strict=False):
        for paragraph, words in zip(cell.findall("w:p", NAMESPACES), fresh.findall("w:p", NAMESPACES), strict=False):
            if not reword(paragraph, words):
                paragraph.getparent().replace(paragraph, desk.imported(words, story))
                continue
            _set_style(desk, paragraph, words)
            _set_keep(paragraph, words)
        _set_shading(cell, fresh)


def _set_style(desk: Desk, paragraph: Element, fresh: Element) -> None:
    """Strong or usual letters, as the fresh row has them; a style that a person chose stays."""
    style = paragraph.find("w:pPr/w:pStyle", NAMESPACES)
    wanted = desk.fresh.names.get(value_of(fresh, "w:pPr/w:pStyle"), "")
    if style is None or desk.standing.names.get(style.get(VAL), "") not in _GENERATED_STYLES - {wanted}:
        return
    if wanted in _GENERATED_STYLES:
        style.set(VAL, desk.style_for(wanted))


def _set_keep(paragraph: Element, fresh: Element) -> None:
    """Whether a row holds on to the next one, which depends on the number of rows."""
    properties = paragraph.find("w:pPr", NAMESPACES)
    known = paragraph.find("w:pPr/w:keepNext", NAMESPACES)
    wanted = fresh.find("w:pPr/w:keepNext", NAMESPACES)
    if known is not None and wanted is None:
        properties.remove(known)
    elif known is None and wanted is not None and properties is not None:
        place = sum(child.tag in _BEFORE_KEEP for child in properties)
        properties.insert(place, etree.Element(_KEEP))


def _set_shading(cell: Element, fresh: Element) -> None:
    """The tint of a row, as the fresh one has it; a person's own colour stays."""
    properties, wanted = cell.find("w:tcPr", NAMESPACES), fresh.find("w:tcPr/w:shd", NAMESPACES)
    known = cell.find("w:tcPr/w:shd", NAMESPACES)
    if properties is None or (known is not None and not _is_tint(known)):
        return
    if known is not None and wanted is not None and known.get(qualified("w:fill")) == wanted.get(qualified("w:fill")):
        return
    if known is not None:
        properties.remove(known)
    if wanted is not None:
        place = sum(child.tag in _BEFORE_SHADING for child in properties)
        properties.insert(place, deepcopy(wanted))


def _is_tint(shading: Element) -> bool:
    """Whether a shading is one of the tints by which rows are set off."""
    return bool(shading.get(qualified("w:themeFillTint")) == TINT_MARK)
