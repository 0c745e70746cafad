"""Indicators of the queue: waits, long waits, customers who left, and service within the promised time (FL2, FL4).

A moment that lies before the one it must follow is a fault of the log's clock; such a ticket has no wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from branchbook.indicators import intervals, measures
from branchbook.indicators.bank import Bank
from branchbook.rules import Rules

_COUNTS = """
SELECT branch_id,
    count(wait) AS called,
    count(*) FILTER (wait > $long) AS long,
    count(abandoned) AS told,
    count(*) FILTER (abandoned) AS abandoned
FROM (
    SELECT branch_id,
        CASE WHEN called_at >= taken_at THEN epoch_ms(called_at - taken_at) / 60000.0 END AS wait,
        CASE WHEN abandoned IS NULL AND called_at IS NOT NULL THEN false ELSE abandoned END AS abandoned
    FROM tickets WHERE taken_at > $since
)
GROUP BY branch_id ORDER BY branch_id
"""

_RANKED = """
SELECT branch_id, rank, wait FROM (
    SELECT tickets.branch_id, lower, upper, low, high,
        epoch_ms(called_at - taken_at) / 60000.0 AS wait,
        row_number() OVER (PARTITION BY tickets.branch_id ORDER BY called_at - taken_at) AS rank
    FROM tickets JOIN wanted USING (branch_id)
    WHERE taken_at > $since AND called_at >= taken_at
)
WHERE rank IN (lower, upper, low, high)
"""

_PROMISE = """
SELECT branch_id, count(*) AS n,
    count(*) FILTER (epoch_ms(finished_at - called_at) / 60000.0 <= coalesce(promises.minutes, $otherwise)) AS kept
FROM tickets LEFT JOIN promises USING (business)
WHERE taken_at > $since AND finished_at >= called_at
GROUP BY branch_id ORDER BY branch_id
"""


def measure(bank: Bank, rules: Rules, as_of: date) -> Iterator[pd.DataFrame]:
    """The indicator rows that the queue log allows."""
    since = as_of - timedelta(days=rules.number("DX3.window_days"))
    if bank.has("tickets", "called_at"):
        counts = bank.query(_COUNTS, since=since, long=rules.number("FL4.long_wait_minutes"))
        yield _median(bank, counts, since)
        yield measures.share("long_wait_share", counts, "long", "called")
        if bank.has("tickets", "abandoned"):
            yield measures.share("abandoned_share", counts, "abandoned", "told")
    if bank.has("tickets", "called_at", "finished_at"):
        yield _promise(bank, rules, since)


def _median(bank: Bank, counts: pd.DataFrame, since: date) -> pd.DataFrame:
    """Median waits between their order statistics; only the wanted ranks ever leave the database."""
    called = counts[counts["called"] > 0]
    n = called["called"].to_numpy()
    low, high = intervals.median_ranks(n)
    wanted = pd.DataFrame(
        {"branch_id": called["branch_id"], "lower": (n + 1) // 2, "upper": n // 2 + 1, "low": low, "high": high, "n": n}
    )
    bank.join("wanted", wanted)
    waits = bank.query(_RANKED, since=since).set_index(["branch_id", "rank"])["wait"]
    found = {name: _at_rank(waits, wanted, name) for name in ("lower", "upper", "low", "high")}
    middle = (found["lower"] + found["upper"]) / 2
    return measures.median(
        "median_wait_minutes", wanted.assign(median=middle, low=found["low"], high=found["high"])
    )  # fmt: skip


def _at_rank(waits: pd.Series, wanted: pd.DataFrame, rank: str) -> np.ndarray:
    return waits.reindex(pd.MultiIndex.from_frame(wanted[["branch_id", rank]])).to_numpy(dtype=float)


def _promise(bank: Bank, rules: Rules, since: date) -> pd.DataFrame:
    promises = rules.mapping("FL2.promise_minutes")
    bank.join("promises", pd.DataFrame({"business": list(promises), "minutes": list(promises.values())}))
    kept = bank.query(_PROMISE, since=since, otherwise=rules.number("FL2.promise_minutes_otherwise"))
    return measures.share("within_promise_share", kept, "kept", "n")
