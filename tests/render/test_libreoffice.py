"""The report as another program reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.render import samples
from tests.render.ooxml_checks import W, root
from tests.render.samples import write_report

from branchbook.values.places import templates_folder

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def converted(folder: Path, kind: str) -> Path:
    write_report(samples.document(), templates_folder() / "report.docx", folder / "report.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(out),
        str(folder / "report.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"report.{kind}"


def test_libreoffice_prints_every_chapter_on_pages_of_its_own(tmp_path: Path) -> None:
    pdf = converted(tmp_path, "pdf").read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page[^s]", pdf))
    # Cover, contents, three chapters of which two need more than one page, and the appendix.
    assert 7 <= pages <= 10


def test_the_second_anchor_survives_where_controls_are_dropped(tmp_path: Path) -> None:
    """LibreOffice drops block-level controls on saving; the bookmark within a paragraph stays."""
    saved = converted(tmp_path, "docx")

    def anchors(path: Path) -> set[str]:
        return {b.get(f"{W}name") for b in root(path).iter(f"{W}bookmarkStart") if b.get(f"{W}name").startswith("bb_")}

    assert anchors(saved) == anchors(tmp_path / "report.docx")
