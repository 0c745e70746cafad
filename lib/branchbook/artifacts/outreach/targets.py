"""From the owners of chapter 50 to the targets of chapter 60 (OU1): whom to visit, in which order, how often."""

from __future__ import annotations

from branchbook.analyses.claims import Aim, Allocation, Assignment, Coverage, aim
from branchbook.analyses.outreach import Target
from branchbook.rules import Rules


def visiting_targets(coverage: Coverage, rules: Rules) -> tuple[Target, ...]:
    """The targets in their order (EC4), and between them the customers to be protected, the largest first (CL8).

    How often each is visited is OU1.visits of its aim; an aim with none is not visited.
    """
    visits = rules.mapping("OU1.visits")
    to_win = coverage.targets.assignments if isinstance(coverage.targets, Allocation) else ()
    existing = coverage.outcome.assignments if isinstance(coverage.outcome, Allocation) else ()
    protected = [held for held in existing if aim(held.account, rules) is Aim.PROTECT]
    protected.sort(key=lambda held: (-(held.account.deposits or 0), held.account.id))
    others = [held for held in existing if aim(held.account, rules) is Aim.DIG]
    order = {account: place for place, account in enumerate(coverage.target_order, start=1)}
    return (
        *(_target(held, order[held.account.id], int(visits[Aim.WIN])) for held in to_win),
        *(_target(held, place, int(visits[Aim.PROTECT])) for place, held in enumerate(protected, start=1)),
        *(_target(held, len(order) + place, int(visits[Aim.DIG])) for place, held in enumerate(others, start=1)),
    )


def _target(held: Assignment, priority: int, visits: int) -> Target:
    account = held.account
    return Target(account.id, held.member.id, priority, visits, account.point, account.area)
