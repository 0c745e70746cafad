"""Why an allocation can't be had: which people and accounts bind, by how much, and what would loosen them (CL3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds

from branchbook.analyses.claims.programme import SOLVED, Programme
from branchbook.analyses.claims.whole_numbers import solve_whole

_NOTHING = 1e-6


class Binding(StrEnum):
    """The kind of constraint that can't be met."""

    NOBODY = "nobody"  #: accounts whose tier no position at the branch may hold
    FIXED = "fixed"  #: what a person has claimed or been given is more than this person's maximum
    MAXIMUM = "maximum"  #: the accounts are more than those who may hold them can take
    MINIMUM = "minimum"  #: the accounts are too few for the minimum of those who may hold them
    WHOLE = "whole"  #: parts of accounts would fit, whole ones do not


@dataclass(frozen=True)
class Shortage:
    """The binding constraint. ``accounts`` and ``people`` are places in the programme.

    ``work`` is the weight of these accounts, ``room`` what these people can take (or must have), ``short`` the least
    change in weights that makes an allocation possible.
    """

    binding: Binding
    accounts: tuple[int, ...]
    people: tuple[int, ...]
    work: float
    room: float
    short: float


@lru_cache(maxsize=SOLVED)
def shortage_of_parts(programme: Programme) -> tuple[Shortage, ...]:
    """What binds even if accounts could be split, the plainest first; nothing if parts of accounts would fit.

    Quick however many accounts there are: those that may go to the same people count as one.
    """
    plain = (*_nobody(programme), *_fixed(programme))
    return plain or (_tight(programme, *_parts(programme)) if len(programme.base) else ())


def shortage_of_whole(programme: Programme, nodes: int) -> Shortage:
    """What binds where parts of accounts would fit and whole ones do not."""
    return _whole(programme, *_elastic(programme, nodes))


def _nobody(programme: Programme) -> tuple[Shortage, ...]:
    left = np.flatnonzero(~programme.allowed.any(axis=1))
    work = float(programme.weights[left].sum())
    return (Shortage(Binding.NOBODY, _places(left), (), work, 0.0, work),) if len(left) else ()


def _fixed(programme: Programme) -> tuple[Shortage, ...]:
    return tuple(
        Shortage(Binding.FIXED, (), (person,), float(held), float(most), float(held - most))
        for person, (held, most) in enumerate(zip(programme.base, programme.maximum, strict=True))
        if held - most > _NOTHING
    )


def _parts(programme: Programme) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As :func:`_elastic`, of accounts that may be split, those with the same people taken together."""
    kinds, kind_of = np.unique(programme.allowed, axis=0, return_inverse=True)
    together = replace(
        programme,
        points=np.zeros(kinds.shape),
        allowed=kinds,
        weights=np.bincount(kind_of.ravel(), programme.weights, len(kinds)),
        ties=np.zeros(kinds.shape),
    )
    shares, over, under = _elastic(together, 1, whole=False)
    return shares[kind_of.ravel()], over, under


def _elastic(programme: Programme, nodes: int, *, whole: bool = True) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The allocation that breaks minimum and maximum least: shares, load above the maximum, load below the minimum."""
    accounts, people = np.nonzero(programme.allowed)
    count, persons = programme.points.shape
    pairs = np.arange(len(accounts))
    one_each = sparse.coo_array((np.ones(len(pairs)), (accounts, pairs)), (count, len(pairs)))
    loads = sparse.coo_array((programme.weights[accounts], (people, pairs)), (persons, len(pairs)))
    eye = sparse.eye_array(persons)
    rows = sparse.block_array([[one_each, None], [loads, sparse.hstack([-eye, eye])]], format="csr")
    found = solve_whole(
        np.concatenate([np.zeros(len(pairs)), np.ones(2 * persons)]),
        (
            rows,
            np.concatenate([np.ones(count), programme.minimum - programme.base]),
            np.concatenate([np.ones(count), programme.maximum - programme.base]),
        ),
        Bounds(0, np.concatenate([np.ones(len(pairs)), np.full(2 * persons, np.inf)])),
        np.concatenate([np.full(len(pairs), float(whole)), np.zeros(2 * persons)]),
        nodes,
    )
    if found.values is None:
        raise RuntimeError(f"no allocation was found within {nodes} nodes, whatever capacity was added")
    shares = np.zeros((count, persons))
    shares[accounts, people] = found.values[: len(pairs)]
    return shares, found.values[len(pairs) : len(pairs) + persons], found.values[len(pairs) + persons :]


def _tight(programme: Programme, shares: np.ndarray, over: np.ndarray, under: np.ndarray) -> tuple[Shortage, ...]:
    found = []
    if over.sum() > _NOTHING:
        people = _closed(over > _NOTHING, programme.allowed, shares)
        accounts = np.flatnonzero(~programme.allowed[:, ~people].any(axis=1))
        room = float((programme.maximum - programme.base)[people].sum())
        found.append(_bound(programme, Binding.MAXIMUM, accounts, people, room, float(over.sum())))
    if under.sum() > _NOTHING:
        people = _open(under > _NOTHING, programme.allowed, shares)
        accounts = np.flatnonzero(programme.allowed[:, people].any(axis=1))
        room = float((programme.minimum - programme.base)[people].sum())
        found.append(_bound(programme, Binding.MINIMUM, accounts, people, room, float(under.sum())))
    return tuple(found)


def _bound(
    programme: Programme, binding: Binding, accounts: np.ndarray, people: np.ndarray, room: float, short: float
) -> Shortage:
    work = float(programme.weights[accounts].sum())
    return Shortage(binding, _places(accounts), _places(np.flatnonzero(people)), work, room, short)


def _closed(people: np.ndarray, allowed: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Overloaded people with everybody else to whom their accounts could go: all of these are full, or they would."""
    while True:
        held = (shares[:, people] > _NOTHING).any(axis=1)
        wider = people | allowed[held].any(axis=0)
        if (wider == people).all():
            return people
        people = wider


def _open(people: np.ndarray, allowed: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """People below their minimum with everybody who holds what they could have: all of these need it themselves."""
    while True:
        wanted = allowed[:, people].any(axis=1)
        wider = people | (shares[wanted] > _NOTHING).any(axis=0)
        if (wider == people).all():
            return people
        people = wider


def _whole(programme: Programme, shares: np.ndarray, over: np.ndarray, under: np.ndarray) -> Shortage:
    people = (over > _NOTHING) | (under > _NOTHING)
    accounts = np.flatnonzero((shares[:, people] > 0.5).any(axis=1))
    room = float((programme.maximum - programme.base)[people].sum())
    return _bound(programme, Binding.WHOLE, accounts, people, room, float((over + under).sum()))


def _places(found: np.ndarray) -> tuple[int, ...]:
    return tuple(int(place) for place in found)
