"""The report's file in a branch's folder: written, refreshed, or left alone with the new one beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from branchbook.errors import InputFaults
from branchbook.render.archive import write_whole
from branchbook.render.word.refresh.made import Made, fingerprint
from branchbook.render.word.refresh.record import Record, copy_record
from branchbook.render.word.refresh.refreshing import (
    OfferWords,
    Refreshed,
    Supply,
    refreshed_bytes,
    written_bytes,
)
from branchbook.report.blocks import Document
from branchbook.report.living import Notes, beside, is_open

_KEPT = 5  # earlier reports
_RECORD = Path("artifacts", "report", "parts.json")


def render_report(document: Document, template: Path, path: Path, words: OfferWords, supply: Supply) -> Path:
    """Write the report, or refresh the one that stands at ``path``; answers the file that is now up to date.

    The report of before is kept beside it under the time of its last change, the last five of them. One that is open in
    an editor, or can't be read, is left as it is, and the new one is written beside it (``report.new.docx``);
    :class:`Notes` tell of it. One that nobody has worked on follows a template that was restyled. Raises InputFaults where the template can't be read.
    """
    folder = path.parent
    if not path.exists():
        content, record = written_bytes(document, template, supply)
        _settle(folder, path, content, record, Notes(), _made(content, template))
        return path
    fault, got = ("report_locked", "") if is_open(path) else ("", "")
    if not fault:
        try:
            return _refresh(document, template, path, words, supply)
        except PermissionError:
            fault = "report_locked"
        except InputFaults as faults:
            if faults.faults[0].place.file != path.name or not faults.faults[0].code.startswith("report_"):
                raise
            fault, got = faults.faults[0].code, faults.faults[0].got
    content, _ = written_bytes(document, template, supply)
    write_whole(beside(path), content)
    Notes(fault=fault, got=got).write(folder)
    return beside(path)


def _refresh(document: Document, template: Path, path: Path, words: OfferWords, supply: Supply) -> Path:
    """Refresh the report that stands; one that nobody has worked on is made anew where the template has changed."""
    folder, before = path.parent, path.read_bytes()
    last = Made.read(folder / _RECORD.parent)
    alone = last.stands(before)
    if alone and last.template != fingerprint(template.read_bytes()):
        content, record = written_bytes(document, template, supply)
        notes = Notes()
    else:
        content, done, record = refreshed_bytes(document, template, path, words, supply, folder / _RECORD)
        notes = _notes(done)
    if content != before:
        _keep_previous(path)
    _settle(folder, path, content, record, notes, _made(content, template, alone))
    return path


def write_pages(path: Path, content: bytes) -> None:
    """Write a report whose contents have got their page numbers: what was on record about it goes for it still."""
    last = Made.read(path.parent / _RECORD.parent)
    stood = last.stands(path.read_bytes())
    write_whole(path, content)
    if stood:
        replace(last, report=fingerprint(content)).write(path.parent / _RECORD.parent)


def _made(content: bytes, template: Path, alone: bool = True) -> Made:
    return Made(fingerprint(content), fingerprint(template.read_bytes()), alone)


def _settle(folder: Path, path: Path, content: bytes, record: Record, notes: Notes, made: Made) -> None:
    if not path.exists() or path.read_bytes() != content:
        write_whole(path, content)
        path.with_suffix(".pdf").unlink(missing_ok=True)
    beside(path).unlink(missing_ok=True)
    copy_record(record, folder / _RECORD)
    made.write(folder / _RECORD.parent)
    notes.write(folder)


def _notes(done: Refreshed) -> Notes:
    return Notes(done.kept, done.deleted, done.unplaced, done.unknown)


def _keep_previous(path: Path) -> None:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    previous = path.with_name(f"{path.stem}.{changed:%Y-%m-%dT%H%M%SZ}{path.suffix}")
    write_whole(previous, path.read_bytes())
    earlier = sorted(path.parent.glob(f"{path.stem}.[0-9]*T*Z{path.suffix}"))
    for old in earlier[:-_KEPT]:
        old.unlink()
