"""The transactions of the demo bank: a sample of the year, at branches and from afar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from branchbook.demo.bank import OUTLETS, Outlet
from branchbook.demo.customers import is_new
from branchbook.demo.days import (
    AS_OF,
    at,
    draw_any_days,
    draw_clock_seconds,
    draw_open_days,
    draw_opening_seconds,
)
from branchbook.demo.seeds import stream
from branchbook.demo.shelf import asleep
from branchbook.demo.troubles import suffers
from branchbook.values.branch import BranchType

Shares = Mapping[str, float]
"""Shares by name; they add up to one."""

SMALL_CASH = 20_000.0
"""Yuan below which cash business belongs to self-service (FL3)."""

_WEALTHY_MIX: Shares = {
    "cash_deposit": 0.15, "cash_withdrawal": 0.15, "transfer": 0.2, "payment": 0.06, "enquiry": 0.14,
    "account": 0.08, "wealth": 0.1, "loan": 0.02, "corporate": 0.08, "other": 0.02,
}  # fmt: skip
_ORDINARY_MIX: Shares = {
    "cash_deposit": 0.21, "cash_withdrawal": 0.21, "transfer": 0.17, "payment": 0.1, "enquiry": 0.13,
    "account": 0.06, "wealth": 0.03, "loan": 0.02, "corporate": 0.05, "other": 0.02,
}  # fmt: skip
_MACHINE_MIX: Shares = {"cash_deposit": 0.3, "cash_withdrawal": 0.45, "transfer": 0.1, "payment": 0.05, "enquiry": 0.1}
_ON_SITE_MIX: Mapping[BranchType, Shares] = {
    BranchType.WEALTH_CENTRE: _WEALTHY_MIX,
    BranchType.PREMIUM: _ORDINARY_MIX,
    BranchType.BASIC: _ORDINARY_MIX,
    BranchType.SELF_SERVICE: _MACHINE_MIX,
}

_USUAL_CHANNELS: Mapping[str, Shares] = {
    "small_cash": {"counter": 0.2, "smart_device": 0.2, "atm": 0.6},
    "large_cash": {"counter": 1.0},
    "transfer": {"counter": 0.3, "smart_device": 0.6, "atm": 0.1},
    "payment": {"counter": 0.25, "smart_device": 0.65, "atm": 0.1},
    "enquiry": {"counter": 0.2, "smart_device": 0.6, "atm": 0.2},
    "account": {"counter": 0.45, "smart_device": 0.55},
    "wealth": {"counter": 0.5, "smart_device": 0.5},
    "loan": {"counter": 0.9, "smart_device": 0.1},
    "corporate": {"counter": 0.85, "smart_device": 0.15},
    "other": {"counter": 0.6, "smart_device": 0.4},
}
_COUNTER_CHANNELS: Mapping[str, Shares] = {
    "small_cash": {"counter": 0.78, "smart_device": 0.04, "atm": 0.18},
    "large_cash": {"counter": 1.0},
    "transfer": {"counter": 0.8, "smart_device": 0.15, "atm": 0.05},
    "payment": {"counter": 0.8, "smart_device": 0.15, "atm": 0.05},
    "enquiry": {"counter": 0.75, "smart_device": 0.15, "atm": 0.1},
    "account": {"counter": 0.85, "smart_device": 0.15},
    "wealth": {"counter": 0.85, "smart_device": 0.15},
    "loan": {"counter": 0.95, "smart_device": 0.05},
    "corporate": {"counter": 0.95, "smart_device": 0.05},
    "other": {"counter": 0.85, "smart_device": 0.15},
}
_MACHINE_CHANNELS: Mapping[str, Shares] = {
    "small_cash": {"smart_device": 0.1, "atm": 0.9},
    "transfer": {"smart_device": 0.5, "atm": 0.5},
    "payment": {"smart_device": 0.8, "atm": 0.2},
    "enquiry": {"smart_device": 0.3, "atm": 0.7},
}

_MOBILE_MIX: Shares = {"transfer": 0.37, "payment": 0.36, "enquiry": 0.17, "wealth": 0.08, "loan": 0.02}
_ONLINE_MIX: Shares = {"corporate": 0.55, "transfer": 0.25, "enquiry": 0.12, "payment": 0.08}
_MOBILE_SHARE = 0.83  # of business from afar; the rest goes by online banking


@dataclass(frozen=True)
class Size:
    """Amounts of a kind of business: median in yuan, spread of the logarithm, and what amounts are multiples of."""

    median: float
    spread: float
    step: float


_SIZES: Mapping[str, Size] = {
    "cash_deposit": Size(5_500, 1.15, 100),
    "cash_withdrawal": Size(4_500, 1.15, 100),
    "transfer": Size(6_000, 1.5, 1),
    "payment": Size(180, 0.8, 0.01),
    "wealth": Size(50_000, 0.8, 1_000),
    "loan": Size(6_500, 0.7, 0.01),
    "corporate": Size(60_000, 1.4, 0.01),
}
_GREATEST_AMOUNT = 5_000_000.0

_RECOGNISED = 0.6  # share of business at the branch that is booked under a customer of the list
_EAGERNESS_SPREAD = 0.8  # of the logarithm of how much business a customer does
_FIRST_MONTH = 30  # days
_FIRST_BUSINESS = 2.2  # transactions of a new customer within the first month, on average, beyond one


def transactions(customers: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``transactions`` in the order of time.

    Account business carries no customer id, because at an opening there was none yet when it began; nor does business
    at the self-service bank, whose cards are those of many banks.
    """
    quiet = asleep(customers)
    awake = customers[~customers["customer_id"].isin(quiet)]
    frame = pd.concat(
        [_business_of(one, awake[awake["branch_id"] == one.id], staff[staff["branch_id"] == one.id]) for one in OUTLETS]
    ).sort_values(["at", "branch_id", "kind", "channel"], kind="stable", ignore_index=True)
    numbers = frame["at"].dt.strftime("%Y%m%d") + pd.Series(range(1, len(frame) + 1)).map("{:010d}".format)
    frame.insert(0, "transaction_id", numbers)
    return frame


