"""Where an engagement keeps what people decided on each branch: its allocations by number, and its outreach plan."""

from __future__ import annotations

from pathlib import Path

from branchbook.book.locations import DECISIONS
from branchbook.values.places import safe_part


def allocations_folder(engagement: Path, branch_id: str) -> Path:
    """The folder of a branch's kept allocations, one file a version."""
    return engagement / DECISIONS / "allocation" / safe_part(branch_id)


def plan_file(engagement: Path, branch_id: str) -> Path:
    """The file of a branch's kept outreach plan."""
    return engagement / DECISIONS / "outreach" / f"{safe_part(branch_id)}.json"


def decisions_fingerprint(engagement: Path, branch_id: str) -> str:
    """Everything that was decided on a branch, as one text."""
    plan = plan_file(engagement, branch_id)
    allocations = sorted(allocations_folder(engagement, branch_id).glob("*.json"))
    files = [*allocations, *([plan] if plan.is_file() else [])]
    return "".join(path.name + path.read_text(encoding="utf-8") for path in files)
