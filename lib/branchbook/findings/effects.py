"""What mending a trouble would bring, as numbers: the distance to the peers' median in things that people count.

Each is arithmetic on the branch's own figures and no forecast: it says what follows if the branch comes up to the
middle of its peers. None where a figure that it takes is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from branchbook.analyses.diagnosis import Diagnosis
from branchbook.indicators import PeerRow
from branchbook.values.quantity import Quantity, Unit

Effects = Mapping[str, Quantity]


def effects(code: str, row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """The named effects of a finding with this code, whose main figure is ``row``; empty for one without numbers."""
    made = _MAKERS.get(code)
    return made(row, diagnosis) if made else {}


def _gap(row: PeerRow) -> float:
    """How far the branch is behind its peers' median, in the indicator's unit, zero where it is not."""
    return max(-(row.gap or 0.0), 0.0)


def _times(*factors: float | None) -> float | None:
    product = 1.0
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product


def _counted(name: str, unit: Unit = Unit.COUNT) -> Callable[[PeerRow, Diagnosis], Effects]:
    """The gap over everybody whom the indicator counts: people to reach, products to place, yuan to win."""
    return lambda row, _: {name: Quantity(_whole(_gap(row) * row.estimate.n, unit), unit)}


def _whole(value: float, unit: Unit) -> float:
    return float(round(value)) if unit is Unit.COUNT else value


def _lacking(row: PeerRow, _: Diagnosis) -> Effects:
    """Customers of whom the good thing is not true."""
    return {"customers": row.misses}


def _showing(row: PeerRow, _: Diagnosis) -> Effects:
    """Customers of whom the bad thing is true."""
    return {"customers": row.hits}


def _visitors_per_day(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """Visitors of an open day to whom it would no longer happen."""
    return {"per_day": Quantity(_times(_gap(row), diagnosis.waiting.per_day.value), Unit.COUNT)}


def _diverted(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """Counter transactions of the period, and minutes per open day,
    that go when as much is diverted as at the peers."""
    load, share = diagnosis.business.counter, row.estimate.value
    part = _gap(row) / (1 - share) if share is not None and share < 1 else None
    return {
        "moved": _counted("moved")(row, diagnosis)["moved"],
        "freed": Quantity(_times(part, load.freed_minutes.value if load else None), Unit.MINUTES),
    }


def _assets(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """What the branch would have more today, had it grown like its peers."""
    now, rate = diagnosis.customers.aum.value, row.estimate.value
    if now is None and (series := diagnosis.growth.of("aum")):
        now = series.values[-1]
    start = None if now is None or rate is None or rate <= -1 else now / (1 + rate)
    return {"money": Quantity(_times(_gap(row), start), Unit.MONEY)}


def _assets_by_month(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """What a month would bring more at the peers' pace."""
    series = diagnosis.growth.of("aum")
    return {"money": Quantity(_times(_gap(row), series.values[-1] if series else None), Unit.MONEY)}


def _deposits(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    series, rate = diagnosis.growth.of("deposits"), row.estimate.value
    now = series.values[-1] if series else None
    start = None if now is None or rate is None or rate <= -1 else now / (1 + rate)
    return {"money": Quantity(_times(_gap(row), start), Unit.MONEY)}


def _of_revenue(row: PeerRow, diagnosis: Diagnosis) -> Effects:
    """The gap of a ratio to revenue, in yuan of the last twelve months."""
    series = diagnosis.growth.of("revenue")
    known = [value for value in series.values[-12:] if value is not None] if series else []
    return {"money": Quantity(_times(_gap(row), sum(known) if known else None), Unit.MONEY)}


def _short_of_target(indicator: str) -> Callable[[PeerRow, Diagnosis], Effects]:
    """What is missing to this year's target so far."""

    def made(_: PeerRow, diagnosis: Diagnosis) -> Effects:
        series = diagnosis.growth.of(indicator)
        if series is None or series.done.value is None or series.target.value is None:
            return {"short": Quantity(None, Unit.COUNT)}
        return {"short": Quantity(max(series.target.value - series.done.value, 0.0), series.unit)}

    return made


def _detractors(_: PeerRow, diagnosis: Diagnosis) -> Effects:
    answers = diagnosis.voice.answers
    return {"customers": answers.detractors if answers else Quantity(None, Unit.COUNT)}


def _complaints(row: PeerRow, _: Diagnosis) -> Effects:
    return {"fewer": Quantity(float(round(_gap(row) * row.estimate.n / 10_000)), Unit.COUNT)}


_MAKERS: Mapping[str, Callable[[PeerRow, Diagnosis], Effects]] = {
    "aum_decline": _assets,
    "deposit_decline": _deposits,
    "slow_aum_growth": _assets_by_month,
    "thin_assets": _counted("money", Unit.MONEY),
    "low_fee_income": _of_revenue,
    "high_cost": _of_revenue,
    "sales_shortfall": _short_of_target("product_sales"),
    "low_penetration": _counted("products"),
    "narrow_category": _counted("customers"),
    "unknown_customers": _showing,
    "low_contact": _lacking,
    "unmanaged_customers": _lacking,
    "dormant_new_customers": _lacking,
    "few_new_customers": _counted("customers"),
    "new_customer_shortfall": _short_of_target("new_customers"),
    "low_nps": _detractors,
    "high_complaints": _complaints,
    "long_waits": _visitors_per_day,
    "high_abandonment": _visitors_per_day,
    "slow_service": _visitors_per_day,
    "counter_heavy": _diverted,
    "small_cash_at_counter": _counted("moved"),
    "low_training": _counted("days", Unit.DAYS),
    "low_qualification": _counted("staff"),
}
