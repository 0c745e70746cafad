"""The troubles that are built into the demo bank: one strong one at each of eight branches, none at the other four.

Everything else at every branch is drawn like at its peers, so a diagnosis can be asked whether it finds exactly these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """One trouble: where it is, its code, and what was done to the data, in words."""

    branch_id: str
    code: str
    words: str


TROUBLES: tuple[Trouble, ...] = (
    Trouble("001", "weak_lobby", "大堂经理的检查得分明显低于同类网点，其他五个方面正常"),
    Trouble("002", "unknown_customers", "管户经理不熟悉多数名下客户，最近联系日期久远或空缺"),
    Trouble("004", "dormant_new_customers", "近十二个月的新客户大多没有任何交易，除活期外不持有产品"),
    Trouble("005", "low_nps", "客户净推荐值为负，投诉数倍于同类网点"),
    Trouble("006", "low_penetration", "户均持有产品数远低于同类网点"),
    Trouble("008", "long_waits", "上午高峰与月末开窗不足，等候时间长、弃号多"),
    Trouble("009", "counter_heavy", "二万元以下现金业务集中在柜台，智能设备分流率低"),
    Trouble("010", "aum_decline", "AUM全年下降，同类网点均在增长"),
)
"""All troubles of the demo bank; 003, 007 and 012 are healthy, 011 is healthy and very small."""

_AT = {trouble.branch_id: trouble.code for trouble in TROUBLES}


def suffers(branch_id: str, code: str) -> bool:
    """Whether this trouble was built into this branch."""
    return _AT.get(branch_id) == code
