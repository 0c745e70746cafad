"""How troubles show: which indicators give a trouble away, and which others are but its further signs (DX9)."""

from __future__ import annotations

from dataclasses import dataclass

from branchbook.indicators import ASPECTS, CATEGORIES


@dataclass(frozen=True)
class Pattern:
    """A trouble and its traces.

    It is found when ``lead`` is worse than at the peers; the lead's figures are the finding's ``branch`` and ``peer``.
    ``signs`` follow from the same trouble: they are told with it as ``<name>`` and ``<name>_peer``, and no longer make
    a finding of their own.
    """

    code: str
    lead: str
    signs: tuple[str, ...] = ()


_ASPECT_CODES = {aspect: f"weak_{aspect}" for aspect in ASPECTS} | {"lobby_manager": "weak_lobby"}

PATTERNS: tuple[Pattern, ...] = (
    Pattern("aum_decline", "aum_growth", ("aum_monthly_growth", "deposits_growth")),
    Pattern("slow_aum_growth", "aum_monthly_growth", ("deposits_growth",)),
    Pattern("deposit_decline", "deposits_growth"),
    Pattern("thin_assets", "aum_per_customer"),
    Pattern("low_fee_income", "fee_income_share"),
    Pattern("high_cost", "cost_income_ratio"),
    Pattern("sales_shortfall", "product_sales_attainment"),
    Pattern("low_penetration", "products_per_customer", tuple(f"penetration_{category}" for category in CATEGORIES)),
    Pattern("unknown_customers", "unknown_share", ("contacted_share",)),
    Pattern("low_contact", "contacted_share"),
    Pattern("unmanaged_customers", "managed_share"),
    Pattern("dormant_new_customers", "new_customer_active_share"),
    Pattern("few_new_customers", "new_customer_share", ("new_customers_attainment",)),
    Pattern("new_customer_shortfall", "new_customers_attainment"),
    Pattern("low_nps", "nps", ("customer_satisfaction", "complaints_per_10k")),
    Pattern("low_satisfaction", "customer_satisfaction"),
    Pattern("high_complaints", "complaints_per_10k"),
    Pattern("long_waits", "long_wait_share", ("median_wait_minutes", "abandoned_share")),
    Pattern("long_median_wait", "median_wait_minutes", ("abandoned_share",)),
    Pattern("high_abandonment", "abandoned_share"),
    Pattern("slow_service", "within_promise_share"),
    Pattern("counter_heavy", "smart_share", ("small_cash_counter_share",)),
    Pattern("small_cash_at_counter", "small_cash_counter_share"),
    *(Pattern(code, f"service_{aspect}", ("service_score",)) for aspect, code in _ASPECT_CODES.items()),
    Pattern("weak_service", "service_score"),
    Pattern("low_training", "training_days", ("qualified_share",)),
    Pattern("low_qualification", "qualified_share"),
    Pattern("low_staff_satisfaction", "staff_satisfaction"),
    Pattern("staff_unable", "staff_able"),
    Pattern("staff_unwilling", "staff_willing"),
    Pattern("staff_unskilled", "staff_skilled"),
)
"""All troubles that show against peers; one that takes another's lead as its sign stands before it."""

CODES = (*(pattern.code for pattern in PATTERNS), "narrow_category", "overdue_checks", "strength")
"""Every code that the diagnosis can give, each with its texts in the catalogs."""
