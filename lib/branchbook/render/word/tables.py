"""Tables as text: a table of thousands of rows costs as much per row as one of ten."""

from __future__ import annotations

import re
from collections.abc import Iterable

from branchbook.render.plaintext import one_line, xml_attribute, xml_text
from branchbook.render.word.captions import caption, notes
from branchbook.render.word.controls import control
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import font_hint, paragraph
from branchbook.report.blocks import Align, Table, TableColumn

_TINTED = {"branch": "accent1", "worse": "accent4", "better": "accent3"}
_TINT = 0.13
_STRONG = {"total", "branch"}
_KEPT_ON_ONE_PAGE = 14  # rows; a longer table may break between rows

_EM = 180  # twentieths of a point; the table's letters are 9 points high
_CELL_MARGINS = 200
_LEAST_EMS = 3.0
_MOST_UNBROKEN_EMS = 12.0
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_PIECES = re.compile("[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")


def table(manuscript: Manuscript, block: Table) -> str:
    """A captioned table in its control: caption above, repeated header row, notes below."""
    break_before = manuscript.page_break()
    above = caption(
        manuscript, block.key, manuscript.labels.table, block.caption, "Branchbook Table Caption", break_before
    )
    below = notes(manuscript, block.notes) or paragraph(manuscript.styles["Branchbook Table End"], "")
    return control(manuscript.identities, block.key, block.caption, above + _grid(manuscript, block) + below)


def _grid(manuscript: Manuscript, block: Table) -> str:
    widths = column_widths(block, manuscript.text_width)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>'
    )
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{manuscript.styles["Branchbook Table"]}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f'<w:tblCaption w:val="{xml_attribute(block.caption)}"/>'
        f'<w:tblDescription w:val="{xml_attribute(block.alt)}"/></w:tblPr>'
    )
    body = _rows(manuscript, block, widths) if block.rows else _empty_row(manuscript, widths)
    return (
        f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{_header(manuscript, block.columns, widths)}{body}</w:tbl>"
    )


def _header(manuscript: Manuscript, columns: Iterable[TableColumn], widths: list[int]) -> str:
    style = manuscript.styles["Branchbook Table Head"]
    cells = "".join(
        _cell(width, style, column.align, column.title or " ") for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows(manuscript: Manuscript, block: Table, widths: list[int]) -> str:
    marks = _marks_by_row(block)
    styles = manuscript.styles["Branchbook Table Text"], manuscript.styles["Branchbook Table Strong"]
    together = len(block.rows) <= _KEPT_ON_ONE_PAGE
    last = len(block.rows) - 1
    rows = []
    for index, row in enumerate(block.rows):
        marked = marks.get(index, frozenset())
        style = styles[1] if marked & _STRONG else styles[0]
        # Rows hold on to the next one in a short table, and the last row to the notes below it.
        keep = "<w:keepNext/>" if (together and index < last) or (index == last and block.notes) else ""
        shading = _shading(manuscript, marked)
        cells = "".join(
            _cell(width, style, column.align, words or manuscript.labels.missing, keep, shading)
            for words, column, width in zip(row, block.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return "".join(rows)


def _empty_row(manuscript: Manuscript, widths: list[int]) -> str:
    style = manuscript.styles["Branchbook Table Text"]
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    return f"<w:tr>{_cell(sum(widths), style, Align.CENTER, manuscript.labels.missing, shading=span)}</w:tr>"


def _cell(width: int, style: str, align: Align, words: str, keep: str = "", shading: str = "") -> str:
    justified = "" if align is Align.LEFT else f'<w:jc w:val="{align.value}"/>'
    hint = font_hint(words)
    shape = f"<w:rPr>{hint}</w:rPr>" if hint else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shading}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{justified}</w:pPr>'
        f'<w:r>{shape}<w:t xml:space="preserve">{xml_text(words)}</w:t></w:r></w:p></w:tc>'
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
                f'w:themeFillTint="{round(_TINT * 255):02X}"/>'
            )
    return ""


def column_widths(block: Table, width: int) -> list[int]:
    """The width of each column, together exactly ``width``: by weight, but wide enough for its longest number or word.

    Where even those don't fit, each column gets its share of what it needs, and long words break.
    """
    needed = [_needed_width(block, index) for index in range(len(block.columns))]
    shares = _shared_out([column.weight for column in block.columns], needed, width)
    widths = [int(share) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _shared_out(weights: list[float], needed: list[float], width: int) -> list[float]:
    if sum(needed) >= width:
        return [need * width / sum(needed) for need in needed]
    settled: dict[int, float] = {}
    while True:
        free = [index for index in range(len(weights)) if index not in settled]
        room, total = width - sum(settled.values()), sum(weights[index] for index in free)
        short = [index for index in free if room * weights[index] / total < needed[index]]
        if not short:
            return [
                settled[index] if index in settled else room * weights[index] / total for index in range(len(weights))
            ]
        settled |= {index: needed[index] for index in short}


def _needed_width(block: Table, index: int) -> float:
    column = block.columns[index]
    pieces = [piece for words in _texts(block, index) for piece in _unbroken(words, column.align)]
    longest = max((_ems(piece) for piece in _longest(pieces)), default=0.0)
    return _CELL_MARGINS + _EM * min(_MOST_UNBROKEN_EMS, max(_LEAST_EMS, longest))


def _texts(block: Table, index: int) -> Iterable[str]:
    yield from (one_line(row[index]) for row in block.rows)


def _unbroken(words: str, align: Align) -> list[str]:
    """The pieces that should stay on one line: a number with its unit, or the words of a text."""
    return _PIECES.findall(words) if align is Align.LEFT else [words]


def _longest(pieces: list[str]) -> list[str]:
    """The few pieces worth measuring."""
    return sorted(set(pieces), key=len, reverse=True)[:20]


def _ems(words: str) -> float:
    wide = len(_WIDE.findall(words))
    return wide + 0.56 * (len(words) - wide)
