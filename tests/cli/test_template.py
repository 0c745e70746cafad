"""``branchbook template`` lists what can be placed, and no batch starts on a template that names what there is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from tests.cli.test_commands import Command, command, events, folder
from tests.render.ooxml_checks import parts
from tests.render.restyled import block_control, restyled

from branchbook.batch.plan import Need
from branchbook.book.locations import Locations
from branchbook.cli.opened import planned
from branchbook.render.archive import archived
from branchbook.values.places import notebooks_folder, templates_folder

__all__ = ["command", "folder"]

CHECKED = ("template", "check", "batch")


def own_template(folder: Path) -> Path:
    return folder / "inputs" / "small" / "templates" / "report.docx"


def faults_of(printed: str) -> list[tuple[object, object]]:
    return [(line["code"], line["got"]) for line in events(printed) if line["event"] == "fault"]


def test_every_part_of_the_outline_is_listed_before_anything_was_run(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("template", "small", "--json") == 0
    told = events(capsys.readouterr().out)
    keys = {line["key"] for line in told if line["event"] == "key"}
    assert {"summary.lead", "chapter.waiting", "10_diagnosis.waiting.by_hour", "60_outreach_plan.gantt"} <= keys
    assert told[0] == {"event": "template", "file": "templates/report.docx", "own": False}


def test_a_copy_to_restyle_is_laid_down_once_and_never_over_a_persons(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("template", "small", "--copy") == 0
    assert own_template(folder).read_bytes() == (templates_folder() / "report.docx").read_bytes()
    own_template(folder).write_bytes(b"restyled")
    assert command("template", "small", "--copy") == 2
    assert own_template(folder).read_bytes() == b"restyled"
    assert "已存在" in capsys.readouterr().err


@pytest.mark.parametrize("word", CHECKED)
def test_an_unknown_tag_is_told_with_the_nearest_key_before_anything_runs(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    restyled(own_template(folder), "10_diagnosis.waitng.by_hour", "summary.lead")
    assert command(word, "small") == 2
    told = capsys.readouterr().err
    assert "10_diagnosis.waitng.by_hour" in told
    assert "10_diagnosis.waiting.by_hour" in told
    assert "summary.lead" not in told
    assert not (folder / "outputs" / "small" / "branches").exists()


@pytest.mark.parametrize("word", CHECKED)
def test_a_tag_that_resembles_no_key_is_told_before_anything_runs_whatever_its_chapter(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    unlike = ("10_diagnosis.zebra_crossings_at_noon", "70_elsewhere.table")
    restyled(own_template(folder), *unlike, "10_diagnosis.indicator.nps", "40_ecosystem_map.records")
    assert command(word, "small", "--json") == 2
    faults = [(code, got) for code, got in faults_of(capsys.readouterr().out) if code == "template_control_unknown"]
    assert faults == [("template_control_unknown", tag) for tag in unlike]


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("10_diagnosis.waiting.reading.volume.tickts", "10_diagnosis.waiting.reading.volume.tickets"),
        ("10_diagnosis.waiting.reading.xyz", "10_diagnosis.waiting.reading"),
        ("10_diagnosis.indicator.nps.hgh", "10_diagnosis.indicator.nps.high"),
        ("10_diagnosis.own.remrk", "10_diagnosis.own.remark"),
    ],
)
def test_a_number_or_an_own_part_that_nothing_tells_is_told_with_the_nearest_key(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], tag: str, meant: str
) -> None:
    keeping(folder, "10_diagnosis", 'book.keep("remark", "我们的话", "备注")')
    restyled(own_template(folder), "summary.lead", line=tag)
    assert command("template", "small", "--json") == 2
    faults = [line for line in events(capsys.readouterr().out) if line["event"] == "fault"]
    assert [(line["code"], line["got"]) for line in faults] == [("template_control_unknown", tag)]
    assert meant in str(faults[0]["problem"]).replace(tag, "")


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ('book.keep("remark", 1)', True),
        ("book.keep(\n    name='remark', value=1)", True),
        ('book.keep(f"{title}", 1)', True),
        ("book.keep(title, 1)", True),
        ('book.keep("remarks", 1)', False),
        ("print('remark')", False),
    ],
)
def test_what_a_cell_keeps_may_be_placed_before_it_has_run(
    command: Command, folder: Path, cell: str, known: bool
) -> None:
    keeping(folder, "10_diagnosis", cell)
    restyled(own_template(folder), "10_diagnosis.own.remark")
    assert command("template", "small", "--json") == (0 if known else 2)


def keeping(folder: Path, chapter: str, source: str) -> None:
    """Give an engagement its own copy of a chapter, with one more cell."""
    path = folder / "inputs" / "small" / "notebooks" / f"{chapter}.ipynb"
    path.parent.mkdir(exist_ok=True)
    notebook = json.loads((notebooks_folder() / path.name).read_text(encoding="utf-8"))
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "own",
        "metadata": {},
        "outputs": [],
        "source": [source],
    }
    path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], cell]}), encoding="utf-8")


def test_a_restyled_template_with_placed_parts_passes(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    placed = ("10_diagnosis.waiting.by_hour", "10_diagnosis.own.remark")
    keeping(folder, "10_diagnosis", 'book.keep("remark", "我们的话", "备注")')
    restyled(own_template(folder), *placed, line="10_diagnosis.waiting.reading.volume.tickets")
    assert command("template", "small", "--json") == 0
    assert events(capsys.readouterr().out)[0]["own"] is True
    assert command("batch", "small") == 0


def damaged(path: Path) -> None:
    path.write_bytes(b"no zip archive")


def without_controls(path: Path) -> None:
    entries = parts(path)
    document = etree.fromstring(entries["word/document.xml"])
    for name in ("tag", "alias"):
        for found in [e for e in document.iter() if etree.QName(e).localname == name]:
            found.getparent().remove(found)
    entries["word/document.xml"] = etree.tostring(document)
    path.write_bytes(archived(entries))


def without_a_style(path: Path) -> None:
    entries = parts(path)
    entries["word/styles.xml"] = entries["word/styles.xml"].replace(b"Branchbook Lead", b"Lead")
    path.write_bytes(archived(entries))


def fetching(path: Path) -> None:
    entries = parts(path)
    link = (
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://example.test/x.png" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    entries[name] = entries[name].replace(b"</Relationships>", link)
    path.write_bytes(archived(entries))


def holding(part: str, content: bytes) -> Callable[[Path], None]:
    """What puts this content into a part of a template."""

    def spoil(path: Path) -> None:
        path.write_bytes(archived({**parts(path), part: content}))

    return spoil


def around_a_cell(path: Path) -> None:
    entries = parts(path)
    document = etree.fromstring(entries["word/document.xml"])
    space = document.nsmap["w"]
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{space}"><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr/></w:tbl>'
    )
    control = block_control("summary.lead")
    content = control[-1]
    cell = etree.SubElement(content, f"{{{space}}}tc")
    cell.append(content[0])
    table[-1].append(control)
    document[0].insert(0, table)
    entries["word/document.xml"] = etree.tostring(document)
    path.write_bytes(archived(entries))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (damaged, "template_unreadable"),
        (without_controls, "template_without_controls"),
        (without_a_style, "template_style_missing"),
        (fetching, "template_hostile"),
        (around_a_cell, "template_control_misplaced"),
        pytest.param(
            holding("word/document.xml", b"<a>" * 10_000 + b"</a>" * 10_000), "template_unreadable", id="deep text"
        ),
        pytest.param(
            holding("word/styles.xml", b"<a>" * 10_000 + b"</a>" * 10_000), "template_unreadable", id="deep styles"
        ),
        pytest.param(
            holding("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "template_hostile", id="entities"
        ),
        pytest.param(holding("word/bomb.xml", b"0" * (1 << 26)), "template_hostile", id="bomb"),
    ],
)
def test_a_template_that_can_not_be_used_is_refused_with_its_reason(
    command: Command, folder: Path, capsys: pytest.CaptureFixture[str], spoil: object, code: str
) -> None:
    own_template(folder).parent.mkdir()
    shutil.copyfile(templates_folder() / "report.docx", own_template(folder))
    spoil(own_template(folder))  # type: ignore[operator]
    assert command("check", "small", "--json") == 2
    assert {found for found, _ in faults_of(capsys.readouterr().out)} == {code}


def test_an_own_template_makes_the_documents_stale_and_nothing_else(command: Command, folder: Path) -> None:
    assert command("batch", "small", "--quiet") == 0
    restyled(own_template(folder))
    with planned(Locations(folder / "inputs", folder / "outputs"), "small") as plan:
        assert {task.need for task in plan.tasks} == {Need.RENDER}
        assert {task.reasons for task in plan.tasks} == {("templates",)}
