"""Sole traders' names without the person's."""

import pytest

from branchbook.register.lexicons import Lexicons
from branchbook.register.masking import TraderMask
from branchbook.register.names import NameReader

READER = NameReader(Lexicons.shipped())
MASK = TraderMask(Lexicons.shipped())


@pytest.mark.parametrize(
    ("name", "whole", "label"),
    [
        ("宁波市海曙区王某某小吃店", "宁波市海曙区王**小吃店", "王**小吃店"),
        ("慈溪市宗汉甲乙丙加工厂", "慈溪市宗汉甲**加工厂", "甲**加工厂"),
        ("慈溪市掌起镇掌起示例电器配件厂", "慈溪市掌起镇掌起示**电器配件厂", "示**电器配件厂"),
        ("王某某", "王**（个体工商户）", "王**（个体工商户）"),
        ("慈溪市中心市场王某某水产店", "慈溪市中**水产店", "中**水产店"),
        ("慈溪市示例小吃店（王某某）", "慈溪市示**小吃店", "示**小吃店"),
        ("慈溪市示例小吃店（王某某", "慈溪市示**（个体工商户）", "示**（个体工商户）"),
        ("慈溪市 示例　塑膠製品厂", "慈溪市示**塑胶制品厂", "示**塑胶制品厂"),
    ],
)
def test_a_sole_trader_is_shown_by_one_character_and_the_trade(name: str, whole: str, label: str) -> None:
    assert (MASK.whole(READER.read(name)), MASK.label(READER.read(name))) == (whole, label)


@pytest.mark.parametrize("person", ["张建设", "李五金", "王店", "欧阳某某", "某某"])
@pytest.mark.parametrize(
    "pattern", ["{}", "{}小吃店", "宁波市{}建材经营部", "慈溪市宗汉农贸市场{}水产摊", "慈溪好味小吃店（{}）"]
)
def test_no_person_can_be_read_in_what_is_shown(pattern: str, person: str) -> None:
    name = READER.read(pattern.format(person))
    assert person not in MASK.whole(name) + MASK.label(name)


@pytest.mark.parametrize("name", ["", "有限公司", "=cmd|' /C calc'!A0", "../../x", "<script>", "🏦", "x" * 200])
def test_any_name_can_be_masked_and_the_label_is_never_stars_alone(name: str) -> None:
    assert MASK.label(READER.read(name)).strip("*")
