"""How numbers become words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.text import Text
from branchbook.text.numbers import plain, rounded
from branchbook.values.quantity import Estimate, Quantity, Unit


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(0.125, 2, "0.13"), (2.5, 0, "3"), (-0.04, 1, "0.0"), (1234567.891, 1, "1,234,567.9"), (-12.35, 1, "−12.4")],
)
def test_numbers_are_rounded_half_up_and_never_minus_zero(value: float, decimals: int, written: str) -> None:
    assert plain(value, decimals) == written


@given(st.floats(-1e12, 1e12), st.integers(0, 3))
def test_rounding_moves_a_number_by_at_most_half_a_unit(value: float, decimals: int) -> None:
    assert abs(rounded(value, decimals) - Decimal(repr(value))) <= Decimal("0.5").scaleb(-decimals)


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        (999, "999元", "CNY 999"),
        (12_345, "1.2万元", "CNY 12.3 thousand"),
        (123_456_789, "1.23亿元", "CNY 123.46 million"),
        (-50_000, "−5.0万元", "CNY −50.0 thousand"),
        (0, "0元", "CNY 0"),
    ],
)
def test_money_takes_the_scale_that_its_readers_use(amount: float, chinese: str, english: str) -> None:
    quantity = Quantity(amount, Unit.MONEY)
    assert (Text.of("zh-CN").quantity(quantity), Text.of("en").quantity(quantity)) == (chinese, english)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_number_that_is_missing_is_a_dash_in_every_unit(unit: Unit, language: str) -> None:
    assert Text.of(language).quantity(Quantity(None, unit)) == "—"


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_unit_can_be_written_in_both_languages(unit: Unit, language: str) -> None:
    written = Text.of(language).quantity(Quantity(0.5, unit))
    assert any(mark.isdigit() for mark in written)


def test_an_estimate_tells_its_interval_and_sample() -> None:
    share = Estimate(0.354, Unit.SHARE, 200, 0.29, 0.42)
    assert Text.of("zh-CN").estimate(share) == "35.4%（95%区间29.0%至42.0%，样本200）"


def test_a_full_count_tells_no_interval() -> None:
    assert Text.of("zh-CN").estimate(Estimate(0.354, Unit.SHARE, 200)) == "35.4%"


def test_the_currency_of_the_engagement_is_named() -> None:
    assert Text.of("zh-CN", "CZK").quantity(Quantity(2e6, Unit.MONEY)) == "200.0万捷克克朗"
    assert Text.of("zh-CN", "XAF").quantity(Quantity(2e6, Unit.MONEY)) == "200.0万XAF"
