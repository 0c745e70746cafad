"""Indicators of service checks: the total, the six aspects, and how many quarters were checked (SQ1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from branchbook.indicators import measures
from branchbook.indicators.bank import Bank
from branchbook.indicators.catalog import ASPECTS
from branchbook.indicators.quarters import ended_quarters
from branchbook.rules import Rules

_OWN = "FROM service_checks WHERE method IS DISTINCT FROM 'competitor' AND checked_on > $since"

_ASPECTS = f"""
SELECT branch_id, aspect, count(*) AS n, sum(exact) AS total, sum(exact * exact) AS squares
FROM (SELECT branch_id, aspect, score::DECIMAL(9, 3) AS exact {_OWN})
GROUP BY branch_id, aspect ORDER BY branch_id, aspect
"""

_CHECKS = f"""
SELECT branch_id, count(*) AS n, sum(score) AS total, sum(score * score) AS squares
FROM (
    SELECT branch_id, checked_on, (sum(score::DECIMAL(9, 3)) / count(*))::DECIMAL(9, 3) AS score {_OWN}
    GROUP BY branch_id, checked_on
)
GROUP BY branch_id ORDER BY branch_id
"""

_QUARTERS = """
SELECT branch_id, count(DISTINCT (year(checked_on), quarter(checked_on))) AS checked
FROM service_checks
WHERE coalesce(method, 'mystery') = 'mystery' AND checked_on >= $first AND checked_on <= $last
GROUP BY branch_id ORDER BY branch_id
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """Scores and coverage. Scores taken at competing branches are not the branch's own and are left out."""
    if not bank.has("service_checks"):
        return
    since = as_of - timedelta(days=rules.number("DX3.window_days"))
    yield measures.pooled_mean("service_score", bank.query(_CHECKS, since=since), "total", "squares", "n")
    scores = bank.query(_ASPECTS, since=since)
    for aspect in ASPECTS:
        own = scores[scores["aspect"] == aspect]
        yield measures.pooled_mean(f"service_{aspect}", own, "total", "squares", "n")
    yield from _coverage(bank, rules, as_of)


def _coverage(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """Quarters with a mystery check among the last ended quarters, from the first that the bank's checks reach."""
    begun = bank.store.tables["service_checks"].first
    quarters = ended_quarters(as_of, int(rules.number("SQ1.quarters")), begun)
    if not quarters:
        return
    checked = bank.query(_QUARTERS, first=quarters[0].first, last=quarters[-1].last)
    covered = checked.assign(n=len(quarters), share=checked["checked"] / len(quarters))
    yield measures.total("check_coverage", covered, "share", "n")
