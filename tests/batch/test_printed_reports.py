"""The demo's reports as LibreOffice prints them:
nothing of a table is missing on paper, and no page is all but empty."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

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
HEAD, FOOT = 0.08, 0.92  # the lines at the head and the foot of every page stand beyond
BRANCHES = ("003", "005", "008")


def cells(report: Path) -> list[str]:
    """What every cell of every table says, without blanks."""
    said = ("".join(words.text or "" for words in cell.iter(f"{W}t")) for cell in root(report).iter(f"{W}tc"))
    return [re.sub(r"\s", "", words) for words in said]


def printed(pdf: Path) -> str:
    """What a PDF says, without blanks."""
    told = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", told.stdout.decode("utf-8"))


def filled(pdf: Path) -> list[float]:
    """How far down the words of each page reach between head and foot, as a part of the page."""
    told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = [page for page in ET.fromstring(told).iter() if page.tag.endswith("page")]  # noqa: S314 - our own print
    return [max(_reaches(page), default=0.0) for page in pages]


def _reaches(page: ET.Element) -> Iterator[float]:
    height = float(page.get("height", ""))
    ends = (float(word.get("yMax", "")) / height for word in page)
    return (end for end in ends if HEAD < end < FOOT)


@pytest.fixture(scope="module", params=LANGUAGES)
def reports(request: pytest.FixtureRequest, demo_inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Reports of the demo, each with its print beside it."""
    folder = tmp_path_factory.mktemp("printed")
    asked = ["batch", "demo", "--inputs", str(demo_inputs), "--outputs", str(folder), "--lang", request.param]
    assert main([*asked, "--branches", ",".join(BRANCHES), "--pdf", "--quiet"]) == 0
    return [folder / "demo" / "branches" / branch / "report.docx" for branch in BRANCHES]


def test_no_page_is_all_but_empty(reports: list[Path]) -> None:
    for report in reports:
        after_cover = filled(report.with_suffix(".pdf"))[1:]
        assert len(after_cover) > 20
        assert min(after_cover) > 0.2, (report.parent.name, after_cover.index(min(after_cover)) + 2)


def test_every_cell_of_every_table_is_printed(reports: list[Path]) -> None:
    for report in reports:
        on_paper = printed(report.with_suffix(".pdf"))
        said = cells(report)
        assert len(said) > 500
        assert [words for words in said if words not in on_paper] == []
