"""The demo's reports as LibreOffice prints them: nothing that stands in a table is missing on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.render.ooxml_checks import W, root

from branchbook.cli import main
from branchbook.render.office import office
from branchbook.text import LANGUAGES

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(office() is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed"),
]
BRANCHES = ("003", "008")


def cells(report: Path) -> list[str]:
    """What every cell of every table says, without blanks."""
    said = ("".join(words.text or "" for words in cell.iter(f"{W}t")) for cell in root(report).iter(f"{W}tc"))
    return [re.sub(r"\s", "", words) for words in said]


def printed(pdf: Path) -> str:
    """What a PDF says, without blanks."""
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", told.stdout.decode("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_every_table_is_printed(demo_inputs: Path, tmp_path: Path, language: str) -> None:
    asked = ["batch", "demo", "--inputs", str(demo_inputs), "--outputs", str(tmp_path), "--lang", language]
    assert main([*asked, "--branches", ",".join(BRANCHES), "--pdf", "--quiet"]) == 0
    for branch in BRANCHES:
        report = tmp_path / "demo" / "branches" / branch / "report.docx"
        on_paper = printed(report.with_suffix(".pdf"))
        said = cells(report)
        assert len(said) > 500
        assert [words for words in said if words not in on_paper] == []
