"""Which accounts take part in the claim round and the allocation (CL1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from branchbook.analyses.claims.accounts import Account
from branchbook.rules import Rules


@dataclass(frozen=True)
class Scope:
    """The accounts in scope, and how many were left out for what; a balance that is not known keeps nobody out."""

    accounts: tuple[Account, ...]
    below_threshold: int
    other_loans: int


def in_scope(accounts: Iterable[Account], rules: Rules) -> Scope:
    """Accounts with deposits above CL1.deposits_above (0 takes all) whose loan status is among CL1.loans."""
    ordered = sorted(accounts, key=lambda account: account.id)
    large = [account for account in ordered if _large(account, rules.number("CL1.deposits_above"))]
    wanted = [account for account in large if _loan(account) in {*rules.names("CL1.loans"), "unknown"}]
    return Scope(
        tuple(wanted),
        below_threshold=len(ordered) - len(large),
        other_loans=len(large) - len(wanted),
    )


def _large(account: Account, threshold: float) -> bool:
    return threshold <= 0 or account.target or account.deposits is None or account.deposits > threshold


def _loan(account: Account) -> str:
    return {True: "with", False: "without", None: "unknown"}[account.has_loan]
