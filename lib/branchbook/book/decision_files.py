"""The files of what people decided on each branch: its allocations by number, and its outreach plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from branchbook.book.locations import DECISIONS
from branchbook.values.places import safe_part


def allocations_folder(engagement: Path, branch_id: str) -> Path:
    """The folder of a branch's kept allocations, one file a version."""
    return engagement / DECISIONS / "allocation" / safe_part(branch_id)


def plan_file(engagement: Path, branch_id: str) -> Path:
    """The file of a branch's kept outreach plan."""
    return engagement / DECISIONS / "outreach" / f"{safe_part(branch_id)}.json"


def tasks_before(plan: Mapping[str, Any], as_of: date) -> list[Any]:
    """The tasks of a kept plan with which a plan of this day is compared:
    never those that were kept on the same day."""
    return list(plan["tasks"] if date.fromisoformat(plan["as_of"]) < as_of else plan["before"])


def decisions_fingerprint(engagement: Path, branch_id: str, as_of: date) -> str:
    """Everything that was decided on a branch and that a run of this day reads, as one text."""
    return allocations_told(engagement, branch_id) + _tasks_told(plan_file(engagement, branch_id), as_of)


def allocations_told(engagement: Path, branch_id: str) -> str:
    """The kept allocations of a branch, as one text."""
    files = sorted(allocations_folder(engagement, branch_id).glob("*.json"))
    return "".join(path.name + path.read_text(encoding="utf-8") for path in files)


def _tasks_told(path: Path, as_of: date) -> str:
    """The tasks that a plan is compared with, as a text; a file that can't be read stands for itself."""
    if not path.is_file():
        return ""
    content = path.read_text(encoding="utf-8", errors="replace")
    try:
        tasks = tasks_before(json.loads(content), as_of)
    except (ValueError, KeyError, TypeError):
        return content
    return json.dumps(tasks, ensure_ascii=False) if tasks else ""
