"""How the text of a cell becomes a value, against the spellings that banks use and properties of formatting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branchbook.inputs.cells import DIGITS_LOST, EMPTY_MARKERS, define, parts_of, plain_of, value_of
from branchbook.inputs.schema import TABLES, ColumnSchema, Type

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

FIRST = datetime.fromisoformat("2024-03-01")
EARLIEST = datetime.fromisoformat("1900-01-01")
LATEST = datetime.fromisoformat("2199-12-31")


class Cleaner:
    """Reads single cells as the checks read whole tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def value(self, type_: Type, *texts: str) -> object:
        """The value of one text; a list of values for several."""
        values = self.values(ColumnSchema("column", "列", type_), texts)
        return values[0] if len(texts) == 1 else values

    def values(self, column: ColumnSchema, texts: tuple[str, ...]) -> list[object]:
        plain = f"SELECT position, {plain_of(column, 'raw')} AS plain FROM cells"
        parts = f"SELECT *, {parts_of(column, 'plain')} AS parts FROM ({plain})"
        query = f"SELECT {value_of(column, 'plain', 'parts')} FROM ({parts}) ORDER BY position"
        self.connection.execute("CREATE OR REPLACE TEMP TABLE cells (position INTEGER, raw VARCHAR)")
        self.connection.executemany("INSERT INTO cells VALUES (?, ?)", [list(cell) for cell in enumerate(texts)])
        return [value for (value,) in self.connection.execute(query).fetchall()]


@pytest.fixture(scope="module")
def cells() -> Iterator[Cleaner]:
    with duckdb.connect() as connection:
        define(connection)
        yield Cleaner(connection)


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("1234.5", 1234.5),
        ("1,234.5万元", 12_345_000.0),
        ("１，２３４．５万元", 12_345_000.0),
        ("¥1,234.50", 1234.5),
        ("￥1,234.50", 1234.5),
        ("人民币12.5万", 125_000.0),
        ("12元", 12.0),
        ("12万元整", 120_000.0),
        ("3.5亿", 350_000_000.0),
        ("0.07万", 700.0),
        ("8千元", 8_000.0),
        ("2百万元", 2_000_000.0),
        ("(1,234)", -1234.0),
        ("（1,234.5）", -1234.5),
        ("(1,234)万元", -12_340_000.0),
        ("-5", -5.0),
        ("-¥3", -3.0),
        ("\u3000 12\u00a0", 12.0),
        ("1e5", 100_000.0),
        ('="12.5"', 12.5),
        ("12,345,678.90", 12_345_678.9),
    ],
)
def test_an_amount_is_read_as_a_bank_writes_it(cells: Cleaner, written: str, yuan: float) -> None:
    assert cells.value(Type.MONEY, written) == yuan


@pytest.mark.parametrize(
    "written",
    ["abc", "1,23", "1 234", "12%", "+-5", "(5", "nan", "inf", "1_000", "0x1F", "千", "1.2.3", "1,234,5", "12美元"],
)
def test_what_is_no_amount_has_no_value(cells: Cleaner, written: str) -> None:
    assert cells.value(Type.MONEY, written) is None


@quick
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["", "元", "万元", "亿"]))
def test_an_amount_comes_back_from_every_way_of_writing_it(cells: Cleaner, amount: Decimal, unit: str) -> None:
    factor = {"": 1, "元": 1, "万元": 10**4, "亿": 10**8}[unit]
    wide = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
    bracketed = f"({abs(amount):,})" if amount < 0 else f"{amount:,}"
    written = (f"{amount}{unit}", f" {amount:,}{unit}", f"{amount:,}{unit}".translate(wide), f"{bracketed}{unit}")
    assert cells.value(Type.MONEY, *written) == [float(amount * factor)] * len(written)


@quick
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_comes_back_from_its_shortest_form(cells: Cleaner, number: float) -> None:
    assert cells.value(Type.NUMBER, repr(number)) == number


@quick
@given(st.text(max_size=30))
def test_any_text_can_be_read_as_any_type_without_an_error(cells: Cleaner, text: str) -> None:
    for type_ in set(Type) - {Type.CATEGORY}:
        cells.value(type_, text)


def test_money_has_units_but_a_plain_number_has_no_yuan(cells: Cleaner) -> None:
    assert cells.value(Type.NUMBER, "1.2万", "12元") == [12_000.0, None]


def test_a_whole_number_may_carry_a_zero_fraction_but_no_other(cells: Cleaner) -> None:
    assert cells.value(Type.INTEGER, "3", "3.0", "1,000", "3.5") == [3, 3, 1000, None]


def test_a_share_is_read_from_percent_and_from_a_fraction(cells: Cleaner) -> None:
    assert cells.value(Type.SHARE, "35%", "0.35", "３５％") == [0.35, 0.35, 0.35]


