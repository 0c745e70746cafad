"""How names get misspelt between a register and a bank's books; made for measuring the matching."""

from __future__ import annotations

import random
from collections.abc import Callable

import opencc

_FORMS = ("股份有限公司", "有限责任公司", "有限公司")
_UNITS = ("分公司", "总公司", "支公司", "集团公司")
_REGIONS = (
    "浙江省", "浙江", "江苏省", "江苏", "宁波市", "苏州市", "宁波", "苏州", "慈溪市", "余姚市", "奉化市", "宁海县",
    "象山县", "常熟市", "昆山市", "太仓市", "张家港市", "吴江市",
)  # fmt: skip
_CITIES = {
    "宁波": "浙江",
    "慈溪": "浙江",
    "余姚": "浙江",
    "奉化": "浙江",
    "苏州": "江苏",
    "常熟": "江苏",
    "昆山": "江苏",
    "太仓": "江苏",
}
_ALIKE = dict(zip("佳龙鑫华宏达兴丰明海顺通成利泰金天永伟建", "嘉隆新桦弘大新峰铭诲舜同诚力太锦添勇玮健", strict=True))
_TRADITIONAL = opencc.OpenCC("s2t").convert


def full_width(name: str, _: random.Random) -> str:
    """Brackets, letters and digits in full width."""
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    return name.translate(wide)


def traditional(name: str, _: random.Random) -> str:
    """Traditional characters."""
    return _TRADITIONAL(name)


def other_form(name: str, chance: random.Random) -> str:
    """Another legal form, or the same in brackets."""
    form = _form(name)
    others = [other for other in ("有限责任公司", "有限公司", "公司", "(有限公司)") if other != form]
    return name[: -len(form)] + chance.choice(others) if form else name


def no_form(name: str, _: random.Random) -> str:
    """Without the legal form."""
    return name.removesuffix(_form(name)) if _form(name) else name


def no_region(name: str, _: random.Random) -> str:
    """Without the region before it."""
    region = next((region for region in _REGIONS if name.startswith(region)), "")
    return name.removeprefix(region) if len(name) - len(region) >= 6 else name


def more_region(name: str, chance: random.Random) -> str:
    """With the province before it, or 市 added or left out."""
    city = next((city for city in _CITIES if name.startswith(city)), "")
    if not city:
        return name
    if chance.random() < 0.5:
        return _CITIES[city] + name
    return name.replace(f"{city}市", city, 1) if name.startswith(f"{city}市") else name.replace(city, f"{city}市", 1)


def region_in_brackets(name: str, _: random.Random) -> str:
    """The city behind the own words, in brackets."""
    form, city = _form(name), name[:2]
    if city not in {"宁波", "苏州"} or name[2] == "市" or not form or len(name) < 10:
        return name
    return f"{name[2 : -len(form)]}（{city}）{form}"


def spaced(name: str, chance: random.Random) -> str:
    """A blank somewhere inside."""
    place = chance.randrange(2, len(name) - 1)
    return f"{name[:place]} {name[place:]}"


def abbreviated(name: str, chance: random.Random) -> str:
    """Without form and without the last word of what is left."""
    short = no_form(name, chance)
    return short[:-2] if len(short) >= 8 else short


def alike_character(name: str, chance: random.Random) -> str:
    """One character that sounds or looks alike in place of another."""
    places = [place for place, character in enumerate(name) if character in _ALIKE and 1 < place < len(name) - 4]
    if not places:
        return name
    place = chance.choice(places)
    return name[:place] + _ALIKE[name[place]] + name[place + 1 :]


SLIPS: dict[Callable[[str, random.Random], str], int] = {
    full_width: 10, traditional: 12, other_form: 18, no_form: 18, no_region: 14, more_region: 10,
    region_in_brackets: 5, spaced: 6, abbreviated: 4, alike_character: 3,
}  # fmt: skip
"""Slips with how often they happen, in percent."""


def misspelt(name: str, chance: random.Random) -> str:
    """The name with one slip, or two in a third of the cases."""
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choices(list(SLIPS), list(SLIPS.values()))[0](name, chance)
    return name


def _form(name: str) -> str:
    return "" if name.endswith(_UNITS) else next((form for form in _FORMS if name.endswith(form)), "")
