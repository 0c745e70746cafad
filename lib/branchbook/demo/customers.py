"""The customers of the demo bank: who they are, what they have, who looks after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import expon, norm

from branchbook.demo import names
from branchbook.demo.bank import Outlet, staffed_outlets
from branchbook.demo.days import AS_OF, FIRST_DAY, days_between, open_days
from branchbook.demo.seeds import even, stream
from branchbook.demo.troubles import suffers
from branchbook.values.branch import BranchType


@dataclass(frozen=True)
class Wealth:
    """How much the customers of a type of branch have: median AUM in yuan and the spread of its logarithm."""

    median: float
    spread: float


_PERSONAL: Mapping[BranchType, Wealth] = {
    BranchType.WEALTH_CENTRE: Wealth(260_000, 1.15),
    BranchType.PREMIUM: Wealth(130_000, 1.1),
    BranchType.BASIC: Wealth(70_000, 1.0),
}
_CORPORATE = Wealth(300_000, 1.1)
_CORPORATE_SHARE = 0.08
_GREATEST_AUM = 15_000_000.0

_NEW_SHARE = 0.15  # of customers opened their account in the last twelve months
_NEW_AUM = 0.6  # of what an established customer has
_OLDEST = date(2008, 1, 1)

_GROWTH = 0.085  # of AUM over the year
_GROWTH_WHERE_COACHED = 0.105
_GROWTH_IN_DECLINE = -0.13
_GROWTH_NOISE = 0.006  # between branches
_GROWTH_SPREAD = 0.2  # between customers

_MANAGED_SHARE = 0.93
_ROOM = 600  # telephone and firm numbers set apart for each branch


@dataclass(frozen=True)
class Acquaintance:
    """How well managers know their customers: shares of customers, and mean days since the last contact."""

    known: float
    days_if_known: float
    days_if_unknown: float
    never_if_unknown: float


_ACQUAINTED = Acquaintance(known=0.74, days_if_known=50, days_if_unknown=110, never_if_unknown=0.25)
_STRANGERS = Acquaintance(known=0.24, days_if_known=150, days_if_unknown=330, never_if_unknown=0.6)


def customers(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``customers``; ``aum_previous`` of who came within the year is zero."""
    return pd.concat([_customers_of(one, staff) for one in staffed_outlets()], ignore_index=True)


def is_new(customers: pd.DataFrame) -> pd.Series[bool]:
    """Whether the customer opened the account within the year of the demo."""
    return customers["opened_on"] >= pd.Timestamp(FIRST_DAY)


def _customers_of(one: Outlet, staff: pd.DataFrame) -> pd.DataFrame:
    rng = stream("customers", one.id)
    count = one.customers
    corporate = np.arange(count) < round(count * _CORPORATE_SHARE)
    rng.shuffle(corporate)
    frame = pd.DataFrame(
        {
            "customer_id": [f"{one.id}{number:09d}" for number in range(1, count + 1)],
            "branch_id": one.id,
            "name": _names(rng, one, corporate),
            "phone": names.telephones(_ROOM * int(one.id), count),
            "kind": np.where(corporate, "corporate", "personal"),
            "opened_on": _opening_days(rng, one, count),
        }
    )
    frame["aum"] = _aum(rng, one, frame)
    frame["aum_previous"] = _aum_a_year_ago(rng, one, frame)
    frame["manager_id"] = _managers(rng, frame, staff[staff["branch_id"] == one.id])
    return _with_contacts(rng, one, frame)


def _names(rng: np.random.Generator, one: Outlet, corporate: np.ndarray) -> np.ndarray:
    chosen = np.array(names.people(rng, len(corporate)), dtype=object)
    chosen[corporate] = names.firms(rng, _ROOM * int(one.id), int(corporate.sum()))
    return chosen


def _opening_days(rng: np.random.Generator, one: Outlet, count: int) -> pd.Series[pd.Timestamp]:
    """Established customers first, then the new ones, each in the order of time as numbers are given out."""
    new = round(count * _NEW_SHARE)
    before = days_between(max(one.opened_on, _OLDEST), date(FIRST_DAY.year - 1, 12, 31))
    chosen = [
        *sorted(before[i] for i in rng.integers(0, len(before), count - new)),
        *sorted(open_days()[i] for i in rng.integers(0, len(open_days()), new)),
    ]
    return pd.Series(pd.DatetimeIndex(np.array(chosen, dtype="datetime64[s]")))


def _aum(rng: np.random.Generator, one: Outlet, frame: pd.DataFrame) -> pd.Series[float]:
    personal = _PERSONAL[one.type]
    corporate = frame["kind"] == "corporate"
    median = np.where(corporate, _CORPORATE.median, personal.median)
    spread = np.where(corporate, _CORPORATE.spread, personal.spread)
    aum = np.minimum(median * np.exp(spread * norm.ppf(even(rng, len(frame)))), _GREATEST_AUM)
    aum = np.where(is_new(frame), _NEW_AUM * aum, aum)
    # Large sums are kept in hundreds, so that 万元 with two decimals says them exactly.
    return pd.Series(np.where(aum < 1e6, aum.round(2), (aum / 100).round() * 100))


def _aum_a_year_ago(rng: np.random.Generator, one: Outlet, frame: pd.DataFrame) -> pd.Series[float]:
    """What customers had on the last day of the year before, so that the branch as a whole grew by its rate."""
    factor = np.exp(_GROWTH_SPREAD * rng.standard_normal(len(frame)))
    before = np.where(is_new(frame), 0.0, frame["aum"] / factor)
    whole = frame["aum"].sum() / (1 + _growth(rng, one))
    return pd.Series((before * whole / before.sum()).round(2))


def _growth(rng: np.random.Generator, one: Outlet) -> float:
    if suffers(one.id, "aum_decline"):
        return _GROWTH_IN_DECLINE
    return (_GROWTH_WHERE_COACHED if one.coached else _GROWTH) + _GROWTH_NOISE * float(rng.standard_normal())


def _managers(rng: np.random.Generator, frame: pd.DataFrame, team: pd.DataFrame) -> pd.Series[str]:
    """A personal or corporate manager for most customers; the head stands in where the branch has none."""
    chosen = pd.Series(pd.NA, index=frame.index, dtype="str")
    for kind, position in (("personal", "personal_manager"), ("corporate", "corporate_manager")):
        able = team.loc[team["position"] == position, "staff_id"]
        candidates = able if len(able) else team.loc[team["position"] == "head", "staff_id"]
        of_kind = (frame["kind"] == kind) & (rng.random(len(frame)) < _MANAGED_SHARE)
        chosen[of_kind] = rng.choice(candidates.to_numpy(), int(of_kind.sum()))
    return chosen


def _with_contacts(rng: np.random.Generator, one: Outlet, frame: pd.DataFrame) -> pd.DataFrame:
    """``known`` and ``contacted_on``; a contact is never before the account, and whom nobody manages nobody knows."""
    habit = _STRANGERS if suffers(one.id, "unknown_customers") else _ACQUAINTED
    count = len(frame)
    known = pd.Series(even(rng, count) < habit.known, dtype="boolean")
    days_ago = np.where(known, habit.days_if_known, habit.days_if_unknown) * expon.ppf(even(rng, count))
    last = pd.Timestamp(AS_OF) - pd.to_timedelta(np.minimum(days_ago, 900).astype(int), unit="D")
    contacted = pd.Series(last).clip(lower=frame["opened_on"])
    never = ~known & (even(rng, count) < habit.never_if_unknown)
    managed = frame["manager_id"].notna()
    return frame.assign(known=known.where(managed), contacted_on=contacted.mask(never | ~managed))
