"""Codes of registration: the unified social credit code (GB 32100-2015) and the 15-digit number that it replaced.

A code is evidence of identity only when its own check character agrees; a wrong one is kept as the source wrote it and
said to be wrong, never repaired.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the unified code: no I, O, S, V or Z."""

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUE = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_SEPARATORS = re.compile(r"[\s\-‐-―·.,'’]+")


class CodeState(StrEnum):
    """What a code is worth."""

    VALID = "valid"  #: 18 characters whose check character agrees
    OLD = "old"  #: a 15-digit registration number whose check digit agrees
    WRONG_CHECK = "wrong_check"  #: the right form, but the check character disagrees: a slip of the pen
    WRONG_FORM = "wrong_form"  #: neither 18 nor 15 characters, or characters that no code has
    MISSING = "missing"


@dataclass(frozen=True)
class CreditCode:
    """A code as compared: half-width, upper case, without separators."""

    text: str
    state: CodeState

    @property
    def trusted(self) -> bool:
        """Whether two equal codes are one firm."""
        return self.state in (CodeState.VALID, CodeState.OLD)

    @property
    def division(self) -> str:
        """The six-digit administrative division of the office that registered it; empty if the code is not trusted."""
        match self.state:
            case CodeState.VALID:
                return self.text[2:8]
            case CodeState.OLD:
                return self.text[:6]
            case _:
                return ""

    @property
    def sole_trader(self) -> bool:
        """Whether the code is that of a sole trader (个体工商户, management 9, kind 2),
        whose name may be a person's."""
        return self.state is CodeState.VALID and self.text.startswith("92")


def read_code(written: str | None) -> CreditCode:
    """The code that a cell means; text such as ``N/A`` counts as missing."""
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written or "")).upper()
    if not text or text in {"N/A", "NA", "NULL", "NONE", "无", "NAN"}:
        return CreditCode("", CodeState.MISSING)
    return CreditCode(text, _state(text))


def _state(text: str) -> CodeState:
    if len(text) == 18 and all(character in _VALUE for character in text) and text[2:8].isdigit():
        return CodeState.VALID if check_character(text[:17]) == text[17] else CodeState.WRONG_CHECK
    if len(text) == 15 and text.isascii() and text.isdigit():
        return CodeState.OLD if check_digit(text[:14]) == text[14] else CodeState.WRONG_CHECK
    return CodeState.WRONG_FORM


def check_character(body: str) -> str:
    """The 18th character of a unified code from its first 17: weights 3^(i-1) mod 31 (GB 32100-2015, annex B)."""
    total = sum(_VALUE[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def check_digit(body: str) -> str:
    """The 15th digit of an old registration number from its first 14: ISO 7064 MOD 11,10 (GS 15-2006)."""
    carried = 10
    for digit in body:
        carried = ((carried + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - carried) % 10)


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code from its first eight (GB 11714)."""
    total = sum(
        _ORGANISATION_VALUE[character] * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
