"""Whole-number programmes, solved by HiGHS the same way everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


@dataclass(frozen=True)
class Found:
    """The best solution found and the proven bound of its costs; ``values`` is None where there is no solution."""

    values: np.ndarray | None
    bound: float


def solve_whole(
    costs: np.ndarray,
    constraints: tuple[sparse.csr_array, np.ndarray, np.ndarray],
    bounds: Bounds,
    whole: np.ndarray,
    nodes: int,
) -> Found:
    """Minimise ``costs`` under rows between low and high, ``whole`` columns being whole numbers, in at most ``nodes``.

    Presolve stays off: in the HiGHS that scipy brings it now and then ends in an error over programmes that have a
    solution, and prints to the process's own output, past whatever a notebook captures. Raises RuntimeError for any
    answer but a solution or the proof that there is none.
    """
    found = milp(
        costs,
        constraints=LinearConstraint(*constraints),
        bounds=bounds,
        integrality=whole,
        options={"node_limit": nodes, "mip_rel_gap": 0.0, "presolve": False},
    )
    if found.x is None and found.status not in (1, 2):
        raise RuntimeError(f"the solver gave up: {found.message}")
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    return Found(found.x, bound)
