"""Names of firms taken apart for comparison: region, own words, legal form, branch unit.

Two spellings of one name differ in what is not the firm's own: 宁波佳龙塑业有限公司, 佳龍塑業 and
宁波佳龙塑业（有限公司） have the same stem. Names are folded for comparison only; what people read is the source's own
spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import opencc

from branchbook.register.lexicons import Lexicons

_HAN_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_NOT_WORDS = re.compile(r"[^0-9A-Z一-鿿㐀-䶿]+")
_TOWN_SUFFIX = re.compile(r"(街道|镇|乡)$")
_BRACKETED = re.compile(r"[(\[【〔](.*?)[)\]】〕]")


class Level(StrEnum):
    """How wide a region is that a name tells."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"


_NEAREST = (Level.TOWN, Level.DISTRICT, Level.CITY, Level.PROVINCE)


@dataclass(frozen=True)
class FirmName:
    """A name taken apart.

    ``key`` is the whole folded name, ``body`` the same without what stands in brackets; ``stem`` its own words without
    region, legal form and branch unit; ``local_stem`` the same with the town kept, for names that tell a town and no
    city; ``generic`` tells that nothing but words of trades is left of it, so that it names many firms (旅游发展);
    ``local_unit`` is the unit without its regions.
    """

    key: str
    body: str
    stem: str
    local_stem: str
    regions: Mapping[Level, str]
    forms: frozenset[str]
    unit: str
    local_unit: str
    generic: bool

    @property
    def label(self) -> str:
        """Its own words and unit; words of trades alone keep the nearest region that the name tells: 横河模具."""
        if not self.generic or self.local_unit:
            return f"{self.stem}{self.local_unit}"
        region = next((self.regions[level] for level in _NEAREST if level in self.regions), "")
        return f"{region.removesuffix('市')}{self.stem}"


class NameReader:
    """Takes names apart by one lexicon; made once, used for every row."""

    def __init__(self, lexicons: Lexicons) -> None:
        parts = lexicons.names
        self._form_class = {word: kind for kind, words in parts.forms.items() for word in words}
        forms = "|".join(sorted(self._form_class, key=len, reverse=True))
        self._form = re.compile(f"(?:{forms})$")
        company = "|".join(parts.forms["company"])
        self._company_inside = re.compile(f"(?P<firm>.{{2,}}?(?:{company})+)(?P<unit>(?!{company}).+)$")
        self._unit_end = re.compile(f"(?:{'|'.join(sorted(parts.units, key=len, reverse=True))})$")
        trades = {word for industry in lexicons.industries for word in industry.name_words}
        self._trade_words = _alternatives(trades | set(parts.generic))
        self._regions = _regions(lexicons)
        self._area = _alternatives(word for word, region in self._regions.items() if region.level is not Level.TOWN)
        self._town = _alternatives(word for word, region in self._regions.items() if region.level is Level.TOWN)

    def read(self, name: str) -> FirmName:
        """The parts of a name; a name that is nothing but region and form keeps its key as stem."""
        plain = unicodedata.normalize("NFKC", name).upper().translate(_simplified())
        inside = "".join(_BRACKETED.findall(plain))
        key = _NOT_WORDS.sub("", plain)
        body = _NOT_WORDS.sub("", _BRACKETED.sub("", plain))
        firm, unit = self._split_unit(body)
        own, forms = self._without_forms(firm)
        bracket_form = self._form.search(_NOT_WORDS.sub("", inside))
        stem, regions = self._without_regions(own, least=2)
        inner, inner_regions = self._without_regions(_NOT_WORDS.sub("", inside), least=0)
        return FirmName(
            key,
            body,
            stem or inner or key,
            f"{regions.get(Level.TOWN, '')}{stem}" or inner or key,
            {**inner_regions, **regions},
            forms or frozenset([self._form_class[bracket_form[0]]] if bracket_form else []),
            unit,
            self._without_regions(unit, least=2)[0],
            not self._trade_words.sub("", stem),
        )

    def _split_unit(self, body: str) -> tuple[str, str]:
        """The firm and its branch unit: 某某有限公司 and 镇海分公司."""
        if match := self._company_inside.match(body):
            return match["firm"], match["unit"]
        if match := self._unit_end.search(body):
            return body[: match.start()], match[0]
        return body, ""

    def _without_forms(self, firm: str) -> tuple[str, frozenset[str]]:
        """The name without its legal forms (塑料厂有限公司 has two), and their classes."""
        forms: set[str] = set()
        while (match := self._form.search(firm)) and match.start() >= 2:
            firm = firm[: match.start()]
            forms.add(self._form_class[match[0]])
        return firm, frozenset(forms)

    def _without_regions(self, firm: str, least: int) -> tuple[str, dict[Level, str]]:
        """The name without the regions before it; at least so many characters of its own remain.

        A town is taken for one only behind its city or district: 太平 begins 太平洋, too.
        """
        regions: dict[Level, str] = {}
        while True:
            settled = not regions.keys().isdisjoint((Level.CITY, Level.DISTRICT))
            match = self._area.match(firm) or (self._town.match(firm) if settled else None)
            if not match or len(firm) - match.end() < least or not match[0]:
                return firm, regions
            region = self._regions[match[0]]
            regions.setdefault(region.level, region.name)
            firm = firm[match.end() :]


@dataclass(frozen=True)
class _Region:
    level: Level
    name: str


def _regions(lexicons: Lexicons) -> dict[str, _Region]:
    """Every spelling of a region that can stand before a name: with and without 省, 市, 区, 县, 镇, 街道."""
    found: dict[str, _Region] = {}
    for province in lexicons.names.provinces:
        found |= dict.fromkeys((province, f"{province}省", f"{province}市"), _Region(Level.PROVINCE, province))
    for city in lexicons.cities:
        for word in city.words:
            found |= dict.fromkeys((word, f"{word}市"), _Region(Level.CITY, city.name))
        for district in city.districts:
            for word in {district.name, *district.words}:
                stem = word if len(word) <= 2 else re.sub("[市区县]$", "", word)
                spellings = (f"{stem}{suffix}" for suffix in ("", "市", "区", "县"))
                found |= dict.fromkeys(spellings, _Region(Level.DISTRICT, stem))
            for town in district.towns:
                stem = _TOWN_SUFFIX.sub("", town)
                spellings = (f"{stem}{suffix}" for suffix in ("镇", "乡", "街道") + (("",) if len(stem) > 1 else ()))
                found |= dict.fromkeys(spellings, _Region(Level.TOWN, stem))
    return found


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Every traditional character and its simplified form, one for one: right for keys, not for prose."""
    convert = opencc.OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for block in _HAN_BLOCKS for code in block)
    return {code: simple for code, simple in pairs if simple != chr(code) and len(simple) == 1}
