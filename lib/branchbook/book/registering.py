"""The register of an engagement, brought up to date once before any notebook runs."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from branchbook.book.fingerprint import code_of, fingerprint
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.store import Store
from branchbook.rules import Rules
from branchbook.values.places import safe_part, templates_folder

_TABLES = ("enterprises", "corporate_customers")
_OF_BRANCHES = ("firms", "links")
_STAMP = "register.fingerprint"
_WORD_LISTS = "lexicons/*.yaml"
_DECISIONS = "matches.csv"


def bring_register(engagement: Engagement, store: Store, rules: Rules, folder: Path) -> None:
    """Compute the register into ``folder`` where data, rules, word lists, decisions or code have changed.

    Raises InputFaults for word lists and decisions of the engagement that can't be read. Without enterprises and
    corporate customers there is nothing to register, and branches find no firms.
    """
    stamp_file = folder / _STAMP
    stamp = fingerprint(
        store.fingerprint, rules.fingerprint, *_digests(templates_folder(), _WORD_LISTS),
        *_digests(engagement.folder, _WORD_LISTS, _DECISIONS), code_of("register"),
    )  # fmt: skip
    if stamp_file.exists() and stamp_file.read_text(encoding="utf-8") == stamp:
        return
    # What reads word lists and matches names is brought only where there is something to register.
    from branchbook.register import Lexicons, compute, read_decisions

    lexicons, decisions = Lexicons.of(engagement.folder), read_decisions(engagement.folder)
    stamp_file.unlink(missing_ok=True)
    if any(store.has(table) for table in _TABLES):
        folder.mkdir(parents=True, exist_ok=True)
        compute(store, rules, lexicons, decisions).save(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _OF_BRANCHES:
            shutil.rmtree(folder / name, ignore_errors=True)
    stamp_file.write_text(stamp, encoding="utf-8")


def _digests(folder: Path, *patterns: str) -> list[str]:
    """The names of files below a folder, each with its fingerprint."""
    files = sorted(file for pattern in patterns for file in folder.glob(pattern))
    return [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]


def register_fingerprint(folder: Path, branch_id: str) -> str:
    """A fingerprint of what the register holds of a branch."""
    files = [folder / name / f"{safe_part(branch_id)}.parquet" for name in _OF_BRANCHES]
    return fingerprint(*(file.read_bytes().hex() if file.is_file() else "" for file in files))
