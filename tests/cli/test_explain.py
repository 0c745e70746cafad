"""``branchbook explain``: a file tells where it comes from, wherever it lies, and each of its parts does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import branchbook as bb
from branchbook.batch.stamp import Stamp
from branchbook.book.documents import write_documents
from branchbook.cli import main

WAITS = "10_diagnosis.waiting.by_hour_table"


@dataclass(frozen=True)
class Shelf:
    """A demo branch with its report, and the folders of inputs and outputs."""

    inputs: Path
    outputs: Path
    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "report.docx"


@pytest.fixture(scope="module")
def shelf(demo_inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Chapter 10 of one branch, its documents and the manifest that a batch leaves."""
    inputs, outputs = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    shutil.copytree(demo_inputs / "demo", inputs / "demo")
    folder = outputs / "demo" / "branches" / "005"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCHBOOK_INPUTS", str(inputs))
        patch.setenv("BRANCHBOOK_OUTPUTS", str(outputs))
        book = bb.open_chapter("10_diagnosis", "demo", "005")
        diagnosis = bb.diagnose(book.data, book.peers, book.rules, book.as_of)
        book.keep_all(bb.diagnosis_artifacts(diagnosis, bb.find(diagnosis, book.rules), book.stored, book.rules))
        write_documents(book.prepared, book.branch, folder)
    read = {key: book.prepared.rules.rules[key].value for key in book.trace.rules.keys}
    made_from = {"10_diagnosis": {"inputs": book.prepared.data_of("005")}}
    Stamp("005", made_from).having_read("10_diagnosis", read).write(folder)
    notebook = {
        "cells": [{"cell_type": "code", "execution_count": 9, "source": ['book.show("waiting.by_hour_table")']}]
    }
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "10_diagnosis.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    entry = {
        "id": book.prepared.manifest_id("005"), "name": "学府路支行", "state": "done", "folder": "branches/005",
        "finished": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
    manifest = {"engagement": "demo", "language": "zh-CN", "versions": {"branchbook": "1"}, "branches": {"005": entry}}
    (outputs / "demo" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Shelf(inputs, outputs, folder)


@pytest.fixture
def tell(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, Any]]]:
    """What the command answers in JSON, event by event."""

    def explain(*words: str | Path, code: int = 0, **options: Path) -> list[dict[str, Any]]:
        inputs, outputs = options.get("inputs", shelf.inputs), options.get("outputs", shelf.outputs)
        asked = ["explain", *map(str, words), "--json", "--inputs", str(inputs), "--outputs", str(outputs)]
        assert main(asked) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return explain


def test_a_moved_report_tells_its_engagement_branch_and_parts(
    shelf: Shelf, tell: Callable[..., Any], tmp_path: Path
) -> None:
    moved = shutil.copy2(shelf.report, tmp_path / "给行长.docx")
    (told,) = tell(moved)
    assert (told["engagement"], told["branch"], told["name"]) == ("demo", "005", "学府路支行")
    assert told["state"] == "present"
    states = {part["key"]: part["state"] for part in told["parts"]}
    assert states[WAITS] == "as_written"
    assert set(states.values()) == {"as_written"}


def test_a_part_tells_its_value_notebook_rules_tables_and_files(shelf: Shelf, tell: Callable[..., Any]) -> None:
    (told,) = tell(shelf.report, "by_hour_table")
    assert told["key"] == WAITS
    assert (told["notebook"], told["cell"]) == ("10_diagnosis", 9)
    assert told["tables"] == ["tickets"]
    assert list(told["sources"]) == ["叫号记录_2025年四季度.csv.gz"]
    assert all(len(digest) == 64 for digest in told["sources"].values())
    rules = {rule["key"]: rule for rule in told["rules"]}
    assert rules["FL4.long_wait_minutes"]["source"] == "FL4"
    assert "时段" in told["value"]
    assert told["present"]
    assert not told["newer_data"]


def test_a_single_number_tells_where_it_stands_and_what_it_is(shelf: Shelf, tell: Callable[..., Any]) -> None:
    (whole,) = tell(shelf.report)
    number = next(part for part in whole["parts"] if part["key"].startswith("10_diagnosis.customers.reading."))
    (told,) = tell(shelf.report, number["key"])
    assert told["key"] == "10_diagnosis.customers.reading"
    assert told["part"]["words"] == number["words"]
    assert any(mark.isdigit() for mark in number["words"])


def test_indicators_tell_what_they_count(shelf: Shelf, tell: Callable[..., Any]) -> None:
    (told,) = tell(shelf.report, "10_diagnosis.scorecard.operations")
    assert told["meanings"]["长等候客户占比"] == "已叫号客户中等候超过标准时间（默认十分钟）的比重。"
    (told,) = tell(shelf.report, WAITS)
    assert told["meanings"] == {}


def test_a_deck_tells_the_same_of_its_shapes(shelf: Shelf, tell: Callable[..., Any]) -> None:
    (told,) = tell(shelf.folder / "presentation.pptx")
    assert (told["engagement"], told["branch"], told["state"]) == ("demo", "005", "present")
    assert {part["state"] for part in told["parts"]} == {"as_written"}
    (part,) = tell(shelf.folder / "presentation.pptx", "waiting.by_hour")
    assert part["key"] == "10_diagnosis.waiting.by_hour"
    assert part["present"]


