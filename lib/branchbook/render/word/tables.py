"""Tables as text: a table of thousands of rows costs as much per row as one of ten."""

from __future__ import annotations

from collections.abc import Iterable

from branchbook.render.columns import COMPACT, Lettering, fitting
from branchbook.render.plaintext import xml_attribute, xml_text
from branchbook.render.word.captions import caption, notes
from branchbook.render.word.controls import control
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import font_hint, paragraph
from branchbook.report.blocks import Align, Table, TableColumn

_TINTED = {"branch": "accent1", "heading": "accent1", "worse": "accent4", "better": "accent3"}
_TINT = 0.13
TINT_MARK = f"{round(_TINT * 255):02X}"
"""How Word notes the tint by which rows are set off."""

_STRONG = {"total", "branch", "heading"}
_KEPT_ON_ONE_PAGE = 8  # rows; a longer table may break between rows, lest it leave half a page white before it
_NEVER_ALONE = 3  # rows of a longer table at the head of its last page


def table(manuscript: Manuscript, block: Table) -> str:
    """A captioned table in its control: caption above, repeated header row, notes below."""
    break_before = manuscript.page_break()
    above = caption(manuscript, block.key, block.caption, "Branchbook Table Caption", break_before)
    below = notes(manuscript, block.notes) or _distance(manuscript)
    return control(manuscript.identities, block.key, block.caption, above + _grid(manuscript, block) + below)


def _distance(manuscript: Manuscript) -> str:
    """What keeps the next part off a table; nothing before a new page, where it could take a page of its own."""
    return "" if manuscript.page_ends else paragraph(manuscript.styles["Branchbook Table End"], "")


def _grid(manuscript: Manuscript, block: Table) -> str:
    lettering, widths = fitting(block, manuscript.text_width)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>'
    )
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{manuscript.styles["Branchbook Table"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{_margins(lettering)}{look}"
        f'<w:tblCaption w:val="{xml_attribute(block.caption)}"/>'
        f'<w:tblDescription w:val="{xml_attribute(block.alt)}"/></w:tblPr>'
    )
    size = _size(lettering)
    body = _rows(manuscript, block, widths, size) if block.rows else _empty_row(manuscript, widths)
    head = _header(manuscript, block.columns, widths, size)
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>"


def _margins(lettering: Lettering) -> str:
    if lettering is not COMPACT:
        return ""
    sides = "".join(f'<w:{side} w:w="{lettering.margin}" w:type="dxa"/>' for side in ("left", "right"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _size(lettering: Lettering) -> str:
    """The size of letters as a run property, where it isn't the style's own."""
    half_points = lettering.em // 10
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if lettering is COMPACT else ""


def _header(manuscript: Manuscript, columns: Iterable[TableColumn], widths: list[int], size: str) -> str:
    style = manuscript.styles["Branchbook Table Head"]
    cells = "".join(
        _cell(width, style, column.align, column.title or " ", size)
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(manuscript: Manuscript, block: Table, widths: list[int], size: str) -> str:
    marks = _marks_by_row(block)
    styles = manuscript.styles["Branchbook Table Text"], manuscript.styles["Branchbook Table Strong"]
    together = len(block.rows) <= _KEPT_ON_ONE_PAGE
    last = len(block.rows) - 1
    rows = []
    for index, row in enumerate(block.rows):
        marked = marks.get(index, frozenset())
        style = styles[1] if marked & _STRONG else styles[0]
        # Rows hold on to the next one in a short table and at the end of a long one, a row that heads others to those,
        # the last to the notes below. The first row of a long one never does: LibreOffice 7.4 takes that for the whole
        # table's wish to stay with what follows, and was seen to leave out the rows that are then too many for a page.
        holds = index < last and (together or (index > 0 and (last - index < _NEVER_ALONE or "heading" in marked)))
        keep = "<w:keepNext/>" if holds or (index == last and block.notes) else ""
        shading = _shading(manuscript, marked)
        cells = "".join(
            _cell(width, style, column.align, words or manuscript.labels.missing, size, keep, shading)
            for words, column, width in zip(row, block.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return "".join(rows)


def _empty_row(manuscript: Manuscript, widths: list[int]) -> str:
    style = manuscript.styles["Branchbook Table Text"]
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    return f"<w:tr>{_cell(sum(widths), style, Align.CENTER, manuscript.labels.missing, shape=span)}</w:tr>"


def _cell(width: int, style: str, align: Align, words: str, size: str = "", keep: str = "", shape: str = "") -> str:
    justified = "" if align is Align.LEFT else f'<w:jc w:val="{align.value}"/>'
    properties = font_hint(words) + size
    letters = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shape}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{justified}</w:pPr>'
        f'<w:r>{letters}<w:t xml:space="preserve">{xml_text(words)}</w:t></w:r></w:p></w:tc>'
    )


def _marks_by_row(block: Table) -> dict[int, frozenset[str]]:
    marks: dict[int, frozenset[str]] = {}
    for index, mark in block.marks:
        marks[index] = marks.get(index, frozenset()) | {mark}
    return marks


def _shading(manuscript: Manuscript, marked: frozenset[str]) -> str:
    for mark, slot in _TINTED.items():
        if mark in marked:
            fill = manuscript.palette.mixed(slot, _TINT)
            return (
                f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}" w:themeFill="{slot}" '
                f'w:themeFillTint="{TINT_MARK}"/>'
            )
    return ""
