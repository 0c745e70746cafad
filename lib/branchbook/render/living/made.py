"""Whether a document is still as the program made it, and by which template: only such a one may be made anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from branchbook.render.archive import write_whole

_FILE = "made.json"


@dataclass(frozen=True)
class Made:
    """Fingerprints of the document as it was last written and of its template; ``alone`` as long as nobody but the
    program has ever written in it."""

    document: str = ""
    template: str = ""
    alone: bool = False

    @classmethod
    def read(cls, folder: Path) -> Made:
        """What is noted in the folder of a document's record; nothing where there is none or it can't be read."""
        try:
            return cls(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, folder: Path) -> None:
        """Note it there."""
        write_whole(folder / _FILE, (json.dumps(asdict(self), indent=1) + "\n").encode())

    def stands(self, document: bytes) -> bool:
        """Whether these are the bytes of a document in which nobody but the program has ever written."""
        return self.alone and self.document == fingerprint(document)


def fingerprint(content: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(content).hexdigest()
