"""The schema as the reading of files needs it."""

from __future__ import annotations

from branchbook.inputs.headings import plain
from branchbook.inputs.schema import TABLES


def test_no_heading_of_a_table_means_two_columns() -> None:
    for table in TABLES.values():
        meant: dict[str, str] = {}
        for column in table.columns:
            for heading in column.headings:
                assert meant.setdefault(plain(heading), column.name) == column.name, (table.name, heading)


def test_no_spelling_of_a_category_means_two_values() -> None:
    for table in TABLES.values():
        for column in table.columns:
            meant: dict[str, str] = {}
            for value, spellings in column.allowed.items():
                for spelling in (value, *spellings):
                    folded = plain(spelling).replace("_", "").replace("-", "")
                    assert meant.setdefault(folded, value) == value, (table.name, column.name, spelling)


def test_every_reference_leads_to_a_key() -> None:
    for table in TABLES.values():
        targets = [column.refers_to for column in table.columns if column.refers_to]
        for target, _, key in (reference.partition(".") for reference in (*targets, table.branch_through) if reference):
            assert TABLES[target].key == (key,), (table.name, target)
