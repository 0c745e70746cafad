"""What is to be told of a report that people work on: it lies beside the report, so that whoever comes next can read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

MARKS = ("~$*.docx", ".~lock.report*")
"""What editors lay beside a document as long as they have it open, as patterns."""

LIVING = ("report.docx", "report.*.docx", *MARKS, "artifacts/report/*")
"""What of a branch's folder outlives a run that makes the rest anew, as patterns."""

DOCUMENTS = {"report.docx": Path("artifacts", "report")}
"""The documents that people work on, each with the folder of what is on record about it."""

_FILE = Path("artifacts", "report", "refreshed.json")


def beside(document: Path) -> Path:
    """Where the fresh version of a document is laid that is left as it stands."""
    return document.with_name(f"{document.stem}.new{document.suffix}")


def is_open(document: Path) -> bool:
    """Whether an editor has a document open: Word and LibreOffice lay a small file beside it as long as it is."""
    marks = [f"~${document.name[cut:]}" for cut in (0, 1, 2)] + [f".~lock.{document.name}#"]
    return any((document.parent / mark).exists() for mark in marks)


@dataclass(frozen=True)
class Notes:
    """The parts of a report whose words a person changed and that have a fresh version (``kept``), those that are gone
    or without a place, the controls that nothing fills with the nearest key, and the code of the fault for which the
    report was left alone.
    """

    kept: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    got: str = ""

    @classmethod
    def read(cls, folder: Path) -> Notes:
        """What the last rendering noted in a branch's folder; nothing where there is nothing to read."""
        try:
            known = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        lists = {name: tuple(known.get(name, ())) for name in ("kept", "deleted", "unplaced")}
        unknown = tuple((str(tag), str(nearest)) for tag, nearest in known.get("unknown", ()))
        return cls(**lists, unknown=unknown, fault=known.get("fault", ""), got=known.get("got", ""))

    def write(self, folder: Path) -> None:
        """Note it in a branch's folder."""
        path = folder / _FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
