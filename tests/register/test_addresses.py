"""Addresses read by the shipped lexicon; each case was read by hand."""

import pytest

from branchbook.register.addresses import AddressReader
from branchbook.register.lexicons import Lexicons

READER = AddressReader(Lexicons.shipped())


@pytest.mark.parametrize(
    ("address", "city", "district", "town", "road"),
    [
        ("浙江省宁波市鄞州区瞻岐镇周一村", "宁波市", "鄞州区", "瞻岐镇", ""),
        ("余姚市低塘街道镆剑山村", "宁波市", "余姚市", "低塘街道", ""),
        ("海曙区大梁街2-1号", "宁波市", "海曙区", "", "大梁街"),
        ("浙江省慈溪市龙山镇田央村", "宁波市", "慈溪市", "龙山镇", ""),
        ("江苏省苏州市吴江区七都镇心田湾", "苏州市", "吴江区", "七都镇", ""),
        ("太仓市城厢镇城西北路东港村", "苏州市", "太仓市", "城厢镇", "城西北路"),
        ("苏州市干将东路599号", "苏州市", "", "", "干将东路"),
        ("江东区中兴路759-773号(单号)", "宁波市", "鄞州区", "", "中兴路"),
        ("苏州市平江区临顿路86号", "苏州市", "姑苏区", "", "临顿路"),
    ],
)
def test_an_address_tells_city_district_town_and_road(
    address: str, city: str, district: str, town: str, road: str
) -> None:
    read = READER.read(address)
    assert (read.city, read.district, read.town, read.road) == (city, district, town, road)


def test_a_town_alone_tells_its_district_where_the_city_is_known() -> None:
    read = READER.read("盛泽镇舜湖西路", city="苏州市")
    assert read.district == "吴江区"


def test_the_code_tells_the_district_where_the_address_does_not() -> None:
    read = READER.read("中山东路1号", city="宁波", division="330283")
    assert read.district == "奉化区"


def test_a_town_that_has_moved_to_another_district_stands_where_it_is_today() -> None:
    assert READER.read("宁波市鄞州区古林镇").district == "海曙区"


def test_a_district_that_two_cities_have_stays_open_without_the_city() -> None:
    assert READER.read("高新区科技路1号").city == ""
    assert READER.read("高新区科技路1号", city="苏州市").district == "虎丘区"
    assert READER.read("高新区科技路1号", city="宁波市").district == "高新区"


def test_a_city_that_no_lexicon_holds_is_read_by_its_own_words() -> None:
    read = READER.read("湖北省武汉市青山区和平大道1号")
    assert (read.city, read.district, read.road) == ("武汉市", "青山区", "和平大道")


def test_the_park_at_an_address_is_a_scene() -> None:
    read = READER.read("余姚市阳明科技工业园区舜科路30号")
    assert (read.scene, read.scene_kind) == ("阳明科技工业园区", "park")


def test_an_empty_address_tells_nothing() -> None:
    read = READER.read("")
    assert (read.city, read.district, read.town, read.road, read.scene) == ("", "", "", "", "")
