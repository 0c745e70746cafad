"""How little an account suits a person, in whole points: tier fit, nearness, existing relationships (CL3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from branchbook.analyses.claims.accounts import Account, Member, tier, weight
from branchbook.rules import Rules
from branchbook.values.distance import metres_apart

_NEUTRAL = 0.5  # nearness where a place or a person's own ground is not known


@dataclass(frozen=True)
class Preferences:
    """Penalty points of every account (row) at every person (column); fewer is better.

    The three parts add up to ``points``; ``allowed`` is false where the person's position may not hold the tier.
    ``distance`` is kilometres to the middle of the person's own accounts, nan where not known.
    """

    fit: np.ndarray
    proximity: np.ndarray
    relationship: np.ndarray
    allowed: np.ndarray
    weights: np.ndarray
    distance: np.ndarray

    @cached_property
    def points(self) -> np.ndarray:
        """All points together."""
        return np.asarray(self.fit + self.proximity + self.relationship)


def preferences(
    accounts: Sequence[Account], people: Sequence[Member], fixed: Mapping[str, str], rules: Rules
) -> Preferences:
    """The points of CL3.points, each in proportion to the account's weight and rounded to whole points.

    *Fit*: what is missing of CL3.fit (0 to 1 by position and tier; 0 forbids). *Proximity*: the distance from the
    middle of the accounts that the person has already (``fixed``), full points from CL3.near_km on; without
    coordinates, the share of these accounts that lie in another area. *Relationship*: full points for leaving the
    present owner.
    """
    most = rules.mapping("CL3.points")
    weights = np.array([weight(account, rules) for account in accounts])
    fit = _fit(accounts, people, rules)
    distance = _distance(accounts, people, fixed)
    farness = np.where(np.isnan(distance), _elsewhere(accounts, people, fixed), distance / rules.number("CL3.near_km"))
    return Preferences(
        fit=_whole(weights, most["fit"] * (1 - fit)),
        proximity=_whole(weights, most["proximity"] * np.minimum(farness, 1)),
        relationship=_whole(weights, most["relationship"] * _leaving(accounts, people)),
        allowed=fit > 0,
        weights=weights,
        distance=distance,
    )


def _whole(weights: np.ndarray, points: np.ndarray) -> np.ndarray:
    return np.asarray(np.rint(weights[:, None] * points))


def _fit(accounts: Sequence[Account], people: Sequence[Member], rules: Rules) -> np.ndarray:
    columns = [rules.mapping(f"CL3.fit.{person.position}") for person in people]
    rows = {name: [column[name] for column in columns] for name in rules.mapping("CL3.tiers")}
    return np.array([rows[tier(account, rules)] for account in accounts]).reshape(len(accounts), len(people))


def _leaving(accounts: Sequence[Account], people: Sequence[Member]) -> np.ndarray:
    """Where an account would leave a present owner who could keep it."""
    managers = np.array([account.manager for account in accounts], dtype=object)[:, None]
    ids = np.array([person.id for person in people], dtype=object)[None, :]
    stays = managers == ids
    return np.asarray(stays.any(axis=1, keepdims=True) & ~stays)


def _distance(accounts: Sequence[Account], people: Sequence[Member], fixed: Mapping[str, str]) -> np.ndarray:
    grounds = [_middle([a for a in accounts if a.point and fixed.get(a.id) == person.id]) for person in people]
    places = np.array([account.point or (np.nan, np.nan) for account in accounts], dtype=float).reshape(-1, 2)
    if not grounds:
        return np.empty((len(accounts), 0))
    return np.stack([metres_apart(places[:, 0], places[:, 1], *ground) / 1000 for ground in grounds], axis=1)


def _middle(own: Sequence[Account]) -> tuple[float, float]:
    if not own:
        return np.nan, np.nan
    longitude, latitude = np.median([account.point for account in own if account.point], axis=0)
    return float(longitude), float(latitude)


def _elsewhere(accounts: Sequence[Account], people: Sequence[Member], fixed: Mapping[str, str]) -> np.ndarray:
    """The share of a person's own accounts that lie in another area than the account."""
    areas = {area: place for place, area in enumerate(sorted({account.area for account in accounts if account.area}))}
    columns = {person.id: column for column, person in enumerate(people)}
    own = np.zeros((len(areas), len(people)))
    for account in accounts:
        if account.area and fixed.get(account.id) in columns:
            own[areas[account.area], columns[fixed[account.id]]] += 1
    with np.errstate(invalid="ignore"):
        share = 1 - own / own.sum(axis=0)
    share = np.where(np.isnan(share), _NEUTRAL, share)
    unknown = np.full(len(people), _NEUTRAL)
    rows = [share[areas[account.area]] if account.area else unknown for account in accounts]
    return np.array(rows).reshape(len(accounts), len(people))
