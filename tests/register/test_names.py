"""Names taken apart."""

import pytest

from branchbook.register.lexicons import Lexicons
from branchbook.register.names import NameReader

READER = NameReader(Lexicons.shipped())


@pytest.mark.parametrize(
    "spelling",
    [
        "宁波示例塑业有限公司", "示例塑業", "寧波示例塑業（有限公司）", "宁波市示例塑业有限责任公司",
        "浙江宁波示例塑业有限公司", "示例塑业(宁波)有限公司", " 宁波示例　塑业有限公司 ", "宁波示例塑业股份有限公司",
    ],
)  # fmt: skip
def test_spellings_of_one_name_have_one_stem(spelling: str) -> None:
    assert READER.read(spelling).stem == "示例塑业"


def test_the_branch_unit_is_told_from_the_firm() -> None:
    name = READER.read("苏州工业园区示例服务有限公司汽车租赁分公司")
    assert (name.stem, name.unit) == ("示例服务", "汽车租赁分公司")


@pytest.mark.parametrize(("name", "label"), [
    ("宁波示例塑业有限公司", "示例塑业"), ("宁波横河模具股份有限公司", "横河模具"), ("慈溪市机械厂", "慈溪机械"),
    ("苏州食品有限公司", "苏州食品"), ("食品有限公司", "食品"), ("苏州示例服务有限公司昆山分公司", "示例服务分公司"),
])  # fmt: skip
def test_a_label_is_a_firms_own_words_and_with_words_of_trades_alone_its_nearest_region(name: str, label: str) -> None:
    assert READER.read(name).label == label


def test_a_group_of_companies_is_no_branch_unit() -> None:
    name = READER.read("宁波示例集团有限公司")
    assert (name.stem, name.unit) == ("示例", "")


def test_a_works_and_a_company_differ_in_form_and_a_company_of_a_works_is_both() -> None:
    assert READER.read("宁波示例塑料厂").forms.isdisjoint(READER.read("宁波示例塑料有限公司").forms)
    assert READER.read("宁波示例塑料厂有限公司").forms == {"works", "company"}


def test_regions_are_told_by_level() -> None:
    regions = READER.read("宁波市海曙石碶示例加工厂").regions
    assert {str(level): name for level, name in regions.items()} == {
        "city": "宁波市", "district": "海曙", "town": "石碶",
    }  # fmt: skip


def test_a_town_is_no_region_unless_its_city_stands_before_it() -> None:
    assert READER.read("太平洋示例保险公司").stem == "太平洋示例保险"


def test_words_of_a_trade_alone_are_generic() -> None:
    assert READER.read("宁波旅游发展有限公司").generic
    assert not READER.read("宁波示例旅游发展有限公司").generic


@pytest.mark.parametrize("name", ["", "有限公司", "宁波有限公司", "<script>", "=cmd|' /C calc'!A0", "🏦", "x" * 200])
def test_any_text_can_be_taken_apart(name: str) -> None:
    parts = READER.read(name)
    assert parts.stem == "" if not parts.key else parts.stem
