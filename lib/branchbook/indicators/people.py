"""Indicators from those who answer and those who work: surveys, staff and interviews (DX1, DX4, DX6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from branchbook.indicators import measures
from branchbook.indicators.bank import Bank
from branchbook.indicators.catalog import CAUSES
from branchbook.rules import Rules

_NPS = """
SELECT branch_id, count(*) AS n,
    count(*) FILTER (recommend >= $promoter) AS promoting,
    count(*) FILTER (recommend <= $detractor) AS detracting
FROM surveys WHERE recommend IS NOT NULL AND respondent IS DISTINCT FROM 'staff' AND answered_on > $since
GROUP BY branch_id ORDER BY branch_id
"""

_SATISFACTION = """
SELECT branch_id, count(*) AS n, sum(exact) AS total, sum(exact * exact) AS squares
FROM (
    SELECT branch_id, satisfaction::DECIMAL(9, 3) AS exact FROM surveys
    WHERE satisfaction IS NOT NULL AND coalesce(respondent, 'customer') = $respondent AND answered_on > $since
)
GROUP BY branch_id ORDER BY branch_id
"""

_STAFF = """
SELECT branch_id,
    count(training_days) AS trained, sum(exact) AS total, sum(exact * exact) AS squares,
    count(qualified) AS told, count(*) FILTER (qualified) AS qualified
FROM (SELECT branch_id, qualified, training_days, training_days::DECIMAL(9, 3) AS exact FROM staff)
GROUP BY branch_id ORDER BY branch_id
"""

_INTERVIEWS = """
SELECT branch_id, count(rating) AS n, sum(exact) AS total, sum(exact * exact) AS squares
FROM (
    SELECT branch_id, rating, rating::DECIMAL(9, 3) AS exact
    FROM (UNPIVOT interviews ON able, willing, skilled INTO NAME cause VALUE rating)
    WHERE cause = $cause AND held_on > $since
)
GROUP BY branch_id ORDER BY branch_id
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """The indicator rows that surveys, staff and interviews allow."""
    since = as_of - timedelta(days=rules.number("DX3.window_days"))
    if bank.has("surveys"):
        yield from _voices(bank, rules, since)
    if bank.has("staff"):
        staff = bank.query(_STAFF)
        yield measures.mean("training_days", staff, "total", "squares", "trained")
        yield measures.share("qualified_share", staff, "qualified", "told")
    if bank.has("interviews"):
        for cause in CAUSES:
            ratings = bank.query(_INTERVIEWS, cause=cause, since=since)
            yield measures.pooled_mean(f"staff_{cause}", ratings, "total", "squares", "n")


def _voices(bank: Bank, rules: Rules, since: date) -> Iterator[pd.DataFrame]:
    answers = bank.query(
        _NPS, promoter=rules.number("DX6.nps_promoter"), detractor=rules.number("DX6.nps_detractor"), since=since
    )
    yield measures.promoter_score("nps", answers, "promoting", "detracting", "n")
    for respondent in ("customer", "staff"):
        ratings = bank.query(_SATISFACTION, respondent=respondent, since=since)
        yield measures.mean(f"{respondent}_satisfaction", ratings, "total", "squares", "n")
