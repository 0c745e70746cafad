"""The indicators a branch is measured by: what each one is called, counts, and which way is good (DX3 to DX6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from branchbook.values.quantity import Unit

Better = Literal["higher", "lower"]


class Perspective(StrEnum):
    """The four perspectives of the balanced scorecard (DX4)."""

    FINANCE = "finance"
    CUSTOMERS = "customers"
    OPERATIONS = "operations"
    GROWTH = "growth"


class Focus(StrEnum):
    """The areas that a branch type's focus weights name (DX5); NONE for indicators outside of them."""

    ACCOUNTS = "accounts"
    SALES = "sales"
    TRANSACTIONS = "transactions"
    DISCOVERY = "discovery"
    NONE = ""


class Statistic(StrEnum):
    """How an indicator comes about, and with it which interval it has and how small a sample may be."""

    SHARE = "share"  #: hits among n; Wilson interval
    MEAN = "mean"  #: mean of n; Student's t
    SCORE = "score"  #: mean of few ratings; t with the spread pooled over all branches
    MEDIAN = "median"  #: median of n; interval between order statistics
    RATE = "rate"  #: events among n exposed; exact Poisson interval
    NPS = "nps"  #: promoters less detractors among n answers; normal interval
    TOTAL = "total"  #: a full count of the books; no sample, no interval


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``tables`` are what it is computed from; ``rules`` the ids of the domain that ask for it.

    ``across_types`` is False for what differs by the nature of branch types (the customers of a wealth centre are
    wealthier): such a figure is read against the own type or not at all.
    """

    name: str
    perspective: Perspective
    unit: Unit
    better: Better
    statistic: Statistic
    tables: tuple[str, ...]
    focus: Focus = Focus.NONE
    rules: tuple[str, ...] = ()
    across_types: bool = True

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.better == "higher" else -1

    @property
    def gap_is_relative(self) -> bool:
        """Whether the material gap is a share of the peer median (money has no natural step) or in its own unit."""
        return self.unit is Unit.MONEY


CATEGORIES = ("time_deposit", "wealth", "fund", "insurance", "loan", "credit_card", "payment", "mobile_bank")
"""Product categories whose penetration is measured; every customer has a current account."""

ASPECTS = ("premises", "appearance", "lobby_manager", "tellers", "equipment", "satisfaction")
"""The six aspects of a service check (SQ1)."""

CAUSES = ("able", "willing", "skilled")
"""The frame for causes: 能不能、愿不愿、会不会 (DX1)."""


def _finance() -> tuple[Indicator, ...]:
    make, kind = Perspective.FINANCE, Statistic.TOTAL
    return (
        Indicator("aum_growth", make, Unit.SHARE, "higher", kind, ("customers", "kpi"), rules=("DX6",)),
        Indicator("aum_monthly_growth", make, Unit.SHARE, "higher", kind, ("kpi",), rules=("DX6",)),
        Indicator("deposits_growth", make, Unit.SHARE, "higher", kind, ("kpi",), rules=("DX4",)),
        Indicator("fee_income_share", make, Unit.SHARE, "higher", kind, ("kpi",), rules=("DX4",)),
        Indicator("cost_income_ratio", make, Unit.SHARE, "lower", kind, ("kpi",), rules=("DX4",)),
        Indicator("product_sales_attainment", make, Unit.SHARE, "higher", kind, ("kpi",), Focus.SALES, ("DX5", "DX8")),
        Indicator(
            "aum_per_customer",
            make,
            Unit.MONEY,
            "higher",
            Statistic.MEAN,
            ("customers",),
            rules=("CU1",),
            across_types=False,
        ),
    )


def _penetration(category: str) -> Indicator:
    sold = Focus.SALES if category in ("wealth", "fund", "insurance") else Focus.NONE
    tables = ("customers", "holdings", "products")
    name = f"penetration_{category}"
    return Indicator(
        name, Perspective.CUSTOMERS, Unit.SHARE, "higher", Statistic.SHARE, tables, sold, ("DX6",)
    )  # fmt: skip


def _customers() -> tuple[Indicator, ...]:
    make, share, one = Perspective.CUSTOMERS, Statistic.SHARE, ("customers",)
    return (
        Indicator(
            "products_per_customer", make, Unit.RATIO, "higher", Statistic.MEAN,
            ("customers", "holdings", "products"), Focus.SALES, ("CU7", "DX6"),
        ),
        *(_penetration(category) for category in CATEGORIES),
        Indicator("managed_share", make, Unit.SHARE, "higher", share, one, Focus.ACCOUNTS, ("DX5", "CU7")),
        Indicator("contacted_share", make, Unit.SHARE, "higher", share, one, Focus.ACCOUNTS, ("DX6", "CU4")),
        Indicator("unknown_share", make, Unit.SHARE, "lower", share, one, Focus.ACCOUNTS, ("CU7",)),
        Indicator("new_customer_share", make, Unit.SHARE, "higher", share, one, Focus.DISCOVERY, ("DX5", "CU8")),
        Indicator(
            "new_customer_active_share", make, Unit.SHARE, "higher", share,
            ("customers", "holdings", "transactions"), Focus.DISCOVERY, ("CU3",),
        ),
        Indicator(
            "new_customers_attainment", make, Unit.SHARE, "higher", Statistic.TOTAL,
            ("kpi",), Focus.DISCOVERY, ("DX8",),
        ),
        Indicator("nps", make, Unit.NPS, "higher", Statistic.NPS, ("surveys",), rules=("DX6",)),
        Indicator("customer_satisfaction", make, Unit.RATING, "higher", Statistic.MEAN, ("surveys",), rules=("PJ4",)),
        Indicator(
            "complaints_per_10k", make, Unit.PER_10K, "lower", Statistic.RATE,
            ("kpi", "transactions"), rules=("DX6", "SQ6"),
        ),
    )  # fmt: skip


def _operations() -> tuple[Indicator, ...]:
    make, share = Perspective.OPERATIONS, Statistic.SHARE
    queue, business, checks = ("tickets",), ("transactions",), ("service_checks",)
    return (
        Indicator("median_wait_minutes", make, Unit.MINUTES, "lower", Statistic.MEDIAN, queue, rules=("FL4",)),
        Indicator("long_wait_share", make, Unit.SHARE, "lower", share, queue, Focus.TRANSACTIONS, ("FL4",)),
        Indicator("abandoned_share", make, Unit.SHARE, "lower", share, queue, rules=("FL4",)),
        Indicator("within_promise_share", make, Unit.SHARE, "higher", share, queue, Focus.TRANSACTIONS, ("FL2",)),
        Indicator("smart_share", make, Unit.SHARE, "higher", share, business, Focus.TRANSACTIONS, ("DX6", "FL3")),
        Indicator("small_cash_counter_share", make, Unit.SHARE, "lower", share, business, Focus.TRANSACTIONS, ("FL3",)),
        Indicator("service_score", make, Unit.SCORE, "higher", Statistic.SCORE, checks, rules=("SQ1",)),
        *(
            Indicator(f"service_{aspect}", make, Unit.SCORE, "higher", Statistic.SCORE, checks, rules=("SQ1",))
            for aspect in ASPECTS
        ),
        Indicator("check_coverage", make, Unit.SHARE, "higher", Statistic.TOTAL, checks, rules=("SQ1",)),
    )


def _growth() -> tuple[Indicator, ...]:
    make = Perspective.GROWTH
    return (
        Indicator("training_days", make, Unit.DAYS, "higher", Statistic.MEAN, ("staff",), rules=("DX4", "DX7")),
        Indicator("qualified_share", make, Unit.SHARE, "higher", Statistic.SHARE, ("staff",), rules=("DX4",)),
        Indicator(
            "staff_satisfaction", make, Unit.RATING, "higher", Statistic.MEAN, ("surveys",), rules=("DX6", "PJ4")
        ),
        *(
            Indicator(f"staff_{cause}", make, Unit.RATING, "higher", Statistic.SCORE, ("interviews",), rules=("DX1",))
            for cause in CAUSES
        ),
    )


DEFINITIONS: tuple[Indicator, ...] = (*_finance(), *_customers(), *_operations(), *_growth())
"""All indicators, in the order of the scorecard."""

BY_NAME: Mapping[str, Indicator] = {indicator.name: indicator for indicator in DEFINITIONS}
