"""Fingerprints of words: by them a person's change is told from a program's."""

from __future__ import annotations

import hashlib
import re

BLANKS = re.compile("[ \u00a0\t]+")


def fingerprint(words: str) -> str:
    """The fingerprint of a text, sign by sign."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def words_print(words: str) -> str:
    """The fingerprint of words."""
    return fingerprint(BLANKS.sub(" ", words).strip())
