"""What people saved in a branch's folder while it was being made anew:
theirs stays, the fresh one is laid beside it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from branchbook.batch.stamp import Stamp
from branchbook.report.living import DOCUMENTS, LIVING, MARKS, REPORT, Notes, beside, is_open, record_folder


def fingerprints(folder: Path) -> dict[str, str]:
    """The fingerprint of every file below a branch's folder that people work on, by its way from there."""
    files = sorted({file for pattern in LIVING for file in folder.glob(pattern) if file.is_file()})
    return {file.relative_to(folder).as_posix(): _fingerprint(file) for file in files}


def keep_saved(stood: Path, made: Path, taken: Mapping[str, str]) -> dict[str, Notes]:
    """Give the finished folder ``made`` what people have saved in ``stood`` since its files were ``taken`` along.

    A document that was saved, or is open now, stays as it is there, and the fresh one stands beside it until the next
    run refreshes it. Answers what is to be told of each document that somebody has touched.
    """
    standing = fingerprints(stood)
    saved = {name for name, found in standing.items() if taken.get(name) != found}
    _forget_closed(made, standing)
    told: dict[str, Notes] = {}
    for name in DOCUMENTS:
        opened = is_open(stood / name)
        if name not in standing or not (name in saved or opened):
            continue
        saved |= {name, *(file.relative_to(stood).as_posix() for file in record_folder(stood / name).glob("*"))}
        if (made / name).exists() and _fingerprint(made / name) != taken.get(name):
            (made / name).replace(beside(made / name))
        if beside(made / name).exists():
            what = "report" if name == REPORT else "deck"
            told[name] = Notes(fault=f"{what}_locked" if opened else f"{what}_changed")
    for name in sorted(saved):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(stood / name, made / name)
    for name, notes in told.items():
        notes.write(made / name)
    if told:
        _ask_for_documents(made)
    return told


def _forget_closed(made: Path, standing: Mapping[str, str]) -> None:
    """Drop the marks of editors that were open when the run began and are not any more."""
    for mark in [mark for pattern in MARKS for mark in made.glob(pattern)]:
        if mark.name not in standing:
            mark.unlink()


def _ask_for_documents(made: Path) -> None:
    """Let the next run take up the documents of this folder."""
    stamp = Stamp.read(made)
    if stamp:
        replace(stamp, documents={}).write(made)


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
