"""The workbook behind a native chart, which opens when a person chooses "edit data"."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from branchbook.render.chart.numbers import drawable
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind

SHEET = "Sheet1"


def chart_workbook(figure: Figure, issued: datetime) -> bytes:
    """Categories in the first column, one series in each further column, names in the first row.

    A scatter has the places of a series in the column before its values. Everything that is words is written as text,
    so that no name is taken for a formula.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": issued.replace(tzinfo=None)})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 24)
        for row, category in enumerate(figure.categories, start=1):
            sheet.write_string(row, 0, one_line(category))
        below = book.add_format({"num_format": figure.x_format or "General"})
        for index, series in enumerate(figure.series):
            column = value_column(figure, index)
            sheet.write_string(0, column, one_line(series.name))
            _write_numbers(sheet, column, series.values, book.add_format({"num_format": format_of(figure, series)}))
            if series.x:
                sheet.write_string(0, column - 1, one_line(figure.category_title))
                _write_numbers(sheet, column - 1, series.x, below)
    return buffer.getvalue()


def _write_numbers(sheet: Worksheet, column: int, values: Sequence[float | None], number: Format) -> None:
    for row, value in enumerate(values, start=1):
        if (known := drawable(value)) is not None:
            sheet.write_number(row, column, known, number)


def format_of(figure: Figure, series: ChartSeries) -> str:
    """The format of a series' numbers: that of its axis."""
    return figure.second_format if series.second_axis else figure.number_format


def value_column(figure: Figure, index: int) -> int:
    """The column of a series' values, counted from zero."""
    return 2 * index + 1 if figure.kind is FigureKind.SCATTER else index + 1


def categories_range(figure: Figure) -> str:
    """Where the categories stand."""
    return f"{SHEET}!$A$2:$A${len(figure.categories) + 1}"


def name_cell(figure: Figure, index: int) -> str:
    """Where the name of a series stands."""
    return f"{SHEET}!${xl_col_to_name(value_column(figure, index))}$1"


def values_range(figure: Figure, index: int) -> str:
    """Where the values of a series stand."""
    return _range(value_column(figure, index), points_of(figure))


def places_range(figure: Figure, index: int) -> str:
    """Where the places of a scatter's series stand."""
    return _range(value_column(figure, index) - 1, points_of(figure))


def points_of(figure: Figure) -> int:
    """How many points every series has room for: LibreOffice loses a scatter's series that is shorter than others."""
    return max(len(series.values) for series in figure.series)


def _range(column: int, length: int) -> str:
    letter = xl_col_to_name(column)
    return f"{SHEET}!${letter}$2:${letter}${length + 1}"
