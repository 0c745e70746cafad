"""A living document's file: written, refreshed, or left alone with the new one beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from branchbook.errors import InputFaults
from branchbook.render.archive import write_whole
from branchbook.render.living.made import Made, fingerprint
from branchbook.report.living import Notes, beside, is_open, record_folder

_KEPT = 5  # earlier versions


@dataclass(frozen=True)
class Fresh:
    """A document written or refreshed: its bytes, the record of what it says, and what a person has to know."""

    content: bytes
    record: str
    notes: Notes = field(default_factory=Notes)


def record_copy(document: Path) -> Path:
    """Where a copy of the record lies, for editors that drop the one in the document."""
    return record_folder(document) / "parts.json"


def settled(path: Path, template: Path, what: str, write: Callable[[], Fresh], refresh: Callable[[], Fresh]) -> Path:
    """Write the document, or refresh the one that stands at ``path``; answers the file that is now up to date.

    The document of before is kept beside it under the time of its last change, the last five of them. One that is open
    in an editor, or can't be read, is left as it is, and the new one is written beside it (``report.new.docx``);
    :class:`Notes` tell of it. One that nobody has worked on is written anew where its template was restyled. ``what``
    is the first word of the codes of faults for which a document is left alone.
    """
    if not path.exists():
        fresh = write()
        _settle(path, fresh, _made(fresh.content, template))
        return path
    fault, got = (f"{what}_locked", "") if is_open(path) else ("", "")
    if not fault:
        try:
            return _refreshed(path, template, write, refresh)
        except PermissionError:
            fault = f"{what}_locked"
        except InputFaults as faults:
            first = faults.faults[0]
            if first.place.file != path.name or first.code not in (f"{what}_unreadable", f"{what}_hostile"):
                raise
            fault, got = first.code, first.got
    write_whole(beside(path), write().content)
    Notes(fault=fault, got=got).write(path)
    return beside(path)


def write_pages(path: Path, content: bytes) -> None:
    """Write a report whose contents have got their page numbers: what was on record about it goes for it still."""
    last = Made.read(record_folder(path))
    stood = last.stands(path.read_bytes())
    write_whole(path, content)
    if stood:
        replace(last, document=fingerprint(content)).write(record_folder(path))


def _refreshed(path: Path, template: Path, write: Callable[[], Fresh], refresh: Callable[[], Fresh]) -> Path:
    """Refresh the document that stands; one that nobody has worked on is made anew where the template has changed."""
    before = path.read_bytes()
    last = Made.read(record_folder(path))
    alone = last.stands(before)
    fresh = write() if alone and last.template != fingerprint(template.read_bytes()) else refresh()
    if fresh.content != before:
        _keep_previous(path)
    _settle(path, fresh, _made(fresh.content, template, alone))
    return path


def _made(content: bytes, template: Path, alone: bool = True) -> Made:
    return Made(fingerprint(content), fingerprint(template.read_bytes()), alone)


def _settle(path: Path, fresh: Fresh, made: Made) -> None:
    if not path.exists() or path.read_bytes() != fresh.content:
        write_whole(path, fresh.content)
        path.with_suffix(".pdf").unlink(missing_ok=True)
    beside(path).unlink(missing_ok=True)
    write_whole(record_copy(path), fresh.record.encode("utf-8"))
    made.write(record_folder(path))
    fresh.notes.write(path)


def _keep_previous(path: Path) -> None:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    previous = path.with_name(f"{path.stem}.{changed:%Y-%m-%dT%H%M%SZ}{path.suffix}")
    write_whole(previous, path.read_bytes())
    earlier = sorted(path.parent.glob(f"{path.stem}.[0-9]*T*Z{path.suffix}"))
    for old in earlier[:-_KEPT]:
        old.unlink()
