"""Where the workbook's own files stand, which files are only passing, and path parts safe to make from names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[3]
"""The workbook's top folder: notebooks/, templates/, lib/, inputs/, outputs/ stand in it."""

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*%\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
_LONGEST = 80  # bytes of a path part; leaves room for deep folders under Windows' 260 characters


def templates_folder() -> Path:
    """The folder of what a consultant may restyle or reword without Python."""
    return HOUSE / "templates"


def notebooks_folder() -> Path:
    """The folder of the shipped chapters."""
    return HOUSE / "notebooks"


def escaped(path: Path) -> str:
    """A path as a pattern of file names that matches only itself."""
    return re.sub(r"([\[*?])", r"[\1]", path.as_posix())


def is_passing(path: Path) -> bool:
    """Whether a file comes and goes while people work:
    hidden, or laid beside an open document by Word or Excel (~$)."""
    return path.name.startswith((".", "~$"))


def safe_part(name: str) -> str:
    """A path part for ``name`` that is valid on Linux, macOS and Windows and different for different names.

    A name that is already safe stays as it is ("007", "城东支行"); any other is cleaned and gets a short
    fingerprint of the original, so that "a/b" and "a?b" do not meet in one folder.
    """
    plain = unicodedata.normalize("NFC", name)
    cleaned = _UNSAFE.sub("_", plain).strip(". ")
    while len(cleaned.encode("utf-8")) > _LONGEST:
        cleaned = cleaned[:-1]
    if cleaned.split(".")[0].casefold() in _WINDOWS_DEVICES:
        cleaned = f"_{cleaned}"
    if cleaned == name and cleaned:
        return cleaned
    return f"{cleaned or 'unnamed'}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:8]}"
