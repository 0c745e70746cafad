"""Every artifact says where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import branchbook as bb
from branchbook.book.prepared import Prepared
from branchbook.book.tracing import is_present

Diagnosed = Callable[..., bb.Book]


@pytest.fixture
def book(diagnosed: Diagnosed) -> bb.Book:
    return diagnosed("005")


def test_every_artifact_names_its_files_and_the_state_of_the_data(book: bb.Book, demo_prepared: Prepared) -> None:
    for artifact in book.shelf.all().values():
        told = artifact.provenance
        files = {file for table in told.tables if table in book.stored for file in book.stored[table].sources}
        assert set(told.sources) == files
        assert list(told.rules) == sorted(set(told.rules))
        assert is_present(told, demo_prepared, "005")
        assert not is_present(told, demo_prepared, "007")


def test_waits_rest_on_the_rules_of_waits_and_of_peers_and_on_no_others(book: bb.Book) -> None:
    rules = set(book.shelf.all()["10_diagnosis.waiting.by_hour"].provenance.rules)
    assert {"FL4.long_wait_minutes", "DX3.min_peers", "DX9.material_gap.median_wait_minutes"} <= rules
    assert not any(key.startswith(("CU", "DX6", "SQ")) for key in rules)
    assert "DX9.material_gap.aum_growth" not in rules


def test_a_changed_rule_makes_old_what_rests_on_it_and_nothing_else(book: bb.Book, demo_prepared: Prepared) -> None:
    changed = replace(demo_prepared, rules=demo_prepared.rules.with_overrides({"FL4": {"long_wait_minutes": 17}}))
    kept = book.shelf.all()
    assert not is_present(kept["10_diagnosis.waiting.by_hour"].provenance, changed, "005")
    assert is_present(kept["10_diagnosis.products.penetration"].provenance, changed, "005")


def test_an_own_value_rests_on_what_its_own_cell_read_and_on_all_tables(book: bb.Book) -> None:
    limit = book.rules.number("OU1.drawn")
    book.keep("limit", limit, "Limit")
    told = book.shelf.all()["10_diagnosis.own.limit"].provenance
    assert "OU1.drawn" in told.rules
    assert set(told.tables) == set(book.stored)


def test_the_same_chapter_gives_the_same_provenance(diagnosed: Diagnosed, book: bb.Book) -> None:
    first = book.shelf.all()
    assert diagnosed("005").shelf.all() == first
