r"""How the text of a cell becomes a value: SQL expressions over text columns, one per type.

Cleaning runs set-wise in DuckDB, so that a table of any size is read the same way. A text column becomes first its
*plain* text (full-width characters made narrow, spaces and empty markers gone), then a value; a plain text without a
value is a fault of the cell. Texts that a workbook could not give whole start with one of the three marks below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import duckdb

from branchbook.inputs.schema import ColumnSchema, Type

ERROR = "\ue000"  #: mark of an Excel error value
NO_RESULT = "\ue001"  #: mark of a formula that was never calculated
DIGITS_LOST = "\ue002"  #: mark of a number with more digits than Excel keeps

EMPTY_MARKERS = ("-", "--", "---", "—", "——", "n/a", "na", "null", "none", "nan", "nil", "无", "/", "\\", "\\n")
"""What people write into cells that hold nothing; in columns of text they stay."""

ERROR_VALUES = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "########")

FACTORS = {"元": 1, "圆": 1} | {
    f"{scale}{unit}": factor
    for scale, factor in {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}.items()
    for unit in ("", "元", "圆")
}
"""Units of money and what they multiply by."""

TRUE = ("是", "y", "yes", "1", "true", "t", "√", "✓", "✔", "对")
FALSE = ("否", "n", "no", "0", "false", "f", "×", "x", "✗", "✘", "错", "不是")

_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "￥－−–‐‑　"
_NARROW = "".join(chr(code) for code in range(0x21, 0x7F)) + "¥----- "
_SPACES = (
    " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
)
_NUMBER = (
    r"(\()?\s*([-+])?\s*(?:¥|RMB|CNY|人民币)?\s*([-+])?\s*"
    r"(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*([元圆千万百亿%]*)整?\s*(\))?\s*([元圆千万百亿%]*)整?"
)
_NUMBER_PARTS = ("open", "sign", "inner_sign", "digits", "power", "unit", "close", "outer_unit")
_YEAR = r"((?:19|20|21)\d\d)"
_DAY = _YEAR + r"(?:\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?)"
_TIME = r"(\d{1,2})\s*(?:[:时点])\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(\.\d{1,9})?\s*秒?|\s*[分:])?"
_STAMP_PARTS = ("year", "month", "day", "cn_month", "cn_day", "hour", "minute", "second", "fraction")


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _any_of(texts: Iterable[str]) -> str:
    return "(" + ", ".join(quoted(text) for text in texts) + ")"


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the cleaning macros on this connection."""
    for signature, body in _MACROS.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {signature} AS {body}")


def _parts(names: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(name) for name in names) + "]"


_FACTOR = "CASE unit " + " ".join(f"WHEN {quoted(u)} THEN {f}" for u, f in FACTORS.items()) + " WHEN '' THEN 1 END"

_SIMPLE_NUMBER = "-?[0-9]{1,15}(\\.[0-9]{1,9})?"
_SIMPLE_STAMP = _YEAR + "-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?"
_MARKERS = "|".join(re.escape(marker) for marker in EMPTY_MARKERS)

