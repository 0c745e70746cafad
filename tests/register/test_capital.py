"""Registered capital in the spellings that registers really have."""

import pytest

from branchbook.register.capital import Capital, read_capital


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("51.8000(万元人民币)", 518_000, "CNY"),
        ("1,000(万元人民币)", 10_000_000, "CNY"),
        ("194.3万人民币", 1_943_000, "CNY"),
        ("300万人民币元", 3_000_000, "CNY"),
        ("11(万美元)", 110_000, "USD"),
        ("80(万香港元)", 800_000, "HKD"),
        ("5,000万港元", 50_000_000, "HKD"),
        ("3(万日元)", 30_000, "JPY"),
        ("20(万欧元)", 200_000, "EUR"),
        ("90(万德国马克)", 900_000, "DEM"),
        ("150(万法国法郎)", 1_500_000, "FRF"),
        ("12(万新加坡元)", 120_000, "SGD"),
        ("40(万丹麦克郎)", 400_000, "DKK"),
        ("１，２００（万元人民币）", 12_000_000, "CNY"),
        ("1.2亿元", 120_000_000, "CNY"),
        ("500000元", 500_000, "CNY"),
        ("伍佰万元整", 5_000_000, "CNY"),
        ("壹仟万元人民币", 10_000_000, "CNY"),
        ("一百零五万", 1_050_000, "CNY"),
        ("三千二百万美元", 32_000_000, "USD"),
        ("USD 250,000", 250_000, "USD"),
    ],
)
def test_capital_is_read_with_its_currency(written: str, amount: float, currency: str) -> None:
    read = read_capital(written)
    assert (read.amount, read.currency) == (pytest.approx(amount), currency)


@pytest.mark.parametrize("written", ["", None, "N/A", "面议", "100", "9" * 400 + "万元"])
def test_what_tells_no_amount_or_no_unit_is_not_read(written: str | None) -> None:
    assert read_capital(written) == Capital(None)


def test_a_currency_that_is_not_named_is_the_yuan() -> None:
    assert read_capital("60(万)") == Capital(600_000, "CNY")


def test_capital_is_converted_only_at_a_known_rate() -> None:
    assert read_capital("11(万美元)").in_yuan({"USD": 7.0}) == 770_000
    assert read_capital("90(万德国马克)").in_yuan({"USD": 7.0}) is None
    assert read_capital("90(万元人民币)").in_yuan({}) == 900_000
    assert read_capital("N/A").in_yuan({"USD": 7.0}) is None
