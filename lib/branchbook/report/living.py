"""What is to be told of a report that people work on: it lies beside the report, so that whoever comes next can read it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

LIVING = ("report.docx", "report.*.docx", "~$*.docx", ".~lock.report*", "artifacts/report/*")
"""What of a branch's folder outlives a run that makes the rest anew, as patterns."""

_FILE = Path("artifacts", "report", "refreshed.json")


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
