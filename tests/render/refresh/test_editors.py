"""Reports that LibreOffice has saved get their controls back, and keep what was done to them there."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from tests.render.ooxml_checks import W, faults, parts, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, control, newer, sample, tags, text_of, typed

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

SYSTEM_PYTHON = "/usr/bin/python3"
LEAD, MOVED = "90_report.summary.lead", "20_customers.complaints"
COLUMN, LINE = "10_diagnosis.sample.column", "10_diagnosis.sample.line"


def knows_uno() -> bool:
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write(sample())
    return desk


def test_a_report_that_libreoffice_saved_gets_its_controls_back(desk: Desk) -> None:
    written = [tag for tag in tags(desk.path) if not tag.startswith("contents")]
    words = desk.words
    desk.save_in_libreoffice()
    assert tags(desk.path) == []
    desk.refresh(sample())
    assert tags(desk.path) == written
    assert desk.words == words
    assert desk.told.kept == desk.told.deleted == desk.told.written == ()
    before = desk.path.read_bytes()
    assert desk.refresh(sample()) == before
    assert desk.is_sound()


def test_after_libreoffice_has_saved_it_every_untouched_number_is_new(desk: Desk) -> None:
    desk.edit(lambda tree: control(tree, LEAD).addnext(typed("本段为顾问手写。")))
    desk.edit(
        lambda tree: (
            control(tree, "10_diagnosis.sample.line").getparent().remove(control(tree, "10_diagnosis.sample.line"))
        )
    )
    for _ in range(2):
        desk.save_in_libreoffice()
        desk.refresh(newer(sample()))
        assert NEW_WAIT in text_of(control(root(desk.path), LEAD))
        assert OLD_WAIT not in text_of(control(root(desk.path), LEAD))
        assert desk.words.count("本段为顾问手写。") == 1
        assert desk.told.deleted == ("10_diagnosis.sample.line",)
        assert desk.told.kept == ()
    assert desk.is_sound()


@pytest.mark.heavy
@pytest.mark.skipif(not knows_uno(), reason="LibreOffice's Python bridge (python3-uno) is not installed")
def test_what_was_done_in_libreoffice_stays_and_the_rest_is_new(desk: Desk, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", accept])
    edited = tmp_path / "edited.docx"
    script = Path(__file__).with_name("uno_editing.py")
    try:
        command = [SYSTEM_PYTHON, str(script), str(port), str(desk.path), str(edited)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    finally:
        office.terminate()
        office.wait(timeout=60)
    shutil.copy(edited, desk.path)
    sizes = []
    for _ in range(10):
        sizes.append(len(desk.refresh(newer(sample()))))
        lead = text_of(control(root(desk.path), LEAD))
        assert "先解决午间排队" in lead
        assert OLD_WAIT in lead
        assert desk.words.count("顾问在此手写一段。") == 1
        assert "（已核）" in {text_of(change) for change in root(desk.path).iter(f"{W}ins")}
        (offered, *_) = (comment for comment in desk.comments() if NEW_WAIT in comment)
        assert "先治高峰排队" in offered
        remarks = [text_of(c) for c in root(desk.path, "word/comments.xml").iter(f"{W}comment")]
        assert remarks.count("请核对窗口数。") == 1
        assert "3.4 个窗口" in text_of(control(root(desk.path), "10_diagnosis.flow.body"))
        rows = control(root(desk.path), "10_diagnosis.scorecard.table").iter(f"{W}tr")
        bold = [
            text_of(c)
            for row in rows
            for c in row.iter(f"{W}tc")
            if text_of(c) == "17.7" and c.find(f".//{W}b") is not None
        ]
        assert bold == ["17.7"]
        order = tags(desk.path)
        assert order.index(MOVED) + 2 == order.index("10_diagnosis.channel") < order.index("20_customers")
        assert (order.count(MOVED), order.count(LINE)) == (1, 0)
        assert LEAD in desk.told.kept
        assert desk.told.deleted == (LINE,)
        chart = desk.chart_part(COLUMN)
        assert b"ff00aa" in parts(desk.path)[chart].lower()
        assert "19.17" in [text.text for text in root(desk.path, chart).iter() if text.tag.endswith("}v")]
    assert len(set(sizes[1:])) == 1
    assert faults(desk.path) == []
