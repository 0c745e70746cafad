"""What others say about a branch: service checks, surveys of customers and staff, interviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from branchbook.demo.bank import OUTLETS, Outlet, staffed_outlets
from branchbook.demo.days import AS_OF, COACHING_STARTS, open_days
from branchbook.demo.seeds import stream
from branchbook.demo.troubles import suffers

ASPECTS = ("premises", "appearance", "lobby_manager", "tellers", "equipment", "satisfaction")
_ASPECTS_WITHOUT_PEOPLE = ("premises", "equipment", "satisfaction")

WITHOUT_CHECKS = frozenset({"010"})
WITHOUT_INTERVIEWS = frozenset({"006", "009"})
_VISITED_COMPETITORS = frozenset({"001", "004", "005", "008", "009"})

_MYSTERY_VISITS = 2  # a quarter
_OBSERVATIONS = (date(2025, 3, 18), date(2025, 9, 16))
_COMPETITOR_VISIT = date(2025, 10, 22)
_USUAL_SCORE, _SCORE_SPREAD = 86.0, 3.5
_WEAK_LOBBY_SCORE = 62.0
_COMPETITOR_SCORE = 82.0

_ANSWERS_PER_CUSTOMER = 0.26  # customers who answer a survey in the year
_ANSWERS_WHERE_SMALL = (9, 7, 6, 4, 8, 10, 8)
"""What the seven people asked at the township branch said: as ordinary as elsewhere, but by chance a score of 0."""

_COMMENT_SHARE = 0.2
_STAFF_SURVEYS = (date(2025, 6, 20), date(2025, 12, 12))
_STAFF_ANSWERS = 0.85  # share of the staff

_RECOMMEND_USUAL = (0.005, 0.005, 0.01, 0.015, 0.02, 0.035, 0.05, 0.15, 0.2, 0.26, 0.25)
_RECOMMEND_COACHED = (0.005, 0.005, 0.005, 0.01, 0.015, 0.03, 0.04, 0.13, 0.2, 0.28, 0.28)
_RECOMMEND_LOW = (0.05, 0.04, 0.06, 0.08, 0.09, 0.12, 0.15, 0.16, 0.12, 0.08, 0.05)
"""Chances of each answer from 0 to 10; their net promoter scores are about +37, +45 and -46."""

_INTERVIEWED = ("head", "personal_manager", "lobby_manager", "high_counter")
_INTERVIEWS_START = date(2025, 12, 1)
_COMMENTS = ("环境整洁，办理顺利", "工作人员态度好", "希望增加停车位", "等候时间可以接受", "手机银行讲解清楚")
_LOW_COMMENTS = ("问题没有得到答复", "来了两次才办成", "态度冷淡", "投诉后无人回访")
_REMARKS = ("熟悉本岗位要求", "愿意参加营销活动", "希望增加产品培训", "考核办法清楚", "对转介流程不够熟练")


def service_checks() -> pd.DataFrame:
    """The table ``service_checks``; scores of competitor visits are the competitors'."""
    checked = [one for one in OUTLETS if one.id not in WITHOUT_CHECKS]
    return pd.concat([_checks_of(one) for one in checked], ignore_index=True)


def _checks_of(one: Outlet) -> pd.DataFrame:
    rng = stream("checks", one.id)
    visits = [(day, "mystery") for day in _mystery_days(rng)]
    if one.staffed:
        visits += [(day, "observation") for day in _OBSERVATIONS]
    if one.id in _VISITED_COMPETITORS:
        visits.append((_COMPETITOR_VISIT, "competitor"))
    aspects = ASPECTS if one.staffed else _ASPECTS_WITHOUT_PEOPLE
    rows = [(day, method, aspect) for day, method in sorted(visits) for aspect in aspects]
    scores = [_score(rng, _expected_score(one, method, aspect)) for _, method, aspect in rows]
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "checked_on": pd.DatetimeIndex([day for day, _, _ in rows]),
            "method": [method for _, method, _ in rows],
            "aspect": [aspect for _, _, aspect in rows],
            "score": scores,
        }
    )


