"""云山银行（合成数据）: the branches of the demo bank, what is usual at a branch of each type, and the staff.

The bank, its branches and its people do not exist. Three wealth centres, four premium branches, four basic ones (one
of them in a township and very small) and one self-service bank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from branchbook.demo import names
from branchbook.demo.seeds import stream
from branchbook.values.branch import BranchType

BANK = "云山银行（合成数据）"
BANK_EN = "Yunshan Bank (synthetic data)"


@dataclass(frozen=True)
class Outlet:
    """A branch of the demo bank with its size.

    ``customers`` are the customers on its list; ``visitors`` are tickets on an ordinary day; ``on_site`` and
    ``remote`` are the transactions of the year in the sample, at the branch and by telephone or computer.
    """

    id: str
    name: str
    name_en: str
    type: BranchType
    grade: str
    sub_branch: str
    address: str
    opened_on: date
    high_counters: int
    low_counters: int
    smart_devices: int
    customers: int
    visitors: int
    on_site: int
    remote: int
    coached: bool = False

    @property
    def staffed(self) -> bool:
        """Whether people work there."""
        return self.type is not BranchType.SELF_SERVICE


_WEALTH, _PREMIUM, _BASIC = BranchType.WEALTH_CENTRE, BranchType.PREMIUM, BranchType.BASIC
_EAST, _WEST = "云山东区支行", "云山西区支行"

OUTLETS: tuple[Outlet, ...] = (
    Outlet("001", "云山营业部理财中心", "Yunshan Main Wealth Centre", _WEALTH, "main_office", _EAST,
           "云山市人民路1号", date(1998, 5, 18), 3, 4, 6, 520, 58, 2200, 2200),
    Outlet("002", "湖滨理财中心", "Lakeside Wealth Centre", _WEALTH, "urban", _WEST,
           "云山市湖滨路66号", date(2009, 9, 9), 3, 4, 5, 560, 60, 2300, 2300),
    Outlet("003", "金融街理财中心", "Finance Street Wealth Centre", _WEALTH, "urban", _EAST,
           "云山市金融街20号", date(2012, 3, 26), 3, 4, 6, 480, 56, 2100, 2100, coached=True),
    Outlet("004", "城东支行", "East Town Branch", _PREMIUM, "urban", _EAST,
           "云山市东环路118号", date(2006, 11, 8), 3, 2, 5, 470, 72, 2900, 1900),
    Outlet("005", "学府路支行", "University Road Branch", _PREMIUM, "urban", _WEST,
           "云山市学府路35号", date(2010, 6, 28), 3, 2, 5, 430, 70, 2800, 1800),
    Outlet("006", "新港支行", "New Harbour Branch", _PREMIUM, "urban", _WEST,
           "云山市新港大道8号", date(2014, 10, 16), 3, 2, 4, 450, 70, 2800, 1900),
    Outlet("007", "体育场支行", "Stadium Branch", _PREMIUM, "urban", _EAST,
           "云山市体育场路52号", date(2011, 4, 12), 3, 2, 5, 410, 68, 2700, 1800, coached=True),
    Outlet("008", "老街支行", "Old Street Branch", _BASIC, "urban", _WEST,
           "云山市老街73号", date(2001, 8, 6), 3, 1, 4, 420, 84, 3400, 1500, coached=True),
    Outlet("009", "纺织厂支行", "Textile Mill Branch", _BASIC, "urban", _EAST,
           "云山市工业路240号", date(2003, 12, 1), 3, 1, 4, 440, 84, 3500, 1500),
    Outlet("010", "河西支行", "West Bank Branch", _BASIC, "urban", _WEST,
           "云山市河西路19号", date(2007, 7, 20), 3, 1, 4, 400, 81, 3300, 1400),
    Outlet("011", "青石镇支行", "Qingshi Town Branch", _BASIC, "township", _WEST,
           "云山市青石镇中街5号", date(2016, 9, 28), 2, 1, 2, 64, 20, 480, 210),
    Outlet("012", "火车站自助银行", "Railway Station Self-Service Bank", BranchType.SELF_SERVICE, "urban", _EAST,
           "云山市火车站广场北侧", date(2018, 1, 15), 0, 0, 6, 0, 0, 4200, 0),
)  # fmt: skip
"""All branches; 003, 007 and 008 are coached from July 2025 on."""

_TEAMS: Mapping[BranchType, Mapping[str, int]] = {
    _WEALTH: {
        "head": 1, "deputy": 1, "corporate_manager": 2, "personal_manager": 4, "lobby_manager": 2,
        "supervisor": 1, "low_counter": 3, "high_counter": 3, "back_office": 1,
    },
    _PREMIUM: {
        "head": 1, "deputy": 1, "corporate_manager": 1, "personal_manager": 3, "lobby_manager": 1,
        "supervisor": 1, "low_counter": 2, "high_counter": 3,
    },
    _BASIC: {
        "head": 1, "personal_manager": 2, "lobby_manager": 1, "supervisor": 1, "low_counter": 1, "high_counter": 3,
    },
    BranchType.SELF_SERVICE: {},
}  # fmt: skip
_TOWNSHIP_TEAM = {"head": 1, "personal_manager": 1, "lobby_manager": 1, "high_counter": 2}

_TRAINING_DAYS = 8.0  # a year, on average
_QUALIFIED_SHARE = 0.85


def staffed_outlets() -> tuple[Outlet, ...]:
    """The branches where people work."""
    return tuple(one for one in OUTLETS if one.staffed)


def branches() -> pd.DataFrame:
    """The table ``branches``."""
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "name": one.name,
            "name_en": one.name_en,
            "type": one.type.value,
            "class": one.grade,
            "sub_branch": one.sub_branch,
            "address": one.address,
            "opened_on": pd.Timestamp(one.opened_on),
            "high_counters": one.high_counters,
            "low_counters": one.low_counters,
            "smart_devices": one.smart_devices,
            "coached": one.coached,
        }
        for one in OUTLETS
    )


def staff() -> pd.DataFrame:
    """The table ``staff``; numbers run through the whole bank."""
    teams = pd.concat([_team(one) for one in staffed_outlets()], ignore_index=True)
    teams.insert(0, "staff_id", [f"{number:06d}" for number in range(1001, 1001 + len(teams))])
    return teams


def _team(one: Outlet) -> pd.DataFrame:
    rng = stream("staff", one.id)
    team = _TOWNSHIP_TEAM if one.grade == "township" else _TEAMS[one.type]
    positions = [position for position, count in team.items() for _ in range(count)]
    count = len(positions)
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "name": names.people(rng, count),
            "position": positions,
            "joined_on": pd.Timestamp("2023-06-30") - pd.to_timedelta(rng.integers(0, 15 * 365, count), unit="D"),
            "training_days": (rng.gamma(16, _TRAINING_DAYS / 16, count) * 2).round() / 2,
            "qualified": rng.random(count) < _QUALIFIED_SHARE,
        }
    )
