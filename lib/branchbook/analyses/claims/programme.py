"""The allocation as a mathematical programme, and how it is solved (CL3).

Minimise the points of all assignments plus what loads cost for standing off their ideal, each account to one person,
every load between minimum and maximum. The linear relaxation gives the bound: a basic solution of it splits no more
accounts than there are people, so that all others are settled and a small whole-number programme places the split
ones. Where the relaxation splits accounts and the programme is small enough, the whole is solved exactly instead.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, OptimizeResult, linprog

from branchbook.analyses.claims.whole_numbers import solve_whole

_WHOLE = 1e-6  # how far from a whole number still is one
_SMALL = 50_000  # pairs up to which the relaxation looks at all of them
_FIRST_LOOK = 5  # people per account that a large programme looks at before it knows better
_SAMPLE = 2_000  # accounts that prices are learnt from
_CLOSE = 1e-3  # share of the value that a large programme's bound may lie below the relaxation
SOLVED = 2
"""How many programmes are remembered as solved: that of a branch's accounts, and that of its targets."""

_TIE = 0.04  # points that all tie-breaks together may cost: points are whole, so they only decide between equals


@dataclass(frozen=True)
class Steps:
    """What one weight off the ideal load costs:
    ``near`` points within ``band`` (a share of the ideal), ``far`` beyond."""

    near: float
    far: float
    band: float


@dataclass(frozen=True, eq=False)
class Programme:
    """``points`` and ``allowed`` by account and person; ``base`` is the load of what each person holds already.

    ``ties`` are small numbers, 0 to 1, that choose among equally good solutions, always the same ones. Programmes of
    the same numbers are equal, so that one is solved once although two chapters pose it.
    """

    points: np.ndarray
    allowed: np.ndarray
    weights: np.ndarray
    base: np.ndarray
    minimum: np.ndarray
    ideal: np.ndarray
    maximum: np.ndarray
    steps: Steps
    ties: np.ndarray

    @cached_property
    def _numbers(self) -> bytes:
        digest = hashlib.sha256(repr(self.steps).encode())
        for part in (
            self.points,
            self.allowed,
            self.weights,
            self.base,
            self.minimum,
            self.ideal,
            self.maximum,
            self.ties,
        ):
            digest.update(repr((part.shape, part.dtype)).encode())
            digest.update(part.tobytes())
        return digest.digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Programme) and self._numbers == other._numbers

    def __hash__(self) -> int:
        return hash(self._numbers)

    def loads(self, owners: np.ndarray) -> np.ndarray:
        """Every person's load when account i goes to person ``owners[i]``."""
        return np.asarray(self.base + np.bincount(owners, self.weights, len(self.base)))

    def value(self, owners: np.ndarray) -> float:
        """The points of a whole solution, loads included."""
        return float(self.points[np.arange(len(owners)), owners].sum() + self.load_points(self.loads(owners)).sum())

    def load_points(self, loads: np.ndarray) -> np.ndarray:
        """What each load costs for standing off its ideal."""
        off = np.abs(loads - self.ideal)
        band = self.steps.band * self.ideal
        return np.asarray(self.steps.near * np.minimum(off, band) + self.steps.far * np.maximum(off - band, 0))


@dataclass(frozen=True)
class Solution:
    """``owners[i]`` is the person of account i; ``bound`` is proven: no solution has fewer points than that."""

    owners: np.ndarray
    value: float
    bound: float


@lru_cache(maxsize=SOLVED)
def solve(programme: Programme, exact_pairs: int, nodes: int) -> Solution | None:
    """The best allocation found and its bound; None if there is no allocation at all, even of parts of accounts.

    Programmes of up to ``exact_pairs`` pairs of account and person are solved exactly, within ``nodes`` branch-and-
    bound nodes (a count, not a clock, so that every machine finds the same). None is also the answer where loads can
    be met by parts of accounts only; the caller tells these cases apart.
    """
    if not len(programme.points):
        return _nothing_to_place(programme)
    shares, bound = _relaxed(programme)
    if shares is None:
        return None
    split = shares.max(axis=1) < 1 - _WHOLE
    owners = shares.argmax(axis=1)
    if not split.any():
        return _solution(programme, owners, bound)
    if programme.points.size <= exact_pairs:
        exact = _exact(programme, nodes, bound)
        if exact is not None:
            return exact
    return _rounded(programme, owners, split, nodes, bound)


