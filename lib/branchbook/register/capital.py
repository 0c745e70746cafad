"""Registered capital, read from the spellings of registers: amount and currency, and yuan where a rate is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

_CURRENCIES = (
    ("USD", ("美元", "美金", "USD", "US$")),
    ("HKD", ("港元", "港币", "香港元", "HKD", "HK$")),
    ("JPY", ("日元", "日圆", "JPY")),
    ("EUR", ("欧元", "EUR", "€")),
    ("GBP", ("英镑", "GBP", "£")),
    ("DEM", ("德国马克", "马克", "DEM")),
    ("FRF", ("法国法郎", "FRF")),
    ("CHF", ("瑞士法郎", "CHF")),
    ("SGD", ("新加坡元", "新元", "SGD")),
    ("AUD", ("澳大利亚元", "澳元", "AUD")),
    ("CAD", ("加拿大元", "加元", "CAD")),
    ("DKK", ("丹麦克郎", "丹麦克朗", "DKK")),
    ("SEK", ("瑞典克朗", "瑞典克郎", "SEK")),
    ("KRW", ("韩元", "韩圆", "KRW")),
    ("TWD", ("新台币", "台币", "TWD")),
    ("MOP", ("澳门元", "MOP")),
    ("CNY", ("人民币", "CNY", "RMB", "¥", "元")),
)
"""ISO 4217 codes with their spellings; the first that a text holds counts, the yuan last because every 元 is one."""

_SCALES = (("亿", 1e8), ("千万", 1e7), ("百万", 1e6), ("万", 1e4), ("千", 1e3))
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+")
_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_CHINESE = re.compile(f"[{''.join((*_DIGITS, *_STEPS, *_LARGE))}]{{2,}}")


@dataclass(frozen=True)
class Capital:
    """An amount in whole units of a currency; None where none could be read."""

    amount: float | None
    currency: str = ""

    def in_yuan(self, rates: Mapping[str, float]) -> float | None:
        """The amount in yuan at these rates (yuan per unit); None for a currency without a rate."""
        if self.amount is None:
            return None
        rate = 1.0 if self.currency == "CNY" else rates.get(self.currency)
        return None if rate is None else self.amount * rate


def read_capital(written: str | None) -> Capital:
    """The capital that a cell means: ``51.8000(万元人民币)``, ``11万美元``, ``伍佰万元整``.

    Where no currency is named it is the yuan. A bare number without any unit is not read: registers mean 万元 by it,
    contracts mean yuan.
    """
    text = unicodedata.normalize("NFKC", written or "").upper().replace(" ", "")
    number = _number(text)
    currency = next((code for code, spellings in _CURRENCIES if any(word in text for word in spellings)), "")
    if number is None or not isfinite(number.amount) or not (number.scaled or currency):
        return Capital(None)
    return Capital(number.amount, currency or "CNY")


@dataclass(frozen=True)
class _Number:
    amount: float
    scaled: bool


def _number(text: str) -> _Number | None:
    if match := _ARABIC.search(text):
        scale = next((size for word, size in _SCALES if word in text[match.end() :]), 1.0)
        return _Number(float(match[0].replace(",", "")) * scale, scale > 1)
    if match := _CHINESE.search(text):
        return _Number(float(_chinese(match[0])), not set(match[0]).isdisjoint(_LARGE))
    return None


def _chinese(words: str) -> int:
    """A number written in Chinese numerals: 一百零五万 is 1,050,000."""
    total, section, digit = 0, 0, 0
    for character in words:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[character], 0
        else:
            total, section, digit = (total + section + digit) * _LARGE[character], 0, 0
    return total + section + digit
