"""Addresses read to city, district, town and road by the place lexicon alone; no outside service is asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from branchbook.register.lexicons import City, District, Lexicons

_TOWN_SUFFIX = re.compile(r"(街道|镇|乡)$")
_ROAD = re.compile(r"(?P<road>[一-龥]{2,8}?(?:大道|路|街|巷|弄))(?P<number>\d+(?:[-－~—]\d+)?号?)?")
_ANY_TOWN = re.compile(r"^(?:[^一-龥]*)(?P<town>[一-龥]{2,4}?(?:街道|镇|乡))")
_ANY_PLACE = re.compile(
    r"^(?P<province>[一-龥]{2,3}省|[一-龥]{2,7}自治区)?(?P<city>[一-龥]{2,4}?[市州盟])?(?P<district>[一-龥]{1,4}?[区县市旗])?"
)
_SHARED_TOWN_NAMES = 2  # a stem of one character (周市 -> 周) says nothing without its suffix


@dataclass(frozen=True)
class Address:
    """What an address tells.

    ``scene`` is the park, market or building that it names, ``scene_kind`` which of these it is.
    """

    city: str = ""
    district: str = ""
    town: str = ""
    road: str = ""
    scene: str = ""
    scene_kind: str = ""


@dataclass(frozen=True)
class _Word:
    """A word of the lexicon that an address may hold, and the district it points to."""

    text: str
    district: District
    town: str = ""


class _Words:
    """Words that are looked for together."""

    def __init__(self, words: list[_Word]) -> None:
        self._words = {word.text: word for word in reversed(words)}
        self._any = re.compile("|".join(map(re.escape, sorted(self._words, key=len, reverse=True))) or "(?!)")

    def first(self, text: str) -> _Word | None:
        """The word that stands first in the text; of two that start together, the longer."""
        match = self._any.search(text)
        return self._words[match[0]] if match else None


class AddressReader:
    """Reads addresses by one lexicon; made once, used for every row."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._cities = lexicons.cities
        self._vague = frozenset(lexicons.vague_districts)
        self._scenes = tuple((kind, _scene_pattern(words)) for kind, words in lexicons.scene_words.items())

    @cached_property
    def _city_words(self) -> tuple[tuple[str, City], ...]:
        return tuple((word, city) for city in self._cities for word in city.words)

    @cached_property
    def _district_words(self) -> dict[str, _Words]:
        return {city.name: _Words(_district_words(city)) for city in self._cities}

    @cached_property
    def _telling_words(self) -> dict[str, _Words]:
        """The words of districts that tell their city: 高新区 is everywhere."""
        words = {city.name: _district_words(city) for city in self._cities}
        return {name: _Words([word for word in found if word.text not in self._vague]) for name, found in words.items()}

    @cached_property
    def _town_words(self) -> dict[str, _Words]:
        return {city.name: _Words(_town_words(city)) for city in self._cities}

    def read(self, address: str, *, city: str = "", district: str = "", division: str = "") -> Address:
        """What is known of a place from its address and, where given, its city, district and division code.

        Only the words of the firm's own city are looked for: 青山区 is in 武汉 and in 包头.
        """
        text = unicodedata.normalize("NFKC", address).replace(" ", "")
        known = self._city(f"{city}{district}{text}", division)
        if known is None:
            return self._generic(text, city, district)
        found = self._within(known, text, district, division)
        local = _after(text, (found.town, *known.words, *_own_words(known, found.district)))
        kind, scene = self._scene(local)
        return replace(found, scene=scene, scene_kind=kind)

    def _scene(self, text: str) -> tuple[str, str]:
        """The first scene that the rest of an address names, with its kind; a bare 工业区 names none."""
        for kind, pattern in self._scenes:
            if match := pattern.search(text):
                return kind, match[0]
        return "", ""

    def _city(self, text: str, division: str) -> City | None:
        """The city that the text names, else the one of a district that only one city has, else the code's."""
        named = [(text.find(word), city) for word, city in self._city_words if word in text]
        if named:
            return min(named, key=lambda found: found[0])[1]
        by_district = {city for city, words in self._telling_words.items() if words.first(text)}
        name = next(iter(by_district)) if len(by_district) == 1 else ""
        return next(
            (city for city in self._cities if city.name == name or (not name and division.startswith(city.code))), None
        )

    def _within(self, city: City, text: str, district: str, division: str) -> Address:
        town = self._town_words[city.name].first(text)
        if given := self._district_words[city.name].first(district):
            return self._found(city, given.district, text, town)
        if word := self._district_words[city.name].first(text):
            settled = town.district if town and _reassigned(word.district, town.district, text) else word.district
            return self._found(city, settled, text, town)
        if town:
            return self._found(city, town.district, text, town)
        by_code = next((known for known in city.districts if division in known.codes), None)
        if by_code:
            return self._found(city, by_code, text, None)
        return Address(city.name, "", "", _road(_after(text, city.words)))

    def _found(self, city: City, district: District, text: str, town: _Word | None) -> Address:
        own_town = town.town if town and town.district == district else ""
        rest = _after(text, (*district.words, district.name, *city.words))
        if not own_town and (match := _ANY_TOWN.match(rest)):
            own_town = match["town"]
        return Address(city.name, district.name, own_town, _road(_after(rest, (own_town,))))

    def _generic(self, text: str, city: str, district: str) -> Address:
        """A place whose city no lexicon holds: what the words 市, 区, 县 and 镇 themselves mark off."""
        match = _ANY_PLACE.match(text)
        parts = match.groupdict() if match else {}
        rest = text[match.end() :] if match else text
        town = _ANY_TOWN.match(rest)
        return Address(
            city or parts.get("city") or "",
            district or parts.get("district") or "",
            town["town"] if town else "",
            _road(rest[town.end() :] if town else rest),
            "district" if district else "word" if parts.get("district") else "",
        )


def _district_words(city: City) -> list[_Word]:
    return [_Word(word, district) for district in city.districts for word in (district.name, *district.words)]


def _town_words(city: City) -> list[_Word]:
    """Towns under their full name and under every other suffix: a town becomes a subdistrict in time."""
    words = []
    for district in city.districts:
        for town in district.towns:
            stem = _TOWN_SUFFIX.sub("", town)
            spellings = [stem + suffix for suffix in ("街道", "镇", "乡")]
            short = [stem] if len(stem) > _SHARED_TOWN_NAMES else []
            words += [_Word(spelling, district, town) for spelling in (*spellings, *short)]
    return words


def _reassigned(named: District, by_town: District, text: str) -> bool:
    """Whether a town has moved to another district since the address was written: the town's place is today's.

    Only where the address names the town by its full name, so that 海曙区 is not overruled by a road called after it.
    """
    return named != by_town and any(
        spelling in text
        for town in by_town.towns
        for spelling in (town, _TOWN_SUFFIX.sub("街道", town))
        if len(town) > 2
    )


def _own_words(city: City, district: str) -> tuple[str, ...]:
    return next(((known.name, *known.words) for known in city.districts if known.name == district), ())


def _scene_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A name of two to eight characters that ends in one of these words and holds neither road nor house number."""
    ends = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(f"(?:(?![路街巷弄号镇村幢]|街道)[一-龥A-Z]){{2,8}}?(?:{ends})")


def _after(text: str, words: tuple[str, ...]) -> str:
    """What follows the last of these words, with a suffix such as 区 or 市 taken off."""
    end = max((text.rfind(word) + len(word) for word in words if word and word in text), default=0)
    return text[end:].lstrip("省市区县镇乡")


def _road(text: str) -> str:
    match = _ROAD.search(text)
    return match["road"] if match else ""
