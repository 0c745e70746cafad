"""What ``branchbook template`` says of a branch, and the engagement's own template in its reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.book.conftest import Diagnosed
from tests.render.ooxml_checks import W, audited, faults, parts, root
from tests.render.refresh.desk import tags, text_of
from tests.render.restyled import COLOUR, restyled

from branchbook.book.documents import keys_of_branch, write_documents
from branchbook.report.keys import Kind, kept_keys, outline_keys


def test_every_key_has_a_kind_and_a_sample_in_the_reports_own_words(diagnosed: Diagnosed) -> None:
    book = diagnosed("003")
    keys = {key.key: key for key in keys_of_branch(book.prepared, book.branch, book.folder)}
    assert keys["10_diagnosis.waiting.by_hour"].kind is Kind.CHART
    assert keys["10_diagnosis.waiting.by_hour_table"].kind is Kind.TABLE
    assert keys["chapter.waiting"].kind is Kind.HEADING
    assert keys["summary.lead"].kind is Kind.PARAGRAPH
    assert all(key.kind for key in keys.values())
    write_documents(book.prepared, book.branch, book.folder)
    said = text_of(root(book.folder / "report.docx"))
    placed = [key for key in keys.values() if key.placed and key.kind is not Kind.NUMBER]
    assert [key.key for key in placed if not key.sample or key.sample.split()[0] not in said] == []


def test_what_the_outline_names_is_known_before_anything_was_run(diagnosed: Diagnosed) -> None:
    book = diagnosed("003")
    placed = {
        key.key
        for key in keys_of_branch(book.prepared, book.branch, book.folder)
        if key.placed and ".own." not in key.key and key.kind is not Kind.NUMBER
    }
    assert placed <= outline_keys(book.text)


def test_what_chapters_keep_is_known_before_anything_was_run(diagnosed: Diagnosed) -> None:
    book = diagnosed("003")
    known = outline_keys(book.text) | kept_keys()
    assert {key for key in book.shelf.all() if ".own." not in key} <= known


def test_the_engagements_own_template_takes_the_place_of_the_shipped_one(diagnosed: Diagnosed, tmp_path: Path) -> None:
    book = diagnosed("003")
    restyled(tmp_path / "engagement" / "templates" / "report.docx", "10_diagnosis.waiting.by_hour")
    own = replace(book.prepared, engagement=replace(book.prepared.engagement, folder=tmp_path / "engagement"))
    assert own.for_documents() != book.prepared.for_documents()
    report, *_ = write_documents(own, book.branch, book.folder)
    assert COLOUR.encode() in parts(report)["word/styles.xml"]
    order = tags(report)
    assert order.count("10_diagnosis.waiting.by_hour") == 1
    assert order.index("10_diagnosis.waiting.by_hour") < order.index("summary.lead")
    captions = [text_of(p) for p in root(report).iter(f"{W}p") if text_of(p).startswith("图 ")]
    assert captions[0].startswith("图 1")
    assert (audited(report), faults(report)) == ([], [])
