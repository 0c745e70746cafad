"""The run that a file came from, read from the file alone, wherever it lies now."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.living.origin import stated_manifest
from branchbook.render.living.package import opened
from branchbook.render.page.shell import MANIFEST

OFFICE = (".docx", ".pptx", ".xlsx")
_MOST_READ = 1 << 20  # bytes at the beginning of a text file in which its origin stands
_STATED = {
    ".html": re.compile(f'<meta name="{MANIFEST}" content="([^"]*)">'),
    ".ics": re.compile(r"^X-BRANCHBOOK-MANIFEST:(.*?)\r?$", re.MULTILINE),
    ".xml": re.compile(r"<Subject>([^<]*)</Subject>"),
}
_FOLDED = re.compile("\r?\n[ \t]")  # iCalendar continues a long line on the next after a blank


def origin_of(path: Path) -> str:
    """The manifest's id that a file states.

    Raises InputFaults (``file_not_ours``) for a file that states none, that can't be read, or that is of another kind.
    """
    stated = _stated(path)
    if not stated:
        raise InputFaults([Fault("file_not_ours", Place(file=path.name))])
    return stated


def _stated(path: Path) -> str:
    if path.suffix.lower() in OFFICE:
        try:
            return stated_manifest(opened(path))
        except InputFaults:
            return ""
    pattern = _STATED.get(path.suffix.lower())
    if pattern is None:
        return ""
    with path.open("rb") as stream:
        text = stream.read(_MOST_READ).decode("utf-8", errors="replace")
    found = pattern.search(_FOLDED.sub("", text) if path.suffix.lower() == ".ics" else text)
    return unescape(found[1]).strip() if found else ""
