"""How a notebook shows an artifact: the same blocks, words and figures as in Word, as HTML, text and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import east_asian_width

from branchbook.book.charts import Charts
from branchbook.render.chart.size import chart_height
from branchbook.render.vega import MIME_TYPE, vega_lite
from branchbook.report.blocks import (
    Align,
    AppendixHeading,
    Block,
    BulletList,
    EcosystemMap,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    Table,
)

_WIDTH_CM = 16.2


@dataclass(frozen=True)
class Shown:
    """The blocks of one artifact, as JupyterLab displays them; its text form is what nbval compares."""

    blocks: tuple[Block, ...]

    def __repr__(self) -> str:
        return "\n\n".join(_text(block) for block in self.blocks)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """A chart's data, where a batch wants no pictures; everything else is told by the methods below."""
        del include, exclude  # IPython itself leaves out what is not wanted
        chart = self._as_data
        return {} if chart is None else {MIME_TYPE: vega_lite(chart, _WIDTH_CM)}

    def _repr_html_(self) -> str | None:
        return None if self._figure else "\n".join(_html(block) for block in self.blocks)

    def _repr_png_(self) -> bytes | None:
        figure = None if self._as_data else self._figure
        return None if figure is None else _png(figure)

    @property
    def _as_data(self) -> Figure | None:
        figure = self._figure
        return figure if isinstance(figure, Figure) and Charts.wanted() is Charts.DATA else None

    @property
    def _figure(self) -> Figure | EcosystemMap | None:
        return next((block for block in self.blocks if isinstance(block, Figure | EcosystemMap)), None)


def _png(figure: Figure | EcosystemMap) -> bytes:
    # Imported here, because a notebook that shows its charts as data should not wait for matplotlib.
    from branchbook.render.figure import picture
    from branchbook.render.map import map_picture, report_sheet

    if isinstance(figure, Figure):
        return picture(figure, _WIDTH_CM, chart_height(figure))
    return map_picture(figure, report_sheet(_WIDTH_CM)).png


def _text(block: Block) -> str:
    match block:
        case Paragraph() | Heading() | AppendixHeading():
            return block.text
        case BulletList():
            return "\n".join(f"{_bullet(block, place)}{item}" for place, item in enumerate(block.items, 1))
        case Table():
            return "\n".join([block.caption, *_aligned(block), *block.notes])
        case Figure() | EcosystemMap():
            return f"[{block.alt}]"
        case PageBreak():
            return ""


def _bullet(block: BulletList, place: int) -> str:
    return f"{place}. " if block.numbered else "· "


def _aligned(table: Table) -> Iterable[str]:
    """Rows in columns of equal width; a Chinese character is two columns wide."""
    lines = [tuple(column.title for column in table.columns), *table.rows]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(table.columns))]
    for line in lines:
        cells = (
            _padded(cell, width, column.align) for cell, width, column in zip(line, widths, table.columns, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _width(words: str) -> int:
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in words)


def _padded(words: str, width: int, align: Align) -> str:
    space = " " * (width - _width(words))
    return f"{space}{words}" if align is Align.RIGHT else f"{words}{space}"


def _html(block: Block) -> str:
    match block:
        case Heading() | AppendixHeading():
            return f"<h3>{escape(block.text)}</h3>"
        case Paragraph(style=ParagraphStyle.LEAD):
            return f"<p><strong>{escape(block.text)}</strong></p>"
        case Paragraph(style=ParagraphStyle.BODY):
            return f"<p>{escape(block.text)}</p>"
        case Paragraph():
            return f"<p><small>{escape(block.text)}</small></p>"
        case BulletList():
            tag = "ol" if block.numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>"
        case Table():
            return _html_table(block)
        case Figure() | EcosystemMap() | PageBreak():
            return ""


def _html_table(table: Table) -> str:
    head = "".join(_html_cell("th", column.title, column.align) for column in table.columns)
    rows = (zip(row, table.columns, strict=True) for row in table.rows)
    body = "".join(f"<tr>{''.join(_html_cell('td', cell, column.align) for cell, column in row)}</tr>" for row in rows)
    notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in table.notes)
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _html_cell(tag: str, words: str, align: Align) -> str:
    return f'<{tag} style="text-align: {align}">{escape(words)}</{tag}>'
