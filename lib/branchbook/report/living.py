"""What is to be told of a document that people work on: it lies beside it, so that whoever comes next can read it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

REPORT, PRESENTATION, SUMMARY = "report.docx", "presentation.pptx", "summary.pptx"
DOCUMENTS = (REPORT, PRESENTATION, SUMMARY)
"""The documents that people work on: a branch's two, and the summary meeting's deck."""

MARKS = ("~$*.docx", "~$*.pptx", ".~lock.report*", ".~lock.presentation*", ".~lock.summary*")
"""What editors lay beside a document as long as they have it open, as patterns."""

LIVING = (
    "report.docx", "report.*.docx", "presentation.pptx", "presentation.*.pptx", "summary.pptx", "summary.*.pptx",
    *MARKS, "artifacts/report/*", "artifacts/presentation/*", "artifacts/summary/*",
)  # fmt: skip
"""What of a branch's folder outlives a run that makes the rest anew, as patterns."""

_FILE = "refreshed.json"
_NEW = ".new"


def record_folder(document: Path) -> Path:
    """The folder of what is on record about a document."""
    return document.parent / "artifacts" / document.stem


def is_previous(path: Path) -> bool:
    """Whether a document is one that stood before the present one and is kept, its name ending in that one's time."""
    return _KEPT.search(path.stem) is not None


def beside(document: Path) -> Path:
    """Where the fresh version of a document is laid that is left as it stands."""
    return document.with_name(f"{document.stem}{_NEW}{document.suffix}")


def is_beside(path: Path) -> bool:
    """Whether a document is the fresh version of one that was left as it stands."""
    return path.stem.endswith(_NEW)


def is_open(document: Path) -> bool:
    """Whether an editor has a document open: Word and LibreOffice lay a small file beside it as long as it is."""
    marks = [f"~${document.name[cut:]}" for cut in (0, 1, 2)] + [f".~lock.{document.name}#"]
    return any((document.parent / mark).exists() for mark in marks)


_KEPT = re.compile(r"\.\d{4}-\d\d-\d\dT\d{6}Z$")


@dataclass(frozen=True)
class Notes:
    """The parts of a document whose words a person changed and that have a fresh version (``kept``), those that are
    gone or without a place, the controls that nothing fills with the nearest key, and the code of the fault for which
    the document was left alone.
    """

    kept: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    got: str = ""

    @classmethod
    def read(cls, document: Path) -> Notes:
        """What the last rendering noted of a document; nothing where there is nothing to read."""
        try:
            known = json.loads((record_folder(document) / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        lists = {name: tuple(known.get(name, ())) for name in ("kept", "deleted", "unplaced")}
        unknown = tuple((str(tag), str(nearest)) for tag, nearest in known.get("unknown", ()))
        return cls(**lists, unknown=unknown, fault=known.get("fault", ""), got=known.get("got", ""))

    def write(self, document: Path) -> None:
        """Note it of a document."""
        path = record_folder(document) / _FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
