"""The documents of the demo bank and its summary meeting:
the same bytes, the same numbers, people's own work kept, sound files."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu
from tests.render.ooxml_checks import audited

from branchbook.artifacts import Shelf
from branchbook.cli import main
from branchbook.values.quantity import Estimate

pytestmark = pytest.mark.heavy
BRANCHES = ("003", "008")
OWN = "三家网点先行，六项指标已见成效"


@pytest.fixture(scope="module")
def outputs(demo_inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo bank, whole."""
    folder = tmp_path_factory.mktemp("meeting")
    assert main(["batch", "demo", "--inputs", str(demo_inputs), "--outputs", str(folder), "--quiet"]) == 0
    return folder


def hold_again(demo_inputs: Path, outputs: Path) -> None:
    asked = ["run", "demo", "--notebook", "95_summary_meeting", "--inputs", str(demo_inputs), "--outputs", str(outputs)]
    assert main([*asked, "--quiet"]) == 0


def words(path: Path) -> str:
    shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return re.sub(r"\s", "", "\n".join([*texts, *cells]))


def test_the_same_results_give_the_same_deck_and_ranking(demo_inputs: Path, outputs: Path) -> None:
    files = [outputs / "demo" / "meeting" / name for name in ("summary.pptx", "ranking.xlsx")]
    first = [file.read_bytes() for file in files]
    hold_again(demo_inputs, outputs)
    assert [file.read_bytes() for file in files] == first


def test_a_branch_has_the_same_figures_in_report_decks_ranking_and_artifacts(outputs: Path) -> None:
    meeting = words(outputs / "demo" / "meeting" / "summary.pptx")
    ranking = load_workbook(outputs / "demo" / "meeting" / "ranking.xlsx", read_only=True)
    ranked = [cell for sheet in ranking for row in sheet.iter_rows(values_only=True) for cell in row]
    for branch in BRANCHES:
        folder = outputs / "demo" / "branches" / branch
        growth = Shelf(folder / "artifacts").all()["10_diagnosis.indicator.aum_growth"].value
        assert isinstance(growth, Estimate)
        assert growth.value is not None
        shown = f"{growth.value:.1%}"
        report = "".join(Document(str(folder / "report.docx")).element.itertext())
        for place, said in (("report", report), ("deck", words(folder / "presentation.pptx")), ("meeting", meeting)):
            assert shown in re.sub(r"\s", "", said), (place, branch, shown)
        assert any(isinstance(cell, float) and cell == pytest.approx(growth.value) for cell in ranked), (branch, shown)


@pytest.mark.parametrize(("language", "name"), [("zh-CN", "支行"), ("en", "Branch")])
def test_a_part_of_the_ranking_is_explained_with_the_names_of_the_branches(
    demo_inputs: Path, outputs: Path, language: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ranking = outputs / "demo" / "meeting" / "ranking.xlsx"
    places = ["--inputs", str(demo_inputs), "--outputs", str(outputs), "--lang", language]
    assert main(["explain", str(ranking), "ranking.table", *places]) == 0
    told = capsys.readouterr().out
    assert "95_summary_meeting.ranking.table" in told
    assert name in told


def test_what_a_person_did_to_the_deck_outlasts_the_next_meeting(demo_inputs: Path, outputs: Path) -> None:
    path = outputs / "demo" / "meeting" / "summary.pptx"
    deck = Presentation(str(path))
    slides = list(deck.slides)
    slides[3].shapes.title.text_frame.paragraphs[0].runs[0].text = OWN
    own = slides[4].shapes.add_textbox(Emu(1_000_000), Emu(5_500_000), Emu(3_000_000), Emu(400_000))
    own.text_frame.text = "领导讲话前先放短片"
    order = deck.slides._sldIdLst
    order.insert(1, order[8])
    deck.save(str(path))
    before = len(slides)
    for _ in range(3):
        hold_again(demo_inputs, outputs)
        said = words(path)
        assert OWN in said
        assert "领导讲话前先放短片" in said
        kept = Presentation(str(path)).slides
        assert len(kept) == before
        assert kept[1].slide_id == slides[8].slide_id


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_document_that_libreoffice_saved_is_sound_again_after_the_next_run(
    demo_inputs: Path, outputs: Path, tmp_path: Path
) -> None:
    folders = [*(outputs / "demo" / "branches" / branch for branch in BRANCHES), outputs / "demo" / "meeting"]
    documents = [path for folder in folders for path in folder.iterdir() if path.suffix in (".docx", ".pptx", ".xlsx")]
    current = [path for path in documents if re.fullmatch(r"[a-z]+", path.stem)]
    names = {path.name for path in current}
    assert names == {"report.docx", "presentation.pptx", "ledger.xlsx", "outreach.xlsx", "summary.pptx", "ranking.xlsx"}
    for path in current:
        save_in_libreoffice(path, tmp_path)
    asked = ["--branches", ",".join(BRANCHES), "--inputs", str(demo_inputs), "--outputs", str(outputs), "--quiet"]
    assert main(["render", "demo", *asked]) == 0
    assert {path.name: audited(path) for path in current} == {path.name: [] for path in current}


def save_in_libreoffice(path: Path, folder: Path) -> None:
    out, profile = folder / "saved", (folder / "profile").as_uri()
    kind = path.suffix.removeprefix(".")
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(out)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=240)
    shutil.copy(out / path.name, path)