_MACROS = {
    "bb_text(s)": (
        f"nullif(regexp_replace(trim(s, {quoted(_SPACES)}), '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]', '', 'g'), '')"
    ),
    "bb_half(s)": (  # translating costs a hundred times the look that most texts need none
        f"CASE WHEN regexp_matches(s, {quoted('[' + _WIDE + ']')}) "
        f"THEN translate(s, {quoted(_WIDE)}, {quoted(_NARROW)}) ELSE s END"
    ),
    # ="007" and '007 are how text is forced upon Excel
    "bb_unwrapped(s)": "regexp_replace(s, '^(?:=\"(.*)\"|''(.*))$', '\\1\\2')",
    "bb_filled(s)": f"nullif(regexp_replace(s, {quoted('(?i)^(?:' + _MARKERS + ')$')}, ''), '')",
    "bb_plain(s)": (
        "CASE WHEN regexp_full_match(s, '[0-9A-Za-z]*[0-9][0-9A-Za-z._:/-]*( [0-9:.]+)?') THEN s "
        "ELSE bb_filled(bb_unwrapped(bb_text(bb_half(s)))) END"
    ),
    "bb_number_parts(s)": (
        f"CASE WHEN regexp_full_match(s, {quoted(_SIMPLE_NUMBER)}) THEN NULL "
        f"ELSE regexp_extract(s, {quoted('^' + _NUMBER + '$')}, {_parts(_NUMBER_PARTS)}) END"
    ),
    "bb_signed(p)": (
        "CASE WHEN (p.open = '') <> (p.close = '') OR (p.sign <> '' AND p.inner_sign <> '') "
        "OR (p.open <> '' AND (p.sign <> '' OR p.inner_sign <> '')) OR (p.unit <> '' AND p.outer_unit <> '') THEN NULL "
        "WHEN p.open <> '' OR p.sign = '-' OR p.inner_sign = '-' THEN -1 ELSE 1 END"
    ),
    "bb_factor(unit)": _FACTOR,
    # multiplied as decimals, so that 0.07 times ten thousand is 700 and not 700.0000000000001; 0.0 + makes an
    # ordinary zero of -0
    "bb_scaled(p, factor)": (
        "0.0 + bb_signed(p) * CASE WHEN factor = 1 OR p.power <> '' "
        "THEN TRY_CAST(replace(p.digits, ',', '') || p.power AS DOUBLE) * factor "
        "ELSE CAST(TRY_CAST(replace(p.digits, ',', '') AS DECIMAL(28, 9)) * CAST(factor AS DECIMAL(10, 0)) AS DOUBLE) "
        "END"
    ),
    "bb_unit(p)": "p.unit || p.outer_unit",
    "bb_money(s, p)": (
        "CASE WHEN p IS NULL THEN 0.0 + TRY_CAST(s AS DOUBLE) ELSE bb_scaled(p, bb_factor(bb_unit(p))) END"
    ),
    "bb_share(s, p)": (
        "CASE WHEN p IS NULL THEN 0.0 + TRY_CAST(s AS DOUBLE) WHEN bb_unit(p) = '%' THEN bb_scaled(p, 1) / 100 "
        "WHEN bb_unit(p) = '' THEN bb_scaled(p, 1) END"
    ),
    "bb_number(s, p)": (
        "CASE WHEN p IS NULL THEN 0.0 + TRY_CAST(s AS DOUBLE) "
        "WHEN bb_unit(p) IN ('', '万', '亿') THEN bb_scaled(p, bb_factor(bb_unit(p))) END"
    ),
    "bb_whole(n)": "CASE WHEN n = trunc(n) AND abs(n) < 1e15 THEN CAST(n AS BIGINT) END",
    "bb_integer(s, p)": "bb_whole(bb_number(s, p))",
    "bb_boolean(s, p)": (
        f"CASE WHEN lower(s) IN {_any_of(TRUE)} THEN true WHEN lower(s) IN {_any_of(FALSE)} THEN false END"
    ),
    "bb_spread(s)": (  # the forms without separators, spread out
        "CASE WHEN NOT regexp_full_match(s, '[0-9]{8}.*|[0-9]{12}|[0-9]{14}') THEN s "
        "ELSE regexp_replace(regexp_replace(s, '^(\\d{4})(\\d\\d)(\\d\\d)([T ]*\\d+:.*)?$', '\\1-\\2-\\3\\4'), "
        "'^(\\d{4})(\\d\\d)(\\d\\d)[T ]?(\\d\\d)(\\d\\d)(\\d\\d)?$', '\\1-\\2-\\3 \\4:\\5:\\6') END"
    ),
    "bb_stamp_parts(s)": (
        f"CASE WHEN regexp_full_match(s, {quoted(_SIMPLE_STAMP)}) THEN NULL ELSE regexp_extract("
        f"bb_spread(s), {quoted('^' + _DAY + '(?:[T ]*' + _TIME + ')?$')}, {_parts(_STAMP_PARTS)}) END"
    ),
    "bb_stamp(s, p)": (
        "CASE WHEN p IS NULL THEN TRY_CAST(s AS TIMESTAMP) ELSE "
        "TRY_CAST(p.year || '-' || p.month || p.cn_month || '-' || p.day || p.cn_day || ' ' || "
        "CASE WHEN p.hour = '' THEN '00' ELSE p.hour END || ':' || CASE WHEN p.minute = '' THEN '00' ELSE p.minute END "
        "|| ':' || CASE WHEN p.second = '' THEN '00' ELSE p.second END || p.fraction AS TIMESTAMP) END"
    ),
    "bb_day(s, p)": "date_trunc('day', bb_stamp(s, p))",
    "bb_month(s, p)": (
        f"CASE WHEN regexp_full_match(s, {quoted(_YEAR + '(-|/|年| )*[0-9]{1,2} *月?')}) "
        f"OR regexp_full_match(s, {quoted(_YEAR + '[.](0[1-9]|1[0-2]|[2-9])')}) "
        f"THEN TRY_CAST(regexp_replace(s, {quoted('^' + _YEAR + '[-/年. ]*([0-9]{1,2}) *月?$')}, '\\1-\\2-01') "
        "AS TIMESTAMP) "
        "ELSE date_trunc('month', bb_stamp(s, p)) END"
    ),
}  # fmt: skip
"""The macros, in the order in which they build upon each other."""

