"""The workbook behind a native chart, which opens when a person chooses "edit data".

Written by ourselves: a report holds dozens of these small tables, and a library that can write any workbook takes
longer over one of them than the chart itself does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from branchbook.render.archive import archived
from branchbook.render.chart.numbers import drawable
from branchbook.render.plaintext import xml_attribute, xml_text
from branchbook.report.blocks import ChartSeries, Figure
from branchbook.values.artifact import FigureKind

SHEET = "Sheet1"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_FORMAT = 164  # those below are Excel's own

_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
"""The parts that are the same in every workbook."""

_Cell = tuple[int, int, str]
"""The row and the column of a cell, counted from zero, and its XML."""


def chart_workbook(figure: Figure) -> bytes:
    """Categories in the first column, one series in each further column, names in the first row.

    A scatter has the places of a series in the column before its values. Everything that is words is written as text,
    so that no name is taken for a formula. Nothing is compressed: the document around the workbook does that.
    """
    formats = list(dict.fromkeys(["General", *_formats_of_columns(figure).values()]))
    parts = {
        **_FIXED,
        "xl/styles.xml": _styles(formats),
        "xl/worksheets/sheet1.xml": _sheet(figure, formats),
    }
    return archived({name: (_HEAD + part).encode() for name, part in parts.items()}, compressed=False)


def _formats_of_columns(figure: Figure) -> dict[int, str]:
    """How the numbers of each column are printed."""
    formats = {}
    for index, series in enumerate(figure.series):
        column = value_column(figure, index)
        if series.x:
            formats[column - 1] = figure.x_format or "General"
        formats[column] = format_of(figure, series)
    return formats


def _styles(formats: Sequence[str]) -> str:
    """A style for each format, in their order."""
    own = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{xml_attribute(code)}"/>'
        for number, code in enumerate(formats[1:], _FIRST_FORMAT)
    )
    used = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(_FIRST_FORMAT, _FIRST_FORMAT + len(formats) - 1)
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        + (f'<numFmts count="{len(formats) - 1}">{own}</numFmts>' if own else "")
        + '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{plain} xfId="0"/>{used}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(figure: Figure, formats: Sequence[str]) -> str:
    rows: dict[int, list[str]] = {}
    for row, _, cell in sorted(_cells(figure, formats)):
        rows.setdefault(row, []).append(cell)
    written = "".join(f'<row r="{row + 1}">{"".join(cells)}</row>' for row, cells in rows.items())
    return (
        f'<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="24.7109375" customWidth="1"/></cols>'
        f"<sheetData>{written}</sheetData></worksheet>"
    )


def _cells(figure: Figure, formats: Sequence[str]) -> Iterator[_Cell]:
    styles = {column: formats.index(code) for column, code in _formats_of_columns(figure).items()}
    for row, category in enumerate(figure.categories, start=1):
        yield from _words(row, 0, category)
    for index, series in enumerate(figure.series):
        column = value_column(figure, index)
        yield from _words(0, column, series.name)
        yield from _numbers(column, series.values, styles[column])
        if series.x:
            yield from _words(0, column - 1, figure.category_title)
            yield from _numbers(column - 1, series.x, styles[column - 1])


def _words(row: int, column: int, words: str) -> Iterator[_Cell]:
    if words:
        text = f'<is><t xml:space="preserve">{xml_text(words)}</t></is>'
        yield row, column, f'<c r="{_letters(column)}{row + 1}" t="inlineStr">{text}</c>'


def _numbers(column: int, values: Sequence[float | None], style: int) -> Iterator[_Cell]:
    letters = _letters(column)
    for row, value in enumerate(values, start=1):
        if (known := drawable(value)) is not None:
            yield row, column, f'<c r="{letters}{row + 1}" s="{style}"><v>{float(known)!r}</v></c>'


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
    return f"{SHEET}!${_letters(value_column(figure, index))}$1"


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
    letters = _letters(column)
    return f"{SHEET}!${letters}$2:${letters}${length + 1}"


def _letters(column: int) -> str:
    """The letters of a column, counted from zero: A to Z, then AA, AB and so on."""
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
