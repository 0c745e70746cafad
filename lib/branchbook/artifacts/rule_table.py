"""The rules that a reader of the report will ask about, as a table of the appendix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from branchbook.rules import Rule, Rules
from branchbook.values.artifact import Cell, Column, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Term

DIAGNOSIS: Mapping[str, Unit] = {
    "DX3.min_peers": Unit.COUNT,
    "DX3.window_days": Unit.DAYS,
    "DX6.contact_days": Unit.DAYS,
    "DX9.robust_z": Unit.RATIO,
    "CU3.new_customer_days": Unit.DAYS,
    "CU5.dormant_days": Unit.DAYS,
    "FL3.small_cash_limit": Unit.MONEY,
    "FL4.long_wait_minutes": Unit.MINUTES,
    "FL4.long_queue": Unit.COUNT,
    "SQ1.quarters": Unit.COUNT,
}
ECOSYSTEM: Mapping[str, Unit] = {
    "EC3.silent_days": Unit.DAYS,
    "EC4.farthest_km": Unit.KILOMETRES,
    "EC4.rank_last": Unit.COUNT,
    "EC4.capital_least": Unit.MONEY,
    "EC4.capital_most": Unit.MONEY,
    "EC5.new_years": Unit.COUNT,
    "EC5.leading_rank": Unit.COUNT,
    "EC5.leading_capital": Unit.MONEY,
    "EC5.scene_firms": Unit.COUNT,
}
CLAIMS: Mapping[str, Unit] = {
    "CL1.deposits_above": Unit.MONEY,
    "CL3.near_km": Unit.KILOMETRES,
    "CL7.most_per_person": Unit.COUNT,
    "CL8.fall": Unit.SHARE,
}
OUTREACH: Mapping[str, Unit] = {
    "OU1.weeks": Unit.COUNT,
    "OU1.near_km": Unit.KILOMETRES,
    "OU1.preparation_days": Unit.DAYS,
    "OU1.follow_up_days": Unit.DAYS,
    "OU1.days_between_visits": Unit.DAYS,
    "OU1.desk_tasks_per_day": Unit.COUNT,
    "OU1.most_per_person": Unit.COUNT,
}
NAMED: Mapping[str, Unit] = {**DIAGNOSIS, **ECOSYSTEM, **CLAIMS, **OUTREACH}
"""Every named rule with its unit; their names are the catalog entries ``rule.<key>``."""


def rule_table(keys: Iterable[str], rules: Rules) -> TableData:
    """The values of these rules and whether the engagement has set them itself."""
    return TableData(
        (
            Column("rule", Term("rule_table.rule"), weight=4),
            Column("value", Term("rule_table.value"), Unit.PLAIN, 1.4),
            Column("origin", Term("rule_table.origin"), weight=1.4),
        ),
        tuple(_line(rules.rule(key)) for key in keys),
    )


def _line(rule: Rule) -> tuple[Cell, ...]:
    name = Term(f"rule.{rule.key}") if rule.key in NAMED else rule.key
    origin = Term("rule_table.own" if rule.overridden else "rule_table.default")
    return name, _value(rule), origin


def _value(rule: Rule) -> Cell:
    match rule.value:
        case bool() | str():
            return str(rule.value)
        case int() | float() as number:
            return Quantity(float(number), NAMED.get(rule.key, Unit.PLAIN))
        case tuple() as names:
            return ", ".join(names)
        case parts:
            return ", ".join(f"{name} {number:g}" for name, number in parts.items())