def _nothing_to_place(programme: Programme) -> Solution | None:
    if (programme.base < programme.minimum).any() or (programme.base > programme.maximum).any():
        return None
    nobody = np.empty(0, dtype=int)
    return _solution(programme, nobody, programme.value(nobody))


def _solution(programme: Programme, owners: np.ndarray, bound: float) -> Solution:
    value = programme.value(owners)
    return Solution(owners, value, min(bound, value))


def _relaxed(programme: Programme) -> tuple[np.ndarray | None, float]:
    """The linear relaxation over the pairs that are worth a look, and a bound that holds for all pairs.

    Prices of loads, learnt from a sample, tell which pairs to look at. Whatever the prices are, the bound they give
    (Lagrange) is proven; pairs are added until the bound is close to the value.
    """
    small = programme.points.size <= _SMALL
    prices = np.zeros(len(programme.base)) if small else _sampled(programme)
    looked_at = programme.allowed if small else _cheapest(programme, prices, _FIRST_LOOK)
    bound = _lagrange(programme, prices)
    while True:
        found = _linear(programme, looked_at)
        everything = bool((looked_at == programme.allowed).all())
        if found.status == 0:
            prices = found.eqlin.marginals[len(programme.points) :]
            bound = max(bound, _lagrange(programme, prices))
            if everything or found.fun - bound <= _CLOSE * max(bound, 1):
                return _Model.of(programme, looked_at).shares(found.x), min(bound, float(found.fun)) - _TIE
            looked_at = looked_at | _cheapest(programme, prices, _FIRST_LOOK)
        elif everything:
            return None, 0.0
        else:
            looked_at = _cheapest(programme, np.zeros(len(prices)), 2 * int(looked_at.sum(axis=1).max()))


def _linear(programme: Programme, looked_at: np.ndarray) -> OptimizeResult:
    model = _Model.of(programme, looked_at)
    return linprog(
        model.costs,
        A_eq=model.rows,
        b_eq=model.sides,
        bounds=np.stack([model.low, model.high], axis=1),
        method="highs-ds" if programme.points.size <= _SMALL else "highs-ipm",
    )


