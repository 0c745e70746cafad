"""The ledger of a branch (台账, CL5) before it is a workbook: who covers which accounts, and what is to be done when.

Words are final words of one language. Names of customers and staff are here, since the ledger is for those who work
with them; a ledger never becomes part of a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LedgerAccount:
    """One account of the base sheet. ``contact``, ``phone`` and ``remark`` are what staff wrote in the last ledger."""

    id: str
    name: str
    tier: str
    aim: str
    level: str
    deposits: float | None
    address: str
    reason: str
    contact: str = ""
    phone: str = ""
    remark: str = ""


@dataclass(frozen=True)
class LedgerRecord:
    """One follow-up record, planned or done (OU2): before, during and after the visit. ``id`` is the task's."""

    id: str
    account: str
    step: str
    planned_on: date | None
    visited_on: date | None = None
    status: str = ""
    sources: str = ""
    hypotheses: str = ""
    facts: str = ""
    report: str = ""
    advice: str = ""
    result: str = ""


@dataclass(frozen=True)
class OwnerLedger:
    """One person's part of the ledger; ``load`` and ``ideal`` are in weights, ``weekly`` is the last weekly report."""

    staff_id: str
    name: str
    position: str
    load: float
    ideal: float
    accounts: tuple[LedgerAccount, ...]
    records: tuple[LedgerRecord, ...]
    weekly: str = ""


@dataclass(frozen=True)
class Ledger:
    """A branch's ledger. ``elsewhere`` is what was typed into the last ledger where no field is: kept, never lost."""

    branch_id: str
    branch: str
    bank: str
    as_of: date
    state: str
    owners: tuple[OwnerLedger, ...]
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    manifest_id: str = ""
