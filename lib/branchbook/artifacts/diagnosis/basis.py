"""What the diagnosis rests on (DX2), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.basis import Basis, ItemBasis
from branchbook.artifacts.diagnosis.making import made
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term


def artifacts(basis: Basis) -> tuple[Artifact, ...]:
    """The eight work items: which were done, and what each rests on."""
    tables = [table.table for table in basis.tables]
    return made("basis.reading", _reading(basis), tables), made("basis.items", _items(basis), tables)


def _reading(basis: Basis) -> tuple[Sentence, ...]:
    done = Sentence("diagnosis.basis.done", {"done": basis.done, "of": len(basis.items)})
    open_items = tuple(Term(f"work_item.{item.item}") for item in basis.items if not item.done)
    if not open_items:
        return (done,)
    return done, Sentence("diagnosis.basis.open", {"items": Names(open_items)})


def _items(basis: Basis) -> TableData:
    return TableData(
        (
            Column("item", Term("diagnosis.column.work_item"), weight=2.2),
            Column("done", Term("diagnosis.column.done"), weight=1),
            Column("rests_on", Term("diagnosis.column.rests_on"), weight=3),
            Column("rows", Term("diagnosis.column.rows"), Unit.COUNT, 1),
            Column("period", Term("diagnosis.column.period"), weight=2.2),
        ),
        tuple(_item(item) for item in basis.items),
    )


def _item(item: ItemBasis) -> tuple[Cell, ...]:
    names = Names(tuple(Term(f"table.{table.table}") for table in item.rests_on))
    return (
        Term(f"work_item.{item.item}"),
        Term("diagnosis.done" if item.done else "diagnosis.not_done"),
        Sentence("diagnosis.listed", {"items": names}) if item.done else None,
        item.rows if item.done else None,
        _period(item),
    )


def _period(item: ItemBasis) -> Cell:
    """From the first to the last dated record of all tables that the item rests on."""
    firsts = [table.first for table in item.rests_on if table.first]
    lasts = [table.last for table in item.rests_on if table.last]
    if not firsts or not lasts:
        return None
    return Sentence("diagnosis.period", {"first": min(firsts), "last": max(lasts)})
