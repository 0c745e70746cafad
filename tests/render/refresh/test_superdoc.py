"""A second editor, one that keeps content controls: SuperDoc edits the report, and what was done there stays.

SuperDoc has no tool for the inside of a chart, and leaves controls with a chart where they are when told to move or
delete them, so a series is recoloured and a figure deleted in the file that it has saved. It leaves attributes of its
own in comments, which the format does not know; what the refresh adds to its file has to be sound all the same.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.render.ooxml_checks import W, audited, faults, parts, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, control, newer, sample, tags, text_of

PROGRAM = os.environ.get("BRANCHBOOK_SUPERDOC") or shutil.which("superdoc")
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(
        PROGRAM is None, reason="SuperDoc's command line is not installed (BRANCHBOOK_SUPERDOC names it)"
    ),
    pytest.mark.skipif(platform.system() != "Linux", reason="the command line of SuperDoc is tried on Linux alone"),
]
LEAD, TABLE, COLUMN = "90_report.summary.lead", "10_diagnosis.scorecard.table", "10_diagnosis.sample.column"
MOVED, LINE = "10_diagnosis.flow.trend.body", "10_diagnosis.sample.line"
EDITING = Path(__file__).with_name("superdoc_editing.js").read_text(encoding="utf-8")


@dataclass
class Editor:
    """SuperDoc on one report."""

    desk: Desk

    def edit(self, code: str) -> None:
        """Open the report, run a script on it, and save it over itself."""
        saved = self.desk.folder / "saved.docx"
        self._call("open", str(self.desk.path), "--session", "desk")
        done = self._call("execute", "code", "--session", "desk", "--code", code)
        assert (done["ok"], done["result"]) == (True, [])
        self._call("save", "--session", "desk", "--out", str(saved), "--force")
        self._call("close", "--session", "desk", "--discard")
        shutil.copy(saved, self.desk.path)

    def _call(self, *words: str) -> Any:
        state = {"SUPERDOC_CLI_STATE_DIR": str(self.desk.folder / "state"), "DO_NOT_TRACK": "1"}
        answer = subprocess.run(
            [str(PROGRAM), *words], check=True, capture_output=True, env={**os.environ, **state}, timeout=240
        )
        lines = [line for line in answer.stdout.decode("utf-8").splitlines() if line.startswith("{")]
        told = json.loads(lines[-1])
        assert told["ok"], told
        return told["data"]


def recolour(chart: Any) -> None:
    series = next(e for e in chart.iter() if etree.QName(e).localname == "ser")
    fill = next(e for e in series.iter() if etree.QName(e).localname == "solidFill")
    fill[:] = [etree.fromstring(f'<a:srgbClr xmlns:a="{etree.QName(fill).namespace}" val="FF00AA"/>')]


def finish(desk: Desk) -> None:
    desk.edit(recolour, desk.chart_part(COLUMN))
    desk.edit(lambda tree: control(tree, LINE).getparent().remove(control(tree, LINE)))


def bold_cells(desk: Desk) -> list[str]:
    cells = control(root(desk.path), TABLE).iter(f"{W}tc")
    return [text_of(c) for c in cells if any(b.get(f"{W}val") not in ("0", "false") for b in c.iter(f"{W}b"))]


def test_what_was_done_in_superdoc_stays_and_every_untouched_number_is_new(desk: Desk) -> None:
    Editor(desk).edit(EDITING)
    finish(desk)
    others = set(audited(desk.path))
    sizes = []
    for _ in range(10):
        sizes.append(len(desk.refresh(newer(sample()))))
        tree = root(desk.path)
        assert "先解决午间排队" in text_of(control(tree, LEAD))
        assert OLD_WAIT in text_of(control(tree, LEAD))
        (offered,) = (comment for comment in desk.comments() if NEW_WAIT in comment)
        assert "先治高峰排队" in offered
        assert desk.words.count("顾问在此手写一段。") == 1
        assert "17.7" in bold_cells(desk)
        assert "3.4 个窗口" in text_of(control(tree, "10_diagnosis.flow.body"))
        order = tags(desk.path)
        assert order.index(MOVED) == order.index("10_diagnosis.scorecard") + 1
        assert LINE not in order
        assert desk.told.deleted == (LINE,)
        assert LEAD in desk.told.kept
        assert b"FF00AA" in parts(desk.path)[desk.chart_part(COLUMN)]
        assert "（已核）" in {text_of(change) for change in tree.iter(f"{W}ins")}
        remarks = [text_of(c) for c in root(desk.path, "word/comments.xml").iter(f"{W}comment")]
        assert remarks.count("请核对窗口数。") == 1
    assert len(set(sizes[1:])) == 1
    assert faults(desk.path) == []
    assert set(audited(desk.path)) <= others
