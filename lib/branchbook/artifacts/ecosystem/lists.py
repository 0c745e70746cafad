"""Customers to be lifted (EC3), firms to win (EC4, CL7), and what the lists were worth (EC2)."""

from __future__ import annotations

from branchbook.analyses.ecosystem.customers import Customer
from branchbook.analyses.ecosystem.ecosystem import Ecosystem
from branchbook.analyses.ecosystem.targets import Target
from branchbook.artifacts.ecosystem.wording import (
    industry_words,
    made,
    module_words,
    owner_words,
    reason_words,
)
from branchbook.register.aims import Aim
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Cell, Column, Missing, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, Term

_MOST_DOUBTFUL = 12  # rows of a table that only shows what kind of names are doubtful; the page holds all


def artifacts(found: Ecosystem, rules: Rules) -> tuple[Artifact, ...]:
    """The two lists, each with the sentences that open it."""
    return (
        _customers_reading(found, rules), _customers(found, rules), _targets_reading(found, rules),
        _targets(found, rules),
    )  # fmt: skip


def _customers_reading(found: Ecosystem, rules: Rules) -> Artifact:
    if not found.customers:
        return made("customers_reading", _nothing_existing(found), ["corporate_customers"])
    silent = sum(one.days is None or one.days > rules.number("EC3.silent_days") for one in found.customers)
    told = [
        Sentence(
            "ecosystem.customers.reading",
            {
                "protect": found.aim_count(Aim.PROTECT),
                "dig": found.aim_count(Aim.DIG),
                "falling": sum(one.falling for one in found.customers),
            },
        ),
        Sentence(
            "ecosystem.customers.care",
            {
                "silent": silent,
                "days": int(rules.number("EC3.silent_days")),
                "unowned": sum(not one.owner for one in found.customers),
            },
        ),
    ]
    return made("customers_reading", tuple(told), ["corporate_customers"])


def _nothing_existing(found: Ecosystem) -> Missing:
    if found.has_customers:
        return Missing(Sentence("ecosystem.customers.none"), to_come=False)
    return Missing(Sentence("ecosystem.lacks_customers"))


def _customers(found: Ecosystem, rules: Rules) -> Artifact:
    if not found.customers:
        return made("customers", _nothing_existing(found), ["corporate_customers"])
    listed = found.customers[: int(rules.number("EC3.most_listed"))]
    table = TableData(
        (
            Column("name", Term("ecosystem.column.customer"), weight=2.8),
            Column("module", Term("ecosystem.column.module"), weight=1.5),
            Column("deposits", Term("ecosystem.column.deposits"), Unit.MONEY, 1.3),
            Column("loans", Term("ecosystem.column.loans"), Unit.MONEY, 1.3),
            Column("aim", Term("ecosystem.column.aim"), weight=0.7),
            Column("reason", Term("ecosystem.column.why"), weight=2.2),
            Column("owner", Term("ecosystem.column.owner"), weight=1.8),
        ),
        tuple(_customer(one, found, rules) for one in listed),
    )
    return made("customers", table, ["corporate_customers"], *_shown(len(listed), len(found.customers)))


def _customer(one: Customer, found: Ecosystem, rules: Rules) -> tuple[Cell, ...]:
    return (
        one.name, module_words(one.module), one.deposits, one.loans, Term(f"aim.{one.aim}"), why_words(one, rules),
        owner_words(one.owner, found.owners) or Term("ecosystem.map.unowned"),
    )  # fmt: skip


def why_words(one: Customer, rules: Rules) -> Cell:
    """Why a customer is looked after: the bank's own goal where it has set one, else what stands out most."""
    if one.goal:
        return one.goal
    if one.falling and one.deposits is not None and one.deposits_previous:
        fall = Quantity(1 - one.deposits / one.deposits_previous, Unit.SHARE)
        return Sentence("ecosystem.why.falling", {"fall": fall})
    if one.aim is Aim.PROTECT:
        return Term("ecosystem.why.large")
    if one.days is None:
        return Term("ecosystem.why.never_contacted")
    if one.days > rules.number("EC3.silent_days"):
        return Sentence("ecosystem.why.silent", {"days": one.days})
    return Term("ecosystem.why.more_to_have")


