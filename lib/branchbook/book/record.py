"""What a chapter reads of the rules, put on record while it runs, so that another batch knows which change concerns it.

The record is a file in the folder of the run, written at each first reading: it is whole whatever process runs the
notebook, and whichever way that ends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from branchbook.rules import RuleValue

_FILE = "rules-read.jsonl"


def begin_record(folder: Path) -> None:
    """Have a record in the folder of a run, also where nothing is read."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FILE).touch()


def put_on_record(folder: Path, values: Mapping[str, RuleValue | None]) -> None:
    """Add rules and the values that were read to the record that has been begun in the folder of a run."""
    lines = (json.dumps([key, value], ensure_ascii=False, default=dict) for key, value in sorted(values.items()))
    with (folder / _FILE).open("a", encoding="utf-8", newline="\n") as record:
        record.writelines(f"{line}\n" for line in lines)


def take_record(folder: Path) -> Mapping[str, object] | None:
    """The values by key that were read since the record was last taken, which is then gone; None without a record."""
    record = folder / _FILE
    if not record.is_file():
        return None
    read = dict(json.loads(line) for line in record.read_text(encoding="utf-8").splitlines())
    record.unlink()
    return read