def test_yes_and_no_have_many_spellings(cells: Cleaner) -> None:
    assert cells.value(Type.BOOLEAN, "是", "Y", "Ｙ", "√", "1", "TRUE", "yes") == [True] * 7
    assert cells.value(Type.BOOLEAN, "否", "n", "×", "0", "False", "No") == [False] * 6
    assert cells.value(Type.BOOLEAN, "也许", "2") == [None, None]


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01", "2024/3/1", "2024.3.1", "20240301", "2024年3月1日", "2024 年 3 月 1 日", "２０２４－０３－０１",
        "2024-03-01 00:00:00", "2024-03-01T09:30:15", "2024/3/1 9:30", "20240301093015", "20240301 09:30",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(cells: Cleaner, written: str) -> None:
    assert cells.value(Type.DATE, written) == FIRST


@pytest.mark.parametrize(
    "written", ["2024-02-30", "2023-02-29", "20240230", "2024-13-01", "24-3-1", "3/1/2024", "2024-03", "45352", "昨天"]
)
def test_what_is_no_date_has_no_value(cells: Cleaner, written: str) -> None:
    assert cells.value(Type.DATE, written) is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2024-03-01 09:30:15", 15),
        ("2024/3/1 9:30:15", 15),
        ("20240301093015", 15),
        ("20240301 093015", 15),
        ("2024年3月1日9时30分15秒", 15),
        ("2024年3月1日 9时30分", 0),
        ("2024-03-01 09:30", 0),
        ("202403010930", 0),
    ],
)
def test_a_moment_is_read_with_and_without_seconds(cells: Cleaner, written: str, seconds: int) -> None:
    assert cells.value(Type.DATETIME, written) == FIRST.replace(hour=9, minute=30, second=seconds)


@quick
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_comes_back_from_every_way_of_writing_it(cells: Cleaner, day: date) -> None:
    forms = (
        f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day} 0:00",
    )  # fmt: skip
    assert cells.value(Type.DATE, *forms) == [datetime.combine(day, time())] * len(forms)


@quick
@given(st.datetimes(EARLIEST, LATEST).map(lambda moment: moment.replace(microsecond=0)))
def test_a_moment_comes_back_from_every_way_of_writing_it(cells: Cleaner, moment: datetime) -> None:
    forms = (moment.isoformat(), moment.isoformat(sep=" "), f"{moment:%Y%m%d%H%M%S}", f"{moment:%Y/%m/%d %H:%M:%S}")
    assert cells.value(Type.DATETIME, *forms) == [moment] * len(forms)


@pytest.mark.parametrize("written", ["2024-03", "2024/3", "2024年3月", "202403", "2024.03", "2024.3", "2024-03-15"])
def test_a_month_is_kept_as_its_first_day(cells: Cleaner, written: str) -> None:
    assert cells.value(Type.MONTH, written) == FIRST


def test_a_month_that_excel_may_have_shortened_is_not_guessed(cells: Cleaner) -> None:
    """October typed as 2024.10 is the number 2024.1 to Excel, the same as January."""
    assert cells.value(Type.MONTH, "2024.1") is None


def test_an_id_stays_the_text_that_it_is(cells: Cleaner) -> None:
    ids = ("007", "110101199001011234", "7.0", "C-01", "Ａ０１", " 007 ", "'007", '="007"', "\t6222\t")
    assert cells.value(Type.ID, *ids) == [
        "007",
        "110101199001011234",
        "7.0",
        "C-01",
        "A01",
        "007",
        "007",
        "007",
        "6222",
    ]


@quick
@given(st.text(alphabet="0123456789", min_size=1, max_size=30))
def test_an_id_of_any_digits_comes_back(cells: Cleaner, digits: str) -> None:
    assert cells.value(Type.ID, digits) == digits


def test_markers_of_nothing_are_nothing_except_in_text(cells: Cleaner) -> None:
    for type_ in set(Type) - {Type.TEXT, Type.CATEGORY}:
        assert cells.value(type_, *EMPTY_MARKERS) == [None] * len(EMPTY_MARKERS)
    assert cells.value(Type.TEXT, *EMPTY_MARKERS) == list(EMPTY_MARKERS)


def test_text_keeps_its_width_and_loses_only_outer_spaces_and_control_characters(cells: Cleaner) -> None:
    assert cells.value(Type.TEXT, "\u3000（Ａ）支行\x07 ") == "（Ａ）支行"


def test_a_category_is_known_by_every_spelling_in_any_case_and_width_however_its_words_are_joined(
    cells: Cleaner,
) -> None:
    for table in TABLES.values():
        for column in table.columns:
            for value, spellings in column.allowed.items():
                joined = (value.replace("_", "-").capitalize(), value.replace("_", " "))
                written = (value, value.upper(), *joined, *(f" {spelling} " for spelling in spellings))
                assert set(cells.values(column, written)) == {value}, (table.name, column.name)


def test_a_number_with_more_digits_than_excel_keeps_is_still_an_amount(cells: Cleaner) -> None:
    assert cells.value(Type.MONEY, f"{DIGITS_LOST}1234567890123456") == 1234567890123456.0
