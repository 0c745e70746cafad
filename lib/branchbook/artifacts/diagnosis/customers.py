"""The customer base (CU1 to CU7), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.customers import CustomerBase, CustomerGroup, Tier
from branchbook.artifacts.diagnosis.making import lacking, made, missing, scope_notes
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Unit
from branchbook.values.wording import Sentence, SentenceValue, Term

_TABLES = ("customers",)


def artifacts(base: CustomerBase) -> tuple[Artifact, ...]:
    """Structure by tier, and who is managed, contacted, unknown, new or dormant."""
    if base.customers.value is None:
        return tuple(
            missing(f"customers.{name}", base.missing) for name in ("reading", "tiers_chart", "tiers", "care")
        )  # fmt: skip
    return (
        made("customers.reading", tuple(_reading(base)), _TABLES),
        *_structure(base),
        _care(base),
    )


def _reading(base: CustomerBase) -> list[Sentence]:
    sentences = [Sentence("diagnosis.customers.base", {"customers": base.customers, "aum": base.aum})]
    if base.aum.value is None:
        sentences = [Sentence("diagnosis.customers.base_without_aum", {"customers": base.customers})]
    top = next((tier for tier in reversed(base.tiers) if tier.customers.value), None)
    if top and top is not base.tiers[0]:
        told: dict[str, SentenceValue] = {
            "tier": Term(f"tier.{top.key}"), "customers": top.customers, "share": top.share, "aum_share": top.aum_share,
        }  # fmt: skip
        sentences.append(Sentence("diagnosis.customers.top_tier", told))
    dormant = next((group for group in base.groups if group.key == "dormant"), None)
    if dormant:
        told = {"customers": dormant.customers, "share": dormant.share}
        sentences.append(Sentence("diagnosis.customers.dormant", told))
    return sentences


def _structure(base: CustomerBase) -> tuple[Artifact, ...]:
    if not base.tiers:
        return missing("customers.tiers_chart", base.missing), missing("customers.tiers", base.missing)
    chart = FigureData(
        FigureKind.COLUMN,
        tuple(Term(f"tier.{tier.key}") for tier in base.tiers),
        (
            Series(Term("diagnosis.series.customers"), tuple(t.share.value for t in base.tiers), SeriesRole.PEERS),
            Series(Term("diagnosis.series.aum"), tuple(t.aum_share.value for t in base.tiers), SeriesRole.BRANCH),
        ),
        Unit.SHARE,
    )
    table = TableData(
        (
            Column("tier", Term("diagnosis.column.tier"), weight=1.6),
            Column("floor", Term("diagnosis.column.floor"), Unit.MONEY, 1.4),
            Column("customers", Term("diagnosis.column.customers"), Unit.COUNT),
            Column("share", Term("diagnosis.column.customer_share"), Unit.SHARE, 1.2),
            Column("aum", Term("diagnosis.column.aum"), Unit.MONEY, 1.4),
            Column("aum_share", Term("diagnosis.column.aum_share"), Unit.SHARE, 1.2),
            Column("products", Term("diagnosis.column.products_each"), Unit.RATIO, 1.3),
        ),
        tuple(_tier(tier) for tier in base.tiers),
    )
    return (
        made("customers.tiers_chart", chart, _TABLES),
        made("customers.tiers", table, (*_TABLES, "holdings", "products"), Sentence("diagnosis.note.tiers")),
    )


def _tier(tier: Tier) -> tuple[Cell, ...]:
    held = tier.products_per_customer.value
    return (
        Term(f"tier.{tier.key}"), tier.floor.value, tier.customers.value, tier.share.value, tier.aum.value,
        tier.aum_share.value, held,
    )  # fmt: skip


def _care(base: CustomerBase) -> Artifact:
    if not base.groups:
        return missing("customers.care", base.missing)
    table = TableData(
        (
            Column("group", Term("diagnosis.column.group"), weight=2.4),
            Column("customers", Term("diagnosis.column.customers"), Unit.COUNT, 1.2),
            Column("share", Term("diagnosis.column.share"), Unit.SHARE, 1.2),
            Column("peers", Term("diagnosis.column.peer_median"), Unit.SHARE, 1.4),
            Column("verdict", Term("diagnosis.column.verdict"), weight=1.4),
        ),
        tuple(_group(group) for group in base.groups),
        marks=tuple(
            (place, str(group.row.verdict))
            for place, group in enumerate(base.groups)
            if group.row and group.row.verdict in ("worse", "better")
        ),
    )
    rows = [group.row for group in base.groups if group.row]
    notes = (*scope_notes(rows), *((lacking(base.missing),) if base.missing else ()))
    return made("customers.care", table, (*_TABLES, "transactions", "holdings"), *notes)


def _group(group: CustomerGroup) -> tuple[Cell, ...]:
    row = group.row
    return (
        Term(f"customer_group.{group.key}"),
        group.customers.value,
        group.share.value,
        row.median if row else None,
        Term(f"verdict.{row.verdict}") if row else None,
    )
