"""What a branch's folder was made from: a small file of fingerprints inside it, which moves with it.

The folder itself tells whether it is up to date; nothing else has to be believed after a crash. It holds no time and no
machine, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from branchbook.batch.layout import ERROR_FILE
from branchbook.report.living import is_beside, is_previous
from branchbook.rules import Rules, fingerprint_of_values
from branchbook.values.places import HOUSE, is_passing, notebooks_folder, templates_folder

FILE = "made-from.json"
PACKAGE = Path(__file__).resolve().parents[1]

_DOCUMENT_FLOORS = ("report", "render")
_DOCUMENT_AND_RUN_FLOORS = (*_DOCUMENT_FLOORS, "cli", "batch")


@dataclass(frozen=True)
class Stamp:
    """``notebooks``: for each executed chapter the fingerprints of what it read; ``documents``: those of the documents.

    ``documents`` is empty while the documents do not show the chapters' latest results. ``rules`` tells for a chapter
    which rules it read; one that is not there may have read any. ``made`` are the names of the files and folders that
    were made in the branch's folder.
    """

    branch: str
    notebooks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)
    made: Sequence[str] = ()

    def having_made(self, folder: Path) -> Stamp:
        """The stamp with the names of what lies in ``folder`` now, without what people leave or keep there."""
        return replace(self, made=sorted(path.name for path in folder.iterdir() if not _comes_and_goes(path)))

    def missing_from(self, folder: Path) -> frozenset[str]:
        """The names of what was made and lies in ``folder`` no more; all of them where there is no folder."""
        return frozenset(self.made) - ({path.name for path in folder.iterdir()} if folder.is_dir() else set())

    def having_read(self, chapter: str, values: Mapping[str, object]) -> Stamp:
        """The stamp with the rules that a chapter has read, their values by key."""
        of_chapter = {**self.notebooks[chapter], "rules": fingerprint_of_values(values)}
        return replace(
            self,
            notebooks={**self.notebooks, chapter: of_chapter},
            rules={**self.rules, chapter: sorted(values)},
        )

    def on_data(self, chapters: Iterable[str], data: str) -> Stamp:
        """The stamp of chapters that were run on data of this fingerprint."""
        renewed = {name: {**self.notebooks[name], "inputs": data} for name in chapters}
        return replace(self, notebooks={**self.notebooks, **renewed})

    def is_of(self, data: str, rules: Rules) -> bool:
        """Whether its chapters were run on data of this fingerprint and on these values of the rules that they read."""
        return all(
            of["inputs"] == data and of["rules"] == self._fingerprint_today(chapter, rules)
            for chapter, of in self.notebooks.items()
        )

    def _fingerprint_today(self, chapter: str, rules: Rules) -> str:
        return rules.fingerprint_of(self.rules[chapter]) if chapter in self.rules else rules.fingerprint

    def write(self, folder: Path) -> None:
        """Put the stamp into a branch's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, folder: Path) -> Stamp | None:
        """The stamp of a folder; None where there is none or it can't be read, so that the branch is made anew."""
        try:
            return cls(**json.loads((folder / FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def chapter_code() -> str:
    """The fingerprint of the package's sources that a chapter's results depend on."""
    return _fingerprint_of(path for path in _sources() if _floor(path) not in _DOCUMENT_AND_RUN_FLOORS)


def document_code() -> str:
    """The fingerprint of the package's sources that documents are written by."""
    return _fingerprint_of(path for path in _sources() if _floor(path) in _DOCUMENT_FLOORS)


def house_fingerprint() -> str:
    """The fingerprint of all files that decide what a batch writes: the package, templates and shipped notebooks."""
    shipped = [path for folder in (templates_folder(), notebooks_folder()) for path in folder.rglob("*")]
    lasting = [path for path in shipped if path.is_file() and not is_passing(path) and not is_passing(path.parent)]
    return _fingerprint_of([*_sources(), *sorted(lasting)])


def _comes_and_goes(path: Path) -> bool:
    """Whether a file of a branch's folder may be missing: one kept from before, one laid beside, an editor's mark."""
    return path.name in (FILE, ERROR_FILE) or is_beside(path) or is_previous(path) or is_passing(path)


def _sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _floor(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _fingerprint_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(HOUSE).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