def _business_of(one: Outlet, customers: pd.DataFrame, team: pd.DataFrame) -> pd.DataFrame:
    rng = stream("transactions", one.id)
    parts = [_on_site(rng, one), _remote(rng, one.remote), _first_business(rng, customers)]
    frame = pd.concat(parts, ignore_index=True)
    frame = _with_customers(rng, frame, customers).assign(branch_id=one.id)
    tellers = team.loc[team["position"].isin(["high_counter", "low_counter"]), "staff_id"].to_numpy()
    at_counter = frame["channel"] == "counter"
    frame.loc[at_counter, "staff_id"] = rng.choice(tellers, int(at_counter.sum())) if len(tellers) else None
    return frame[["branch_id", "customer_id", "at", "kind", "channel", "amount", "staff_id"]]


def _on_site(rng: np.random.Generator, one: Outlet) -> pd.DataFrame:
    frame = pd.DataFrame({"kind": _pick(rng, _ON_SITE_MIX[one.type], one.on_site)})
    frame["amount"] = _amounts(rng, frame["kind"])
    if not one.staffed:
        frame["amount"] = frame["amount"].clip(upper=SMALL_CASH - 100)
    frame["channel"] = _channels(rng, one, frame)
    return frame.assign(at=_moments(rng, frame["channel"], around_the_clock=not one.staffed))


def _channels(rng: np.random.Generator, one: Outlet, frame: pd.DataFrame) -> pd.Series[str]:
    habits = _MACHINE_CHANNELS if not one.staffed else _USUAL_CHANNELS
    if suffers(one.id, "counter_heavy"):
        habits = _COUNTER_CHANNELS
    cash = np.where(frame["amount"] < SMALL_CASH, "small_cash", "large_cash")
    business = pd.Series(np.where(frame["kind"].str.startswith("cash_"), cash, frame["kind"]))
    chosen = pd.Series("", index=frame.index)
    for name, shares in habits.items():
        chosen[business == name] = _pick(rng, shares, int((business == name).sum()))
    return chosen


def _moments(rng: np.random.Generator, channels: pd.Series[str], *, around_the_clock: bool) -> pd.DatetimeIndex:
    """Counters and smart devices work in opening hours; ATMs, and all of a self-service bank, around the clock."""
    count = len(channels)
    in_the_hall = channels.isin(["counter", "smart_device"]).to_numpy() & (not around_the_clock)
    hall = at(draw_open_days(rng, count), draw_opening_seconds(rng, count))
    clock = at(draw_any_days(rng, count), draw_clock_seconds(rng, count))
    return pd.DatetimeIndex(np.where(in_the_hall, hall, clock))


