"""A report of thirty pages, with fifteen native charts and twenty tables: written, refreshed, and the usual way.

The usual way is matplotlib's pictures in plain python-docx. All are measured in one run, in CPU seconds of this
process; ratios are held to, seconds are only printed (``-s``).
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Drawing
from tests.render import samples
from tests.render.refresh.desk import OFFER, TEMPLATE

from branchbook.render.word.refresh import Supply, refreshed_bytes, written_bytes
from branchbook.report.blocks import Block, Document, Figure, Heading, Paragraph, Table
from branchbook.values.artifact import FigureKind

pytestmark = pytest.mark.heavy

KINDS = (FigureKind.COLUMN, FigureKind.LINE, FigureKind.BAR, FigureKind.STACKED_COLUMN, FigureKind.RADAR)
CHAPTERS, CHARTS = 10, 15


def thirty_pages(factor: float = 1.0) -> Document:
    """Ten chapters of two sections, each with a table, three paragraphs and mostly a chart;
    numbers times ``factor``."""
    blocks: list[Block] = []
    for chapter in range(CHAPTERS):
        blocks.append(Heading(f"c{chapter}", f"第{chapter}项业务的表现", 1))
        for part in range(2):
            place = 2 * chapter + part
            blocks.append(Heading(f"c{chapter}.{part}", f"第{place}节", 2))
            blocks.append(replace(samples.table(), key=f"table.{place}"))
            if place < CHARTS:
                blocks.append(_chart(place, factor))
            blocks += [_paragraph(f"words.{place}.{number}", factor) for number in range(3)]
    return replace(samples.document(), blocks=tuple(blocks))


def _chart(place: int, factor: float) -> Figure:
    plain = samples.figure(KINDS[place % len(KINDS)], key=f"chart.{place}")
    series = (replace(s, values=tuple(v if v is None else v * factor for v in s.values)) for s in plain.series)
    return replace(plain, series=tuple(series))


def _paragraph(key: str, factor: float) -> Paragraph:
    return Paragraph(key, f"指标为{12.5 * factor:.1f}，" + "与上季度相比有所改善，但仍低于全行平均水平。" * 5)


def the_usual_way(document: Document) -> bytes:
    """The same content by python-docx and matplotlib, as it is commonly written."""
    word = docx.Document()
    for block in document.blocks:
        match block:
            case Heading():
                word.add_heading(block.text, block.level)
            case Paragraph():
                word.add_paragraph(block.text)
            case Figure():
                word.add_picture(io.BytesIO(_drawn(block)), width=Cm(15))
            case Table():
                grid = word.add_table(1 + len(block.rows), len(block.columns))
                for row, words in zip(grid.rows, ([c.title for c in block.columns], *block.rows), strict=True):
                    for cell, said in zip(row.cells, words, strict=True):
                        cell.text = said
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _drawn(figure: Figure) -> bytes:
    drawing = Drawing(figsize=(6, 3), dpi=150)
    FigureCanvasAgg(drawing)
    axes = drawing.add_subplot()
    for place, series in enumerate(figure.series):
        values = [value or 0.0 for value in series.values]
        axes.bar([x + 0.4 * place for x in range(len(values))], values, 0.4)
    content = io.BytesIO()
    drawing.savefig(content, format="png")
    return content.getvalue()


def cpu(work: Callable[[], object], rounds: int = 5) -> float:
    """The least CPU time that some work took in so many rounds, in seconds."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def side_by_side(work: Callable[[], object], other: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """The CPU times of two pieces of work done in turn, in the round in which they differed as they usually do."""
    pairs = sorted(((cpu(work, 1), cpu(other, 1)) for _ in range(rounds)), key=lambda pair: pair[1] / pair[0])
    return pairs[rounds // 2]


def test_a_report_of_thirty_pages_costs_a_fraction_of_the_usual_way(tmp_path: Path) -> None:
    standing = tmp_path / "report.docx"
    standing.write_bytes(written_bytes(thirty_pages(), TEMPLATE, Supply())[0])
    first, later = thirty_pages(), thirty_pages(0.9)
    write, refresh = side_by_side(
        lambda: written_bytes(first, TEMPLATE, Supply()),
        lambda: refreshed_bytes(later, TEMPLATE, standing, OFFER, Supply()),
    )
    usual = cpu(lambda: the_usual_way(thirty_pages()), rounds=2)
    print(f"\nwritten {write:.3f} s, refreshed {refresh:.3f} s ({refresh / write:.1f}×), usual {usual / write:.1f}×")
    assert usual > 5 * write
    assert (
        usual > 3 * refresh
    )  # twice what writing may take; held to the usual way, since writing itself becomes cheaper


def test_a_table_of_five_thousand_rows_takes_a_time_that_grows_with_its_rows_alone(tmp_path: Path) -> None:
    written: dict[int, float] = {}
    refreshed: dict[int, float] = {}
    for rows in (1_250, 2_500, 5_000):
        document = samples.with_blocks(samples.long_table(rows))
        standing = tmp_path / f"{rows}.docx"
        standing.write_bytes(written_bytes(document, TEMPLATE, Supply())[0])
        table = samples.long_table(rows)
        changed = tuple((first, f"{second}0", *rest) for first, second, *rest in table.rows)
        fresh = samples.with_blocks(replace(table, rows=changed))
        written[rows] = cpu(lambda d=document: written_bytes(d, TEMPLATE, Supply()), rounds=2)  # type: ignore[misc]
        refreshed[rows] = cpu(
            lambda d=fresh, s=standing: refreshed_bytes(d, TEMPLATE, s, OFFER, Supply()),  # type: ignore[misc]
            rounds=2,
        )
    print(f"\nwritten {written}, refreshed {refreshed}")
    for taken in (written, refreshed):
        assert taken[5_000] < 3 * taken[2_500]  # twice is linear, four times quadratic
        assert taken[2_500] < 3 * taken[1_250]
