"""Who says to know which corporate customer, what the heads have decided, visits made and due, and events."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from branchbook.demo.bank import OUTLETS
from branchbook.demo.days import AS_OF, open_days
from branchbook.demo.seeds import stream

_CLAIMED = 0.35  # share of a branch's customers that somebody claims
_CLAIMED_TWICE = 0.2  # and of these, that a second person claims, too
_VISITED = 0.3  # share of customers with a visit planned in the last quarter
_OUTCOMES = (
    ("done", "interested", 0.35), ("done", "pending", 0.25), ("done", "opened", 0.12), ("done", "refused", 0.08),
    ("postponed", None, 0.12), ("cancelled", None, 0.08),
)  # fmt: skip
_EVENTS = (
    ("示例园区企业沙龙", "non_financial", "event", "示例工业园管委会", 40),
    ("示例商圈日", "district_day", "alliance", "示例商业街商户", 60),
    ("新春客户联谊", "non_financial", "event", "示例社区", 50),
)


def claims(customers: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``claims``: about a third of the customers, some of them claimed by two."""
    rows = []
    for branch_id, own in customers.groupby("branch_id"):
        rng, team = stream("claims", str(branch_id)), _team(staff, str(branch_id))
        for customer in own["customer_id"]:
            if rng.random() >= _CLAIMED:
                continue
            count = 2 if rng.random() < _CLAIMED_TWICE and len(team) > 1 else 1
            for person in rng.choice(team, count, replace=False):
                day = AS_OF - timedelta(days=int(rng.integers(5, 25)))
                rows.append((customer, str(person), pd.Timestamp(day), "合成记录：上门办过业务"))
    return pd.DataFrame(rows, columns=["customer_id", "staff_id", "claimed_on", "note"])


def locks(customers: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``locks``: the largest customer of every other branch stays with its head."""
    rows = []
    for branch_id, own in list(customers.groupby("branch_id"))[::2]:
        heads = staff[(staff["branch_id"] == branch_id) & (staff["position"] == "head")]["staff_id"]
        if len(heads):
            largest = own.sort_values(["deposits", "customer_id"])["customer_id"].iloc[-1]
            rows.append((largest, heads.iloc[0], "合成记录：负责人直接维护"))
    return pd.DataFrame(rows, columns=["customer_id", "staff_id", "reason"])


def visits(customers: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``visits``: one planned visit for some customers, most of them made by the end of the year."""
    days = open_days()[-60:]
    rows = []
    for branch_id, own in customers.groupby("branch_id"):
        rng, team = stream("visits", str(branch_id)), _team(staff, str(branch_id))
        for customer, owner in zip(own["customer_id"], own["manager_id"], strict=True):
            if rng.random() >= _VISITED:
                continue
            status, result, _ = _OUTCOMES[int(rng.choice(len(_OUTCOMES), p=[share for *_, share in _OUTCOMES]))]
            planned = days[int(rng.integers(len(days)))]
            person = owner if isinstance(owner, str) else str(rng.choice(team))
            done = pd.Timestamp(planned) if status == "done" else pd.NaT
            rows.append((f"V{customer}", customer, person, "visit", pd.Timestamp(planned), done, status, result))
    columns = ["visit_id", "customer_id", "staff_id", "step", "planned_on", "visited_on", "status", "result"]
    return pd.DataFrame(rows, columns=columns)


def events(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``events``: three at each larger branch, the last of them still to come."""
    rows = []
    for one in OUTLETS:
        team = _team(staff, one.id)
        if len(team) < 3:
            continue
        rng = stream("events", one.id)
        for place, (name, kind, touchpoint, partner, invited) in enumerate(_EVENTS):
            to_come = place == len(_EVENTS) - 1
            day = AS_OF + timedelta(days=13) if to_come else AS_OF - timedelta(days=40 - 18 * place)
            attended = None if to_come else int(invited * (0.5 + rng.random() / 2))
            held = (f"E{one.id}{place + 1}", one.id, name, pd.Timestamp(day), touchpoint, kind, partner, str(team[0]))
            rows.append((*held, invited, attended))
    columns = [
        "event_id", "branch_id", "name", "held_on", "touchpoint", "kind", "partner", "staff_id", "invited", "attended",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"attended": "Int64"})


def _team(staff: pd.DataFrame, branch_id: str) -> list[str]:
    """The people of a branch, those who visit firms first."""
    order = ["corporate_manager", "deputy", "head", "personal_manager", "low_counter", "lobby_manager"]
    own = staff[(staff["branch_id"] == branch_id) & staff["position"].isin(order)]
    ranked = own.assign(rank=own["position"].map(order.index)).sort_values(["rank", "staff_id"])
    return [str(person) for person in ranked["staff_id"]]
