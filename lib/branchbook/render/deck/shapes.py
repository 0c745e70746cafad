"""Shapes of a slide as DrawingML. Written as text: element order, on which Office insists, can be read off the code."""

from __future__ import annotations

from branchbook.render.deck.geometry import Box, points
from branchbook.render.deck.pieces import TablePiece, WordsPiece
from branchbook.render.deck.template import Placeholder
from branchbook.render.deck.words import GREY, INK, Line, paragraphs
from branchbook.render.plaintext import xml_attribute
from branchbook.report.blocks import Align

_DRAWINGML = "http://schemas.openxmlformats.org/drawingml/2006"
_SIDES = {Align.LEFT: "l", Align.RIGHT: "r", Align.CENTER: "ctr"}
_TINTED = {"branch": "accent1", "worse": "accent4", "better": "accent3"}
_TINT = 0.15
_STRONG = {"total", "branch"}


def named(number: int, name: str, alt: str = "") -> str:
    """The element that names a shape and describes it for people who don't see it."""
    described = f' descr="{xml_attribute(alt)}"' if alt else ""
    return f'<p:cNvPr id="{number}" name="{xml_attribute(name)}"{described}/>'


def words_shape(number: int, piece: WordsPiece, language: str) -> str:
    """A text box."""
    inset = points(piece.inset)
    filled = f'<a:solidFill><a:schemeClr val="{piece.fill}"/></a:solidFill>' if piece.fill else "<a:noFill/>"
    return (
        f'<p:sp><p:nvSpPr>{named(number, piece.name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{_frame("a:xfrm", piece.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{filled}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}" '
        f'anchor="{piece.anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs(piece.lines, language)}'
        "</p:txBody></p:sp>"
    )


def placeholder_shape(number: int, name: str, place: Placeholder, content: str) -> str:
    """The text that takes a placeholder of the layout, where and as the layout has it."""
    index = f' idx="{place.index}"' if place.index else ""
    quarter = "" if place.kind in ("title", "ctrTitle") else ' sz="quarter"'
    return (
        f'<p:sp><p:nvSpPr>{named(number, name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{place.kind}"{quarter}{index}/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{content}</p:txBody></p:sp>"
    )


def chart_shape(number: int, name: str, box: Box, alt: str, relation: str) -> str:
    """A frame around a chart."""
    graphic = (
        f'<a:graphicData uri="{_DRAWINGML}/chart"><c:chart xmlns:c="{_DRAWINGML}/chart" r:id="{relation}"/>'
        "</a:graphicData>"
    )
    return _graphic_frame(number, name, box, alt, graphic)


def picture_shape(number: int, name: str, box: Box, alt: str, relation: str) -> str:
    """A picture, as large as its box."""
    return (
        f'<p:pic><p:nvPicPr>{named(number, name, alt)}<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr>'
        f'<p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr>{_frame("a:xfrm", box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def table_shape(number: int, piece: TablePiece, style: str, missing: str, language: str) -> str:
    """A table with its heading row; rows that are set off are so by weight as well as by tint."""
    table = piece.table
    columns = "".join(f'<a:gridCol w="{width}"/>' for width in piece.widths)
    styled = f"<a:tableStyleId>{style}</a:tableStyleId>" if style else ""
    aligned = [_SIDES[column.align] for column in table.columns]
    head = _row(
        piece.heights[0],
        [
            _cell(
                Line(column.title or " ", piece.size, bold=True, colour='<a:schemeClr val="bg1"/>', align=side),
                language,
            )
            for column, side in zip(table.columns, aligned, strict=True)
        ],
    )
    marks: dict[int, set[str]] = {}
    for index, mark in table.marks:
        marks.setdefault(index, set()).add(mark)
    rows = "".join(
        _row(
            tall,
            [
                _cell(_body_line(words or missing, piece.size, side, marks.get(index, set())), language,
                      _tint(marks.get(index, set())))
                for words, side in zip(table.rows[index], aligned, strict=True)
            ],
        )
        for index, tall in zip(range(piece.first, min(piece.last, len(table.rows))), piece.heights[1:], strict=False)
    )  # fmt: skip
    if not table.rows:
        blank = [_cell(Line(missing, piece.size, colour=GREY), language) for _ in table.columns]
        rows = _row(piece.heights[-1], blank)
    graphic = (
        f'<a:graphicData uri="{_DRAWINGML}/table"><a:tbl><a:tblPr firstRow="1">{styled}</a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{head}{rows}</a:tbl></a:graphicData>"
    )
    return _graphic_frame(number, piece.name, piece.box, table.alt, graphic)


def _body_line(words: str, size: float, side: str, marked: set[str]) -> Line:
    return Line(words, size, bold=bool(marked & _STRONG), colour=INK, align=side)


def _tint(marked: set[str]) -> str:
    for mark, slot in _TINTED.items():
        if mark in marked:
            kept = round(_TINT * 100_000)
            return (
                f'<a:solidFill><a:schemeClr val="{slot}"><a:lumMod val="{kept}"/><a:lumOff val="{100_000 - kept}"/>'
                "</a:schemeClr></a:solidFill>"
            )
    return ""


def _row(height: int, cells: list[str]) -> str:
    return f'<a:tr h="{height}">{"".join(cells)}</a:tr>'


def _cell(line: Line, language: str, fill: str = "") -> str:
    side, top = points(5.0), points(2.5)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs((line,), language)}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="ctr">{fill}</a:tcPr></a:tc>'
    )


def _graphic_frame(number: int, name: str, box: Box, alt: str, graphic: str) -> str:
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{named(number, name, alt)}<p:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"{_frame('p:xfrm', box)}<a:graphic>{graphic}</a:graphic></p:graphicFrame>"
    )


def _frame(element: str, box: Box) -> str:
    return f'<{element}><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/></{element}>'
