"""Where the figures come from and how they were made, as artifacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from branchbook.analyses.diagnosis.basis import Basis
from branchbook.artifacts.diagnosis.making import made
from branchbook.inputs.store import StoredTable
from branchbook.rules import Rule, Rules
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Names, Sentence, Term

NAMED_RULES: Mapping[str, Unit] = {
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
"""The rules that a reader of the report will ask about; their names are the catalog entries ``rule.<key>``."""

METHODS = ("peers", "verdict", "interval", "growth", "penetration", "new_active", "waits", "nps", "missing")


def artifacts(
    basis: Basis, stored: Mapping[str, StoredTable], rules: Rules, as_of: date
) -> tuple[Artifact, ...]:  # fmt: skip
    """Sources, methods and rules."""
    methods = tuple(Sentence(f"diagnosis.method.{name}") for name in METHODS)
    return (
        made("appendix.sources", _sources(basis, stored), stored, Sentence("diagnosis.note.as_of", {"as_of": as_of})),
        made("appendix.methods", methods, ()),
        made("appendix.rules", _rules(rules), ()),
    )


def _sources(basis: Basis, stored: Mapping[str, StoredTable]) -> TableData:
    own = {table.table: table for table in basis.tables}
    return TableData(
        (
            Column("table", Term("diagnosis.column.table"), weight=1.4),
            Column("files", Term("diagnosis.column.files"), weight=3),
            Column("rows", Term("diagnosis.column.own_rows"), Unit.COUNT, 1.3),
            Column("period", Term("diagnosis.column.period"), weight=2.4),
        ),
        tuple(_source(table, own[name].rows, own[name].first, own[name].last) for name, table in stored.items()),
    )


def _source(table: StoredTable, rows: int, first: date | None, last: date | None) -> tuple[Cell, ...]:
    files = Sentence("diagnosis.listed", {"items": Names(table.sources)})
    period = Sentence("diagnosis.period", {"first": first, "last": last}) if first and last else None
    return Term(f"table.{table.name}"), files, rows, period


def _rules(rules: Rules) -> TableData:
    """The named rules and, besides, every number that the engagement set for itself."""
    keys = dict.fromkeys([*NAMED_RULES, *(rule.key for rule in rules.overridden)])
    return TableData(
        (
            Column("rule", Term("diagnosis.column.rule"), weight=4),
            Column("value", Term("diagnosis.column.rule_value"), Unit.PLAIN, 1.4),
            Column("origin", Term("diagnosis.column.rule_origin"), weight=1.4),
        ),
        tuple(_rule(rules.rule(key)) for key in keys),
    )


def _rule(rule: Rule) -> tuple[Cell, ...]:
    name = Term(f"rule.{rule.key}") if rule.key in NAMED_RULES else rule.key
    origin = Term("diagnosis.rule_own" if rule.overridden else "diagnosis.rule_default")
    return name, _rule_value(rule), origin


def _rule_value(rule: Rule) -> Cell:
    match rule.value:
        case bool() | str():
            return str(rule.value)
        case int() | float() as number:
            return Quantity(float(number), NAMED_RULES.get(rule.key, Unit.PLAIN))
        case tuple() as names:
            return ", ".join(names)
        case parts:
            return ", ".join(f"{name} {number:g}" for name, number in parts.items())