def _remote(rng: np.random.Generator, count: int) -> pd.DataFrame:
    mobile = rng.random(count) < _MOBILE_SHARE
    kinds = np.where(mobile, _pick(rng, _MOBILE_MIX, count), _pick(rng, _ONLINE_MIX, count))
    frame = pd.DataFrame({"kind": kinds, "channel": np.where(mobile, "mobile", "online")})
    return frame.assign(
        amount=_amounts(rng, frame["kind"]), at=at(draw_any_days(rng, count), draw_clock_seconds(rng, count))
    )


def _first_business(rng: np.random.Generator, customers: pd.DataFrame) -> pd.DataFrame:
    """What new customers do in the first month: by telephone, a few things each."""
    new = customers[is_new(customers)]
    rows = np.repeat(np.arange(len(new)), 1 + rng.poisson(_FIRST_BUSINESS, len(new)))
    new = new.iloc[rows]
    days = pd.DatetimeIndex(new["opened_on"]) + pd.to_timedelta(rng.integers(1, _FIRST_MONTH, len(new)), unit="D")
    frame = pd.DataFrame({"customer_id": new["customer_id"].to_numpy(), "channel": "mobile"})
    frame["kind"] = _pick(rng, _MOBILE_MIX, len(frame))
    frame["amount"] = _amounts(rng, frame["kind"])
    frame["at"] = at(days, draw_clock_seconds(rng, len(frame)))
    return frame[frame["at"] < pd.Timestamp(AS_OF) + pd.Timedelta(days=1)]


def _with_customers(rng: np.random.Generator, frame: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Book business under customers: all from afar, most at the branch, nobody before the account was opened."""
    from_afar = frame["channel"].isin(["mobile", "online"])
    booked = (from_afar | (rng.random(len(frame)) < _RECOGNISED)) & frame["kind"].ne("account")
    chosen = frame.get("customer_id", pd.Series(pd.NA, index=frame.index)).astype("str")
    eager = np.exp(_EAGERNESS_SPREAD * rng.standard_normal(len(customers)))
    for corporate in (True, False):
        whose = (customers["kind"] == "corporate").to_numpy() == corporate
        rows = booked & chosen.isna() & (frame["kind"].eq("corporate") == corporate)
        chosen[rows] = _clients(rng, customers[whose], eager[whose], frame.loc[rows, "at"])
    return frame.assign(customer_id=chosen)


def _clients(
    rng: np.random.Generator, customers: pd.DataFrame, eager: np.ndarray, moments: pd.Series[pd.Timestamp]
) -> np.ndarray:
    """Customers who do this business; where the account came later, an established customer did it."""
    if customers.empty:
        return np.full(len(moments), None)
    established = ~is_new(customers).to_numpy()
    ids, opened = customers["customer_id"].to_numpy(), customers["opened_on"].to_numpy()
    anyone = rng.choice(len(ids), len(moments), p=eager / eager.sum())
    of_old = rng.choice(np.flatnonzero(established), len(moments), p=eager[established] / eager[established].sum())
    return np.where(opened[anyone] < moments.to_numpy(), ids[anyone], ids[of_old])


def _amounts(rng: np.random.Generator, kinds: pd.Series[str]) -> pd.Series[float]:
    """Amounts in yuan; none for business without money, such as enquiries."""
    noise = rng.standard_normal(len(kinds))
    amounts = pd.Series(np.nan, index=kinds.index)
    for kind, size in _SIZES.items():
        own = (kinds == kind).to_numpy()
        raw = np.minimum(size.median * np.exp(size.spread * noise[own]), _GREATEST_AMOUNT)
        amounts[own] = np.maximum((raw / size.step).round(), 1) * size.step
    return amounts.round(2)


def _pick(rng: np.random.Generator, shares: Shares, count: int) -> np.ndarray:
    names = np.array(list(shares))
    weights = np.array(list(shares.values()))
    return names[rng.choice(len(names), count, p=weights / weights.sum())]