def test_what_a_person_changed_and_what_is_gone_is_told(shelf: Shelf, tell: Callable[..., Any], tmp_path: Path) -> None:
    edited = tmp_path / "edited.docx"
    with zipfile.ZipFile(shelf.report) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    document = entries["word/document.xml"].decode("utf-8")
    assert "超时指等候超过规则规定的时间" in document
    entries["word/document.xml"] = document.replace("超时指等候超过规则规定的时间", "超时是我们自己的说法").encode()
    with zipfile.ZipFile(edited, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    (told,) = tell(edited)
    states = {part["key"]: part["state"] for part in told["parts"]}
    assert states[WAITS] == "edited"
    assert list(states.values()).count("edited") == 1


def test_new_data_make_the_file_old_and_a_changed_rule_only_what_rests_on_it(
    shelf: Shelf, tell: Callable[..., Any], tmp_path: Path
) -> None:
    inputs = with_rule(shelf.inputs, tmp_path / "inputs", "DX1", "cause_margin", 0.5)
    assert tell(shelf.report, inputs=inputs)[0]["state"] == "old"
    assert not tell(shelf.report, "10_diagnosis.findings", inputs=inputs)[0]["present"]
    assert tell(shelf.report, "products.penetration", inputs=inputs)[0]["present"]
    assert tell(shelf.report)[0]["state"] == "present"  # and the outputs are as they were


def test_a_changed_rule_that_no_chapter_read_leaves_the_file_present(
    shelf: Shelf, tell: Callable[..., Any], tmp_path: Path
) -> None:
    inputs = with_rule(shelf.inputs, tmp_path / "inputs", "CL7", "most_per_person", 7)
    assert tell(shelf.report, inputs=inputs)[0]["state"] == "present"
    assert not tell(shelf.report, "10_diagnosis.findings", inputs=inputs)[0]["newer_data"]
    (shelf.folder / "made-from.json").rename(tmp_path / "made-from.json")
    assert tell(shelf.report, inputs=inputs)[0]["state"] == "old"  # nothing tells any more which rules count
    (tmp_path / "made-from.json").rename(shelf.folder / "made-from.json")


def with_rule(inputs: Path, copy: Path, group: str, name: str, value: float) -> Path:
    """A copy of the inputs whose engagement sets a rule."""
    shutil.copytree(inputs, copy)
    settings = copy / "demo" / "engagement.yaml"
    told = yaml.safe_load(settings.read_text(encoding="utf-8"))
    told.setdefault("rules", {}).setdefault(group, {})[name] = value
    settings.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return copy


@pytest.mark.skipif(os.name == "nt", reason="a pipe that is closed is another error on Windows")
def test_a_reader_who_has_heard_enough_is_no_error(shelf: Shelf) -> None:
    places = ["--inputs", str(shelf.inputs), "--outputs", str(shelf.outputs)]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "branchbook", "explain", str(shelf.report), *places],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert done.stderr == b""


def test_without_the_outputs_only_what_the_file_states_is_told(
    shelf: Shelf, tell: Callable[..., Any], tmp_path: Path
) -> None:
    (told,) = tell(shelf.report, outputs=tmp_path)
    assert (told["engagement"], told["branch"], told["state"]) == ("demo", "005", "no_outputs")
    assert told["parts"]
    (part,) = tell(shelf.report, WAITS, outputs=tmp_path)
    assert part["unknown"] == "no_outputs"
    (told,) = tell(shelf.report, inputs=tmp_path)
    assert told["state"] == "no_inputs"


def test_an_unknown_part_is_answered_by_the_nearest_and_an_unclear_one_by_all(
    shelf: Shelf, tell: Callable[..., Any]
) -> None:
    unknown = tell(shelf.report, "wating.by_hour_table", code=2)[0]
    assert unknown["code"] == "part_unknown"
    assert WAITS in unknown["problem"]
    unclear = tell(shelf.report, "waiting", code=2)[0]
    assert unclear["code"] == "part_ambiguous"
    assert WAITS in unclear["problem"]


def test_a_file_that_is_not_ours_is_one_error(shelf: Shelf, tell: Callable[..., Any], tmp_path: Path) -> None:
    strange = tmp_path / "strange.docx"
    strange.write_bytes(b"PK")
    for path in (strange, shelf.inputs / "demo" / "engagement.yaml"):
        (fault,) = tell(path, code=2)
        assert fault["code"] == "file_not_ours"
    assert tell(tmp_path / "nowhere.docx", code=2)[0]["code"] == "file_not_there"


def test_it_is_told_in_words_in_both_languages(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--inputs", str(shelf.inputs), "--outputs", str(shelf.outputs)]
    assert main(["explain", str(shelf.report), WAITS, *folders]) == 0
    told = capsys.readouterr().out
    assert "单元格 [9]" in told
    assert "FL4.long_wait_minutes = 10" in told
    assert main(["explain", str(shelf.report), *folders, "--lang", "en"]) == 0
    assert "comes from the engagement" in capsys.readouterr().out
