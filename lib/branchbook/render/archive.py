"""Office files are zip archives; these are the same bytes for the same content, whenever and wherever written."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

_FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16


def archived(entries: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """A zip archive of these entries, sorted by name and without dates of its own.

    One that goes into another archive is best not compressed: it would be twice.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compresslevel=6) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            entry.create_system = 0
            entry.external_attr = _READABLE_BY_ALL
            archive.writestr(entry, entries[name])
    return buffer.getvalue()


def issue_time(dated: date | None = None) -> datetime:
    """The time that a file states as its making: ``SOURCE_DATE_EPOCH`` where set, else the start of ``dated`` (UTC).

    Never the clock, so that the same artifacts give the same file on any day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(dated or date(1980, 1, 1), time(), UTC)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside ``path`` and move it into place, so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
