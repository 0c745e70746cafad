"""Fingerprints of values and of the code that computed them."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def fingerprint(*parts: str) -> str:
    """A sha256 of texts, in order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def code_of(*functions: object) -> str:
    """A fingerprint of the packages that functions belong to, so that a new version computes their figures anew."""
    packages = {Path(sys.modules[function.__module__].__file__ or "").parent for function in functions}
    sources = sorted(source for package in packages for source in package.glob("*.py"))
    return fingerprint(*(source.read_text(encoding="utf-8") for source in sources))
