"""The workbook behind a native chart, which opens when a person chooses "edit data"."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from branchbook.render.chart.numbers import drawable
from branchbook.render.plaintext import one_line
from branchbook.report.blocks import Figure

SHEET = "Sheet1"


def chart_workbook(figure: Figure, issued: datetime) -> bytes:
    """Categories in the first column, one series in each further column, names in the first row.

    Everything that is words is written as text, so that no name is taken for a formula.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": issued.replace(tzinfo=None)})
        sheet = book.add_worksheet(SHEET)
        number = book.add_format({"num_format": figure.number_format})
        sheet.set_column(0, 0, 24)
        for row, category in enumerate(figure.categories, start=1):
            sheet.write_string(row, 0, one_line(category))
        for column, series in enumerate(figure.series, start=1):
            sheet.write_string(0, column, one_line(series.name))
            for row, value in enumerate(series.values, start=1):
                if (known := drawable(value)) is not None:
                    sheet.write_number(row, column, known, number)
    return buffer.getvalue()


def categories_range(figure: Figure) -> str:
    """Where the categories stand."""
    return f"{SHEET}!$A$2:$A${len(figure.categories) + 1}"


def name_cell(column: int) -> str:
    """Where the name of the series of this column stands (the first series is column 1)."""
    return f"{SHEET}!${xl_col_to_name(column)}$1"


def values_range(figure: Figure, column: int) -> str:
    """Where the values of the series of this column stand."""
    letter = xl_col_to_name(column)
    return f"{SHEET}!${letter}$2:${letter}${len(figure.categories) + 1}"
