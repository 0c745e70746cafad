"""Where the figures come from and how they were made, as artifacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from branchbook.analyses.diagnosis.basis import Basis
from branchbook.artifacts.diagnosis.making import made
from branchbook.artifacts.rule_table import DIAGNOSIS, NAMED, rule_table
from branchbook.inputs.store import StoredTable
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term

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
    """The rules of this chapter and, besides, whatever the engagement set for itself and no other chapter names."""
    own = (rule.key for rule in rules.overridden_besides(NAMED))
    return rule_table(dict.fromkeys([*DIAGNOSIS, *own]), rules)
