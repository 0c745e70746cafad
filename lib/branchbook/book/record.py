"""What a chapter reads of the rules, put on record while it runs, so that another batch knows which change concerns it.

The record is a file in the folder of the run, whatever process runs the notebook. It is written whenever the chapter
keeps something and when it tells its provenance, not at each reading: those are hundreds, and what is read after the
last of these has come into nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from branchbook.rules import RuleValue

_FILE = "rules-read.json"


def begin_record(folder: Path) -> None:
    """Have a record in the folder of a run, also where nothing is read."""
    folder.mkdir(parents=True, exist_ok=True)
    put_on_record(folder, {})


def put_on_record(folder: Path, values: Mapping[str, RuleValue | None]) -> None:
    """Put all rules that a chapter has read until now, with their values, on record in the folder of a run."""
    (folder / _FILE).write_text(json.dumps(values, ensure_ascii=False, default=dict), encoding="utf-8", newline="\n")


def take_record(folder: Path) -> Mapping[str, object] | None:
    """The values by key that the last chapter has read; its record is then gone. None without a record."""
    record = folder / _FILE
    if not record.is_file():
        return None
    read: dict[str, object] = json.loads(record.read_text(encoding="utf-8"))
    record.unlink()
    return read
