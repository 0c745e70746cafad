"""What a consultant would write without Branchbook's batch: pyplot pictures in notebooks, python-docx filled with them.

The analyses, words, tables and the drawing of each figure are the workbook's own, so that only the way differs.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import matplotlib as mpl
import matplotlib.pyplot as plt
from docx.shared import Cm
from matplotlib.figure import Figure as Drawing
from tests.benchmarks.pyplot_grid import paint_heatmap
from tests.benchmarks.pyplot_map import draw_map

import branchbook as bb
from branchbook.book import showing
from branchbook.book.book import Book
from branchbook.book.documents import ASSETS_FROM_BRANCH, report_of, write_coverage
from branchbook.render import fonts
from branchbook.render.chart import chart_height
from branchbook.render.colours import HOUSE
from branchbook.render.figure.drawing import PAINTERS
from branchbook.render.map import report_sheet, wall_sheet
from branchbook.render.page import page_html
from branchbook.report.blocks import AppendixHeading, BulletList, EcosystemMap, Figure, Heading, Paragraph, Table
from branchbook.report.ecosystem_map import map_block
from branchbook.report.ecosystem_page import ecosystem_page
from branchbook.values.artifact import FigureKind

DPI = 150
WIDTH_CM = 16.2


def install(folder: Path) -> None:
    """Show figures by pyplot, keep each as a file below ``folder``, and write the report from these files."""
    showing._png = lambda figure: _kept(figure, folder)  # type: ignore[assignment]
    bb.write_branch_documents = write_branch_documents


def _kept(figure: Figure | EcosystemMap, folder: Path) -> bytes:
    png = _drawn(figure)
    folder.mkdir(parents=True, exist_ok=True)
    _file(folder, figure.key).write_bytes(png)
    return png


def _file(folder: Path, key: str) -> Path:
    return folder / (re.sub(r"\W", "_", key) + ".png")


def _drawn(figure: Figure | EcosystemMap) -> bytes:
    mpl.rcParams["font.family"] = fonts.family()
    if isinstance(figure, EcosystemMap):
        return _saved(draw_map(figure, report_sheet(WIDTH_CM)))
    made: Drawing = plt.figure(figsize=(WIDTH_CM / 2.54, chart_height(figure) / 2.54), facecolor="white")
    paint = paint_heatmap if figure.kind is FigureKind.HEATMAP else PAINTERS[figure.kind]
    paint(made, figure, HOUSE)
    return _saved(made)


def _saved(made: Drawing) -> bytes:
    """By pyplot, as everyone does it, without the second drawing that ``bbox_inches='tight'`` would cost."""
    buffer = io.BytesIO()
    made.savefig(buffer, format="png", dpi=DPI)
    plt.close(made)
    return buffer.getvalue()


def write_branch_documents(book: Book) -> str:
    """Every document of a branch: the report by python-docx, the others as they always are."""
    pictures = book.folder / "pictures"
    report = docx.Document()
    for block in report_of(book.prepared, book.branch, book.folder, book.text.language).blocks:
        _add(report, block, pictures)
    report.save(str(book.folder / "report.docx"))
    artifacts, text = book.shelf.all(), book.text
    write_coverage(book.prepared, book.branch, artifacts, book.folder, text)
    page = ecosystem_page(artifacts, book.prepared.engagement.bank, text.date(book.as_of), text)
    if page is not None:
        (book.folder / "ecosystem.html").write_text(
            page_html(page, ASSETS_FROM_BRANCH, book.prepared.manifest_id(book.branch.id)), encoding="utf-8"
        )
        drawn: Any = artifacts["40_ecosystem_map.map"]
        (book.folder / "ecosystem.png").write_bytes(_saved(draw_map(map_block(drawn, drawn.value, text), wall_sheet())))
    return "report.docx"


def _add(report: Any, block: object, pictures: Path) -> None:
    match block:
        case Heading() | AppendixHeading():
            report.add_heading(block.text, block.level)
        case Paragraph():
            report.add_paragraph(block.text)
        case BulletList():
            for item in block.items:
                report.add_paragraph(item, "List Bullet")
        case Table():
            _add_table(report, block)
        case Figure() | EcosystemMap():
            file = _file(pictures, block.key)
            if not file.exists():
                _kept(block, pictures)
            report.add_picture(str(file), width=Cm(15))
            report.add_paragraph(block.caption, "Caption")


def _add_table(report: Any, block: Table) -> None:
    report.add_paragraph(block.caption, "Caption")
    table = report.add_table(rows=1, cols=len(block.columns))
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        cell.text = column.title
    for row in block.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for note in block.notes:
        report.add_paragraph(note)
