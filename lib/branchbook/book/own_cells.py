"""What a consultant's own cells keep, read off the notebooks before any of them has run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from branchbook.values.places import notebooks_folder

_OWN = re.compile(r"([^.]+)\.own\.(.+)")
_KEPT = re.compile(r"""\.keep\(\s*(?:name\s*=\s*)?(?:(?P<mark>["'])(?P<name>[^"'{}]+)(?P=mark))?""")


@dataclass(frozen=True)
class OwnCells:
    """The cells of an engagement's notebooks: its own copies, else the shipped ones."""

    engagement: Path

    def may_keep(self, key: str) -> bool:
        """Whether a cell keeps something under this key. One whose name is only worked out as it runs may keep
        anything."""
        found = _OWN.fullmatch(key)
        return found is not None and any(name in ("", found[2]) for name in self._names(found[1]))

    def keys(self, chapter: str) -> list[str]:
        """The keys under which the cells of a chapter keep something, as far as they are written out."""
        return [f"{chapter}.own.{name}" for name in self._names(chapter) if name]

    def _names(self, chapter: str) -> list[str]:
        """The names that are kept, empty for one that is worked out."""
        return [found["name"] or "" for found in _KEPT.finditer(self._source(chapter))]

    def _source(self, chapter: str) -> str:
        for folder in (self.engagement / "notebooks", notebooks_folder()):
            path = folder / f"{chapter}.ipynb"
            if path.is_file():
                return _code(path)
        return ""


def _code(path: Path) -> str:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (ValueError, KeyError, TypeError):  # what is no notebook is told where chapters are checked
        return ""