def _mystery_days(rng: np.random.Generator) -> list[date]:
    """So many open days in each quarter."""
    quarters = [[day for day in open_days() if (day.month - 1) // 3 == quarter] for quarter in range(4)]
    return [days[i] for days in quarters for i in rng.choice(len(days), _MYSTERY_VISITS, replace=False)]


def _expected_score(one: Outlet, method: str, aspect: str) -> float:
    if method == "competitor":
        return _COMPETITOR_SCORE
    if aspect == "lobby_manager" and suffers(one.id, "weak_lobby"):
        return _WEAK_LOBBY_SCORE
    return _USUAL_SCORE


def _score(rng: np.random.Generator, expected: float) -> float:
    """A score in half points."""
    return round(2 * float(np.clip(rng.normal(expected, _SCORE_SPREAD), 0, 100))) / 2


def surveys(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``surveys``; the staff are asked for satisfaction only."""
    answers = [part for one in staffed_outlets() for part in (_customer_answers(one), _staff_answers(one, staff))]
    return pd.concat(answers, ignore_index=True).sort_values(
        ["answered_on", "branch_id"], kind="stable", ignore_index=True
    )


def _customer_answers(one: Outlet) -> pd.DataFrame:
    rng = stream("customer surveys", one.id)
    small = one.grade == "township"
    count = len(_ANSWERS_WHERE_SMALL) if small else round(one.customers * _ANSWERS_PER_CUSTOMER)
    days = sorted(open_days()[i] for i in rng.integers(0, len(open_days()), count))
    drawn = np.array([rng.choice(11, p=_recommendation(one, day)) for day in days])
    recommend = np.array(_ANSWERS_WHERE_SMALL) if small else drawn
    # Who recommends is satisfied: 0 to 10 become 2.2 to 4.7 of 5, with a spread of half a point.
    satisfaction = np.clip((2.2 + 0.25 * recommend + rng.normal(0, 0.5, count)).round(), 1, 5)
    words = _LOW_COMMENTS if suffers(one.id, "low_nps") else _COMMENTS
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "answered_on": pd.DatetimeIndex(days),
            "respondent": "customer",
            "recommend": pd.array(recommend, dtype="Int64"),
            "satisfaction": satisfaction,
            "comment": pd.Series(rng.choice(words, count)).where(rng.random(count) < _COMMENT_SHARE),
        }
    )


def _recommendation(one: Outlet, day: date) -> tuple[float, ...]:
    if suffers(one.id, "low_nps"):
        return _RECOMMEND_LOW
    return _RECOMMEND_COACHED if one.coached and day >= COACHING_STARTS else _RECOMMEND_USUAL


def _staff_answers(one: Outlet, staff: pd.DataFrame) -> pd.DataFrame:
    rng = stream("staff surveys", one.id)
    count = max(round(_STAFF_ANSWERS * int((staff["branch_id"] == one.id).sum())), 1)
    days = np.repeat(np.array(_STAFF_SURVEYS, dtype="datetime64[s]"), count)
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "answered_on": pd.DatetimeIndex(days),
            "respondent": "staff",
            "recommend": pd.array([pd.NA] * len(days), dtype="Int64"),
            "satisfaction": np.clip(rng.normal(4.0, 0.6, len(days)).round(), 1, 5),
            "comment": None,
        }
    )


_ABILITIES: Mapping[str, float] = {"able": 3.9, "willing": 4.0, "skilled": 3.7}
"""Expected rating of 1 to 5 of each of the three causes (DX1)."""


def interviews() -> pd.DataFrame:
    """The table ``interviews``: one talk with each of four positions."""
    talked = [one for one in staffed_outlets() if one.id not in WITHOUT_INTERVIEWS]
    return pd.concat([_talks_at(one, order) for order, one in enumerate(talked)], ignore_index=True)


def _talks_at(one: Outlet, order: int) -> pd.DataFrame:
    rng = stream("interviews", one.id)
    days = open_days(_INTERVIEWS_START, AS_OF)
    count = len(_INTERVIEWED)
    ratings = {
        name: np.clip((2 * rng.normal(expected, 0.4, count)).round() / 2, 1, 5) for name, expected in _ABILITIES.items()
    }
    if suffers(one.id, "weak_lobby"):
        ratings["skilled"][_INTERVIEWED.index("lobby_manager")] = 2.0
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "held_on": pd.Timestamp(days[2 * order]),
            "position": _INTERVIEWED,
            **ratings,
            "remark": rng.choice(_REMARKS, count),
        }
    )
