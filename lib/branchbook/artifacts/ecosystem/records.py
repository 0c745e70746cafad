"""The table behind the map (EC6): every firm with all that is known of it, for the page and the workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from branchbook.analyses.ecosystem.ecosystem import Ecosystem
from branchbook.artifacts.ecosystem.wording import (
    industry_words,
    made,
    module_words,
    owner_words,
    place_words,
    reason_words,
)
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.columns import Row, rows_of
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, Term

_READ = (
    "firm_id", "shown_name", "side", "module", "industry", "owner", "goal", "distance_m", "nearness", "district",
    "town",
    "deposits", "loans", "contacted_on", "capital", "capital_cny", "currency", "registered_on", "main_bank", "group",
    "credit_code", "sole_trader", "address", "maybe_customer", "code_state", "certainty", "tax_rank", "sales_rank",
    "import_rank", "export_rank",
)  # fmt: skip
_RANKS = ("tax_rank", "sales_rank", "import_rank", "export_rank")


def artifact(found: Ecosystem) -> Artifact:
    """One row per firm on either side; the first column is the firm's id, as on the map."""
    aims = {one.firm_id: one.aim.value for one in found.customers}
    reasons = {one.firm_id: reason_words(one.reasons, found.owners) for one in found.targets}
    rows = tuple(_record(row, found, aims, reasons) for row in rows_of(found.records, _READ))
    return made("records", TableData(_COLUMNS, rows), ["enterprises", "corporate_customers", "staff"])


_COLUMNS = (
    Column("id", Term("ecosystem.column.id")),
    Column("name", Term("ecosystem.column.firm"), weight=3),
    Column("side", Term("ecosystem.column.side")),
    Column("module", Term("ecosystem.column.module")),
    Column("industry", Term("ecosystem.column.industry")),
    Column("aim", Term("ecosystem.column.aim")),
    Column("owner", Term("ecosystem.column.owner")),
    Column("goal", Term("ecosystem.column.goal"), weight=2),
    Column("near", Term("ecosystem.column.near")),
    Column("area", Term("ecosystem.column.area")),
    Column("deposits", Term("ecosystem.column.deposits")),
    Column("loans", Term("ecosystem.column.loans")),
    Column("contacted", Term("ecosystem.column.contacted")),
    Column("capital", Term("ecosystem.column.capital")),
    Column("registered", Term("ecosystem.column.registered")),
    *(Column(rank, Term(f"ecosystem.column.{rank}"), Unit.COUNT) for rank in _RANKS),
    Column("main_bank", Term("ecosystem.column.main_bank")),
    Column("group", Term("ecosystem.column.group")),
    Column("code", Term("ecosystem.column.code"), weight=2),
    Column("address", Term("ecosystem.column.address"), weight=3),
    Column("reasons", Term("ecosystem.column.reasons"), weight=3),
    Column("remark", Term("ecosystem.column.remark"), weight=2),
)


def _record(row: Row, found: Ecosystem, aims: Mapping[str, str], reasons: Mapping[str, Sentence]) -> tuple[Cell, ...]:
    firm_id, existing = str(row["firm_id"]), row["side"] == "existing"
    return (
        firm_id,
        str(row["shown_name"]),
        Term(f"side.{row['side']}"),
        module_words(str(row["module"])),
        industry_words(str(row["industry"])),
        Term(f"aim.{aims[firm_id]}" if existing else "aim.win"),
        owner_words(str(row["owner"]), found.owners),
        str(row["goal"]) or None,
        place_words(_number(row["distance_m"]), str(row["nearness"])),
        f"{row['district']}{row['town']}" or None,
        _money(row["deposits"]),
        _money(row["loans"]),
        _day(row["contacted_on"]),
        _capital(row),
        _day(row["registered_on"]),
        *(_number(row[rank]) for rank in _RANKS),
        str(row["main_bank"]) or None,
        str(row["group"]) or None,
        str(row["credit_code"]) or None,
        None if row["sole_trader"] else str(row["address"]) or None,
        reasons.get(firm_id),
        _remark(row),
    )


def _remark(row: Row) -> Cell:
    """What a person should look at before using the row."""
    if row["maybe_customer"]:
        return Sentence("ecosystem.remark.maybe_customer", {"customer": str(row["maybe_customer"])})
    if row["code_state"] in ("wrong_check", "wrong_form"):
        return Term("ecosystem.remark.wrong_code")
    if row["certainty"] != "clear":
        return Term("ecosystem.remark.doubtful_module")
    return None


def _capital(row: Row) -> Cell:
    """Registered capital in yuan, or in the currency of the source where there is no rate."""
    if (yuan := _number(row["capital_cny"])) is not None:
        return Quantity(yuan, Unit.MONEY)
    if (amount := _number(row["capital"])) is not None:
        return Sentence(
            "ecosystem.capital_abroad", {"amount": Quantity(amount / 1e4, Unit.PLAIN), "currency": row["currency"]}
        )
    return None


def _money(value: object) -> Quantity | None:
    number = _number(value)
    return None if number is None else Quantity(number, Unit.MONEY)


def _day(value: object) -> Sentence | None:
    return Sentence("ecosystem.day", {"day": value.date()}) if isinstance(value, pd.Timestamp) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value == value else None
