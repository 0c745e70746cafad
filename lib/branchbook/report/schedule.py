"""The outreach plan of a branch before it is a workbook, a calendar or a project file (OU1, OU4).

Words are final words of one language; names of customers and staff are here, since these files are for those who make
the visits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ScheduledTask:
    """One task of one day. ``kind`` is preparation, visit or follow_up; ``after`` the ids of the tasks before it."""

    id: str
    staff_id: str
    owner: str
    account: str
    account_name: str
    kind: str
    step: str
    day: date
    address: str = ""
    done: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class TargetPlan:
    """The written development plan of one target (OU3): ``lines`` are heading and words, in order.

    ``visit`` is the visit for which a form is due now (OU2), None where none is; ``gaps`` is what it has to find out.
    """

    account: str
    account_name: str
    owner: str
    position: str
    address: str
    lines: tuple[tuple[str, str], ...]
    gaps: str
    visit: ScheduledTask | None


@dataclass(frozen=True)
class Schedule:
    """A branch's plan; ``workdays`` are the working days of its span, ``notes`` what must be known about it.

    ``changes`` are the lines that tell what changed since the last plan: task, before, after, why, or ``unchanged``
    says why there are none; ``plans`` are the written plans of the targets with something ahead. ``currency`` is the
    engagement's, by its code of three letters.
    """

    branch_id: str
    branch: str
    bank: str
    as_of: date
    tasks: tuple[ScheduledTask, ...]
    workdays: tuple[date, ...]
    notes: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str, str], ...] = ()
    unchanged: str = ""
    plans: tuple[TargetPlan, ...] = ()
    manifest_id: str = ""
    currency: str = "CNY"
