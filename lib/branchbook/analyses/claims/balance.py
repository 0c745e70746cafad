"""How evenly an allocation loads its people, as one number from 0 to 100 (CL3).

The idea, known from territory design (balance of sales territories by an activity measure): compare what everyone
carries with what everyone should carry.
"""

from __future__ import annotations

from branchbook.analyses.claims.allocation import Allocation


def balance_index(allocation: Allocation) -> float | None:
    """The share of all work, in percent, that is where the ideal loads want it.

    With loads l and ideals t, scaled to the same sum: 100 · Σ min(l, t) / Σ l. 100 when everyone stands at the ideal;
    100 minus the index is the share of the work that would have to change hands for that. None without work.
    """
    loads = allocation.loads
    work = sum(loads.values())
    wanted = sum(member.ideal for member in allocation.members)
    if work <= 0 or wanted <= 0:
        return None
    in_place = sum(min(loads[member.id], member.ideal * work / wanted) for member in allocation.members)
    return 100 * in_place / work