_VALUE = {
    Type.MONEY: "bb_money", Type.NUMBER: "bb_number", Type.INTEGER: "bb_integer", Type.SHARE: "bb_share",
    Type.BOOLEAN: "bb_boolean", Type.DATE: "bb_day", Type.DATETIME: "bb_stamp", Type.MONTH: "bb_month",
}  # fmt: skip
_NUMERIC = {Type.MONEY, Type.NUMBER, Type.INTEGER, Type.SHARE}
_TIMES = {Type.DATE, Type.DATETIME, Type.MONTH}

SQL_TYPE = {
    Type.ID: "VARCHAR", Type.TEXT: "VARCHAR", Type.CATEGORY: "VARCHAR", Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "TIMESTAMP", Type.DATETIME: "TIMESTAMP", Type.MONTH: "TIMESTAMP",
    Type.MONEY: "DOUBLE", Type.NUMBER: "DOUBLE", Type.SHARE: "DOUBLE", Type.INTEGER: "BIGINT",
}  # fmt: skip
"""The SQL type of a column's values."""


def plain_of(column: ColumnSchema, raw: str) -> str:
    """The SQL expression of a raw text's plain text; NULL where the cell is empty."""
    if column.type is Type.TEXT:
        return f"bb_text({raw})"
    text = f"ltrim({raw}, {quoted(DIGITS_LOST)})" if column.type in _NUMERIC else raw
    return f"bb_plain({text})"


def parts_of(column: ColumnSchema, plain: str) -> str:
    """The SQL expression that takes a plain text apart; NULL where its type needs none or the text is simple.

    A step of its own, so that the value's expression, which needs the parts many times, has them worked out once.
    """
    if column.type in _NUMERIC:
        return f"bb_number_parts({plain})"
    return f"bb_stamp_parts({plain})" if column.type in _TIMES else "NULL"


def value_of(column: ColumnSchema, plain: str, parts: str) -> str:
    """The SQL expression of a plain text's value; NULL where the text is none of this column's type."""
    if column.type is Type.CATEGORY:
        return _category(column, plain)
    return f"{_VALUE[column.type]}({plain}, {parts})" if column.type in _VALUE else plain


def has_mark(column: ColumnSchema, raw: str, mark: str) -> str:
    """The SQL condition that a raw text carries this mark (or, for errors, says so in its own words)."""
    if mark == DIGITS_LOST and column.type in _NUMERIC:
        return "false"
    marked = f"starts_with({raw}, {quoted(mark)})"
    return f"({marked} OR {raw} IN {_any_of(ERROR_VALUES)})" if mark == ERROR else marked


_JOINTS = " _-"
"""What stands between the words of a category and makes no difference: follow_up, follow-up, Follow up."""


def _category(column: ColumnSchema, plain: str) -> str:
    folded = f"translate(lower({plain}), '{_JOINTS}', '')"
    branches = " ".join(
        f"WHEN {folded} IN {_any_of(sorted({_folded(word) for word in (value, *spellings)}))} THEN {quoted(value)}"
        for value, spellings in column.allowed.items()
    )
    return f"CASE {branches} END"


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).translate(dict.fromkeys(map(ord, _JOINTS))).lower()
