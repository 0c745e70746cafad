"""The register of an engagement, brought up to date once before any notebook runs."""

from __future__ import annotations

from pathlib import Path

from branchbook.book.fingerprint import code_of, fingerprint
from branchbook.inputs.engagement import Engagement
from branchbook.inputs.store import Store
from branchbook.register import Lexicons, compute, read_decisions
from branchbook.rules import Rules
from branchbook.values.places import safe_part

_TABLES = ("enterprises", "corporate_customers")
_STAMP = "register.fingerprint"


def bring_register(engagement: Engagement, store: Store, rules: Rules, folder: Path) -> None:
    """Compute the register into ``folder`` where data, rules, word lists, decisions or code have changed.

    Raises InputFaults for word lists and decisions of the engagement that can't be read. Without enterprises and
    corporate customers there is nothing to register, and branches find no firms.
    """
    lexicons, decisions = Lexicons.of(engagement.folder), read_decisions(engagement.folder)
    stamp_file = folder / _STAMP
    stamp = fingerprint(
        store.fingerprint, rules.fingerprint, repr(lexicons), repr(decisions.same), repr(sorted(decisions.different)),
        code_of(compute),
    )  # fmt: skip
    if stamp_file.exists() and stamp_file.read_text(encoding="utf-8") == stamp:
        return
    if not any(store.has(table) for table in _TABLES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    stamp_file.unlink(missing_ok=True)
    compute(store, rules, lexicons, decisions).save(folder)
    stamp_file.write_text(stamp, encoding="utf-8")


def register_fingerprint(folder: Path, branch_id: str) -> str:
    """A fingerprint of what the register holds of a branch."""
    files = [folder / name / f"{safe_part(branch_id)}.parquet" for name in ("firms", "links")]
    return fingerprint(*(file.read_bytes().hex() if file.is_file() else "" for file in files))
