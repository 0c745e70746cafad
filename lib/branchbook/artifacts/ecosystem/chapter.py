"""All artifacts of chapter 40, in the order of the report."""

from __future__ import annotations

from branchbook.analyses.ecosystem.ecosystem import Ecosystem
from branchbook.artifacts.ecosystem import lists, picture, records, surroundings
from branchbook.artifacts.ecosystem.wording import made, module_words
from branchbook.artifacts.rule_table import ECOSYSTEM as RULES
from branchbook.artifacts.rule_table import rule_table
from branchbook.register.aims import Aim
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Column, Missing, TableData
from branchbook.values.branch import Branch
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, SentenceValue, Term

TABLES = ("enterprises", "corporate_customers", "staff")


def ecosystem_artifacts(found: Ecosystem, branch: Branch, rules: Rules) -> tuple[Artifact, ...]:
    """The artifacts of chapter 40 from its result.

    Where the engagement brought neither enterprises nor corporate customers, each of them says so.
    """
    if not (found.has_list or found.has_customers):
        return tuple(made(name, Missing(Sentence("ecosystem.lacks_all")), TABLES) for name in NAMES)
    return (
        made("reading", _reading(found), TABLES),
        picture.artifact(found, branch),
        made("modules", _modules(found), TABLES),
        made("bands", picture.bands_table(found), TABLES),
        *lists.artifacts(found, rules),
        *surroundings.artifacts(found, rules),
        *lists.quality_artifacts(found),
        made("rules", rule_table(RULES, rules), ()),
        records.artifact(found),
    )


NAMES = (
    "reading", "map", "modules", "bands", "customers_reading", "customers", "targets_reading", "targets",
    "stages", "scenes", "chains", "quality", "doubtful", "rules", "records",
)  # fmt: skip
"""The names of the chapter's artifacts."""


def _reading(found: Ecosystem) -> tuple[Sentence, ...]:
    """The map in a few sentences, conclusions first."""
    return tuple(
        sentence for sentence in (_sides(found), _largest_module(found), _aims(found), _elsewhere(found)) if sentence
    )


def _sides(found: Ecosystem) -> Sentence:
    existing, targets = len(found.customers), len(found.targets)
    deposits, loans = (_amount(_balance(found, name)) for name in ("deposits", "loans"))
    if not found.has_list:
        return Sentence("ecosystem.reading.no_list", {"existing": existing, "deposits": deposits, "loans": loans})
    if not found.has_customers:
        return Sentence("ecosystem.reading.no_customers", {"targets": targets})
    return Sentence(
        "ecosystem.reading.sides", {"existing": existing, "targets": targets, "deposits": deposits, "loans": loans}
    )


def _balance(found: Ecosystem, name: str) -> float | None:
    """What all customers' ``deposits`` or ``loans`` come to; None where there are customers and of none it is known."""
    of_customers: list[float | None] = [getattr(view, name) for view in found.modules if view.customers]
    known = [balance for balance in of_customers if balance is not None]
    return sum(known, 0.0) if known or not of_customers else None


def _amount(balance: float | None) -> Quantity | Term:
    return Term("ecosystem.amount_unknown") if balance is None else Quantity(balance, Unit.MONEY)


def _largest_module(found: Ecosystem) -> Sentence | None:
    known = [view for view in found.modules if view.module]
    total = sum(view.customers + view.targets for view in known)
    if not total:
        return None
    largest = max(known, key=lambda view: view.customers + view.targets)
    share = Quantity((largest.customers + largest.targets) / total, Unit.SHARE)
    empty = [view for view in known if not view.customers and view.targets]
    told: dict[str, SentenceValue] = {"module": Term(f"module.{largest.module}"), "share": share}
    if not empty:
        return Sentence("ecosystem.reading.module", told)
    gap = max(empty, key=lambda view: view.targets)
    return Sentence(
        "ecosystem.reading.module_gap", {**told, "gap": Term(f"module.{gap.module}"), "targets": gap.targets}
    )


def _aims(found: Ecosystem) -> Sentence | None:
    if not (found.customers or found.targets):
        return None
    return Sentence("ecosystem.reading.aims", {aim.value: found.aim_count(aim) for aim in Aim})


def _elsewhere(found: Ecosystem) -> Sentence | None:
    if not found.quality.elsewhere:
        return None
    return Sentence("ecosystem.reading.elsewhere", {"count": found.quality.elsewhere})


def _modules(found: Ecosystem) -> TableData:
    rows = [
        (
            module_words(view.module) or Term("ecosystem.page.no_module"), view.customers, view.deposits, view.loans,
            view.targets, view.ranked_targets,
        )
        for view in found.modules
    ]  # fmt: skip
    customers, targets, ranked = (
        sum(getattr(view, name) for view in found.modules) for name in ("customers", "targets", "ranked_targets")
    )
    totals = (customers, _balance(found, "deposits"), _balance(found, "loans"), targets, ranked)
    return TableData(
        (
            Column("module", Term("ecosystem.column.module"), weight=1.6),
            Column("customers", Term("ecosystem.column.customers"), Unit.COUNT),
            Column("deposits", Term("ecosystem.column.deposits"), Unit.MONEY, 1.4),
            Column("loans", Term("ecosystem.column.loans"), Unit.MONEY, 1.4),
            Column("targets", Term("ecosystem.column.targets"), Unit.COUNT),
            Column("ranked", Term("ecosystem.column.ranked"), Unit.COUNT, 1.2),
        ),
        (*rows, (Term("ecosystem.total"), *totals)),
        marks=((len(rows), "total"),),
    )
