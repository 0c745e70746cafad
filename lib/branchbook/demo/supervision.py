"""When branches were coached, what the regional team scored them in the monthly contest,
and practices worth copying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from branchbook.demo.bank import Outlet, staffed_outlets
from branchbook.demo.days import COACHING_STARTS, MONTHS
from branchbook.demo.seeds import stream
from branchbook.demo.troubles import TROUBLES

_PHASES: Mapping[str, tuple[date, date]] = {
    "diagnosis": (date(2025, 6, 23), date(2025, 6, 23)),
    "coaching": (COACHING_STARTS, date(2025, 7, 7)),
    "consolidation": (date(2025, 8, 11), date(2025, 8, 12)),
}
"""One day of diagnosis, five of coaching, two of supervision (PJ1)."""

_SCORE, _COACHED_SCORE, _TROUBLED_SCORE, _SPREAD = 84.0, 92.0, 78.0, 3.0

_PRACTICES: tuple[tuple[str, date, str, str, bool], ...] = (
    (
        "003", date(2025, 9, 12), "晨会报目标、夕会对结果，客户经理每日电话邀约不少于十个",
        "客户拜访数较辅导前明显增加", True,
    ),
    ("007", date(2025, 10, 24), "大堂经理与客户经理当面转介，转介单次日回访", "转介成功率提高，重点产品销售增加", True),
    ("008", date(2025, 11, 14), "柜员一句话推荐手机银行，弹性窗口与等候提醒联动", "等候投诉减少，转介客户增加", False),
)  # fmt: skip


def coaching() -> pd.DataFrame:
    """The table ``coaching``: three phases at each coached branch."""
    return pd.DataFrame(
        {"branch_id": one.id, "started_on": pd.Timestamp(first), "ended_on": pd.Timestamp(last), "phase": phase}
        for one in staffed_outlets()
        if one.coached
        for phase, (first, last) in _PHASES.items()
    )


def contest_scores() -> pd.DataFrame:
    """The table ``contest_scores``: every staffed branch, each month since coaching started."""
    months = [month for month in MONTHS if month >= COACHING_STARTS]
    return pd.DataFrame(
        {"branch_id": one.id, "month": pd.Timestamp(month), "score": score}
        for one in staffed_outlets()
        for month, score in zip(months, _scores(one, len(months)), strict=True)
    )


def _scores(one: Outlet, count: int) -> list[float]:
    """Scores in half points."""
    troubled = any(trouble.branch_id == one.id for trouble in TROUBLES)
    expected = _COACHED_SCORE if one.coached else _TROUBLED_SCORE if troubled else _SCORE
    drawn = stream("contest", one.id).normal(expected, _SPREAD, count).clip(0, 100)
    return [round(2 * float(score)) / 2 for score in drawn]


def best_practices() -> pd.DataFrame:
    """The table ``best_practices``: one of each coached branch."""
    return pd.DataFrame(
        {
            "branch_id": branch_id,
            "collected_on": pd.Timestamp(day),
            "practice": practice,
            "effect": effect,
            "template": template,
        }
        for branch_id, day, practice, effect, template in _PRACTICES
    )
