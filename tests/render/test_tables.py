"""Column widths of tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from branchbook.render.columns import COMPACT, USUAL, column_widths, fitting
from branchbook.report.blocks import Align, Table, TableColumn

WIDTH = 9184

cells = st.text(st.sampled_from("网点客户 abcW1234567890,.%-"), max_size=60)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 12))
    weights = st.floats(0.1, 10)
    columns = tuple(TableColumn("列", draw(st.sampled_from(list(Align))), draw(weights)) for _ in range(count))
    rows = tuple(tuple(draw(cells) for _ in range(count)) for _ in range(draw(st.integers(0, 4))))
    return Table("k", "c", columns, rows, "a")


@given(tables())
def test_columns_fill_the_width_exactly_and_none_vanishes(table: Table) -> None:
    widths = column_widths(table, WIDTH)
    assert sum(widths) == WIDTH
    assert all(width > 100 for width in widths)


def test_widths_follow_the_weights_where_all_fits() -> None:
    columns = (TableColumn("甲", weight=1), TableColumn("乙", weight=3))
    assert column_widths(Table("k", "c", columns, (("甲", "乙"),), "a"), 8000) == [2000, 6000]


def test_a_column_is_wide_enough_for_its_longest_number() -> None:
    columns = (TableColumn("名称", weight=20), TableColumn("金额", Align.RIGHT, weight=1))
    number = "128,456,789.30"
    widths = column_widths(Table("k", "c", columns, (("甲", number),), "a"), WIDTH)
    arial_digit = 0.556 * 9 * 20  # width of a digit of Arial (1139/2048 em) at 9 points, in twentieths of a point
    assert widths[1] >= len(number.replace(",", "").replace(".", "")) * arial_digit


def test_a_table_of_many_numbers_gets_smaller_letters_so_that_no_number_breaks() -> None:
    months = tuple(TableColumn(f"{month}月", Align.RIGHT) for month in range(1, 13))
    table = Table("k", "c", (TableColumn("指标"), *months), (("存款", *["16,049.5"] * 12),), "a")
    lettering, widths = fitting(table, WIDTH)
    assert lettering is COMPACT
    arial = 6 * 0.556 + 2 * 0.278  # six digits, a comma and a point of Arial, in ems
    assert min(widths[1:]) >= arial * COMPACT.em + 2 * COMPACT.margin
    assert fitting(Table("k", "c", months[:3], (("1", "2", "3"),), "a"), WIDTH)[0] is USUAL
