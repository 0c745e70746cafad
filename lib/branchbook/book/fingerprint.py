"""Fingerprints of values and of the code that computed them."""

from __future__ import annotations

import hashlib
from pathlib import Path

_CODE = Path(__file__).resolve().parents[1]


def fingerprint(*parts: str) -> str:
    """A sha256 of texts, in order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def code_of(package: str) -> str:
    """A fingerprint of a package's modules, so that a new version computes their figures anew; nothing is imported."""
    sources = sorted((_CODE / package).glob("*.py"))
    return fingerprint(*(source.read_text(encoding="utf-8") for source in sources))
