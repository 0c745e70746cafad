"""Notes in ledgers that came back (CL5): kept per branch, so that the next ledger carries them on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from branchbook.inputs.engagement import Engagement
from branchbook.render.archive import write_whole
from branchbook.values.places import safe_part

if TYPE_CHECKING:
    from branchbook.inputs.ledger import Note, Typed

_STAMP = "ledgers.fingerprint"


@dataclass(frozen=True)
class Notes:
    """What staff wrote into a branch's ledger besides records of visits."""

    notes: tuple[Note, ...] = ()
    elsewhere: tuple[Typed, ...] = ()

    def of(self, staff_id: str, subject: str, field: str) -> str:
        """One note; "" where nothing was written. ``subject`` is an account, or the person for the weekly report."""
        return next(
            (n.words for n in self.notes if (n.staff_id, n.subject, n.field) == (staff_id, subject, field)),
            # an account that has changed hands keeps what its former owner wrote
            next((n.words for n in self.notes if (n.subject, n.field) == (subject, field)), ""),
        )


def bring_notes(engagement: Engagement, folder: Path) -> None:
    """Read the notes of all returned ledgers into ``folder``, one file a branch, where a ledger has changed."""
    source = engagement.sources.get("visits")
    files = source.files if source and source.ledgers else ()
    stamp = hashlib.sha256(b"".join(hashlib.sha256(file.path.read_bytes()).digest() for file in files)).hexdigest()
    stamp_file = folder / _STAMP
    if not files or (stamp_file.is_file() and stamp_file.read_text(encoding="utf-8") == stamp):
        return
    # What reads workbooks is brought only where a ledger has come back.
    from branchbook.inputs.ledger import read_ledgers

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    first = {back.origin.branch_id: back for _, back in reversed(read_ledgers(files))}
    for branch_id, back in first.items():
        told = {
            "notes": [asdict(note) for note in back.notes],
            "elsewhere": [asdict(found) for found in back.elsewhere],
        }
        words = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        write_whole(_file(folder, branch_id), words.encode("utf-8"))
    stamp_file.write_text(stamp, encoding="utf-8")


def read_notes(folder: Path, branch_id: str) -> Notes:
    """A branch's notes; none where no ledger of it has come back."""
    path = _file(folder, branch_id)
    if not path.is_file():
        return Notes()
    from branchbook.inputs.ledger import Note, Typed

    told = json.loads(path.read_text(encoding="utf-8"))
    return Notes(tuple(Note(**note) for note in told["notes"]), tuple(Typed(**found) for found in told["elsewhere"]))


def notes_fingerprint(folder: Path, branch_id: str) -> str:
    """What was noted in a branch's ledger, as one text."""
    path = _file(folder, branch_id)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _file(folder: Path, branch_id: str) -> Path:
    return folder / f"{safe_part(branch_id)}.json"
