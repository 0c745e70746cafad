"""Indicators of business done: how much of it has left the counter (DX6, FL3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from branchbook.indicators import measures
from branchbook.indicators.bank import Bank
from branchbook.rules import Rules

_DIVERSION = """
WITH eligible AS (
    SELECT branch_id, channel,
        list_contains($cash, kind) AND abs(amount) < $limit AS small_cash,
        list_contains($electronic, kind) AS electronic
    FROM transactions WHERE channel IS NOT NULL AND "at" > $since
)
SELECT branch_id,
    count(*) FILTER (small_cash) AS small_cash,
    count(*) FILTER (small_cash AND channel = 'counter') AS small_cash_counter,
    count(*) FILTER (small_cash OR electronic) AS movable,
    count(*) FILTER ((small_cash OR electronic) AND channel <> 'counter') AS moved
FROM eligible GROUP BY branch_id ORDER BY branch_id
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """The shares of diverted business among transactions that need no counter."""
    if not bank.has("transactions", "channel"):
        return
    counts = bank.query(
        _DIVERSION,
        cash=list(rules.names("FL3.cash_kinds")),
        electronic=list(rules.names("FL3.electronic_kinds")),
        limit=rules.number("FL3.small_cash_limit"),
        since=as_of - timedelta(days=rules.number("DX3.window_days")),
    )
    yield measures.share("smart_share", counts, "moved", "movable")
    yield measures.share("small_cash_counter_share", counts, "small_cash_counter", "small_cash")