def _sampled(programme: Programme) -> np.ndarray:
    """Prices of loads from every n-th account, the loads of people scaled down alike; zeros where that is no help."""
    every = slice(None, None, max(1, len(programme.points) // _SAMPLE))
    part = programme.weights[every].sum() / programme.weights.sum()
    sample = replace(
        programme,
        points=programme.points[every], allowed=programme.allowed[every], weights=programme.weights[every],
        ties=programme.ties[every], base=programme.base * part, minimum=programme.minimum * part,
        ideal=programme.ideal * part, maximum=programme.maximum * part,
    )  # fmt: skip
    found = _linear(sample, sample.allowed)
    if found.status != 0:
        return np.zeros(len(programme.base))
    return np.asarray(found.eqlin.marginals[len(sample.points) :])


def _priced(programme: Programme, prices: np.ndarray) -> np.ndarray:
    priced = programme.points + programme.ties * _TIE / len(programme.points) - programme.weights[:, None] * prices
    return np.asarray(np.where(programme.allowed, priced, np.inf))


def _cheapest(programme: Programme, prices: np.ndarray, count: int) -> np.ndarray:
    """The allowed pairs of each account with its ``count`` cheapest people at these prices."""
    if count >= len(programme.base):
        return programme.allowed
    priced = _priced(programme, prices)
    cut = np.partition(priced, count - 1, axis=1)[:, count - 1 : count]
    return np.asarray(programme.allowed & (priced <= cut))


def _lagrange(programme: Programme, prices: np.ndarray) -> float:
    """What no solution can go below: every account at its cheapest, every load at its cheapest, at these prices."""
    signs = np.repeat([-1.0, 1.0], 2)[:, None]
    step_costs = np.stack(_step_costs(programme)) - signs * prices
    loads = (np.stack(_step_widths(programme)) * np.minimum(step_costs, 0)).sum()
    return float(_priced(programme, prices).min(axis=1).sum() + prices @ (programme.ideal - programme.base) + loads)


def _exact(programme: Programme, nodes: int, bound: float) -> Solution | None:
    model = _Model.of(programme, programme.allowed)
    found = solve_whole(
        model.costs, (model.rows, model.sides, model.sides), Bounds(model.low, model.high), model.whole, nodes
    )
    if found.values is None:
        return None
    return _solution(programme, model.shares(found.values).argmax(axis=1), max(bound, found.bound - _TIE))


def _rounded(programme: Programme, owners: np.ndarray, split: np.ndarray, nodes: int, bound: float) -> Solution | None:
    """Place the split accounts whole; where they do not fit, loosen more accounts, the lightest first."""
    light_first = np.argsort(programme.weights, kind="stable")
    loose = split.copy()
    while True:
        placed = _exact(_part(programme, owners, loose), nodes, -np.inf)
        if placed is not None:
            whole = owners.copy()
            whole[loose] = placed.owners
            return _solution(programme, whole, bound)
        if loose.all():
            return None
        more = light_first[~loose[light_first]][: max(int(loose.sum()), len(programme.base))]
        loose[more] = True


def _part(programme: Programme, owners: np.ndarray, loose: np.ndarray) -> Programme:
    """The programme of the loose accounts alone, all others standing where they are."""
    settled = np.bincount(owners[~loose], programme.weights[~loose], len(programme.base))
    return replace(
        programme,
        points=programme.points[loose],
        allowed=programme.allowed[loose],
        weights=programme.weights[loose],
        ties=programme.ties[loose],
        base=programme.base + settled,
    )


@dataclass(frozen=True)
class _Model:
    """The programme as columns: one per pair looked at,
    then each person's load above and below the ideal in two steps."""

    costs: np.ndarray
    rows: sparse.csr_array
    sides: np.ndarray
    low: np.ndarray
    high: np.ndarray
    whole: np.ndarray
    pairs: tuple[np.ndarray, np.ndarray]
    shape: tuple[int, int]

    @classmethod
    def of(cls, programme: Programme, looked_at: np.ndarray) -> _Model:
        accounts, people = np.nonzero(looked_at)
        count, persons = programme.points.shape
        one_each = sparse.coo_array(
            (np.ones(len(accounts)), (accounts, np.arange(len(accounts)))), (count, len(accounts))
        )
        loads = sparse.coo_array(
            (programme.weights[accounts], (people, np.arange(len(accounts)))), (persons, len(accounts))
        )
        off = sparse.hstack([sparse.eye_array(persons) * sign for sign in (-1, -1, 1, 1)])
        ties = programme.ties[accounts, people] * _TIE / count
        return cls(
            costs=np.concatenate([programme.points[accounts, people] + ties, *_step_costs(programme)]),
            rows=sparse.block_array([[one_each, None], [loads, off]], format="csr"),
            sides=np.concatenate([np.ones(count), programme.ideal - programme.base]),
            low=np.zeros(len(accounts) + 4 * persons),
            high=np.concatenate([np.ones(len(accounts)), *_step_widths(programme)]),
            whole=np.concatenate([np.ones(len(accounts)), np.zeros(4 * persons)]),
            pairs=(accounts, people),
            shape=(count, persons),
        )

    def shares(self, solution: np.ndarray) -> np.ndarray:
        """How much of each account goes to each person."""
        shares = np.zeros(self.shape)
        shares[self.pairs] = solution[: len(self.pairs[0])]
        return shares


def _step_costs(programme: Programme) -> list[np.ndarray]:
    persons = len(programme.ideal)
    return [np.full(persons, cost) for cost in (programme.steps.near, programme.steps.far) * 2]


def _step_widths(programme: Programme) -> list[np.ndarray]:
    """How far a load may stand above and below its ideal in each step; together they reach maximum and minimum."""
    band = programme.steps.band * programme.ideal
    widths = []
    for room in (programme.maximum - programme.ideal, programme.ideal - programme.minimum):
        widths += [np.minimum(room, band), np.maximum(room - band, 0)]
    return widths
