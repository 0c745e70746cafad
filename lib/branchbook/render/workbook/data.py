"""The empty data workbook: one sheet for every table that an engagement may bring, and a sheet that explains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from branchbook.inputs.schema import TABLES, ColumnSchema, TableSchema, Type
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Looks, sheet_name, write_words, written_workbook
from branchbook.text import Text

_PREPARED_ROWS = 20_000  # rows that offer choices and check what is typed
_NUMBER_FORMATS = {
    Type.ID: "@",
    Type.TEXT: "@",
    Type.CATEGORY: "@",
    Type.DATE: "yyyy-mm-dd",
    Type.DATETIME: "yyyy-mm-dd hh:mm",
    Type.MONTH: "yyyy-mm",
    Type.MONEY: "#,##0.00",
    Type.NUMBER: "General",
    Type.INTEGER: "0",
    Type.SHARE: "0.0%",
    Type.BOOLEAN: "@",
}
_BOUNDED = {Type.MONEY: "decimal", Type.NUMBER: "decimal", Type.SHARE: "decimal", Type.INTEGER: "integer"}
_LONGEST_CHOICES = 255  # Excel's limit for choices that stand in the rule itself
_LONGEST_HINT = 255
_DICTIONARY = (("table", 16), ("heading", 20), ("required", 8), ("kind", 34), ("allowed", 60), ("rules", 24))


def write_data_workbook(path: Path, language: str) -> None:
    """Write the workbook: headings that the check recognises, required columns in blue, drop-downs for categories,
    number and date formats. Headings and choices are Chinese, or the canonical English names."""
    text = Text.of(language)
    taken: set[str] = set()
    with written_workbook(path) as (book, looks):
        _write_explanation(book.add_worksheet(sheet_name(text("workbook.data.explanation"), taken)), text, looks)
        for table in TABLES.values():
            _write_table(book, book.add_worksheet(sheet_name(_named(table, text), taken)), table, text, looks)


def _named(described: TableSchema | ColumnSchema, text: Text) -> str:
    return described.name if text.language == "en" else described.heading


def _write_explanation(sheet: Any, text: Text, looks: Looks) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 28)
    write_words(sheet, 0, 0, text("workbook.data.title"), looks.title)
    advice = [
        text(f"workbook.data.advice.{name}") for name in ("start", "required", "choices", "ids", "missing", "more")
    ]
    for row, line in enumerate(advice, start=1):
        write_words(sheet, row, 0, line, looks.number)
    top = len(advice) + 2
    for place, (name, width) in enumerate(_DICTIONARY):
        sheet.set_column(place, place, width)
        write_words(sheet, top, place, text(f"workbook.data.{name}"), looks.head)
    lines = [(table, column) for table in TABLES.values() for column in table.columns]
    for row, (table, column) in enumerate(lines, start=top + 1):
        for place, words in enumerate(_described(table, column, text)):
            write_words(sheet, row, place, words, looks.wrapped)
    sheet.autofilter(top, 0, top + len(lines), len(_DICTIONARY) - 1)


def _described(table: TableSchema, column: ColumnSchema, text: Text) -> tuple[str, ...]:
    return (
        _named(table, text),
        _named(column, text),
        text("workbook.data.yes") if column.required else "",
        text(f"workbook.type.{column.type.value}"),
        _allowed(column, text),
        " ".join(column.rules),
    )


def _write_table(book: Any, sheet: Any, table: TableSchema, text: Text, looks: Looks) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    if table.required:
        sheet.set_tab_color("#1B4F8A")
    for place, column in enumerate(table.columns):
        heading = _named(column, text)
        look = book.add_format(
            {"font_name": LATIN_AND_CHINESE, "font_size": 10, "num_format": _NUMBER_FORMATS[column.type]}
        )
        sheet.set_column(place, place, max(12, 2.2 * len(heading) + 3), look)
        write_words(sheet, 0, place, heading, looks.required_head if column.required else looks.head)
        sheet.data_validation(1, place, _PREPARED_ROWS, place, _rule(column, text))


def _rule(column: ColumnSchema, text: Text) -> dict[str, Any]:
    """What Excel offers and checks in a column, and the hint that it shows there."""
    hint = {
        "input_title": _named(column, text)[:32],
        "input_message": _hint(column, text)[:_LONGEST_HINT],
        "error_title": text("workbook.data.wrong")[:32],
        "error_message": _hint(column, text)[:_LONGEST_HINT],
    }
    choices = _choices(column, text)
    if choices and len(",".join(choices)) <= _LONGEST_CHOICES:
        return {"validate": "list", "source": choices, **hint}
    if column.type in _BOUNDED and (column.minimum is not None or column.maximum is not None):
        return {"validate": _BOUNDED[column.type], **_bounds(column), **hint}
    return {"validate": "any", **hint}


def _bounds(column: ColumnSchema) -> dict[str, Any]:
    if column.minimum is not None and column.maximum is not None:
        return {"criteria": "between", "minimum": column.minimum, "maximum": column.maximum}
    if column.minimum is not None:
        return {"criteria": ">=", "value": column.minimum}
    return {"criteria": "<=", "value": column.maximum}


def _choices(column: ColumnSchema, text: Text) -> list[str]:
    if column.type is Type.BOOLEAN:
        return [text("workbook.data.yes"), text("workbook.data.no")]
    if text.language == "en":
        return list(column.allowed)
    return [spellings[0] if spellings else value for value, spellings in column.allowed.items()]


def _hint(column: ColumnSchema, text: Text) -> str:
    kind = text(f"workbook.type.{column.type.value}")
    required = text("workbook.data.required_hint") if column.required else ""
    return "\n".join(part for part in (kind, _allowed(column, text), required) if part)


def _allowed(column: ColumnSchema, text: Text) -> str:
    if column.allowed:
        return text("workbook.data.comma").join(_choices(column, text))
    if column.refers_to:
        table, name = column.refers_to.split(".")
        target = TABLES[table]
        return text("workbook.data.refers", table=_named(target, text), heading=_named(target.column(name), text))
    if column.minimum is not None and column.maximum is not None:
        return text("workbook.data.between", low=f"{column.minimum:g}", high=f"{column.maximum:g}")
    if column.minimum is not None:
        return text("workbook.data.least", low=f"{column.minimum:g}")
    return ""