def _targets_reading(found: Ecosystem, rules: Rules) -> Artifact:
    if not found.targets:
        return made("targets_reading", _nothing_to_win(found), ["enterprises"])
    weights = rules.mapping("EC4.priority")
    known = sum(any(reason.ground == "known" for reason in one.reasons) for one in found.targets)
    chained = sum(any(reason.ground == "chain" for reason in one.reasons) for one in found.targets)
    doubtful = sum(bool(one.maybe_customer) for one in found.targets)
    plain = {"targets": len(found.targets)}
    told = [
        Sentence("ecosystem.targets.reading", {**plain, "known": known, "chained": chained})
        if known or chained
        else Sentence("ecosystem.targets.reading_plain", plain),
        Sentence("ecosystem.targets.order", {name: Quantity(points, Unit.COUNT) for name, points in weights.items()}),
    ]
    if doubtful:
        told.append(Sentence("ecosystem.targets.doubtful", {"count": doubtful}))
    return made("targets_reading", tuple(told), ["enterprises"])


def _nothing_to_win(found: Ecosystem) -> Missing:
    if found.has_list:
        return Missing(Sentence("ecosystem.targets.none"), to_come=False)
    return Missing(Sentence("ecosystem.lacks_list"))


def _targets(found: Ecosystem, rules: Rules) -> Artifact:
    if not found.targets:
        return made("targets", _nothing_to_win(found), ["enterprises"])
    listed = found.targets[: int(rules.number("EC4.most_listed"))]
    table = TableData(
        (
            Column("place", Term("ecosystem.column.place"), Unit.COUNT, 0.6),
            Column("name", Term("ecosystem.column.firm"), weight=2.6),
            Column("module", Term("ecosystem.column.module"), weight=1.5),
            Column("industry", Term("ecosystem.column.industry"), weight=1.4),
            Column("reasons", Term("ecosystem.column.reasons"), weight=3.6),
            Column("owner", Term("ecosystem.column.marketing_owner"), weight=1.7),
        ),
        tuple(_target(place, one, found) for place, one in enumerate(listed, 1)),
    )
    return made("targets", table, ["enterprises"], *_shown(len(listed), len(found.targets)))


def _target(place: int, one: Target, found: Ecosystem) -> tuple[Cell, ...]:
    return (
        place, one.name, module_words(one.module), industry_words(one.industry),
        reason_words(one.reasons, found.owners),
        owner_words(one.owner, found.owners) or Term("ecosystem.map.unowned"),
    )  # fmt: skip


def _shown(listed: int, whole: int) -> tuple[Sentence, ...]:
    return (Sentence("ecosystem.more", {"listed": listed, "whole": whole}),) if listed < whole else ()


def quality_artifacts(found: Ecosystem) -> tuple[Artifact, ...]:
    """What could be read of the lists, and the firms whose module a person should look at."""
    quality = found.quality
    if not quality.rows:
        told = [Sentence("ecosystem.quality.empty")]
    else:
        told = [
            Sentence(
                "ecosystem.quality.read",
                {
                    "rows": quality.rows,
                    "codes": Quantity(quality.valid_codes, Unit.SHARE),
                    "capital": Quantity(quality.capital_read, Unit.SHARE),
                    "classified": Quantity(quality.classified, Unit.SHARE),
                    "located": Quantity(quality.located, Unit.SHARE),
                },
            )
        ]
    if quality.wrong_codes:
        told.append(Sentence("ecosystem.quality.wrong_codes", {"count": quality.wrong_codes}))
    if quality.unconverted:
        told.append(Sentence("ecosystem.quality.unconverted", {"count": quality.unconverted}))
    if found.has_list and found.customers:
        told.append(Sentence("ecosystem.quality.matched", {"matched": quality.matched, "of": len(found.customers)}))
    if quality.open_pairs:
        told.append(Sentence("ecosystem.quality.open_pairs", {"count": quality.open_pairs}))
    if quality.left_out:
        told.append(Sentence("ecosystem.quality.left_out", {"count": quality.left_out}))
    return made("quality", tuple(told), ["enterprises", "corporate_customers"]), _doubtful(found)


def _doubtful(found: Ecosystem) -> Artifact:
    rows = found.doubtful_modules
    if not rows:
        return made("doubtful", (Sentence("ecosystem.quality.all_clear"),), ["enterprises"])
    listed = rows[:_MOST_DOUBTFUL]
    table = TableData(
        (
            Column("name", Term("ecosystem.column.firm"), weight=3),
            Column("module", Term("ecosystem.column.module_read"), weight=1.4),
            Column("industry", Term("ecosystem.column.industry_read"), weight=1.4),
        ),
        tuple((name, module_words(module), industry_words(industry)) for name, module, industry in listed),
    )
    return made("doubtful", table, ["enterprises"], *_shown(len(listed), len(rows)))
